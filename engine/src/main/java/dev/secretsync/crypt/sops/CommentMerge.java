package dev.secretsync.crypt.sops;

import dev.secretsync.document.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The comments of one item that both sides changed: together where they changed other lines. */
final class CommentMerge {
  /** What one side put in place of the lines from {@code start} to {@code end} of the base. */
  private record Change(int start, int end, List<Node.Comment> lines) {
    static Change between(List<Node.Comment> base, List<Node.Comment> side) {
      int most = Math.min(base.size(), side.size());
      int same = 0;
      while (same < most && isSame(base.get(same), side.get(same))) {
        same++;
      }
      int after = 0;
      while (after < most - same
          && isSame(base.get(base.size() - 1 - after), side.get(side.size() - 1 - after))) {
        after++;
      }
      return new Change(same, base.size() - after, side.subList(same, side.size() - after));
    }

    private static boolean isSame(Node.Comment a, Node.Comment b) {
      return a.text().equals(b.text());
    }

    boolean isBefore(Change other) {
      return end <= other.start && !(start == other.start && end == other.end);
    }
  }

  private CommentMerge() {}

  /** Nothing where both changed the same lines, or added some at the same place. */
  static Optional<List<Node.Comment>> of(
      List<Node.Comment> base, List<Node.Comment> ours, List<Node.Comment> theirs) {
    Change one = Change.between(base, ours);
    Change other = Change.between(base, theirs);
    if (one.isBefore(other)) {
      return Optional.of(both(base, one, other));
    }
    return other.isBefore(one) ? Optional.of(both(base, other, one)) : Optional.empty();
  }

  private static List<Node.Comment> both(List<Node.Comment> base, Change first, Change second) {
    List<Node.Comment> merged = new ArrayList<>(base.subList(0, first.start()));
    merged.addAll(first.lines());
    merged.addAll(base.subList(first.end(), second.start()));
    merged.addAll(second.lines());
    merged.addAll(base.subList(second.end(), base.size()));
    return merged;
  }
}
