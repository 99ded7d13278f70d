package dev.secretsync.saved;

import dev.secretsync.plan.Plan;
import dev.secretsync.report.PlanJson;
import dev.secretsync.report.RunInfo;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A plan that was saved: exactly what was planned, by whichever run made it.
 *
 * @param plan what was planned
 * @param run which version made it and when
 * @param expires until when it may be applied
 * @param signers whose signatures it carries, by the fingerprints of their keys; empty when it is
 *     not signed. Nothing says that they are good unless keys were required
 */
public record SavedPlan(Plan plan, RunInfo run, Instant expires, List<String> signers) {
  public SavedPlan {
    signers = List.copyOf(signers);
  }

  /** Whether it is too old to be applied. */
  public boolean expiredAt(Instant now) {
    return !now.isBefore(expires);
  }

  /** Writes its document, byte for byte as it was saved, without any signature. */
  public void writeDocument(Writer out) {
    PlanJson.write(plan, run, Optional.of(expires), out);
  }
}
