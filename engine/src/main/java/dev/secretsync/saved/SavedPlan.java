package dev.secretsync.saved;

import dev.secretsync.plan.Plan;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.json.PlanJson;
import java.io.Writer;
import java.time.Instant;
import java.util.Optional;

/**
 * A plan that was saved: exactly what was planned, by whichever run made it.
 *
 * @param plan what was planned
 * @param run which version made it and when
 * @param expires until when it may be applied
 * @param signer fingerprint of the key that it is signed with; empty when it is not signed
 * @param verified whether the signature was found good, by a key that was asked for
 */
public record SavedPlan(
    Plan plan, RunInfo run, Instant expires, Optional<String> signer, boolean verified)
    implements AnyPlan {
  /** One that nobody signed. */
  public SavedPlan(Plan plan, RunInfo run, Instant expires) {
    this(plan, run, expires, Optional.empty(), false);
  }

  SavedPlan signedBy(String fingerprint, boolean good) {
    return new SavedPlan(plan, run, expires, Optional.of(fingerprint), good);
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
