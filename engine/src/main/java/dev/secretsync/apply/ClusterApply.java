package dev.secretsync.apply;

import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.WriteResult;
import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Running;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.PlannedChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One cluster's part of a plan, in this order: missing namespaces, creates and updates, replaces,
 * and deletes last and only when everything before them is done (cli.md 6.3).
 */
final class ClusterApply {
  private final Cluster cluster;
  private final DesiredCluster desired;
  private final LiveState live;
  private final Conduct conduct;
  private final Supplier<Optional<Diagnostic>> lost;
  private final boolean verified;
  private final Runnable oneMoreDone;
  private final Breaker breaker;

  /**
   * @param lost why the cluster's lock is no longer held; asked before every write
   * @param verified whether everything that was written is read back
   */
  ClusterApply(
      Cluster cluster,
      DesiredCluster desired,
      LiveState live,
      Conduct conduct,
      Supplier<Optional<Diagnostic>> lost,
      boolean verified,
      Runnable oneMoreDone) {
    this.cluster = cluster;
    this.desired = desired;
    this.live = live;
    this.conduct = conduct;
    this.lost = lost;
    this.verified = verified;
    this.oneMoreDone = oneMoreDone;
    this.breaker = new Breaker(desired.name(), System::nanoTime);
  }

  ClusterResult run(List<PlannedChange> changes, Iterable<String> namespacesToCreate) {
    List<Diagnostic> problems = new ArrayList<>();
    SortedSet<String> created = createNamespaces(namespacesToCreate, problems);
    List<ChangeResult> results = new ArrayList<>();
    results.addAll(atOnce(changes, action -> !action.isDestructive()));
    results.addAll(atOnce(changes, action -> action == Action.REPLACE || action == Action.MOVE));
    boolean safeToDelete = results.stream().allMatch(ChangeResult::done);
    results.addAll(
        safeToDelete ? atOnce(changes, action -> action == Action.DELETE) : skipDeletes(changes));
    return new ClusterResult(results, created, problems);
  }

  private SortedSet<String> createNamespaces(
      Iterable<String> namespaces, List<Diagnostic> problems) {
    SortedSet<String> created = new TreeSet<>();
    for (String namespace : namespaces) {
      if (stopped().isPresent()) {
        break;
      }
      switch (createNamespace(namespace)) {
        case WriteResult.Written written -> created.add(desired.name() + "/" + namespace);
        case WriteResult.Refused refused -> problems.add(refused.why());
        case WriteResult.Unanswered unanswered -> problems.add(unanswered.why());
        case WriteResult.AlreadyExists exists -> {}
        case WriteResult.Moved moved -> {}
        case WriteResult.NamespaceMissing missing -> {}
      }
    }
    return created;
  }

  /** Once more where the answer was lost: a namespace that is there is all that is wanted. */
  private WriteResult createNamespace(String namespace) {
    WriteResult result = cluster.createNamespace(namespace);
    return result instanceof WriteResult.Unanswered ? cluster.createNamespace(namespace) : result;
  }

  private List<ChangeResult> atOnce(List<PlannedChange> changes, Predicate<Action> which) {
    List<PlannedChange> now =
        changes.stream().filter(change -> which.test(change.action())).toList();
    List<ChangeResult> results =
        sideBySide(
            now,
            change -> {
              ChangeResult result = write(change);
              conduct.journal().ended(result);
              oneMoreDone.run();
              return result;
            });
    return verified ? readBack(now, results) : results;
  }

  /** Only when all of them are written, so that who changes them again had some time to do it. */
  private List<ChangeResult> readBack(List<PlannedChange> changes, List<ChangeResult> results) {
    Verification verification = new Verification(cluster, this::desiredAt);
    return sideBySide(
        IntStream.range(0, changes.size()).boxed().toList(),
        i -> {
          ChangeResult verified = verification.of(changes.get(i), results.get(i));
          if (!verified.equals(results.get(i))) {
            conduct.journal().ended(verified);
          }
          return verified;
        });
  }

  private <T> List<ChangeResult> sideBySide(List<T> all, Function<T, ChangeResult> work) {
    Semaphore places = new Semaphore(conduct.writesAtOnce());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ChangeResult>> running = new ArrayList<>();
      for (T one : all) {
        running.add(
            threads.submit(() -> {
              places.acquire();
              try {
                return work.apply(one);
              } finally {
                places.release();
              }
            }));
      }
      return running.stream().map(Running::result).toList();
    }
  }

  private ChangeResult write(PlannedChange change) {
    Optional<Diagnostic> hindered = breaker.open().or(this::stopped);
    if (hindered.isPresent()) {
      return ChangeResult.notTried(change, Outcome.SKIPPED, hindered.get());
    }
    ChangeResult result =
        new SecretWriter(cluster, live, conduct.run(), change).write(this::desiredAt);
    breaker.heard(result);
    return result;
  }

  private Optional<Diagnostic> stopped() {
    return conduct.stop().why().or(lost);
  }

  private DesiredSecret desiredAt(SecretAddress address) {
    DesiredSecret secret = desired.secrets().get(address.ref());
    if (secret == null) {
      throw new IllegalStateException("plan writes " + address + ", which is not declared");
    }
    return secret;
  }

  private List<ChangeResult> skipDeletes(List<PlannedChange> changes) {
    List<ChangeResult> skipped =
        changes.stream()
            .filter(change -> change.action() == Action.DELETE)
            .map(change ->
                ChangeResult.notTried(
                    change,
                    Outcome.SKIPPED,
                    stopped().orElseGet(() -> somethingFailed(change.address()))))
            .toList();
    skipped.forEach(conduct.journal()::ended);
    return skipped;
  }

  private static Diagnostic somethingFailed(SecretAddress address) {
    return Diagnostic.error(
        Code.WRITE_FAILED,
        address.toString(),
        "not deleted, because something before it failed in this cluster",
        "mend that and run apply again");
  }
}
