package dev.secretsync.plan;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;

/**
 * What becomes of one change of a reviewed plan, as far as it is known before anything is written.
 */
public sealed interface Fate {
  /**
   * It is carried out.
   *
   * @param by the change of the new plan that does it: of the same address, or what is left of a
   *     move that was interrupted
   */
  record Written(SecretAddress by) implements Fate {}

  /** The cluster holds it already, perhaps through an earlier run. */
  record Done() implements Fate {}

  /** It is no longer what was reviewed. */
  record Stale(Diagnostic why) implements Fate {}

  /** It would still be what was reviewed, and something else keeps it from being written. */
  record Skipped(Diagnostic why) implements Fate {}

  /** Somebody else took the name. */
  record Conflict(Diagnostic why) implements Fate {}
}
