package dev.secretsync.policy;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/**
 * Which drift is known and does not count for now. Each rule ends by itself, so that what is
 * ignored is looked at again.
 *
 * @param rules in order of place
 */
public record IgnoreRules(List<IgnoreRule> rules) {
  /** Longer than any change freeze, and half a year until somebody looks again. */
  private static final int LONGEST_DAYS = 180;

  public IgnoreRules {
    rules = List.copyOf(rules);
  }

  static IgnoreRules of(
      Collection<PolicyDeclaration> policies, SortedMap<String, ClusterDeclaration> clusters) {
    return new IgnoreRules(
        policies.stream()
            .flatMap(policy -> policy.ignoredDrift().stream())
            .map(rule -> new IgnoreRule(rule, clusters))
            .toList());
  }

  /** Those that have not expired. */
  public List<IgnoreRule> inForce(Instant now) {
    return rules.stream().filter(rule -> !isPast(rule, now)).toList();
  }

  /** About rules that have expired, which ignore nothing, and about those that hold too long. */
  public List<Diagnostic> warnings(Instant now) {
    LocalDate latest = day(now).plusDays(LONGEST_DAYS);
    return rules.stream()
        .filter(rule -> isPast(rule, now) || rule.until().isAfter(latest))
        .map(rule -> isPast(rule, now) ? expired(rule) : tooLong(rule))
        .toList();
  }

  private static Diagnostic expired(IgnoreRule rule) {
    return Diagnostic.warning(
        Code.IGNORE_RULE,
        rule.at(),
        "rule " + rule.name() + " has expired on " + rule.until() + " and ignores nothing",
        "remove it, or have a new day reviewed");
  }

  private static Diagnostic tooLong(IgnoreRule rule) {
    return Diagnostic.warning(
        Code.IGNORE_RULE,
        rule.at(),
        "rule "
            + rule.name()
            + " ignores drift until "
            + rule.until()
            + ", more than "
            + LONGEST_DAYS
            + " days ahead",
        "choose a nearer day; what is to stay for good belongs into Git");
  }

  private static boolean isPast(IgnoreRule rule, Instant now) {
    return day(now).isAfter(rule.until());
  }

  private static LocalDate day(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }
}
