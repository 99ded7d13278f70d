package dev.secretsync.policy;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.declare.PolicyDeclaration.Effect;
import dev.secretsync.model.Code;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.policy.DeclaredRule.Objection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All declared rules together: a deny rule always wins, and as soon as there is an allow rule, what
 * none of them covers is denied.
 */
final class DeclaredRules {
  private final List<DeclaredRule> denies;
  private final List<DeclaredRule> allows;
  private final Sieve deniesThere;
  private final Sieve allowsThere;

  DeclaredRules(List<PolicyDeclaration> policies, SortedMap<String, ClusterDeclaration> clusters) {
    denies = rules(Effect.DENY, policies, clusters);
    allows = rules(Effect.ALLOW, policies, clusters);
    deniesThere = new Sieve(denies);
    allowsThere = new Sieve(allows);
  }

  private static List<DeclaredRule> rules(
      Effect effect,
      List<PolicyDeclaration> policies,
      SortedMap<String, ClusterDeclaration> clusters) {
    return policies.stream()
        .flatMap(policy -> policy.rules().stream())
        .filter(rule -> rule.effect() == effect)
        .map(rule -> new DeclaredRule(rule, clusters))
        .toList();
  }

  boolean isEmpty() {
    return denies.isEmpty() && allows.isEmpty();
  }

  /** Every refusal, as one of what is at {@code address}. */
  List<Finding> judge(Intent intent, SecretAddress address) {
    List<Finding> found = new ArrayList<>();
    BitSet candidates = deniesThere.candidates(intent, Optional.empty());
    for (String path : intent.paths()) {
      candidates.or(deniesThere.candidates(intent, Optional.of(path)));
    }
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      DeclaredRule rule = denies.get(i);
      Objection objection = rule.objection(intent);
      if (objection != Objection.NONE) {
        found.add(denied(rule, intent, address, objection == Objection.DECLARED));
      }
    }
    if (found.isEmpty() && !allows.isEmpty()) {
      uncovered(intent).ifPresent(why -> found.add(notAllowed(intent, address, why)));
    }
    return found;
  }

  private static Finding denied(
      DeclaredRule rule, Intent intent, SecretAddress address, boolean declared) {
    return new Finding(
        address,
        Code.POLICY_DENIED,
        rule.name(),
        Optional.of(rule.at()),
        rule.reason().orElse("the policy denies it"),
        declared && intent.isDeclared());
  }

  private Finding notAllowed(Intent intent, SecretAddress address, String why) {
    return new Finding(
        address,
        Code.POLICY_DENIED,
        "allow-rules",
        Optional.of(allows.getFirst().at()),
        why,
        intent.isDeclared());
  }

  /** What no allow rule covers, in words; nothing when one covers each file that has a say. */
  private Optional<String> uncovered(Intent intent) {
    if (intent.paths().isEmpty()) {
      return isCovered(intent, Optional.empty())
          ? Optional.empty()
          : Optional.of("no allow rule covers it");
    }
    for (String path : intent.paths()) {
      if (!isCovered(intent, Optional.of(path))) {
        return Optional.of("no allow rule covers it for " + path);
      }
    }
    return Optional.empty();
  }

  private boolean isCovered(Intent intent, Optional<String> path) {
    BitSet candidates = allowsThere.candidates(intent, path);
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      if (allows.get(i).covers(intent, path)) {
        return true;
      }
    }
    return false;
  }
}
