package dev.secretsync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.secretsync.CollectedFleet;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Run;
import dev.secretsync.model.Share;
import dev.secretsync.plan.AlteredPlan;
import dev.secretsync.plan.Bounds;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.Wave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** In which order clusters are written to, and when the rest is left alone. */
@DisplayName("cli.md 6.4: waves and their failure budget")
class RolloutTest {
  private static final Diagnostic REFUSED =
      Diagnostic.error(Code.WRITE_FAILED, "a", "refused by the cluster", "");

  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
  private final List<ChangeResult> told = Collections.synchronizedList(new ArrayList<>());
  private final TreeSet<String> failing = new TreeSet<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Runnable meanwhile = () -> {};
  private final Stop stop =
      new Stop((latch, time) -> {
        pauses.add(time);
        meanwhile.run();
      });
  private Optional<Share> maxFailed = Optional.empty();

  private static Wave wave(String name, String maxFailed, String... clusters) {
    return new Wave(
        name,
        new TreeSet<>(Arrays.asList(clusters)),
        OptionalInt.empty(),
        maxFailed.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(maxFailed)),
        Duration.ofSeconds(30),
        false);
  }

  /** One Secret to create in each of three clusters. */
  private static Plan plan(List<Wave> waves, String... unreadable) {
    CollectedFleet fleet = new CollectedFleet();
    for (String cluster : List.of("east", "hub", "west")) {
      fleet.wants(
          CollectedFleet.declared(cluster + "/akuity/a", Map.of("password", "visibly-fake")));
    }
    Plan plan = fleet.plan();
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>(plan.clusters());
    for (String name : unreadable) {
      clusters.computeIfPresent(
          name,
          (_, cluster) ->
              new PlannedCluster(
                  name,
                  cluster.identity(),
                  Optional.of(
                      Diagnostic.error(Code.CLUSTER_UNREACHABLE, name, "no connection", "")),
                  cluster.declared(),
                  cluster.wave(),
                  cluster.namespacesToCreate()));
    }
    return AlteredPlan.of(plan)
        .clusters(clusters)
        .changes(
            plan.changes().stream()
                .filter(change -> !List.of(unreadable).contains(change.address().cluster()))
                .toList())
        .waves(waves)
        .plan();
  }

  private static Plan with(Plan plan, List<PlannedChange> changes) {
    return AlteredPlan.of(plan).changes(changes).plan();
  }

  private List<ChangeResult> run(Plan plan) {
    SortedMap<String, List<PlannedChange>> byCluster = new TreeMap<>();
    plan.changes().stream()
        .filter(change -> change.action().writes())
        .forEach(change -> byCluster.put(change.address().cluster(), List.of(change)));
    Conduct conduct =
        new Conduct(
            new Run("r", "test", Optional.empty()),
            4,
            Optional.empty(),
            maxFailed,
            stop,
            told::add);
    return new Rollout(plan, conduct, this::carryOut)
        .run(byCluster).stream().flatMap(part -> part.changes().stream()).toList();
  }

  private ClusterResult carryOut(String cluster, List<PlannedChange> changes, boolean verified) {
    begun.add(cluster);
    List<ChangeResult> results =
        changes.stream()
            .map(change ->
                new ChangeResult(
                    change.address(),
                    change.action(),
                    failing.contains(cluster) ? Outcome.FAILED : Outcome.APPLIED,
                    failing.contains(cluster) ? Optional.of(REFUSED) : Optional.empty(),
                    Trail.NONE))
            .toList();
    return new ClusterResult(results, new TreeSet<>(), List.of());
  }

  @Test
  void withoutWavesEveryClusterIsTriedWhateverFails() {
    failing.add("east");
    assertThat(run(plan(List.of())))
        .extracting(change -> change.address().cluster(), ChangeResult::outcome)
        .containsExactlyInAnyOrder(
            tuple("east", Outcome.FAILED),
            tuple("hub", Outcome.APPLIED),
            tuple("west", Outcome.APPLIED));
  }

  @Test
  void oneWaveIsDoneBeforeTheNextBegins() {
    run(plan(List.of(wave("canary", "0", "west"), wave("rest", "0", "east", "hub"))));
    assertThat(begun).first().isEqualTo("west");
    assertThat(begun).containsExactlyInAnyOrder("west", "east", "hub");
    assertThat(pauses).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  @DisplayName("a canary that fails stops the rest, which is told as skipped")
  void aCanaryThatFailsStopsTheRest() {
    failing.add("west");
    List<ChangeResult> results =
        run(plan(List.of(wave("canary", "0", "west"), wave("rest", "", "east", "hub"))));
    assertThat(begun).containsExactly("west");
    assertThat(pauses).isEmpty();
    assertThat(results)
        .filteredOn(change -> change.outcome() == Outcome.SKIPPED)
        .hasSize(2)
        .allSatisfy(change ->
            assertThat(change.why())
                .hasValueSatisfying(why -> {
                  assertThat(why.code()).isEqualTo(Code.ROLLOUT_STOPPED);
                  assertThat(why.subject()).isEqualTo("wave canary");
                }));
    assertThat(told).extracting(ChangeResult::outcome).containsOnly(Outcome.SKIPPED).hasSize(2);
  }

  @Test
  void asManyAsMayFailDoNotStopTheRest() {
    failing.add("west");
    run(plan(List.of(wave("canary", "1", "west"), wave("rest", "", "east", "hub"))));
    assertThat(begun).hasSize(3);
  }

  @Test
  void aClusterThatCouldNotBeReadCountsAsFailed() {
    List<ChangeResult> results =
        run(plan(List.of(wave("canary", "0", "west"), wave("rest", "", "east", "hub")), "west"));
    assertThat(begun).isEmpty();
    assertThat(results).hasSize(2).allMatch(change -> change.outcome() == Outcome.SKIPPED);
  }

  @Test
  @DisplayName("K9: a canary that is not as it was reviewed tried nothing out, and stops the rest")
  void aCanaryThatIsNotAsReviewedStopsTheRest() {
    Plan now = plan(List.of(wave("canary", "0", "west"), wave("rest", "", "east", "hub")));
    Plan reviewed =
        with(
            now,
            now.changes().stream()
                .filter(change -> !change.address().cluster().equals("west"))
                .toList());
    Plan bounded = Bounds.of(reviewed, now, _ -> Bounds.Presence.GONE, false).plan();
    assertThat(run(bounded)).hasSize(2).allMatch(change -> change.outcome() == Outcome.SKIPPED);
    assertThat(begun).isEmpty();
  }

  @Test
  @DisplayName("--max-failed-clusters holds over all waves, and without any")
  void theWholeRunHasABudgetToo() {
    maxFailed = Share.parse("0");
    failing.addAll(List.of("east", "hub", "west"));
    Plan oneByOne =
        plan(List.of(wave("a", "", "east"), wave("b", "", "hub"), wave("c", "", "west")));
    assertThat(run(oneByOne))
        .extracting(ChangeResult::outcome)
        .containsExactlyInAnyOrder(Outcome.FAILED, Outcome.SKIPPED, Outcome.SKIPPED);
    begun.clear();
    maxFailed = Share.parse("67%");
    assertThat(run(oneByOne))
        .as("67% of 3 is 2")
        .extracting(ChangeResult::outcome)
        .containsOnly(Outcome.FAILED);
    begun.clear();
    maxFailed = Share.parse("0");
    run(plan(List.of(), "east"));
    assertThat(begun).isEmpty();
  }

  @Test
  void noMoreClustersAtOnceThanTheWaveSays() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Wave oneAtATime =
        new Wave(
            "all",
            new TreeSet<>(List.of("east", "hub", "west")),
            OptionalInt.of(1),
            OptionalInt.of(3),
            Duration.ZERO,
            true);
    Plan plan = plan(List.of(oneAtATime));
    SortedMap<String, List<PlannedChange>> byCluster = new TreeMap<>();
    plan.changes().forEach(change -> byCluster.put(change.address().cluster(), List.of(change)));
    new Rollout(
            plan,
            Conduct.alone(new Run("r", "test", Optional.empty()), 4),
            (cluster, changes, verified) -> {
              assertThat(verified).isTrue();
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              now.decrementAndGet();
              return carryOut(cluster, changes, verified);
            })
        .run(byCluster);
    assertThat(most).hasValue(1);
    assertThat(begun).hasSize(3);
  }

  @Test
  @DisplayName("cli.md 6.5: a signal while it waits between two waves skips the rest")
  void aSignalEndsThePause() {
    Diagnostic signal = Diagnostic.error(Code.TERMINATED, "", "ended by a signal", "");
    meanwhile = () -> stop.because(signal);
    List<ChangeResult> results =
        run(plan(List.of(wave("canary", "0", "west"), wave("rest", "", "east", "hub"))));
    assertThat(begun).containsExactly("west");
    assertThat(results)
        .filteredOn(change -> change.outcome() == Outcome.SKIPPED)
        .extracting(ChangeResult::why)
        .containsExactly(Optional.of(signal), Optional.of(signal));
  }

  @Test
  void whoeverWaitsIsWokenByTheFirstReason() throws InterruptedException {
    Stop real = new Stop();
    CountDownLatch woken = new CountDownLatch(1);
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              real.pause(Duration.ofHours(1));
              woken.countDown();
            });
    real.because(REFUSED);
    real.because(Diagnostic.error(Code.TERMINATED, "", "later", ""));
    woken.await();
    waiting.join();
    assertThat(real.why()).contains(REFUSED);
  }
}
