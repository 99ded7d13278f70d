package dev.secretsync.apply;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many clusters may fail before no other is begun (cli.md 6.4). One that could not be read
 * counts: nobody knows what it would have said. So does one that is not as it was reviewed, because
 * what was to be tried there was not. Safe for use by several threads.
 */
final class FailureBudget {
  private final OptionalInt most;
  private final String of;
  private final String allowedBy;
  private final AtomicInteger failed;

  /**
   * @param most empty for as many as there are
   * @param of what they are part of, for people
   * @param allowedBy what says how many may, for people
   * @param leftAlone how many of them failed before anything was written
   */
  FailureBudget(OptionalInt most, String of, String allowedBy, int leftAlone) {
    this.most = most;
    this.of = of;
    this.allowedBy = allowedBy;
    this.failed = new AtomicInteger(leftAlone);
  }

  void oneMoreFailed() {
    failed.incrementAndGet();
  }

  /** Why nothing else may be begun; empty while it may. */
  Optional<Diagnostic> exceeded() {
    int many = failed.get();
    return most.isPresent() && many > most.getAsInt()
        ? Optional.of(
            Diagnostic.error(
                Code.ROLLOUT_STOPPED,
                of,
                many
                    + (many == 1 ? " cluster" : " clusters")
                    + " of "
                    + of
                    + " failed, and "
                    + allowedBy
                    + " allows "
                    + most.getAsInt()
                    + "; the rest was not tried",
                "mend what failed and run apply again: it goes on where it stopped"))
        : Optional.empty();
  }
}
