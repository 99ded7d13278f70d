package dev.secretsync.report;

import dev.secretsync.model.Run;
import java.time.Instant;
import java.util.Optional;

/**
 * What the result of an apply says about the run itself.
 *
 * @param run who ran it, and where its log is
 * @param version of secretsync
 * @param started when
 * @param reviewed the saved plan that bounded it; empty where there was none
 */
public record PerformedRun(
    Run run, String version, Instant started, Optional<ReviewedPlan> reviewed) {
  /** The same, bounded by a saved plan. */
  public PerformedRun boundedBy(ReviewedPlan plan) {
    return new PerformedRun(run, version, started, Optional.of(plan));
  }
}
