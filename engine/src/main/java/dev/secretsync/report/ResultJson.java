package dev.secretsync.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.model.ExitCode;
import dev.secretsync.plan.Action;
import java.io.Writer;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What apply did, for programs (cli.md 4.8). */
public final class ResultJson {
  private ResultJson() {}

  /** Writes the result. */
  public static void write(Result result, RunInfo run, Writer out) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format_version", "1.0");
    root.put("kind", "secretsync.result");
    root.putObject("tool").put("name", "secretsync").put("version", run.version());
    root.put("finished", run.now().toString());
    root.set("inputs", PlanJson.inputs(result.plan()));
    Set<ExitCode> codes = result.exitCodes();
    root.put("exit_code", ExitCode.worst(codes).number());
    ArrayNode all = root.putArray("exit_codes");
    codes.stream().map(ExitCode::number).sorted().forEach(all::add);
    root.set("clusters", PlanJson.clusters(result.plan().clusters().values()));
    ArrayNode namespaces = root.putArray("namespaces_created");
    result.namespacesCreated().forEach(namespaces::add);
    ArrayNode changes = root.putArray("changes");
    result.changes().stream().map(ResultJson::change).forEach(changes::add);
    ObjectNode summary = root.putObject("summary");
    for (Outcome outcome : new TreeSet<>(Set.of(Outcome.values()))) {
      summary.put(outcome.word(), result.count(outcome));
    }
    root.set("diagnostics", DiagnosticsJson.nodes(result.diagnostics()));
    JsonText.write(root, out);
  }

  private static ObjectNode change(ChangeResult change) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("address", change.address().toString());
    node.put("action", word(change.action()));
    node.put("outcome", change.outcome().word());
    change.why().ifPresent(why -> node.set("error", DiagnosticsJson.node(why)));
    return node;
  }

  private static String word(Action action) {
    return action.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
