package dev.secretsync.crypt.sops;

import dev.secretsync.document.Limits;
import dev.secretsync.document.Node;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A place in a tree as {@code set}, {@code unset} and {@code --extract} name it: {@code ["a"][0]["b
 * c"]} (formats.md 1.14). Trees are never changed; each change makes a new one.
 *
 * <p>Two differences from SOPS 3.13.2: a key in double quotes is a JSON string (one in single
 * quotes is taken as it stands), and a number counts the elements of a list without the comments
 * between them, which SOPS counts too and would overwrite.
 */
public final class TreePath {
  /** Steps that a path may have: as deep as a file can be nested. */
  public static final int MAX_STEPS = Limits.LOCAL.nesting();

  /** One pair of brackets. */
  sealed interface Step {
    record Key(String name) implements Step {}

    record Index(int number) implements Step {}
  }

  /** What came of reading a path. */
  public sealed interface Parsed {
    /** It can be used. */
    record Sound(TreePath path) implements Parsed {}

    /** It is no path. */
    record Malformed(Diagnostic problem) implements Parsed {}
  }

  /** What came of a change. */
  public sealed interface Outcome {
    /**
     * @param root the tree after it
     * @param changed false when the tree says the same as before, so that nothing need be written
     */
    record Done(Node root, boolean changed) implements Outcome {}

    /** Nothing stands there that could be removed. */
    record Missing(Diagnostic problem) implements Outcome {}

    /** The path does not fit the tree, such as a key where a list stands. */
    record Misfit(Diagnostic problem) implements Outcome {}
  }

  private final List<Step> steps;

  TreePath(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /** Reads a path of at least one step. */
  public static Parsed parse(String text) {
    return new TreePathReader(text).read();
  }

  /** What stands there. */
  public Optional<Node> get(Node root) {
    Optional<Node> node = Optional.of(root);
    for (Step step : steps) {
      node = node.flatMap(parent -> child(parent, step));
    }
    return node;
  }

  private static Optional<Node> child(Node parent, Step step) {
    return switch (step) {
      case Step.Key(String name) ->
          parent instanceof Node.Mapping mapping ? mapping.get(name) : Optional.empty();
      case Step.Index(int number) ->
          parent instanceof Node.Sequence sequence
              ? sequence.elements().stream().skip(number).findFirst()
              : Optional.empty();
    };
  }

  /**
   * Puts {@code value} there. Missing keys are appended, a number beyond the end of a list appends
   * an element, and what is missing on the way, or is a scalar, becomes a mapping or a list.
   *
   * @return never {@link Outcome.Missing}
   */
  public Outcome set(Node root, Node value) {
    return steps.size() + TreeShape.height(value) > Limits.LOCAL.nesting()
        ? misfit(steps.size(), "the value would be nested too deep")
        : set(root, 0, value);
  }

  private Outcome set(Node node, int depth, Node value) {
    if (depth == steps.size()) {
      return new Outcome.Done(value, !TreeShape.same(node, value));
    }
    Step step = steps.get(depth);
    return switch (node) {
      case Node.Mapping mapping when step instanceof Step.Key(String name) ->
          setEntry(mapping, name, depth, value);
      case Node.Sequence sequence when step instanceof Step.Index(int number) ->
          setElement(sequence, number, depth, value);
      case Node.Mapping _, Node.Sequence _ -> wrongContainer(node, depth);
      case Node.Scalar _ -> new Outcome.Done(created(depth, value), true);
    };
  }

  private Outcome setEntry(Node.Mapping mapping, String name, int depth, Node value) {
    for (int at = 0; at < mapping.items().size(); at++) {
      if (mapping.items().get(at) instanceof Node.Entry old && old.key().equals(name)) {
        int place = at;
        return within(
            set(old.value(), depth + 1, value),
            child -> with(mapping, place, new Node.Entry(name, old.keyAt(), child)));
      }
    }
    if (mapping.entries().stream().anyMatch(entry -> isTwin(entry.key(), name))) {
      return misfit(depth + 1, "a key that differs only in how Unicode composes it stands there");
    }
    Node.Item added = new Node.Entry(name, value.at(), created(depth + 1, value));
    return new Outcome.Done(with(mapping, mapping.items().size(), added), true);
  }

  /** Readers take two such keys for one, so a file that has both could not be read again. */
  private static boolean isTwin(String key, String name) {
    return Normalizer.normalize(key, Normalizer.Form.NFC)
        .equals(Normalizer.normalize(name, Normalizer.Form.NFC));
  }

  private Outcome setElement(Node.Sequence sequence, int number, int depth, Node value) {
    int at = position(sequence, number);
    if (at < sequence.items().size()
        && sequence.items().get(at) instanceof Node.Element(Node old)) {
      return within(
          set(old, depth + 1, value), child -> with(sequence, at, new Node.Element(child)));
    }
    return new Outcome.Done(with(sequence, at, new Node.Element(created(depth + 1, value))), true);
  }

  /** Of the element with this number among the items; their count when there are not so many. */
  private static int position(Node.Sequence sequence, int number) {
    int seen = 0;
    for (int at = 0; at < sequence.items().size(); at++) {
      if (sequence.items().get(at) instanceof Node.Element && seen++ == number) {
        return at;
      }
    }
    return sequence.items().size();
  }

  /** The containers that the steps from {@code depth} on name, with the value innermost. */
  private Node created(int depth, Node value) {
    Node node = value;
    for (Step step : steps.subList(depth, steps.size()).reversed()) {
      node =
          switch (step) {
            case Step.Key(String name) ->
                new Node.Mapping(List.of(new Node.Entry(name, value.at(), node)), value.at());
            case Step.Index _ -> new Node.Sequence(List.of(new Node.Element(node)), value.at());
          };
    }
    return node;
  }

  /**
   * Removes what stands there with the comment behind it. Comments above it stay, as in SOPS; where
   * comments select what is encrypted, they then stand above the item that follows.
   */
  public Outcome unset(Node root) {
    return unset(root, 0);
  }

  private Outcome unset(Node node, int depth) {
    Step step = steps.get(depth);
    return switch (node) {
      case Node.Mapping mapping when step instanceof Step.Key(String name) ->
          unsetEntry(mapping, name, depth);
      case Node.Mapping _ -> missing(depth + 1);
      case Node.Sequence sequence when step instanceof Step.Index(int number) ->
          unsetElement(sequence, number, depth);
      case Node.Sequence _, Node.Scalar _ -> wrongContainer(node, depth);
    };
  }

  private Outcome unsetEntry(Node.Mapping mapping, String name, int depth) {
    for (int at = 0; at < mapping.items().size(); at++) {
      if (mapping.items().get(at) instanceof Node.Entry old && old.key().equals(name)) {
        int place = at;
        return depth + 1 == steps.size()
            ? new Outcome.Done(
                new Node.Mapping(without(mapping.items(), place), mapping.at()), true)
            : within(
                unset(old.value(), depth + 1),
                child -> with(mapping, place, new Node.Entry(name, old.keyAt(), child)));
      }
    }
    return missing(depth + 1);
  }

  private Outcome unsetElement(Node.Sequence sequence, int number, int depth) {
    int at = position(sequence, number);
    if (at < sequence.items().size()
        && sequence.items().get(at) instanceof Node.Element(Node old)) {
      return depth + 1 == steps.size()
          ? new Outcome.Done(new Node.Sequence(without(sequence.items(), at), sequence.at()), true)
          : within(unset(old, depth + 1), child -> with(sequence, at, new Node.Element(child)));
    }
    return missing(depth + 1);
  }

  private static Outcome within(Outcome child, UnaryOperator<Node> parent) {
    return child instanceof Outcome.Done(Node node, boolean changed)
        ? new Outcome.Done(parent.apply(node), changed)
        : child;
  }

  private static Node with(Node.Mapping mapping, int at, Node.Item item) {
    return new Node.Mapping(with(mapping.items(), at, item), mapping.at());
  }

  private static Node with(Node.Sequence sequence, int at, Node.Item item) {
    return new Node.Sequence(with(sequence.items(), at, item), sequence.at());
  }

  private static List<Node.Item> with(List<Node.Item> items, int at, Node.Item item) {
    List<Node.Item> changed = new ArrayList<>(items);
    if (at < changed.size()) {
      changed.set(at, item);
    } else {
      changed.add(item);
    }
    return changed;
  }

  /** A comment at the end of the line is about the item itself and would pass to the next one. */
  private static List<Node.Item> without(List<Node.Item> items, int at) {
    List<Node.Item> left = new ArrayList<>(items);
    left.remove(at);
    for (int i = at - 1; i >= 0 && left.get(i) instanceof Node.Comment c && c.inline(); i--) {
      left.remove(i);
    }
    return left;
  }

  private Outcome wrongContainer(Node node, int depth) {
    return switch (node) {
      case Node.Mapping _ -> misfit(depth, "a mapping has keys and no numbers");
      case Node.Sequence _ -> misfit(depth, "a list has numbers and no keys");
      case Node.Scalar _ -> misfit(depth, "a value has nothing inside");
    };
  }

  private Outcome misfit(int depth, String summary) {
    return new Outcome.Misfit(
        Diagnostic.error(Code.NO_SUCH_PLACE, shown(depth), summary, "name another place"));
  }

  private Outcome missing(int depth) {
    return new Outcome.Missing(
        Diagnostic.error(
            Code.NO_SUCH_PLACE, shown(depth), "nothing stands there", "check the path"));
  }

  /** The first steps, as messages name them. */
  private String shown(int depth) {
    StringBuilder shown = new StringBuilder();
    for (Step step : steps.subList(0, depth)) {
      switch (step) {
        case Step.Key(String name) -> shown.append("[\"").append(name).append("\"]");
        case Step.Index(int number) -> shown.append('[').append(number).append(']');
      }
    }
    return Place.visible(shown.toString());
  }

  @Override
  public String toString() {
    return shown(steps.size());
  }
}
