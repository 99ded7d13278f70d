package dev.secretsync.report;

import dev.secretsync.diff.Difference;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan in numbers, counted as Terraform does: a replace is one to add and one to destroy.
 *
 * @param imported Secrets that are adopted
 * @param add Secrets that are created
 * @param change Secrets that are updated in place
 * @param destroy Secrets that are deleted
 * @param replace how many of those are replaces
 * @param denied changes a rule refuses
 * @param conflicts names that others have
 * @param unknown Secrets that could not be read, in clusters that could
 * @param unknownClusters clusters that could not be read
 * @param unchanged Secrets that are as declared
 */
record Totals(
    int imported,
    int add,
    int change,
    int destroy,
    int replace,
    int denied,
    int conflicts,
    int unknown,
    int unknownClusters,
    int unchanged) {

  static Totals of(Plan plan) {
    int replace = plan.count(Action.REPLACE::equals);
    int changingAdoptions =
        (int)
            plan.changes().stream()
                .filter(change -> change.action() == Action.ADOPT)
                .filter(change ->
                    change.difference() instanceof Difference.Changed changed
                        && changed.changes().stream()
                            .anyMatch(field -> field.field().startsWith("data.")))
                .count();
    return new Totals(
        plan.count(Action.ADOPT::equals),
        plan.count(Action.CREATE::equals) + replace,
        plan.count(Action.UPDATE::equals) + changingAdoptions,
        plan.count(Action.DELETE::equals) + replace,
        replace,
        plan.count(Action.DENIED::equals),
        plan.count(Action.CONFLICT::equals),
        plan.count(Action.UNKNOWN::equals),
        (int)
            plan.clusters().values().stream()
                .map(PlannedCluster::unreadable)
                .filter(why -> why.isPresent())
                .count(),
        plan.count(Action.NO_OP::equals));
  }

  /** The line that people and scripts look for. */
  String line() {
    return "Plan: "
        + (imported == 0 ? "" : imported + " to import, ")
        + add
        + " to add, "
        + change
        + " to change, "
        + destroy
        + " to destroy.";
  }

  /** What Terraform has no words for. */
  List<String> extras() {
    List<String> parts = new ArrayList<>();
    if (replace > 0) {
      parts.add(replace == 1 ? "1 of these is a replace" : replace + " of these are replaces");
    }
    if (denied > 0) {
      parts.add(denied + " denied");
    }
    if (conflicts > 0) {
      parts.add(Shown.count(conflicts, "conflict"));
    }
    if (unknown > 0) {
      parts.add(Shown.count(unknown, "Secret") + " unknown");
    }
    if (unknownClusters > 0) {
      parts.add(Shown.count(unknownClusters, "cluster") + " unknown");
    }
    if (unknown + unknownClusters > 0) {
      parts.add("incomplete");
    }
    return parts;
  }
}
