package dev.secretsync.apply;

import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Progress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Carries out a plan. Decides nothing: what the plan does not hold is not written, and every change
 * that it does hold has exactly one outcome.
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
    SortedMap<String, List<PlannedChange>> byCluster = writes(plan);
    int total = byCluster.values().stream().mapToInt(List::size).sum();
    AtomicInteger done = new AtomicInteger();
    Rollout rollout =
        new Rollout(
            plan,
            conduct,
            (name, changes, verified) -> {
              Cluster cluster = open(name);
              Runnable oneMoreDone =
                  () -> progress.step("Secrets written", done.incrementAndGet(), total);
              return new LockedCluster(name, plan, conduct, oneMoreDone)
                  .run(
                      cluster.leases(),
                      changes,
                      lost ->
                          new ClusterApply(
                                  cluster,
                                  declared(desired, name),
                                  live,
                                  conduct,
                                  lost,
                                  verified,
                                  oneMoreDone)
                              .run(changes, namespaces(plan, name)));
            });
    return together(plan, byCluster, rollout.run(byCluster));
  }

  private static SortedMap<String, List<PlannedChange>> writes(Plan plan) {
    SortedMap<String, List<PlannedChange>> byCluster = new TreeMap<>();
    if (plan.applyable()) {
      plan.changes().stream()
          .filter(change -> change.action().writes())
          .forEach(change ->
              byCluster
                  .computeIfAbsent(change.address().cluster(), name -> new ArrayList<>())
                  .add(change));
    }
    return byCluster;
  }

  private Result together(
      Plan plan, SortedMap<String, List<PlannedChange>> byCluster, List<ClusterResult> parts) {
    List<ChangeResult> results = parts.stream().flatMap(part -> part.changes().stream()).toList();
    Sum.check(byCluster.values().stream().flatMap(List::stream).toList(), results);
    return new Result(
        plan,
        Stream.concat(results.stream(), stale(plan).stream()).toList(),
        parts.stream()
            .flatMap(part -> part.namespacesCreated().stream())
            .collect(Collectors.toCollection(TreeSet::new)),
        Stream.concat(
                parts.stream().flatMap(part -> part.diagnostics().stream()),
                conduct.stop().why().stream())
            .toList());
  }

  private List<ChangeResult> stale(Plan plan) {
    List<ChangeResult> stale =
        plan.changes().stream()
            .filter(change -> change.action() == Action.STALE)
            .map(change ->
                ChangeResult.notTried(
                    change,
                    Outcome.STALE,
                    Diagnostic.error(
                        Code.PLAN_MISMATCH,
                        change.address().toString(),
                        "is no longer what was reviewed; nothing was written",
                        "plan again, and have that reviewed")))
            .toList();
    stale.forEach(conduct.journal()::ended);
    return stale;
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
