package dev.secretsync.apply;

import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Progress;
import dev.secretsync.model.Running;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Carries out a plan: clusters side by side, each on its own, so that what fails in one does not
 * hold up another. Decides nothing: what the plan does not hold is not written.
 */
public final class Apply {
  private final Map<String, Cluster> clusters;
  private final Conduct conduct;
  private final Progress progress;

  /**
   * @param clusters the clusters that could be opened, by declared name
   */
  public Apply(Map<String, Cluster> clusters, Conduct conduct, Progress progress) {
    this.clusters = Map.copyOf(clusters);
    this.conduct = conduct;
    this.progress = progress;
  }

  /**
   * Writes what the plan says, and nothing when it is not {@linkplain Plan#applyable applyable}.
   *
   * @param desired the contents the plan was made from
   * @param live the objects the plan was made from
   */
  public Result run(Plan plan, DesiredState desired, LiveState live) {
    SortedMap<String, List<PlannedChange>> byCluster = new TreeMap<>();
    if (plan.applyable()) {
      plan.changes().stream()
          .filter(change -> change.action().writes())
          .forEach(change ->
              byCluster
                  .computeIfAbsent(change.address().cluster(), name -> new ArrayList<>())
                  .add(change));
    }
    int total = byCluster.values().stream().mapToInt(List::size).sum();
    AtomicInteger done = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ClusterResult>> running = new ArrayList<>();
      byCluster.forEach((name, changes) -> {
        Cluster cluster = open(name);
        Runnable oneMoreDone =
            () -> progress.step("Secrets written", done.incrementAndGet(), total);
        LockedCluster locked = new LockedCluster(name, plan, conduct, oneMoreDone);
        Function<Supplier<Optional<Diagnostic>>, ClusterResult> work =
            lost ->
                new ClusterApply(
                        cluster, declared(desired, name), live, conduct, lost, oneMoreDone)
                    .run(changes, namespaces(plan, name));
        running.add(threads.submit(() -> locked.run(cluster.leases(), changes, work)));
      });
      return ClusterResult.together(plan, running.stream().map(Running::result).toList());
    }
  }

  private Cluster open(String name) {
    Cluster cluster = clusters.get(name);
    if (cluster == null) {
      throw new IllegalStateException("plan holds changes for cluster " + name + ", never opened");
    }
    return cluster;
  }

  private static DesiredCluster declared(DesiredState desired, String name) {
    DesiredCluster cluster = desired.clusters().get(name);
    if (cluster == null) {
      throw new IllegalStateException("plan names cluster " + name + ", which is not declared");
    }
    return cluster;
  }

  private static Iterable<String> namespaces(Plan plan, String name) {
    PlannedCluster cluster = plan.clusters().get(name);
    return cluster == null ? List.of() : cluster.namespacesToCreate();
  }
}
