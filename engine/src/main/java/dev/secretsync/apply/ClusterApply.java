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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One cluster's part of a plan, in this order: missing namespaces, creates and updates, replaces,
 * and deletes last and only when everything before them is done (cli.md 6.3).
 */
final class ClusterApply {
  /** After so many writes in a row without an answer, the rest of the cluster is left alone. */
  private static final int UNANSWERED_LIMIT = 3;

  private final Cluster cluster;
  private final DesiredCluster desired;
  private final SecretWriter writer;
  private final Conduct conduct;
  private final Supplier<Optional<Diagnostic>> lost;
  private final Runnable oneMoreDone;
  private final AtomicInteger unansweredInARow = new AtomicInteger();

  /**
   * @param lost why the cluster's lock is no longer held; asked before every write
   */
  ClusterApply(
      Cluster cluster,
      DesiredCluster desired,
      LiveState live,
      Conduct conduct,
      Supplier<Optional<Diagnostic>> lost,
      Runnable oneMoreDone) {
    this.cluster = cluster;
    this.desired = desired;
    this.writer = new SecretWriter(cluster, live);
    this.conduct = conduct;
    this.lost = lost;
    this.oneMoreDone = oneMoreDone;
  }

  ClusterResult run(List<PlannedChange> changes, Iterable<String> namespacesToCreate) {
    List<Diagnostic> problems = new ArrayList<>();
    SortedSet<String> created = createNamespaces(namespacesToCreate, problems);
    List<ChangeResult> results = new ArrayList<>();
    results.addAll(atOnce(changes, action -> !action.isDestructive()));
    results.addAll(atOnce(changes, action -> action == Action.REPLACE || action == Action.MOVE));
    boolean safeToDelete = results.stream().allMatch(ClusterApply::isDone);
    results.addAll(
        safeToDelete ? atOnce(changes, action -> action == Action.DELETE) : skipDeletes(changes));
    return new ClusterResult(results, created, problems);
  }

  private SortedSet<String> createNamespaces(
      Iterable<String> namespaces, List<Diagnostic> problems) {
    SortedSet<String> created = new TreeSet<>();
    for (String namespace : namespaces) {
      if (conduct.stop().why().or(lost).isPresent()) {
        break;
      }
      switch (cluster.createNamespace(namespace)) {
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

  private List<ChangeResult> atOnce(List<PlannedChange> changes, Function<Action, Boolean> which) {
    Semaphore places = new Semaphore(conduct.writesAtOnce());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ChangeResult>> running = new ArrayList<>();
      for (PlannedChange change : changes) {
        if (which.apply(change.action())) {
          running.add(
              threads.submit(() -> {
                places.acquire();
                try {
                  return write(change);
                } finally {
                  places.release();
                  oneMoreDone.run();
                }
              }));
        }
      }
      return running.stream().map(Running::result).toList();
    }
  }

  private ChangeResult write(PlannedChange change) {
    SecretAddress address = change.address();
    if (unansweredInARow.get() >= UNANSWERED_LIMIT) {
      return ChangeResult.of(
          address, change.action(), Outcome.SKIPPED, stoppedAnswering(address.cluster()));
    }
    Optional<Diagnostic> stopped = conduct.stop().why().or(lost);
    if (stopped.isPresent()) {
      return ChangeResult.of(address, change.action(), Outcome.SKIPPED, stopped.get());
    }
    ChangeResult result = writer.write(change, this::desiredAt);
    boolean unanswered =
        result.why().map(why -> why.code() == Code.CLUSTER_UNREACHABLE).orElse(false);
    if (unanswered) {
      unansweredInARow.incrementAndGet();
    } else {
      unansweredInARow.set(0);
    }
    return result;
  }

  private DesiredSecret desiredAt(SecretAddress address) {
    DesiredSecret secret = desired.secrets().get(address.ref());
    if (secret == null) {
      throw new IllegalStateException("plan writes " + address + ", which is not declared");
    }
    return secret;
  }

  private List<ChangeResult> skipDeletes(List<PlannedChange> changes) {
    return changes.stream()
        .filter(change -> change.action() == Action.DELETE)
        .map(change ->
            ChangeResult.of(
                change.address(),
                change.action(),
                Outcome.SKIPPED,
                Diagnostic.error(
                    Code.WRITE_FAILED,
                    change.address().toString(),
                    "not deleted, because something before it failed in this cluster",
                    "mend that and run apply again")))
        .toList();
  }

  private static boolean isDone(ChangeResult result) {
    return result.outcome() == Outcome.APPLIED || result.outcome() == Outcome.ALREADY;
  }

  private static Diagnostic stoppedAnswering(String cluster) {
    return Diagnostic.error(
        Code.CLUSTER_UNREACHABLE,
        cluster,
        "stopped answering; the rest of its changes was not tried",
        "run apply again when it is back");
  }
}
