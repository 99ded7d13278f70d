package dev.secretsync.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What a command's exit code says. The numbers are a promise; {@link #worst} is the order in which
 * they hide each other when several apply (cli.md 2.1).
 */
public enum ExitCode {
  OK(0),
  ERROR(1),
  /** Only with {@code --detailed-exitcode}: all went well and there are changes or drift. */
  CHANGES(2),
  DENIED(3),
  PLAN_MISMATCH(4),
  LOCKED(5),
  PARTIAL(6),
  UNREACHABLE(7),
  CONFLICT(8),
  GUARD(9),
  DECRYPT(10),
  USAGE(64),
  CONFIG(65),
  /** Ended by SIGINT, after what was under way was finished and told. */
  INTERRUPTED(130),
  /** Ended by SIGTERM in the same way. */
  TERMINATED(143);

  private static final List<ExitCode> WORST_FIRST =
      List.of(
          INTERRUPTED,
          TERMINATED,
          USAGE,
          DECRYPT,
          CONFIG,
          DENIED,
          PLAN_MISMATCH,
          GUARD,
          CONFLICT,
          PARTIAL,
          UNREACHABLE,
          LOCKED,
          ERROR,
          CHANGES,
          OK);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The process's exit status. */
  public int number() {
    return number;
  }

  /**
   * Whether the same run may end better when it is tried again, though nobody has changed anything;
   * false for what is no failure.
   */
  public boolean isWorthRetrying() {
    return switch (this) {
      case ERROR, LOCKED, PARTIAL, UNREACHABLE, INTERRUPTED, TERMINATED -> true;
      case DENIED, PLAN_MISMATCH, CONFLICT, GUARD, DECRYPT, USAGE, CONFIG -> false;
      case OK, CHANGES -> false;
    };
  }

  /** The one code to exit with when all of {@code codes} apply; {@link #OK} when none does. */
  public static ExitCode worst(Collection<ExitCode> codes) {
    return codes.stream().min(Comparator.comparingInt(WORST_FIRST::indexOf)).orElse(OK);
  }
}
