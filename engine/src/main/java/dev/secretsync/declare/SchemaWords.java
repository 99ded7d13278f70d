package dev.secretsync.declare;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Nearest;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says a schema violation in our own words, which name fields and never values. What a pattern
 * means stands in the {@code title} beside it.
 *
 * @param schema the whole schema
 * @param root the document
 */
record SchemaWords(JsonNode schema, Node root, Error error) {
  Diagnostic diagnostic() {
    String keyword = error.getKeyword();
    return switch (keyword) {
      case "additionalProperties" -> unknownField();
      case "propertyNames" -> badKey();
      case "required" -> missingField();
      case "type" -> wrongType();
      case "const", "enum" ->
          Schemas.violation(
              place(), field() + " is not one of the known values", "it must be " + allowed());
      case "oneOf" ->
          Schemas.violation(
              place(), "exactly one of " + alternatives() + " must be given", "keep one of them");
      default ->
          Schemas.violation(
              place(),
              field() + " is not " + title().orElse("as the schema wants it"),
              "see the schema of this kind");
    };
  }

  private Diagnostic unknownField() {
    List<String> known = new ArrayList<>();
    parent().path("properties").fieldNames().forEachRemaining(known::add);
    String name = property();
    boolean inSpec =
        String.valueOf(error.getInstanceLocation()).equals("/metadata")
            && schema.path("properties").path("spec").path("properties").has(name);
    return Schemas.violation(
        keyPlace(name),
        "unknown field " + Shown.name(name),
        inSpec
            ? "write it in spec"
            : Nearest.hint(name, known, "fields here are " + String.join(", ", known)));
  }

  private Diagnostic badKey() {
    String what = resolve(parent().path("propertyNames")).path("title").asText("a valid key");
    return Schemas.violation(
        keyPlace(property()),
        "key " + Shown.name(property()) + " is not valid",
        "it must be " + what);
  }

  private Diagnostic missingField() {
    if (pointer().contains("/anyOf/")) {
      return Schemas.violation(
          place(), "one of several fields is missing", "see the schema of this kind");
    }
    String description =
        resolve(parent().path("properties").path(property())).path("description").asText("");
    return Schemas.violation(
        place(),
        "missing field " + property(),
        description.isEmpty() ? "add it" : "add it: " + lowerFirst(description));
  }

  private Diagnostic wrongType() {
    JsonNode type = parent().path("type");
    List<String> types = new ArrayList<>();
    if (type.isArray()) {
      type.forEach(t -> types.add(t.asText()));
    } else {
      types.add(type.asText());
    }
    types.remove("null");
    String wanted = types.stream().map(SchemaWords::said).collect(Collectors.joining(" or "));
    boolean quote =
        types.contains("string")
            && node().filter(n -> n instanceof Node.Scalar s && !isNull(s)).isPresent();
    return Schemas.violation(
        place(),
        field() + " must be " + (wanted.isEmpty() ? "null" : wanted),
        quote ? "put it in quotes" : "see the schema of this kind");
  }

  private static boolean isNull(Node.Scalar scalar) {
    return scalar.value() instanceof ScalarValue.Null;
  }

  private static String said(String type) {
    return switch (type) {
      case "string" -> "a text";
      case "object" -> "a mapping";
      case "array" -> "a list";
      case "boolean" -> "true or false";
      case "integer" -> "a whole number";
      default -> type;
    };
  }

  private String allowed() {
    JsonNode parent = parent();
    if (parent.has("const")) {
      return parent.path("const").asText();
    }
    List<String> values = new ArrayList<>();
    parent.path("enum").forEach(v -> values.add(v.asText()));
    return "one of " + String.join(", ", values);
  }

  private String alternatives() {
    List<String> names = new ArrayList<>();
    parent().path("oneOf").forEach(o -> o.path("required").forEach(r -> names.add(r.asText())));
    return String.join(" and ", names);
  }

  private Optional<String> title() {
    return Optional.ofNullable(parent().get("title")).map(JsonNode::asText);
  }

  private String property() {
    return Optional.ofNullable(error.getProperty()).orElse("");
  }

  private String pointer() {
    return String.valueOf(error.getSchemaLocation().getFragment());
  }

  /** The schema object that holds the violated keyword. */
  private JsonNode parent() {
    JsonPointer at = JsonPointer.compile(pointer());
    return at.matches() ? schema : schema.at(at.head());
  }

  private JsonNode resolve(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isMissingNode() || !node.path("description").isMissingNode()
        ? node
        : schema.at(JsonPointer.compile(reference.asText().substring(1)));
  }

  /** The field's name, or what stands at the root. */
  private String field() {
    NodePath path = error.getInstanceLocation();
    if (path.getNameCount() == 0) {
      return "the document";
    }
    Object last = path.getElement(path.getNameCount() - 1);
    return last instanceof Integer index
        ? "element " + (index + 1)
        : Shown.name(String.valueOf(last));
  }

  private SourceLocation place() {
    return node().orElse(root).at();
  }

  private SourceLocation keyPlace(String key) {
    return node().map(n -> Fields.of(n).keyPlace(key)).orElse(root.at());
  }

  private Optional<Node> node() {
    NodePath path = error.getInstanceLocation();
    Optional<Node> at = Optional.of(root);
    for (int i = 0; i < path.getNameCount() && at.isPresent(); i++) {
      Object step = path.getElement(i);
      at = at.flatMap(n -> step(n, step));
    }
    return at;
  }

  static Optional<Node> step(Node node, Object step) {
    return switch (node) {
      case Node.Mapping mapping -> mapping.get(String.valueOf(step));
      case Node.Sequence sequence ->
          step instanceof Integer index && index < sequence.elements().size()
              ? Optional.of(sequence.elements().get(index))
              : Optional.empty();
      case Node.Scalar _ -> Optional.empty();
    };
  }

  private static String lowerFirst(String text) {
    String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1);
  }
}
