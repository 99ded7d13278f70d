package dev.secretsync.declare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import java.util.List;

/** A document as the schema validator wants it. What SOPS wrote about itself is left out. */
final class JsonView {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JsonView() {}

  static JsonNode of(Node root) {
    if (!(root instanceof Node.Mapping mapping)) {
      return value(root);
    }
    ObjectNode object = JSON.objectNode();
    for (Node.Entry entry : mapping.entries()) {
      boolean sops = entry.key().equals("sops") && entry.value() instanceof Node.Mapping;
      object.set(entry.key(), sops ? JSON.objectNode() : value(entry.value()));
    }
    writeDays(object, new Fields(mapping));
    return object;
  }

  /** The one field of ours that is a day; people write it without quotes. */
  private static void writeDays(ObjectNode object, Fields root) {
    List<Node> rules = root.at("spec").elements("ignoreDrift");
    for (int i = 0; i < rules.size(); i++) {
      if (object.at("/spec/ignoreDrift").path(i) instanceof ObjectNode rule) {
        Fields.of(rules.get(i)).day("until").ifPresent(day -> rule.put("until", day));
      }
    }
  }

  private static JsonNode value(Node node) {
    return switch (node) {
      case Node.Mapping mapping -> {
        ObjectNode object = JSON.objectNode();
        mapping.entries().forEach(e -> object.set(e.key(), value(e.value())));
        yield object;
      }
      case Node.Sequence sequence -> {
        ArrayNode array = JSON.arrayNode();
        sequence.elements().forEach(e -> array.add(value(e)));
        yield array;
      }
      case Node.Scalar(ScalarValue scalar, var _) ->
          switch (scalar) {
            case ScalarValue.Null() -> JSON.nullNode();
            case ScalarValue.Bool(boolean value) -> JSON.booleanNode(value);
            case ScalarValue.Int(long value) -> JSON.numberNode(value);
            case ScalarValue.FloatingPoint(double value) -> JSON.numberNode(value);
            case ScalarValue.Text(String value) -> JSON.textNode(value);
            // no other field of ours is a time, and none is bytes or a huge number: any type but
            // text will do
            case ScalarValue.Time(var _) -> JSON.numberNode(0.5);
            case ScalarValue.Binary(var _) -> JSON.numberNode(0.5);
            case ScalarValue.Unrepresentable() -> JSON.numberNode(0.5);
          };
    };
  }
}
