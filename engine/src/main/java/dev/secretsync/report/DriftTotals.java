package dev.secretsync.report;

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
public record DriftTotals(int add, int change, int destroy, int imported, int forget) {
  /** What of a plan is about drift. */
  public static DriftTotals of(Drift drift, Plan plan) {
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
}
