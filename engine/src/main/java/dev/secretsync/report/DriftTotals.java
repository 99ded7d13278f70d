package dev.secretsync.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What apply would do to the Secrets that drifted, counted as Terraform does (cli.md 2.5): a
 * replace is one to add and one to destroy.
 */
record DriftTotals(int add, int change, int destroy, int imported, int forget) {
  static DriftTotals of(Drift drift, Plan plan) {
    Set<SecretAddress> drifted =
        drift.secrets().stream().map(DriftedSecret::address).collect(Collectors.toSet());
    Predicate<PlannedChange> concerned = change -> drifted.contains(change.address());
    return new DriftTotals(
        count(plan, concerned, Action.CREATE, Action.REPLACE, Action.MOVE),
        count(plan, concerned, Action.UPDATE),
        count(plan, concerned, Action.DELETE, Action.REPLACE, Action.MOVE),
        count(plan, concerned, Action.ADOPT),
        count(plan, concerned, Action.RELEASE));
  }

  private static int count(Plan plan, Predicate<PlannedChange> concerned, Action... actions) {
    return (int)
        plan.changes().stream()
            .filter(concerned)
            .filter(change -> Arrays.asList(actions).contains(change.action()))
            .count();
  }

  void write(ObjectNode node) {
    node.put("to_add", add);
    node.put("to_change", change);
    node.put("to_destroy", destroy);
    node.put("to_import", imported);
    node.put("to_forget", forget);
  }
}
