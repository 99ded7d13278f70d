package dev.secretsync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.diff.Difference;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.Shard;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.plan.Drift.Cause;
import dev.secretsync.plan.Drift.DriftedField;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.EarlierDrift.Sighting;
import dev.secretsync.policy.PolicySource;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("cli.md 2.5: since when drift has been there, from the clocks of earlier reports")
class DriftHistoryTest {
  private static final Instant SUNDAY = Instant.parse("2026-11-15T09:00:00Z");
  private static final Instant MONDAY = Instant.parse("2026-11-16T09:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-11-17T09:00:00Z");
  private static final Instant WEDNESDAY = Instant.parse("2026-11-18T09:00:00Z");
  private static final DriftKey EAST = key("east");
  private static final DriftKey WEST = key("west");

  @Test
  void whatEveryReportHadIsThereSinceTheFirst() {
    DriftHistory history =
        history(
            List.of(found(TUESDAY, EAST), found(MONDAY, EAST), found(WEDNESDAY, EAST)),
            drift("east"),
            fleet());
    assertThat(history.since(EAST)).contains(new DriftHistory.Since(MONDAY, 3));
    assertThat(history.countNew(drift("east"))).isZero();
    assertThat(history.gone()).isEmpty();
  }

  @Test
  void whatNoReportHadIsNew() {
    DriftHistory history = history(List.of(found(MONDAY, WEST)), drift("east", "west"), fleet());
    assertThat(history.since(EAST)).isEmpty();
    assertThat(history.countNew(drift("east", "west"))).isEqualTo(1);
  }

  @DisplayName("what was put back in between is not as old as it was the first time")
  @Test
  void anInterruptionBeginsAnew() {
    assertThat(
            history(
                    List.of(found(MONDAY, EAST), found(TUESDAY), found(WEDNESDAY, EAST)),
                    drift("east"),
                    fleet())
                .since(EAST))
        .contains(new DriftHistory.Since(WEDNESDAY, 1));
    assertThat(
            history(List.of(found(MONDAY, EAST), found(TUESDAY)), drift("east"), fleet())
                .since(EAST))
        .isEmpty();
  }

  @DisplayName("a report that could not read the cluster, or the Secret, interrupts nothing")
  @Test
  void whatCouldNotBeReadInterruptsNothing() {
    EarlierDrift down = new EarlierDrift(TUESDAY, Set.of(), Set.of("east"), Set.of());
    EarlierDrift locked = new EarlierDrift(WEDNESDAY, Set.of(), Set.of(), Set.of(EAST.address()));
    assertThat(
            history(List.of(found(MONDAY, EAST), down, locked), drift("east"), fleet()).since(EAST))
        .contains(new DriftHistory.Since(MONDAY, 1));
  }

  @Test
  void whatTheLastReportHadAndIsNotThereIsGone() {
    DriftHistory history =
        history(List.of(found(MONDAY, EAST, WEST), found(TUESDAY, WEST)), drift(), fleet());
    assertThat(history.gone()).containsExactly(Map.entry(WEST, TUESDAY));
  }

  @DisplayName("what went away while a cluster could not be read is gone once it can")
  @Test
  void goneIsHeldAgainstTheLastReportThatCouldTell() {
    EarlierDrift down = new EarlierDrift(TUESDAY, Set.of(), Set.of("east"), Set.of());
    DriftHistory history = history(List.of(found(MONDAY, EAST), down), drift(), fleet());
    assertThat(history.gone()).containsExactly(Map.entry(EAST, MONDAY));
  }

  @DisplayName("what cannot be read now is not gone")
  @Test
  void whatCannotBeReadIsNotGone() {
    assertThat(history(List.of(found(MONDAY, EAST, WEST)), drift(), fleet("east")).gone())
        .containsOnlyKeys(WEST);
    Plan undecryptable =
        plan(
            fleet().clusters(),
            List.of(
                PlannedChange.of(
                    new Difference.Unknown(EAST.address(), WHY),
                    List.of(),
                    Collections.emptySortedMap())));
    assertThat(history(List.of(found(MONDAY, EAST)), drift(), undecryptable).gone()).isEmpty();
  }

  @DisplayName("a report speaks for those that it was compared with, so one file can roll on")
  @Test
  void aReportSpeaksForThoseBeforeIt() {
    EarlierDrift rolled = rolled(WEDNESDAY, EAST, new Sighting(MONDAY, WEDNESDAY, 3));
    assertThat(history(List.of(rolled), drift("east"), fleet()).since(EAST))
        .contains(new DriftHistory.Since(MONDAY, 3));
    assertThat(
            history(
                    List.of(rolled, found(TUESDAY, EAST), found(MONDAY, EAST), found(SUNDAY, EAST)),
                    drift("east"),
                    fleet())
                .since(EAST))
        .as("what it tells of itself is not counted again")
        .contains(new DriftHistory.Since(SUNDAY, 4));
    assertThat(history(List.of(rolled), drift(), fleet()).gone())
        .containsExactly(Map.entry(EAST, WEDNESDAY));
  }

  @DisplayName("what could not be looked at is passed on, and nothing else that is not there")
  @Test
  void whatCouldNotBeLookedAtIsPassedOn() {
    List<EarlierDrift> earlier = List.of(found(MONDAY, EAST, WEST), found(TUESDAY, EAST, WEST));
    DriftHistory blind = history(earlier, drift(), fleet("east"));
    assertThat(blind.unseen()).containsExactly(Map.entry(EAST, new Sighting(MONDAY, TUESDAY, 2)));
    assertThat(blind.gone()).containsOnlyKeys(WEST);
    EarlierDrift rolled =
        new EarlierDrift(WEDNESDAY, Map.copyOf(blind.unseen()), Set.of("east"), Set.of());
    assertThat(history(List.of(rolled), drift("east"), fleet()).since(EAST))
        .contains(new DriftHistory.Since(MONDAY, 2));
    assertThat(history(List.of(rolled), drift(), fleet()).gone())
        .containsExactly(Map.entry(EAST, TUESDAY));
    assertThat(history(earlier, drift("east", "west"), fleet()).unseen()).isEmpty();
    assertThat(
            history(List.of(found(MONDAY, EAST), found(TUESDAY)), drift(), fleet("east")).unseen())
        .as("what was put right before is not passed on")
        .isEmpty();
  }

  @DisplayName("a cluster of another shard is not looked at; one that nobody declares is forgotten")
  @Test
  void clustersOfOthersArePassedOn() {
    Plan whole = fleet();
    Shard shard = Shard.holding("east", 50);
    Plan part = whole.of(shard, new TreeSet<>(whole.clusters().keySet()));
    DriftHistory history =
        history(List.of(found(MONDAY, EAST, WEST, key("removed"))), drift(), part);
    assertThat(shard.holds("west")).isFalse();
    assertThat(history.unseen()).containsOnlyKeys(WEST);
    assertThat(history.gone()).containsOnlyKeys(EAST);
  }

  @DisplayName("several reports together say what each of them would have said")
  @Test
  void togetherTheySayTheSame() {
    EarlierDrift down = new EarlierDrift(WEDNESDAY, Set.of(), Set.of("east"), Set.of());
    List<EarlierDrift> all = List.of(down, found(TUESDAY, EAST, WEST), found(MONDAY, EAST));
    EarlierDrift one = DriftHistory.together(all).orElseThrow();
    assertThat(one.time()).isEqualTo(WEDNESDAY);
    assertThat(one.found()).containsExactly(Map.entry(EAST, new Sighting(MONDAY, TUESDAY, 2)));
    assertThat(DriftHistory.together(List.of(one))).contains(one);
    for (Drift now : List.of(drift("east", "west"), drift("west"), drift())) {
      assertThat(history(List.of(one), now, fleet()).since(EAST))
          .isEqualTo(history(all, now, fleet()).since(EAST));
      assertThat(history(List.of(one), now, fleet()).gone())
          .isEqualTo(history(all, now, fleet()).gone());
    }
    assertThat(DriftHistory.together(List.of())).isEmpty();
  }

  @DisplayName("what belongs to another shard is not gone because this one says nothing of it")
  @Test
  void whatAnotherShardIsAboutIsNotGone() {
    Shard shard = Shard.holding("east", 2);
    String elsewhere =
        Stream.iterate("west", name -> name + "-other")
            .filter(name -> !shard.holds(name))
            .findFirst()
            .orElseThrow();
    Plan part = fleet().of(shard, new TreeSet<>(Set.of("east", elsewhere)));
    assertThat(history(List.of(found(MONDAY, EAST, key(elsewhere))), drift(), part).gone())
        .containsOnlyKeys(EAST);
  }

  @DisplayName("of a group it says in how many clusters it is new, and how old the oldest is")
  @Test
  void aGroupIsAsOldAsItsOldestMember() {
    Drift now = drift("east", "north", "west");
    DriftHistory history =
        history(List.of(found(MONDAY, WEST), found(TUESDAY, WEST, EAST)), now, fleet());
    assertThat(now.groups())
        .singleElement()
        .satisfies(group ->
            assertThat(history.past(group))
                .isEqualTo(new DriftHistory.Past(1, Optional.of(MONDAY))));
  }

  @Test
  void theSameReportTwiceIsOne() {
    assertThat(
            history(List.of(found(MONDAY, EAST), found(MONDAY, EAST)), drift("east"), fleet())
                .since(EAST))
        .contains(new DriftHistory.Since(MONDAY, 1));
  }

  private static final Origin ORIGIN =
      new Origin.Declared(new SourceLocation("secrets/api.yaml", 4, 1), "b10b");
  private static final Diagnostic WHY =
      Diagnostic.error(Code.CLUSTER_UNREACHABLE, "east", "connection refused", "");

  private static DriftHistory history(List<EarlierDrift> earlier, Drift now, Plan plan) {
    return DriftHistory.of(earlier, now, plan);
  }

  private static EarlierDrift found(Instant time, DriftKey... keys) {
    return new EarlierDrift(time, Set.of(keys), Set.of(), Set.of());
  }

  private static EarlierDrift rolled(Instant time, DriftKey key, Sighting sighting) {
    return new EarlierDrift(time, Map.of(key, sighting), Set.of(), Set.of());
  }

  private static DriftKey key(String cluster) {
    return new DriftKey(
        SecretAddress.of(cluster, "akuity", "api"), Optional.of("data.a"), Cause.VALUE_CHANGED);
  }

  private static Drift drift(String... clusters) {
    return new Drift(
        Stream.of(clusters)
            .map(cluster ->
                new DriftedSecret(
                    SecretAddress.of(cluster, "akuity", "api"),
                    ORIGIN,
                    List.of(
                        new DriftedField(
                            Optional.of("data.a"),
                            Cause.VALUE_CHANGED,
                            Optional.empty(),
                            false,
                            true))))
            .toList());
  }

  private static Plan fleet(String... down) {
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>();
    for (String name : List.of("east", "west")) {
      clusters.put(
          name,
          new PlannedCluster(
              name,
              Optional.empty(),
              Optional.of(WHY).filter(why -> List.of(down).contains(name)),
              1,
              "",
              new TreeSet<>()));
    }
    return plan(clusters, List.of());
  }

  private static Plan plan(
      SortedMap<String, PlannedCluster> clusters, List<PlannedChange> changes) {
    return new Plan(
        new Revision("c0ffee", "7ree", false),
        "local",
        new PolicySource("", "", new TreeMap<>()),
        List.of(),
        clusters,
        changes,
        List.of(),
        List.of(),
        new TreeSet<>(),
        List.of());
  }
}
