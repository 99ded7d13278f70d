package dev.secretsync.cluster.kubernetes;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Time, chance and waiting, given from outside so that tests wait for nothing.
 *
 * @param nanos a clock that only goes forward
 * @param chance between 0 and 1
 * @param pause how to wait
 */
record Patience(LongSupplier nanos, DoubleSupplier chance, Pause pause) {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(8);

  /** Waits, or stops waiting because the run is being stopped. */
  @FunctionalInterface
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  static Patience real() {
    return new Patience(System::nanoTime, Math::random, Thread::sleep);
  }

  Deadline within(Duration time) {
    long end = nanos.getAsLong() + time.toNanos();
    return () -> Duration.ofNanos(Math.max(0, end - nanos.getAsLong()));
  }

  /** Full jitter, doubling from 250 ms up to 8 s (cli.md 6.2). */
  Duration afterTry(int number) {
    long most = Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(number - 1, 20));
    return Duration.ofNanos((long) (most * chance.getAsDouble()));
  }

  /** How much time is left. */
  @FunctionalInterface
  interface Deadline {
    Duration left();

    default boolean allows(Duration time) {
      return left().compareTo(time) > 0;
    }
  }
}
