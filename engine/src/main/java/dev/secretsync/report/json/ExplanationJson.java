package dev.secretsync.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.diff.Difference;
import dev.secretsync.inspect.Chain;
import dev.secretsync.inspect.Explanation;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.report.RunInfo;
import java.io.Writer;

/** Why one Secret is as it is, for programs. */
public final class ExplanationJson {
  private ExplanationJson() {}

  /** Writes it; apart from {@code timestamp}, the same explanation is the same bytes. */
  public static void write(Explanation explanation, Plan plan, RunInfo run, Writer out) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format_version", "1.0");
    root.put("kind", "secretsync.explanation");
    root.putObject("tool").put("name", "secretsync").put("version", run.version());
    root.put("timestamp", run.now().toString());
    root.set("inputs", PlanJson.inputs(plan));
    root.put("address", explanation.address().toString());
    root.put("state", ListJson.word(explanation.state()));
    root.put("action", ListJson.word(explanation.action()));
    ArrayNode checks = root.putArray("checks");
    explanation.chains().forEach(chain -> checks(chain, checks));
    root.set("copies", ListJson.places(explanation.copies()));
    ArrayNode planned = root.putArray("planned");
    explanation.planned().forEach(change -> planned(change, planned.addObject()));
    ArrayNode notes = root.putArray("notes");
    explanation.notes().forEach(notes::add);
    explanation.unknown().ifPresent(why -> root.set("error", DiagnosticsJson.node(why)));
    JsonText.write(root, out);
  }

  private static void checks(Chain chain, ArrayNode nodes) {
    chain
        .checks()
        .forEach(check ->
            nodes
                .addObject()
                .put("about", chain.about())
                .put("rule", check.rule())
                .put("passed", check.passed())
                .put("words", check.words()));
  }

  private static void planned(PlannedChange change, ObjectNode node) {
    node.put("action", ListJson.word(change.action()));
    if (change.difference() instanceof Difference.NotCollected offer) {
      node.put("wanted", offer.wanted().toString());
      offer.owner().ifPresent(owner -> node.put("owner", owner));
    }
    ArrayNode denied = node.putArray("denied");
    change
        .findings()
        .forEach(finding -> {
          ObjectNode one = denied.addObject();
          one.put("code", finding.code().id()).put("rule", finding.rule());
          finding.at().ifPresent(at -> one.set("range", DiagnosticsJson.range(at)));
          one.put("reason", finding.reason());
        });
  }
}
