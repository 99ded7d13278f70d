package dev.secretsync.lock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that goes on only when a run waits, and at once. Renewals happen when the test says so, for
 * nobody waits for them.
 */
final class ManualPace {
  private static final Duration RENEWAL = Duration.ofSeconds(5);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);
  private final AtomicLong wall =
      new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
  private final List<Duration> waits = new ArrayList<>();
  private final Semaphore due = new Semaphore(0);
  private final Semaphore parked = new Semaphore(0);
  private Runnable meanwhile = () -> {};

  Pace pace() {
    return new Pace(nanos::get, clock(), () -> 1, this::pause);
  }

  private void pause(Duration time) throws InterruptedException {
    if (time.equals(RENEWAL)) {
      parked.release();
      due.acquire();
      return;
    }
    waits.add(time);
    passes(time);
    meanwhile.run();
  }

  /** Lets time go on. */
  void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
    wall.addAndGet(time.toMillis());
  }

  /** Somebody sets the machine's clock. */
  void clockIsSet(Instant to) {
    wall.set(to.toEpochMilli());
  }

  /** Lets the lock renew itself once, and waits until it has. */
  void renewal() {
    parked.acquireUninterruptibly();
    due.release();
    parked.acquireUninterruptibly();
    parked.release();
  }

  /** The same for a lock that is found to be lost, and renews itself no more. */
  void lastRenewal() {
    parked.acquireUninterruptibly();
    due.release();
  }

  /** What happens each time that somebody has waited. */
  void meanwhile(Runnable what) {
    meanwhile = what;
  }

  Duration waited() {
    return waits.stream().reduce(Duration.ZERO, Duration::plus);
  }

  List<Duration> waits() {
    return waits;
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return Instant.ofEpochMilli(wall.get());
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }
}
