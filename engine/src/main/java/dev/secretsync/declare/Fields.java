package dev.secretsync.declare;

import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.SourceLocation;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fields of a mapping. What has the wrong type counts as absent here, because the schema
 * reports it.
 */
record Fields(Node.Mapping node) {
  private static final String MIDNIGHT = "T00:00:00Z";

  /** The fields of {@code node}; none where it is no mapping. */
  static Fields of(Node node) {
    return new Fields(
        node instanceof Node.Mapping mapping ? mapping : new Node.Mapping(List.of(), node.at()));
  }

  static Optional<String> text(Node node) {
    return node instanceof Node.Scalar(ScalarValue.Text(String value), var _)
        ? Optional.of(value)
        : Optional.empty();
  }

  /** Whether there is nothing in it: an empty list, mapping or text, or null. */
  static boolean isNothing(Node node) {
    return switch (node) {
      case Node.Mapping mapping -> mapping.entries().isEmpty();
      case Node.Sequence sequence -> sequence.elements().isEmpty();
      case Node.Scalar(ScalarValue.Text(String text), var _) -> text.isEmpty();
      case Node.Scalar(ScalarValue.Null(), var _) -> true;
      case Node.Scalar _ -> false;
    };
  }

  Optional<Node> get(String key) {
    return node.get(key);
  }

  Optional<String> text(String key) {
    return get(key).flatMap(Fields::text);
  }

  /** A day of the calendar as year-month-day, with quotes or without. */
  Optional<String> day(String key) {
    return get(key)
        .filter(node ->
            node instanceof Node.Scalar(ScalarValue.Time(String time), var _)
                && time.endsWith(MIDNIGHT))
        .map(node -> ((ScalarValue.Time) ((Node.Scalar) node).value()).rfc3339())
        .map(time -> time.substring(0, time.length() - MIDNIGHT.length()))
        .or(() -> text(key));
  }

  boolean isTrue(String key) {
    return get(key)
        .filter(n -> n instanceof Node.Scalar(ScalarValue.Bool(boolean value), var _) && value)
        .isPresent();
  }

  /** The mapping at {@code key}; one without fields where there is none. */
  Fields at(String key) {
    return get(key)
        .map(Fields::of)
        .orElseGet(() -> new Fields(new Node.Mapping(List.of(), place())));
  }

  List<Node> elements(String key) {
    return get(key)
        .map(n -> n instanceof Node.Sequence sequence ? sequence.elements() : List.<Node>of())
        .orElse(List.of());
  }

  /** Entries whose values are texts. */
  SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    for (Node.Entry entry : entries()) {
      text(entry.value()).ifPresent(value -> texts.put(entry.key(), value));
    }
    return texts;
  }

  List<Node.Entry> entries() {
    return node.entries();
  }

  SourceLocation place() {
    return node.at();
  }

  /** The place of a field's value, or of the mapping where the field is missing. */
  SourceLocation place(String key) {
    return get(key).map(Node::at).orElse(place());
  }

  /** The place of a field's key, or of the mapping where the field is missing. */
  SourceLocation keyPlace(String key) {
    return entries().stream()
        .filter(e -> e.key().equals(key))
        .map(Node.Entry::keyAt)
        .findFirst()
        .orElse(place());
  }
}
