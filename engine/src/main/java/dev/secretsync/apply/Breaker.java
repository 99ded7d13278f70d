package dev.secretsync.apply;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Keeps a run from pressing on where it gets nowhere (cli.md 6.2): in a cluster that stopped
 * answering, and in one whose first write was forbidden. Safe for use by several threads.
 */
final class Breaker {
  /** So many writes in a row without an answer. */
  private static final int UNANSWERED_LIMIT = 3;

  /** So long without any answer, however few the writes. */
  private static final Duration BUDGET = Duration.ofSeconds(60);

  private final String cluster;
  private final LongSupplier nanos;
  private int unansweredInARow;
  private OptionalLong lastAnswer = OptionalLong.empty();
  private boolean silent;
  private Optional<Boolean> mayWrite = Optional.empty();

  /**
   * @param nanos a clock that only goes forward
   */
  Breaker(String cluster, LongSupplier nanos) {
    this.cluster = cluster;
    this.nanos = nanos;
  }

  /**
   * Why this is not even to be tried; empty when it is. Its time starts with the first question.
   */
  synchronized Optional<Diagnostic> open() {
    if (lastAnswer.isEmpty()) {
      lastAnswer = OptionalLong.of(nanos.getAsLong());
    }
    if (silent) {
      return Optional.of(
          Diagnostic.error(
              Code.CLUSTER_UNREACHABLE,
              cluster,
              "stopped answering; the rest of its changes was not tried",
              "run apply again when it is back"));
    }
    return mayWrite.orElse(true)
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                Code.CLUSTER_FORBIDDEN,
                cluster,
                "its first write was forbidden; the rest was not tried",
                "grant what that one lacks, see secretsync rbac, and run apply again"));
  }

  synchronized void heard(ChangeResult result) {
    Optional<Code> code = result.why().map(Diagnostic::code);
    boolean unanswered = code.equals(Optional.of(Code.CLUSTER_UNREACHABLE));
    long now = nanos.getAsLong();
    if (unanswered) {
      unansweredInARow++;
      silent |=
          unansweredInARow >= UNANSWERED_LIMIT || now - lastAnswer.orElse(now) >= BUDGET.toNanos();
      return;
    }
    unansweredInARow = 0;
    lastAnswer = OptionalLong.of(now);
    if (mayWrite.isEmpty()) {
      mayWrite = Optional.of(!code.equals(Optional.of(Code.CLUSTER_FORBIDDEN)));
    }
  }
}
