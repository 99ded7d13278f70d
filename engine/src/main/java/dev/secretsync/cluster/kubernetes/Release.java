package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.secretsync.model.Marks;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What says that an object is ours, so that all of it can be taken off (R38). Our entries in {@code
 * managedFields} are part of that: left there, the object would still count as ours that lost its
 * labels.
 */
final class Release {
  private Release() {}

  /**
   * JSON pointers to our labels and annotations. Who put another value into the label managed-by
   * has taken it over already.
   */
  static Stream<String> marks(JsonNode metadata) {
    return Stream.concat(
        metadata.path("labels").properties().stream()
            .filter(label -> isOurs(label.getKey(), label.getValue().asText()))
            .map(label -> pointer("labels", label)),
        metadata.path("annotations").properties().stream()
            .filter(annotation -> annotation.getKey().startsWith(Marks.RESERVED_PREFIX))
            .map(annotation -> pointer("annotations", annotation)));
  }

  /** The same {@code managedFields} without our entries. */
  static ArrayNode managers(JsonNode managedFields) {
    ArrayNode others = Json.TREES.createArrayNode();
    for (JsonNode entry : managedFields) {
      if (!entry.path("manager").asText().equals(Marks.MANAGER)) {
        others.add(entry);
      }
    }
    return others;
  }

  private static boolean isOurs(String label, String value) {
    return label.equals(Marks.MANAGED_BY)
        ? value.equals(Marks.MANAGER)
        : label.startsWith(Marks.RESERVED_PREFIX);
  }

  /**
   * No key of a label or annotation holds a tilde, the other character that is written differently.
   */
  private static String pointer(String part, Map.Entry<String, JsonNode> entry) {
    return "/metadata/" + part + "/" + entry.getKey().replace("/", "~1");
  }
}
