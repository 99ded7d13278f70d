package dev.secretsync.lock;

import java.time.Clock;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Time, chance and waiting, given from outside so that tests wait for nothing.
 *
 * @param nanos a clock that only goes forward: the one that decisions are made by
 * @param clock what people call the time; nothing is decided by it, for it jumps and differs
 *     between machines
 * @param chance between 0 and 1
 * @param pause how to wait
 */
public record Pace(LongSupplier nanos, Clock clock, DoubleSupplier chance, Pause pause) {
  private static final Duration FIRST = Duration.ofSeconds(1);

  /** Longer ones would add up, with a lease's own time, to more than half a minute. */
  private static final Duration LONGEST = Duration.ofSeconds(4);

  /** Waits, or stops waiting because the run is over. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /** The machine's own. */
  public static Pace real() {
    return new Pace(System::nanoTime, Clock.systemUTC(), Math::random, Thread::sleep);
  }

  /** How long it is since {@code then}, which {@link #nanos} said. */
  Duration since(long then) {
    return Duration.ofNanos(nanos.getAsLong() - then);
  }

  /** Doubling from 1 s up to 4 s, the latter half of it by chance. */
  Duration afterLook(int number) {
    long most = Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(number, 20));
    return Duration.ofNanos((long) (most * (1 + chance.getAsDouble()) / 2));
  }
}
