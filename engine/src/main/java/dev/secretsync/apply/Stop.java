package dev.secretsync.apply;

import dev.secretsync.model.Diagnostic;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Says that no new write may begin, and why; what is under way is finished. The first reason stays.
 * Safe for use by several threads.
 */
public final class Stop {
  private final AtomicReference<Optional<Diagnostic>> why = new AtomicReference<>(Optional.empty());
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Waiting waiting;

  /** Waits for real. */
  public Stop() {
    this((latch, time) -> latch.await(time.toNanos(), TimeUnit.NANOSECONDS));
  }

  Stop(Waiting waiting) {
    this.waiting = waiting;
  }

  /** How to wait for a latch, for so long at most. */
  @FunctionalInterface
  interface Waiting {
    void until(CountDownLatch latch, Duration time) throws InterruptedException;
  }

  /** From now on nothing new is begun. */
  public void because(Diagnostic reason) {
    why.compareAndSet(Optional.empty(), Optional.of(reason));
    stopped.countDown();
  }

  /** Why nothing may be begun; empty while everything may. */
  public Optional<Diagnostic> why() {
    return why.get();
  }

  /** Waits, but not longer than until it is said to stop. */
  public void pause(Duration time) {
    try {
      waiting.until(stopped, time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
