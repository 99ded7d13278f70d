package dev.secretsync.inspect;

import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.diff.Difference;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Looks up how places stand, from what a plan would do about them. */
final class Standings {
  private final Map<SecretAddress, PlannedChange> changes = new HashMap<>();
  private final Plan plan;
  private final DesiredState desired;

  Standings(Plan plan, DesiredState desired) {
    this.plan = plan;
    this.desired = desired;
    plan.changes().stream()
        .filter(change -> isAboutThePlace(change.difference()))
        .forEach(change -> changes.put(change.address(), change));
  }

  /** The others are about a source, and about what it is not. */
  private static boolean isAboutThePlace(Difference difference) {
    return !(difference instanceof Difference.NotCollected)
        && !(difference instanceof Difference.Itself);
  }

  /** What the plan has about a place. */
  Optional<PlannedChange> change(SecretAddress address) {
    return Optional.ofNullable(changes.get(address));
  }

  Standing of(SecretAddress address) {
    PlannedCluster planned = plan.clusters().get(address.cluster());
    DesiredCluster cluster = desired.clusters().get(address.cluster());
    if (planned == null || cluster == null || planned.unreadable().isPresent()) {
      return Standing.UNKNOWN;
    }
    if (cluster.kept().containsKey(address.ref())) {
      return Standing.KEPT;
    }
    return change(address).map(change -> Standing.of(change.action())).orElse(Standing.UNKNOWN);
  }
}
