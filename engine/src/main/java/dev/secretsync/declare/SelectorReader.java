package dev.secretsync.declare;

import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.LabelSelector.Expression;
import dev.secretsync.model.LabelSelector.Parsed;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads selectors in both forms; one that cannot be read is an error, never "all" (R55). */
final class SelectorReader {
  private final TextPlaces places;
  private final List<Diagnostic> problems;

  SelectorReader(TextPlaces places, List<Diagnostic> problems) {
    this.places = places;
    this.problems = problems;
  }

  /**
   * The selector that {@code node} holds, which may be empty (R8); nothing when it is malformed,
   * which is reported here or by the schema.
   */
  Optional<LabelSelector> read(Node node) {
    return switch (node) {
      case Node.Mapping mapping -> structured(mapping);
      case Node.Scalar(ScalarValue.Text(String text), var _) ->
          accept(LabelSelector.parse(text), node);
      case Node.Scalar(ScalarValue.Null(), var _) -> Optional.of(new LabelSelector(List.of()));
      case Node.Scalar _, Node.Sequence _ -> Optional.empty();
    };
  }

  private Optional<LabelSelector> structured(Node.Mapping mapping) {
    Fields fields = new Fields(mapping);
    List<Expression> expressions = new ArrayList<>();
    for (Node element : fields.elements("matchExpressions")) {
      Fields expression = Fields.of(element);
      Optional<String> key = expression.text("key");
      Optional<String> operator = expression.text("operator");
      if (key.isEmpty() || operator.isEmpty()) {
        return Optional.empty();
      }
      List<Node> values = expression.elements("values");
      List<String> texts = values.stream().flatMap(v -> Fields.text(v).stream()).toList();
      if (texts.size() != values.size()) {
        return Optional.empty();
      }
      expressions.add(new Expression(key.get(), operator.get(), texts));
    }
    Fields labels = fields.at("matchLabels");
    if (labels.texts().size() != labels.entries().size()) {
      return Optional.empty();
    }
    return accept(LabelSelector.of(labels.texts(), expressions), mapping);
  }

  private Optional<LabelSelector> accept(Parsed parsed, Node node) {
    return switch (parsed) {
      case Parsed.Accepted(LabelSelector selector) -> Optional.of(selector);
      case Parsed.Malformed malformed -> {
        SourceLocation at =
            malformed.path().isEmpty()
                ? places.inside(node, malformed.column())
                : place(node, malformed.path());
        problems.add(
            Diagnostic.error(
                Code.MALFORMED_SELECTOR,
                at,
                "malformed selector: " + malformed.summary(),
                malformed.hint()));
        yield Optional.empty();
      }
    };
  }

  private static SourceLocation place(Node node, List<String> path) {
    Node at = node;
    for (String step : path) {
      Object index = at instanceof Node.Sequence ? (Object) Integer.valueOf(step) : step;
      Optional<Node> next = SchemaWords.step(at, index);
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
    }
    return at.at();
  }
}
