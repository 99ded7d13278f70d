package dev.secretsync.lock;

import dev.secretsync.cluster.Lease;
import dev.secretsync.cluster.LeaseClaim;
import dev.secretsync.cluster.LeaseResult;
import dev.secretsync.cluster.Leases;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Run;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Asks for the lock of one cluster, and waits while another run holds it (cli.md 6.1).
 *
 * <p>A holder that has died is told from one that lives by what we see ourselves: its Lease did not
 * change while our own clock went on for as long as the Lease says it lasts. What time the holder
 * thought it was is never looked at.
 */
public final class LockQueue {
  /** How often in a row a cluster may leave us without an answer. */
  private static final int UNANSWERED_LIMIT = 3;

  /** How often a wait that goes on is told. */
  private static final Duration REMINDER = Duration.ofSeconds(30);

  private final String cluster;
  private final String name;
  private final Leases leases;
  private final Run run;
  private final String commit;
  private final LockTerms terms;
  private final Pace pace;

  /** When our last write was sent: from then on others wait for us. */
  private long sent;

  /**
   * @param cluster declared name
   * @param leases the cluster's
   * @param installation whose objects are to be written: others do not have to wait
   * @param commit what is to be applied, for others to see
   */
  public LockQueue(
      String cluster, Leases leases, String installation, Run run, String commit, LockTerms terms) {
    this.cluster = cluster;
    this.name = LockName.of(installation);
    this.leases = leases;
    this.run = run;
    this.commit = commit;
    this.terms = terms;
    this.pace = terms.pace();
  }

  /**
   * Takes the lock, waiting for it if need be.
   *
   * @param stopped asked while it waits: why it should give up
   */
  public Attempt acquire(Supplier<Optional<Diagnostic>> stopped) {
    Watched watched = new Watched();
    int unanswered = 0;
    LeaseResult result = create();
    while (true) {
      switch (result) {
        case LeaseResult.Present(Lease lease) when lease.holder().equals(run.id()) -> {
          return new Attempt.Held(new Lock(cluster, leases, lease, claim(lease), sent, pace));
        }
        case LeaseResult.Present(Lease lease) -> {
          unanswered = 0;
          if (watched.isFree(lease)) {
            result = takeOver(lease);
            continue;
          }
          Optional<Diagnostic> gaveUp = wait(watched, lease, stopped);
          if (gaveUp.isPresent()) {
            return new Attempt.Denied(gaveUp.get());
          }
          result = leases.read(name);
        }
        case LeaseResult.Absent absent -> result = create();
        case LeaseResult.Moved moved -> result = leases.read(name);
        case LeaseResult.Refused(Diagnostic why) -> {
          return new Attempt.Denied(why);
        }
        case LeaseResult.Unanswered(Diagnostic why) -> {
          if (++unanswered == UNANSWERED_LIMIT) {
            return new Attempt.Denied(why);
          }
          result = leases.read(name);
        }
      }
    }
  }

  private LeaseResult create() {
    sent = pace.nanos().getAsLong();
    return leases.create(name, claim(0));
  }

  private LeaseResult takeOver(Lease lease) {
    sent = pace.nanos().getAsLong();
    return leases.update(lease, claim(lease.transitions() + 1));
  }

  private LeaseClaim claim(Lease ours) {
    return claim(ours.transitions());
  }

  private LeaseClaim claim(int transitions) {
    var now = pace.clock().instant();
    LockInfo info =
        new LockInfo(
            run.id(),
            cluster,
            name,
            run.who(),
            terms.version(),
            now.toString(),
            commit,
            run.url().orElse(""));
    return new LeaseClaim(run.id(), Lock.DURATION, now, now, transitions, info.annotations());
  }

  /** Why to give up; empty when it is time to look again. */
  private Optional<Diagnostic> wait(
      Watched watched, Lease lease, Supplier<Optional<Diagnostic>> stopped) {
    LockInfo holder = LockInfo.of(cluster, lease);
    watched.tell(holder);
    Duration left = terms.timeout().minus(pace.since(watched.begun));
    if (!left.isPositive()) {
      return Optional.of(locked(holder));
    }
    Duration pause =
        Stream.of(pace.afterLook(watched.looks++), watched.untilExpiry(), left)
            .min(Duration::compareTo)
            .orElseThrow();
    try {
      pace.pause().of(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(locked(holder));
    }
    return stopped.get();
  }

  private Diagnostic locked(LockInfo holder) {
    return Diagnostic.error(
        Code.LOCKED,
        cluster,
        "locked by run " + holder.words(),
        "apply again when it is done; if it is dead, secretsync force-unlock "
            + cluster
            + " "
            + holder.id());
  }

  /** What we have seen of the Lease, by our own clock. */
  private final class Watched {
    private final long begun = pace.nanos().getAsLong();
    private List<String> state = List.of();
    private Duration lasts = Duration.ZERO;
    private long since = begun;
    private String toldOf = "";
    private long toldAt;
    private int looks;

    /** Whether nobody holds it, or its holder was silent for as long as it may be. */
    boolean isFree(Lease lease) {
      List<String> now = List.of(lease.uid(), lease.resourceVersion());
      if (!now.equals(state)) {
        state = now;
        since = pace.nanos().getAsLong();
        lasts = lease.duration().isPositive() ? lease.duration() : Lock.DURATION;
      }
      return lease.holder().isEmpty() || !untilExpiry().isPositive();
    }

    Duration untilExpiry() {
      return lasts.minus(pace.since(since));
    }

    void tell(LockInfo holder) {
      boolean another = !holder.id().equals(toldOf);
      if (another || pace.since(toldAt).compareTo(REMINDER) >= 0) {
        Duration waited = another ? Duration.ZERO : pace.since(begun);
        toldOf = holder.id();
        toldAt = pace.nanos().getAsLong();
        terms.waiting().accept(new LockWait(holder, waited, terms.timeout()));
      }
    }
  }
}
