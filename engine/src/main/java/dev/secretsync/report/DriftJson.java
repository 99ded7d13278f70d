package dev.secretsync.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.model.Origin;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Drift.DriftedField;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.Plan;
import java.io.Writer;
import java.util.Locale;

/** Drift for programs, in the names of cli.md 2.5. */
public final class DriftJson {
  private DriftJson() {}

  /** Writes a drift report. */
  public static void write(Drift drift, Plan plan, RunInfo run, Writer out) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format_version", "1.0");
    root.put("kind", "secretsync.drift");
    root.putObject("tool").put("name", "secretsync").put("version", run.version());
    root.put("timestamp", run.now().toString());
    root.put("has_drift", !drift.secrets().isEmpty());
    root.put("complete", plan.complete());
    root.set("inputs", PlanJson.inputs(plan));
    root.set("clusters", PlanJson.clusters(plan.clusters().values()));
    root.set("resource_drift", drifted(drift));
    root.set("diagnostics", DiagnosticsJson.nodes(plan.diagnostics()));
    JsonText.write(root, out);
  }

  static ArrayNode drifted(Drift drift) {
    ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
    for (DriftedSecret secret : drift.secrets()) {
      ObjectNode node = nodes.addObject();
      node.put("address", secret.address().toString());
      PlanJson.origin(node, secret.origin());
      ArrayNode fields = node.putArray("fields");
      secret.fields().forEach(field -> fields.add(node(field, secret.origin())));
    }
    return nodes;
  }

  private static ObjectNode node(DriftedField field, Origin origin) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    field.field().ifPresent(name -> node.put("field", name));
    node.put("cause", field.cause().name().toLowerCase(Locale.ROOT));
    ChangeJson.writer(node, field.by());
    node.put(
        origin instanceof Origin.Collected ? "also_in_source" : "also_in_git", field.alsoInGit());
    node.put("put_back", field.putBack());
    return node;
  }
}
