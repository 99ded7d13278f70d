package dev.secretsync.apply;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.PlannedChange;
import java.util.Optional;

/**
 * What became of one planned change.
 *
 * @param address the Secret
 * @param action what was planned
 * @param outcome how it ended
 * @param why what stood in the way; empty when nothing did
 * @param trail what it left behind
 */
public record ChangeResult(
    SecretAddress address, Action action, Outcome outcome, Optional<Diagnostic> why, Trail trail) {
  static ChangeResult notTried(PlannedChange change, Outcome outcome, Diagnostic why) {
    return new ChangeResult(
        change.address(), change.action(), outcome, Optional.of(why), Trail.NONE);
  }

  /** Whether the cluster holds now what was planned. */
  public boolean done() {
    return outcome == Outcome.APPLIED || outcome == Outcome.ALREADY;
  }

  ChangeResult failed(Diagnostic reason) {
    return new ChangeResult(address, action, Outcome.FAILED, Optional.of(reason), trail);
  }
}
