package dev.secretsync.crypt.sops;

import dev.secretsync.document.Node;
import java.util.List;

/** Comparing trees without regard to where in a text they stand. */
final class TreeShape {
  private TreeShape() {}

  /** Whether both say the same: types, order, values and comments. */
  static boolean same(Node a, Node b) {
    return switch (a) {
      case Node.Scalar(var value, _) ->
          b instanceof Node.Scalar(var other, _) && value.equals(other);
      case Node.Mapping mapping ->
          b instanceof Node.Mapping other && same(mapping.items(), other.items());
      case Node.Sequence sequence ->
          b instanceof Node.Sequence other && same(sequence.items(), other.items());
    };
  }

  private static boolean same(List<Node.Item> a, List<Node.Item> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!same(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Node.Item a, Node.Item b) {
    return switch (a) {
      case Node.Entry(String key, _, Node value) ->
          b instanceof Node.Entry(String other, _, Node its)
              && key.equals(other)
              && same(value, its);
      case Node.Element(Node value) -> b instanceof Node.Element(Node other) && same(value, other);
      case Node.Comment comment ->
          b instanceof Node.Comment other && comment.text().equals(other.text());
    };
  }

  /** Collections inside each other; 0 for a scalar. */
  static int height(Node node) {
    return switch (node) {
      case Node.Scalar _ -> 0;
      case Node.Mapping mapping ->
          1 + mapping.entries().stream().mapToInt(entry -> height(entry.value())).max().orElse(0);
      case Node.Sequence sequence ->
          1 + sequence.elements().stream().mapToInt(TreeShape::height).max().orElse(0);
    };
  }
}
