package dev.secretsync.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.policy.Guard;
import dev.secretsync.report.JudgedPlan;
import java.io.Writer;
import java.util.List;

/** What a policy says about saved plans, for programs. */
public final class JudgedPlansJson {
  private JudgedPlansJson() {}

  public static void write(List<JudgedPlan> plans, Writer out) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format_version", "1.0");
    root.put("kind", "secretsync.policy_test");
    root.put("passed", plans.stream().allMatch(judged -> passes(judged.plan())));
    ArrayNode nodes = root.putArray("plans");
    plans.forEach(judged -> nodes.add(node(judged)));
    JsonText.write(root, out);
  }

  private static boolean passes(Plan plan) {
    return plan.count(action -> action == Action.DENIED) == 0
        && plan.guards().stream().noneMatch(Guard::tripped);
  }

  private static ObjectNode node(JudgedPlan judged) {
    Plan plan = judged.plan();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("plan", judged.name());
    node.put("commit", plan.revision().commit());
    node.put("passed", passes(plan));
    node.put("judged", plan.count(action -> action != Action.UNKNOWN));
    node.put("unknown", plan.count(action -> action == Action.UNKNOWN));
    ArrayNode denied = node.putArray("denied");
    plan.changes().stream()
        .flatMap(change -> change.findings().stream())
        .map(ChangeJson::finding)
        .forEach(denied::add);
    ArrayNode guards = node.putArray("guards");
    plan.guards().stream().map(PlanJson::guard).forEach(guards::add);
    return node;
  }
}
