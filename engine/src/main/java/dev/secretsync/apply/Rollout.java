package dev.secretsync.apply;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Running;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.policy.Wave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Goes through the clusters wave by wave (cli.md 6.4). The clusters of a wave are written to side
 * by side, so that what fails in one does not hold up another, until more of them failed than may;
 * what has begun by then is finished. Nothing is ever rolled back: the old value may be the one
 * that leaked.
 */
final class Rollout {
  private final Plan plan;
  private final Conduct conduct;
  private final Work work;
  private final FailureBudget wholeRun;

  /** What is done about one cluster. */
  @FunctionalInterface
  interface Work {
    ClusterResult carryOut(String cluster, List<PlannedChange> changes, boolean verified);
  }

  Rollout(Plan plan, Conduct conduct, Work work) {
    this.plan = plan;
    this.conduct = conduct;
    this.work = work;
    this.wholeRun =
        new FailureBudget(
            conduct
                .maxFailed()
                .map(share -> OptionalInt.of(share.of(plan.clusters().size())))
                .orElse(OptionalInt.empty()),
            "the plan",
            "--max-failed-clusters",
            leftAlone(new TreeSet<>(plan.clusters().keySet())));
  }

  List<ClusterResult> run(SortedMap<String, List<PlannedChange>> byCluster) {
    SortedMap<String, List<PlannedChange>> left = new TreeMap<>(byCluster);
    List<ClusterResult> results = new ArrayList<>();
    Optional<Diagnostic> stopped = Optional.empty();
    for (Wave wave : plan.waves().isEmpty() ? List.of(allAtOnce()) : plan.waves()) {
      FailureBudget budget = budget(wave);
      SortedMap<String, List<PlannedChange>> now = new TreeMap<>(left);
      now.keySet().retainAll(wave.clusters());
      left.keySet().removeAll(wave.clusters());
      results.addAll(run(wave, now, stopped, budget));
      stopped = stopped.or(budget::exceeded).or(wholeRun::exceeded);
      if (stopped.isEmpty() && !now.isEmpty() && !left.isEmpty()) {
        conduct.stop().pause(wave.pause());
      }
    }
    return results;
  }

  private List<ClusterResult> run(
      Wave wave,
      SortedMap<String, List<PlannedChange>> changes,
      Optional<Diagnostic> stopped,
      FailureBudget budget) {
    Semaphore places = new Semaphore(wave.maxParallel().orElse(Math.max(1, changes.size())));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ClusterResult>> running = new ArrayList<>();
      changes.forEach((cluster, its) ->
          running.add(
              threads.submit(() -> {
                places.acquire();
                try {
                  Optional<Diagnostic> hindered =
                      stopped.or(budget::exceeded).or(wholeRun::exceeded).or(conduct.stop()::why);
                  return hindered.isPresent()
                      ? notTried(its, hindered.get())
                      : carryOut(cluster, its, wave, budget);
                } finally {
                  places.release();
                }
              })));
      return running.stream().map(Running::result).toList();
    }
  }

  private ClusterResult carryOut(
      String cluster, List<PlannedChange> changes, Wave wave, FailureBudget budget) {
    ClusterResult result = work.carryOut(cluster, changes, wave.requireVerified());
    if (result.failed()) {
      budget.oneMoreFailed();
      wholeRun.oneMoreFailed();
    }
    return result;
  }

  private ClusterResult notTried(List<PlannedChange> changes, Diagnostic why) {
    ClusterResult result = ClusterResult.notTried(changes, Outcome.SKIPPED, why);
    result.changes().forEach(conduct.journal()::ended);
    return result;
  }

  private FailureBudget budget(Wave wave) {
    return new FailureBudget(
        wave.maxFailed(), "wave " + wave.name(), "its maxFailed", leftAlone(wave.clusters()));
  }

  private int leftAlone(SortedSet<String> clusters) {
    SortedSet<String> alone = new TreeSet<>();
    plan.clusters().values().stream()
        .filter(cluster -> cluster.unreadable().isPresent())
        .forEach(cluster -> alone.add(cluster.name()));
    plan.changes().stream()
        .filter(change -> change.action() == Action.STALE)
        .forEach(change -> alone.add(change.address().cluster()));
    alone.retainAll(clusters);
    return alone.size();
  }

  private Wave allAtOnce() {
    return new Wave(
        Wave.OTHERS,
        new TreeSet<>(plan.clusters().keySet()),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Duration.ZERO,
        false);
  }
}
