package dev.secretsync.policy;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.diff.Difference;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** The rules that judge every change. The built-in ones cannot be relaxed. */
public final class Policy {
  private final List<Rule> rules;
  private final Limits limits;
  private final PolicySource source;

  private Policy(List<Rule> rules, Limits limits, PolicySource source) {
    this.rules = List.copyOf(rules);
    this.limits = limits;
    this.source = source;
  }

  /** The rules that hold everywhere. */
  public static Policy builtIn() {
    return of(List.of(), Collections.emptySortedMap(), PolicySource.none());
  }

  /**
   * The built-in rules and the declared ones.
   *
   * @param declared from the trusted revision
   * @param clusters the clusters that selectors of the policy are about
   */
  public static Policy of(
      List<PolicyDeclaration> declared,
      SortedMap<String, ClusterDeclaration> clusters,
      PolicySource source) {
    return new Policy(List.of(new BlockedSecrets()), new Limits(declared, clusters), source);
  }

  /** Every refusal of this change, by every rule, in the order of the rules. */
  public List<Finding> judge(Difference difference) {
    return rules.stream().flatMap(rule -> rule.judge(difference)).toList();
  }

  /** Every limit that concerns it, held against one cluster's part of a plan. */
  public List<Guard> guards(Counts counts) {
    return limits.hold(counts);
  }

  /** Where it was read. */
  public PolicySource source() {
    return source;
  }
}
