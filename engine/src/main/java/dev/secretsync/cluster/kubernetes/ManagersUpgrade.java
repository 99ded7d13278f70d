package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.cluster.FieldManager;
import dev.secretsync.cluster.FieldManager.Operation;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretContent;
import java.util.Map;
import java.util.SortedSet;

/**
 * A POST of ours leaves an {@code Update} entry in {@code managedFields}. Server-side apply keeps
 * an {@code Apply} entry beside it and removes only what no entry names any more, so a key that we
 * created and no longer declare would stay. Before such an apply, our {@code Update} entry becomes
 * part of our {@code Apply} entry, as client-go's {@code csaupgrade} does (kubernetes#112905).
 */
final class ManagersUpgrade {
  private ManagersUpgrade() {}

  /** Whether an apply of {@code content} would leave something of ours behind. */
  static boolean neededFor(LiveSecret seen, SecretContent content) {
    SortedSet<String> kept = FieldPaths.of(content);
    return seen.managers().stream()
        .filter(ManagersUpgrade::fromPost)
        .map(FieldManager::fields)
        .anyMatch(fields -> !kept.containsAll(fields));
  }

  private static boolean fromPost(FieldManager entry) {
    return entry.manager().equals(Marks.MANAGER) && entry.operation() == Operation.UPDATE;
  }

  /** The same {@code managedFields} with all our entries in one {@code Apply} entry. */
  static ArrayNode upgraded(JsonNode managedFields) {
    ArrayNode others = Json.TREES.createArrayNode();
    ObjectNode ours = Json.TREES.createObjectNode();
    for (JsonNode entry : managedFields) {
      if (!entry.path("manager").asText().equals(Marks.MANAGER) || entry.has("subresource")) {
        others.add(entry);
      } else if (ours.isEmpty()) {
        ours.setAll((ObjectNode) entry.deepCopy());
      } else {
        unite(ours.withObject("/fieldsV1"), entry.path("fieldsV1"));
      }
    }
    if (!ours.isEmpty()) {
      ours.put("operation", "Apply");
      others.add(ours);
    }
    return others;
  }

  private static void unite(ObjectNode into, JsonNode fields) {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (into.get(field.getKey()) instanceof ObjectNode both) {
        unite(both, field.getValue());
      } else {
        into.set(field.getKey(), field.getValue().deepCopy());
      }
    }
  }
}
