package dev.secretsync.apply;

import dev.secretsync.cluster.Leases;
import dev.secretsync.lock.Attempt;
import dev.secretsync.lock.Lock;
import dev.secretsync.lock.LockQueue;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Lets one cluster's part be done while its lock is held, where locks are wanted. */
final class LockedCluster {
  private final String name;
  private final Plan plan;
  private final Conduct conduct;
  private final Runnable oneMoreDone;

  /**
   * @param name the cluster's declared name
   */
  LockedCluster(String name, Plan plan, Conduct conduct, Runnable oneMoreDone) {
    this.name = name;
    this.plan = plan;
    this.conduct = conduct;
    this.oneMoreDone = oneMoreDone;
  }

  /**
   * Takes the lock, does {@code work} and gives the lock back, however the work ends.
   *
   * @param changes all skipped when the cluster cannot be locked
   * @param work given what is to be asked before every write: why the lock is no longer held
   */
  ClusterResult run(
      Leases leases,
      List<PlannedChange> changes,
      Function<Supplier<Optional<Diagnostic>>, ClusterResult> work) {
    if (conduct.locks().isEmpty()) {
      return work.apply(Optional::empty);
    }
    LockQueue queue =
        new LockQueue(
            name,
            leases,
            plan.installation(),
            conduct.run(),
            plan.revision().commit(),
            conduct.locks().get());
    return switch (queue.acquire(conduct.stop()::why)) {
      case Attempt.Held(Lock lock) -> {
        try (lock) {
          yield work.apply(lock::lost);
        }
      }
      case Attempt.Denied(Diagnostic why) -> skipped(changes, why);
    };
  }

  private ClusterResult skipped(List<PlannedChange> changes, Diagnostic why) {
    ClusterResult result = ClusterResult.notTried(changes, Outcome.SKIPPED, why);
    result
        .changes()
        .forEach(change -> {
          conduct.journal().ended(change);
          oneMoreDone.run();
        });
    return result;
  }
}
