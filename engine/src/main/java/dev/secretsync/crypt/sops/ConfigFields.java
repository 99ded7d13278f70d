package dev.secretsync.crypt.sops;

import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Nearest;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The fields of one mapping of {@code .sops.yaml}. An empty one counts as not there. */
final class ConfigFields {
  /** A text and where it stands. */
  record Text(String value, SourceLocation at) {}

  private final Node.Mapping mapping;
  private final Problems problems;

  private ConfigFields(Node.Mapping mapping, Problems problems) {
    this.mapping = mapping;
    this.problems = problems;
  }

  /**
   * The fields of {@code node}, if it is a mapping.
   *
   * @param known those that stand here; a field that is spelt almost so earns a warning, others are
   *     ignored as SOPS ignores them
   * @param elsewhere those that stand in another mapping of the file
   */
  static Optional<ConfigFields> of(
      Node node, Set<String> known, Set<String> elsewhere, Problems problems) {
    if (!(node instanceof Node.Mapping mapping)) {
      problems.add(
          error(node.at(), "not a mapping", "write fields with their values, as name: value"));
      return Optional.empty();
    }
    for (Node.Entry entry : mapping.entries()) {
      if (!known.contains(entry.key())) {
        unknown(entry, known, elsewhere).ifPresent(problems::add);
      }
    }
    return Optional.of(new ConfigFields(mapping, problems));
  }

  private static Optional<Diagnostic> unknown(
      Node.Entry entry, Set<String> known, Set<String> elsewhere) {
    if (elsewhere.contains(entry.key())) {
      return Optional.of(
          warning(entry.keyAt(), "a field that is not read at this place", "move or remove it"));
    }
    return Optional.of(Nearest.hint(entry.key(), known, ""))
        .filter(hint -> !hint.isEmpty())
        .map(hint -> warning(entry.keyAt(), "an unknown field, which is ignored", hint));
  }

  SourceLocation at() {
    return mapping.at();
  }

  SourceLocation at(String field) {
    return node(field).map(Node::at).orElse(at());
  }

  Optional<Node> node(String field) {
    return mapping.get(field).filter(v -> !(v instanceof Node.Scalar(ScalarValue.Null _, _)));
  }

  /** Its text, unless that is empty. */
  Optional<String> text(String field) {
    return node(field).flatMap(this::text).map(Text::value).filter(text -> !text.isEmpty());
  }

  private Optional<Text> text(Node node) {
    if (node instanceof Node.Scalar(ScalarValue.Text(String text), SourceLocation at)) {
      return Optional.of(new Text(text, at));
    }
    wrong(node.at(), "not a text", "put it into quotes");
    return Optional.empty();
  }

  /** The elements of a list. */
  List<Node> list(String field) {
    Optional<Node> value = node(field);
    if (value.isPresent() && !(value.get() instanceof Node.Sequence)) {
      wrong(value.get().at(), "not a list", "write each element in its own line behind a dash");
    }
    return value
        .filter(Node.Sequence.class::isInstance)
        .map(list -> ((Node.Sequence) list).elements())
        .orElse(List.of());
  }

  /** The texts of a list. */
  List<Text> texts(String field) {
    return list(field).stream().flatMap(node -> text(node).stream()).toList();
  }

  /** The texts of a list, or of one text with commas; so are those that stand in the list. */
  List<Text> commaTexts(String field) {
    List<Text> written =
        node(field).filter(Node.Scalar.class::isInstance).isPresent()
            ? node(field).flatMap(this::text).stream().toList()
            : texts(field);
    List<Text> texts = new ArrayList<>();
    for (Text text : written) {
      KeyTexts.split(text.value()).forEach(one -> texts.add(new Text(one, text.at())));
    }
    return texts;
  }

  /** A whole number from {@code least} to {@code most}. */
  OptionalInt number(String field, int least, int most) {
    Optional<Node> value = node(field);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (value.get() instanceof Node.Scalar(ScalarValue.Int(long number), _)
        && number >= least
        && number <= most) {
      return OptionalInt.of((int) number);
    }
    wrong(
        value.get().at(),
        "not a whole number from " + least + " to " + most,
        "write one, without quotes");
    return OptionalInt.empty();
  }

  boolean isTrue(String field) {
    Optional<Node> value = node(field);
    if (value.isPresent() && !(value.get() instanceof Node.Scalar(ScalarValue.Bool _, _))) {
      wrong(value.get().at(), "neither true nor false", "write one of them, without quotes");
    }
    return value
        .filter(node -> node instanceof Node.Scalar(ScalarValue.Bool(boolean b), _) && b)
        .isPresent();
  }

  void wrong(SourceLocation at, String summary, String hint) {
    problems.add(error(at, summary, hint));
  }

  static Diagnostic error(SourceLocation at, String summary, String hint) {
    return Diagnostic.error(Code.SOPS_CONFIG, at, summary, hint);
  }

  static Diagnostic warning(SourceLocation at, String summary, String hint) {
    return Diagnostic.warning(Code.SOPS_CONFIG, at, summary, hint);
  }
}
