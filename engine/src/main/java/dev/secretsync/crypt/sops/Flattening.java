package dev.secretsync.crypt.sops;

import dev.secretsync.document.Node;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Metadata of SOPS as lines of {@code key=value}: the path to each leaf is its key, with {@code
 * __map_} before a key of a mapping and {@code __list_} before a number (formats.md 1.8).
 */
final class Flattening {
  private static final String MAP = "__map_";
  private static final String LIST = "__list_";

  /** Metadata is four levels deep; recursion must not be the file's to choose. */
  private static final int MAX_DEPTH = 32;

  private static final int LONGEST_NUMBER = 6;

  private Flattening() {}

  /**
   * The leaves below {@code metadata} in order, each as an entry. Empty collections vanish, as SOPS
   * lets them.
   *
   * @throws RefusedException where a key would not read back
   */
  static List<Node.Entry> flatten(Node.Mapping metadata) {
    List<Node.Entry> flat = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (Node.Entry entry : metadata.entries()) {
      flatten(checked(entry), entry.keyAt(), entry.value(), flat, keys);
    }
    return flat;
  }

  private static void flatten(
      String key, SourceLocation at, Node value, List<Node.Entry> flat, Set<String> keys) {
    switch (value) {
      case Node.Mapping mapping -> {
        for (Node.Entry entry : mapping.entries()) {
          flatten(key + MAP + checked(entry), entry.keyAt(), entry.value(), flat, keys);
        }
      }
      case Node.Sequence sequence -> {
        int index = 0;
        for (Node element : sequence.elements()) {
          flatten(key + LIST + index++, element.at(), element, flat, keys);
        }
      }
      case Node.Scalar _ -> {
        if (!keys.add(key)) {
          throw refused(at, "two metadata values share one key");
        }
        flat.add(new Node.Entry(key, at, value));
      }
    }
  }

  private static String checked(Node.Entry entry) {
    if (entry.key().contains(MAP) || entry.key().contains(LIST)) {
      throw refused(entry.keyAt(), "a metadata key that contains " + MAP + " or " + LIST);
    }
    return entry.key();
  }

  /**
   * The mapping that {@link #flatten} made {@code flat} of.
   *
   * @throws RefusedException where keys are no paths, contradict each other, or leave gaps in lists
   */
  static Node.Mapping unflatten(List<Node.Entry> flat, SourceLocation at) {
    Branch root = new Branch(at);
    for (Node.Entry entry : flat) {
      root.place(path(entry), 0, entry);
    }
    return root.mapping();
  }

  /** A step on the way to a leaf. */
  private record Step(String text, boolean isNumber) {}

  private static List<Step> path(Node.Entry entry) {
    List<Step> path = new ArrayList<>();
    String rest = entry.key();
    boolean number = false;
    for (Optional<String> next = first(rest); next.isPresent(); next = first(rest)) {
      int end = rest.indexOf(next.get());
      path.add(step(rest.substring(0, end), number, entry));
      rest = rest.substring(end + next.get().length());
      number = next.get().equals(LIST);
      if (path.size() > MAX_DEPTH) {
        throw refused(entry.keyAt(), "metadata nested too deeply");
      }
    }
    path.add(step(rest, number, entry));
    return path;
  }

  /** The separator that comes next. */
  private static Optional<String> first(String text) {
    int map = text.indexOf(MAP);
    int list = text.indexOf(LIST);
    if (map < 0 && list < 0) {
      return Optional.empty();
    }
    return Optional.of(list < 0 || (map >= 0 && map < list) ? MAP : LIST);
  }

  private static Step step(String text, boolean isNumber, Node.Entry entry) {
    if (isNumber && !isIndex(text)) {
      throw refused(entry.keyAt(), "a metadata key whose list index is no number");
    }
    return new Step(text, isNumber);
  }

  private static boolean isIndex(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NUMBER
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && (text.equals("0") || text.charAt(0) != '0');
  }

  /** What stands at a step: branches by key, or by number, or a leaf. */
  private static final class Branch {
    private final SourceLocation at;
    private final Map<String, Branch> below = new LinkedHashMap<>();
    private boolean numbered;
    private Optional<Node> leaf = Optional.empty();

    Branch(SourceLocation at) {
      this.at = at;
    }

    void place(List<Step> path, int depth, Node.Entry entry) {
      if (depth == path.size()) {
        if (leaf.isPresent() || !below.isEmpty()) {
          throw contradiction(entry);
        }
        leaf = Optional.of(entry.value());
        return;
      }
      Step step = path.get(depth);
      if (leaf.isPresent() || (!below.isEmpty() && numbered != step.isNumber)) {
        throw contradiction(entry);
      }
      numbered = step.isNumber;
      below
          .computeIfAbsent(step.text, _ -> new Branch(entry.keyAt()))
          .place(path, depth + 1, entry);
    }

    private static RefusedException contradiction(Node.Entry entry) {
      return refused(entry.keyAt(), "a metadata key that contradicts another one");
    }

    private Node node() {
      return leaf.orElseGet(() -> numbered ? sequence() : mapping());
    }

    Node.Mapping mapping() {
      List<Node.Item> items = new ArrayList<>();
      below.forEach((key, branch) -> items.add(new Node.Entry(key, branch.at, branch.node())));
      return new Node.Mapping(items, at);
    }

    private Node.Sequence sequence() {
      List<Node.Item> items = new ArrayList<>();
      for (int i = 0; i < below.size(); i++) {
        Branch branch = below.get(Integer.toString(i));
        if (branch == null) {
          throw refused(at, "a metadata list with a gap");
        }
        items.add(new Node.Element(branch.node()));
      }
      return new Node.Sequence(items, at);
    }
  }

  private static RefusedException refused(SourceLocation at, String summary) {
    return new RefusedException(
        Diagnostic.error(
            Code.SOPS_METADATA, at, summary, "restore the sops metadata as sops wrote it"));
  }
}
