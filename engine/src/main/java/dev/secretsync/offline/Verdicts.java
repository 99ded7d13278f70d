package dev.secretsync.offline;

import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.policy.Finding;
import dev.secretsync.policy.Intent;
import dev.secretsync.policy.Intent.Act;
import dev.secretsync.policy.Policy;
import dev.secretsync.policy.Refusals;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What policy has against the head. What is refused whatever the clusters hold is refused for
 * certain; rules about kinds of change may apply to what changed in Git, and only the cluster can
 * say whether they do.
 */
final class Verdicts {
  private final Policy policy;
  private final Refusals refused;
  private final Addresses inBase;
  private final Addresses inHead;
  private final Set<Refusal> found = new HashSet<>();

  Verdicts(Policy policy, Declared base, Declared head) {
    this.policy = policy;
    this.refused = Refusals.of(policy, head.declarations(), head.targets(), head.recipients());
    this.inBase = Addresses.of(base.targets());
    this.inHead = Addresses.of(head.targets());
  }

  /** Every refusal of what the head declares, and every one that these changes may meet. */
  List<Refusal> on(List<SecretChange> changes) {
    Map<SecretAddress, Set<Finding>> certain = new HashMap<>();
    inHead
        .all()
        .forEach((address, secret) -> {
          Set<Finding> all = new HashSet<>(refused.findings().getOrDefault(address, List.of()));
          all.addAll(policy.judge(intent(address, secret, Optional.empty())));
          certain.put(address, all);
          all.forEach(finding -> found.add(new Refusal(finding, secret.at(), true)));
        });
    for (SecretChange change : changes) {
      for (TargetChange target : change.targets()) {
        possible(target, certain.getOrDefault(target.address(), Set.of()));
      }
    }
    return List.copyOf(found);
  }

  private void possible(TargetChange target, Set<Finding> certain) {
    inHead
        .owner(target.address())
        .ifPresent(secret -> {
          for (Act act : acts(target, secret)) {
            may(intent(target.address(), secret, Optional.of(act)), secret, certain);
          }
        });
    SecretAddress leaving = target.from().orElse(target.address());
    if (inHead.owner(leaving).isEmpty()) {
      inBase
          .owner(leaving)
          .ifPresent(old -> may(intent(leaving, old, Optional.of(Act.DELETE)), old, Set.of()));
    }
  }

  /** What apply may come to do there, depending on what it finds. */
  private static List<Act> acts(TargetChange target, ManagedSecret secret) {
    return switch (target.fate()) {
      case MANAGED, MOVED, UNKNOWN ->
          secret.adopt() ? List.of(Act.CREATE, Act.ADOPT) : List.of(Act.CREATE);
      case TAKEN, CHANGED ->
          secret.adopt()
              ? List.of(Act.UPDATE, Act.REPLACE, Act.ADOPT)
              : List.of(Act.UPDATE, Act.REPLACE);
      case KEPT, LEFT -> List.of();
    };
  }

  private void may(Intent intent, ManagedSecret secret, Set<Finding> certain) {
    policy.judge(intent).stream()
        .filter(finding -> !certain.contains(finding))
        .forEach(finding -> found.add(new Refusal(finding, secret.at(), false)));
  }

  private Intent intent(SecretAddress address, ManagedSecret secret, Optional<Act> act) {
    SortedSet<String> keys = new TreeSet<>(secret.data().keySet());
    return new Intent(
        address,
        act,
        Intent.Owner.GIT,
        refused.paths().getOrDefault(address, new TreeSet<>(List.of(secret.file()))),
        new Intent.Shape(secret.type(), secret.labels()),
        Optional.empty(),
        keys,
        act.isPresent() ? keys : Collections.emptySortedSet());
  }
}
