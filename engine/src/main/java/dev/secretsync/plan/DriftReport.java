package dev.secretsync.plan;

import dev.secretsync.diff.Writer;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.policy.IgnoreRule;
import dev.secretsync.policy.IgnoreRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What {@code drift} says: what counts, what the policy ignores for now, and since when all of it
 * has been there.
 *
 * @param drift what counts
 * @param ignored what does not, by rule; rules without any are left out
 * @param warnings about rules
 */
public record DriftReport(
    Drift drift, List<IgnoredDrift> ignored, DriftHistory history, List<Diagnostic> warnings) {
  public DriftReport {
    ignored = List.copyOf(ignored);
    warnings = List.copyOf(warnings);
  }

  /** Drift of which nothing is ignored, and nothing was reported before. */
  public static DriftReport of(Drift drift) {
    return new DriftReport(drift, List.of(), DriftHistory.none(), List.of());
  }

  /**
   * Divides a plan's drift up.
   *
   * @param rules of the trusted policy
   * @param earlier what earlier reports said
   * @param now decides which rules have expired
   */
  public static DriftReport of(
      Plan plan, IgnoreRules rules, Collection<EarlierDrift> earlier, Instant now) {
    Drift all = Drift.of(plan);
    Drift left = all;
    List<IgnoredDrift> ignored = new ArrayList<>();
    for (IgnoreRule rule : rules.inForce(now)) {
      Drift known =
          left.only((address, field) ->
              rule.ignores(address, field.field(), field.by().map(Writer::manager)));
      if (!known.isEmpty()) {
        ignored.add(new IgnoredDrift(rule, known));
        left =
            left.only((address, field) ->
                !rule.ignores(address, field.field(), field.by().map(Writer::manager)));
      }
    }
    return new DriftReport(left, ignored, DriftHistory.of(earlier, all, plan), rules.warnings(now));
  }

  /** How many things are ignored. */
  public int countIgnored() {
    return ignored.stream().mapToInt(one -> one.drift().size()).sum();
  }
}
