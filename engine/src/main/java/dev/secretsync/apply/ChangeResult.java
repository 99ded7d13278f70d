package dev.secretsync.apply;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import java.util.Optional;

/**
 * What became of one planned change.
 *
 * @param address the Secret
 * @param action what was planned
 * @param outcome how it ended
 * @param why what stood in the way; empty when nothing did
 */
public record ChangeResult(
    SecretAddress address, Action action, Outcome outcome, Optional<Diagnostic> why) {
  static ChangeResult of(SecretAddress address, Action action, Outcome outcome) {
    return new ChangeResult(address, action, outcome, Optional.empty());
  }

  static ChangeResult of(SecretAddress address, Action action, Outcome outcome, Diagnostic why) {
    return new ChangeResult(address, action, outcome, Optional.of(why));
  }
}
