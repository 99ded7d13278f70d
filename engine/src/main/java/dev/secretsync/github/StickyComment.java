package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.model.RefusedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The one comment of a label on a pull request. There is no lock on GitHub's side, so every run
 * looks, writes, and looks again until there is one comment that holds the newest run's news. Of
 * several that were made at once that of the newest run stays: whatever a run has not seen yet, it
 * never deletes the one that must stay, and none has to be moved into another.
 */
public final class StickyComment {
  private static final int ROUNDS = 20;

  private final GitHub github;
  private final PullRequest place;
  private final String label;
  private final GitHub.About about;

  /**
   * The comment of a label.
   *
   * @throws RefusedException when it is no label
   */
  public StickyComment(GitHub github, PullRequest place, String label) {
    if (!Mark.isLabel(label)) {
      throw Setup.refused(
          "--label",
          "takes letters, digits, dots and single dashes, at most 63 of them",
          "such as prod");
    }
    this.github = github;
    this.place = place;
    this.label = label;
    this.about = place.about();
  }

  /**
   * Makes the comment say this, unless a newer run has said something already. Where the head has
   * moved meanwhile, it says so too.
   *
   * @param content Markdown
   * @param head the commit that it is about, if known
   * @param run whose news it is
   */
  public Posted post(String content, Optional<String> head, RunOrder run) {
    Author author = github.viewer(about);
    Mark plain = new Mark(label, head.orElse(""), run, "");
    String now = place.head(github);
    Mark mark = head.isEmpty() || head.get().equals(now) ? plain : plain.supersededBy(now);
    Optional<PlanComment> mine = Optional.empty();
    Set<Long> deleted = new HashSet<>();
    boolean said = false;
    boolean made = false;
    for (int round = 0; round < ROUNDS; round++) {
      List<PlanComment> found = found(author, mine, deleted);
      if (found.isEmpty()) {
        mine = create(mark, content);
        made = true;
        said = mine.isPresent();
        continue;
      }
      PlanComment kept = newest(found);
      boolean newerThere = isNewer(kept.mark(), run);
      boolean upToDate = kept.saysTheSame(mark, content) || (said && kept.mark().run().equals(run));
      if (!newerThere && !upToDate) {
        said = writeUnlessNewer(kept.id(), mark, content);
      }
      found.stream()
          .filter(other -> other.id() != kept.id())
          .forEach(other -> {
            github.delete(path(other.id()), about);
            deleted.add(other.id());
          });
      if (found.size() == 1 && (newerThere || upToDate)) {
        return newerThere ? Posted.NEWER_THERE : made ? Posted.CREATED : Posted.REPLACED;
      }
    }
    throw github.crowded(about);
  }

  /**
   * Says of the comment, if it is of another commit than this, that it is void.
   *
   * @param head the commit that the branch has now
   * @param run which has just begun
   */
  public Posted supersede(String head, RunOrder run) {
    Author author = github.viewer(about);
    List<PlanComment> found = found(author, Optional.empty(), Set.of());
    boolean any = false;
    for (PlanComment old : found) {
      if (!isNewer(old.mark(), run)
          && !old.mark().head().equals(head)
          && !old.mark().superseded().equals(head)) {
        any |= write(old.id(), old.mark().supersededBy(head), old.content());
      }
    }
    return any ? Posted.SUPERSEDED : Posted.NOTHING;
  }

  /** What is ours, the oldest first; GitHub may list a comment of this moment only later. */
  private List<PlanComment> found(Author author, Optional<PlanComment> mine, Set<Long> deleted) {
    List<PlanComment> listed =
        new ArrayList<>(
            github.list(place.comments(), about).stream()
                .flatMap(post -> PlanComment.of(post, author, label).stream())
                .filter(comment -> !deleted.contains(comment.id()))
                .toList());
    if (listed.isEmpty()) {
      mine.filter(one -> !deleted.contains(one.id()))
          .filter(one -> github.find(path(one.id()), about).isPresent())
          .ifPresent(listed::add);
    }
    listed.sort(Comparator.comparingLong(PlanComment::id));
    return listed;
  }

  /** Of the newest run; of several of one run the oldest. */
  private static PlanComment newest(List<PlanComment> found) {
    return found.stream()
        .max(
            Comparator.comparing((PlanComment one) -> one.mark().run())
                .thenComparing(Comparator.comparingLong(PlanComment::id).reversed()))
        .orElseThrow();
  }

  private static boolean isNewer(Mark mark, RunOrder run) {
    return run.known() && mark.run().compareTo(run) > 0;
  }

  /** Looks once more: a long list may be old by now, and GitHub knows no conditional write. */
  private boolean writeUnlessNewer(long id, Mark mark, String content) {
    return github
            .find(path(id), about)
            .flatMap(post -> Mark.of(post.path("body").asText("")))
            .filter(there -> !isNewer(there, mark.run()))
            .isPresent()
        && write(id, mark, content);
  }

  private Optional<PlanComment> create(Mark mark, String content) {
    return github
        .make(place.comments(), body(mark, content), about)
        .flatMap(post -> number(post).map(id -> new PlanComment(id, mark, content)));
  }

  private static Optional<Long> number(JsonNode post) {
    return Stream.of(post.path("id"))
        .filter(JsonNode::canConvertToLong)
        .map(JsonNode::longValue)
        .findFirst();
  }

  private boolean write(long id, Mark mark, String content) {
    return github.change(path(id), body(mark, content), about).isPresent();
  }

  private static ObjectNode body(Mark mark, String content) {
    return GitHub.object().put("body", PlanComment.body(mark, content));
  }

  private String path(long id) {
    return place.repository().path() + "/issues/comments/" + id;
  }

  /** What became of a comment. */
  public enum Posted {
    CREATED("posted"),
    REPLACED("replaced"),
    SUPERSEDED("marked as superseded"),
    NEWER_THERE("left alone, for a newer run has posted"),
    NOTHING("left as it is");

    private final String words;

    Posted(String words) {
      this.words = words;
    }

    /** How people read it. */
    public String words() {
      return words;
    }
  }
}
