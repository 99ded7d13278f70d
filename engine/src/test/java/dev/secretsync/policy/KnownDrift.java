package dev.secretsync.policy;

import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.model.SourceLocation;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Rules about drift that is known, for tests that show them. */
public final class KnownDrift {
  private KnownDrift() {}

  /**
   * One that ignores what a manager does.
   *
   * @param name of the rule
   */
  public static IgnoreRules by(String manager, String name, String reason, SourceLocation at) {
    PolicyDeclaration.IgnoredDrift rule =
        new PolicyDeclaration.IgnoredDrift(
            name,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(manager),
            LocalDate.parse("2026-12-31"),
            reason,
            at);
    return new IgnoreRules(List.of(new IgnoreRule(rule, new TreeMap<>())));
  }
}
