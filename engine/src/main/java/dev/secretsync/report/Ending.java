package dev.secretsync.report;

import dev.secretsync.model.ExitCode;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * How a command ended, for reports that others act on.
 *
 * @param exit what the process exits with
 * @param codes every exit code that applies
 * @param took how long it ran; empty where it ended before that was known
 */
public record Ending(ExitCode exit, Set<ExitCode> codes, Optional<Duration> took) {
  public Ending {
    Set<ExitCode> all = EnumSet.noneOf(ExitCode.class);
    all.addAll(codes);
    codes = Collections.unmodifiableSet(all);
  }

  /** Whether it did what it was asked to; changes and drift are no failure. */
  public boolean succeeded() {
    return exit == ExitCode.OK || exit == ExitCode.CHANGES;
  }
}
