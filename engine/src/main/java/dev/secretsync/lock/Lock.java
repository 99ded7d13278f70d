package dev.secretsync.lock;

import dev.secretsync.cluster.Lease;
import dev.secretsync.cluster.LeaseClaim;
import dev.secretsync.cluster.LeaseResult;
import dev.secretsync.cluster.Leases;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A cluster that is ours to write to, for as long as its Lease is renewed. Safe for use by several
 * threads.
 */
public final class Lock implements AutoCloseable {
  /** For how long others wait after they last saw a renewal. */
  static final Duration DURATION = Duration.ofSeconds(15);

  private static final Duration RENEWAL = Duration.ofSeconds(5);

  /** A renewal or a release that meets an answer of its own that was lost is tried again. */
  private static final int TRIES = 3;

  private final String cluster;
  private final Leases leases;
  private final LeaseClaim claim;
  private final Pace pace;
  private final Thread renewing;
  private final AtomicReference<Optional<Diagnostic>> lost =
      new AtomicReference<>(Optional.empty());

  /** As it was last written or seen. */
  private volatile Lease lease;

  /** When the last renewal that succeeded was sent. */
  private volatile long renewed;

  /**
   * @param sent when the write that made it ours was sent
   */
  Lock(String cluster, Leases leases, Lease lease, LeaseClaim claim, long sent, Pace pace) {
    this.cluster = cluster;
    this.leases = leases;
    this.lease = lease;
    this.claim = claim;
    this.renewed = sent;
    this.pace = pace;
    this.renewing = Thread.ofVirtual().name("lock of " + cluster).start(this::keepRenewing);
  }

  /**
   * Why nothing new may be written; empty while the lock is held. To be asked before every write.
   * What was lost stays lost.
   */
  public Optional<Diagnostic> lost() {
    if (pace.since(renewed).compareTo(DURATION) >= 0) {
      lose("the lock could not be renewed for " + DURATION.toSeconds() + "s");
    }
    return lost.get();
  }

  private void lose(String how) {
    lost.compareAndSet(
        Optional.empty(),
        Optional.of(
            Diagnostic.error(
                Code.LOCK_LOST,
                cluster,
                how + "; nothing new was begun",
                "run apply again: it plans anew from what is there then")));
  }

  private void keepRenewing() {
    try {
      while (lost.get().isEmpty()) {
        pace.pause().of(RENEWAL);
        renew();
      }
    } catch (InterruptedException _) {
      // it is being released
    }
  }

  private void renew() {
    for (int number = 1; number <= TRIES; number++) {
      long sent = pace.nanos().getAsLong();
      switch (leases.update(lease, claim.renewed(pace.clock().instant()))) {
        case LeaseResult.Present(Lease now) -> {
          lease = now;
          renewed = sent;
          return;
        }
        case LeaseResult.Moved moved -> {
          if (!isStillOurs()) {
            return;
          }
        }
        case LeaseResult.Absent absent -> {
          if (!isStillOurs()) {
            return;
          }
        }
        case LeaseResult.Unanswered unanswered -> {}
        case LeaseResult.Refused refused -> {
          return; // perhaps not the next time; if not, it runs out
        }
      }
    }
  }

  /** Looks in which version it is ours; somebody may have annotated it, or an answer was lost. */
  private boolean isStillOurs() {
    return switch (leases.read(lease.name())) {
      case LeaseResult.Present(Lease now) when now.holder().equals(claim.holder()) -> {
        lease = now;
        yield true;
      }
      case LeaseResult.Present(Lease now) -> {
        lose("the lock was taken over by run " + LockInfo.of(cluster, now).words());
        yield false;
      }
      case LeaseResult.Absent absent -> {
        lose("the lock was taken away by force-unlock");
        yield false;
      }
      case LeaseResult.Moved moved -> false;
      case LeaseResult.Refused refused -> false;
      case LeaseResult.Unanswered unanswered -> false;
    };
  }

  /** Stops renewing and gives the cluster free; if that fails, the Lease expires by itself. */
  @Override
  public void close() {
    stopRenewing();
    for (int number = 1; number <= TRIES; number++) {
      boolean moved = leases.delete(lease) instanceof LeaseResult.Moved;
      if (!moved || !isStillOurs()) {
        return;
      }
    }
  }

  private void stopRenewing() {
    renewing.interrupt();
    boolean interrupted = false;
    while (true) {
      try {
        renewing.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
