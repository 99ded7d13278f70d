package dev.secretsync.report;

import dev.secretsync.diff.Difference;
import dev.secretsync.model.Origin;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A plan in numbers, counted as Terraform does: a replace is one to add and one to destroy, and so
 * is a move.
 *
 * @param imported Secrets that are adopted
 * @param add Secrets that are created
 * @param change Secrets that are updated in place
 * @param destroy Secrets that are deleted
 * @param replace how many of those are replaces
 * @param move how many of those are moves
 * @param forget Secrets that are let go of and stay
 * @param denied changes a rule refuses
 * @param conflicts names that others have
 * @param unknown Secrets that could not be read, in clusters that could
 * @param unknownClusters clusters that could not be read
 * @param unchanged Secrets that are as they should be
 * @param collected how many of those are copies of what clusters offer
 * @param sources Secrets that would be copied to where they are, and are left alone
 * @param trust changes of what is trusted
 */
public record Totals(
    int imported,
    int add,
    int change,
    int destroy,
    int replace,
    int move,
    int forget,
    int denied,
    int conflicts,
    int unknown,
    int unknownClusters,
    int unchanged,
    int collected,
    int sources,
    int trust) {

  /** Counts it. */
  public static Totals of(Plan plan) {
    int replace = plan.count(Action.REPLACE::equals);
    int move = plan.count(Action.MOVE::equals);
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
        plan.count(Action.CREATE::equals) + replace + move,
        plan.count(Action.UPDATE::equals) + changingAdoptions,
        plan.count(Action.DELETE::equals) + replace + move,
        replace,
        move,
        plan.count(Action.RELEASE::equals),
        plan.count(Action.DENIED::equals),
        plan.count(Action.CONFLICT::equals),
        plan.count(Action.UNKNOWN::equals),
        (int)
            plan.clusters().values().stream()
                .map(PlannedCluster::unreadable)
                .filter(why -> why.isPresent())
                .count(),
        count(plan, Difference.Same.class::isInstance),
        count(
            plan,
            difference ->
                difference instanceof Difference.Same same
                    && same.subject().origin() instanceof Origin.Collected),
        count(plan, Difference.Itself.class::isInstance),
        plan.trust().size());
  }

  private static int count(Plan plan, Predicate<Difference> which) {
    return (int)
        plan.changes().stream()
            .filter(change -> change.action() == Action.NO_OP)
            .filter(change -> which.test(change.difference()))
            .count();
  }

  /** The line that people and scripts look for. */
  public String line() {
    return "Plan: "
        + (imported == 0 ? "" : imported + " to import, ")
        + add
        + " to add, "
        + change
        + " to change, "
        + destroy
        + " to destroy"
        + (forget == 0 ? "" : ", " + forget + " to forget")
        + ".";
  }

  /** What Terraform has no words for. */
  public List<String> extras() {
    List<String> parts = new ArrayList<>();
    if (trust > 0) {
      parts.add(Shown.count(trust, "change") + " of what is trusted");
    }
    if (replace > 0) {
      parts.add(replace == 1 ? "1 of these is a replace" : replace + " of these are replaces");
    }
    if (move > 0) {
      parts.add(move == 1 ? "1 of these is a move" : move + " of these are moves");
    }
    if (denied > 0) {
      parts.add(denied + " denied");
    }
    if (conflicts > 0) {
      parts.add(Shown.count(conflicts, "conflict"));
    }
    if (sources > 0) {
      parts.add(sources == 1 ? "1 source stays as it is" : sources + " sources stay as they are");
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
