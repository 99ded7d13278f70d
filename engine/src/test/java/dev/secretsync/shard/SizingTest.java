package dev.secretsync.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Shard;
import java.util.Comparator;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** cli.md 6.6: how many shards there are, and what each of them weighs. */
class SizingTest {
  @Test
  @DisplayName("every cluster and every Secret is in one of them, and none is empty")
  void nothingIsLost() {
    for (int seed = 0; seed < 50; seed++) {
      SortedMap<String, Integer> fleet = fleet(seed);
      for (Sizing sizing :
          new Sizing[] {Sizing.exactly(1 + seed, fleet), Sizing.lightest(1 + seed, fleet)}) {
        assertThat(sizing.shards()).allMatch(one -> one.clusters() > 0);
        assertThat(sizing.shards().stream().mapToInt(Sizing.Sized::clusters).sum())
            .isEqualTo(fleet.size());
        assertThat(sizing.shards().stream().mapToInt(Sizing.Sized::weight).sum())
            .isEqualTo(fleet.values().stream().mapToInt(Integer::intValue).sum());
        assertThat(sizing.shards())
            .isSortedAccordingTo(Comparator.comparing(Sizing.Sized::shard))
            .allMatch(one -> one.shard().of() <= 51);
      }
    }
  }

  @Test
  @DisplayName(
      "by weight: no other number has a lighter heaviest shard, nor as light with fewer clusters")
  void theLightest() {
    for (int seed = 0; seed < 50; seed++) {
      SortedMap<String, Integer> fleet = fleet(seed);
      Sizing sizing = Sizing.lightest(20, fleet);
      int of = sizing.shards().getFirst().shard().of();
      IntStream.rangeClosed(1, 20)
          .filter(other -> other != of)
          .forEach(other -> {
            Sizing another = Sizing.exactly(other, fleet);
            assertThat(heaviest(another)).isGreaterThanOrEqualTo(heaviest(sizing));
            if (heaviest(another) == heaviest(sizing)) {
              assertThat(fullest(another)).isGreaterThanOrEqualTo(fullest(sizing));
            }
          });
    }
  }

  @Test
  @DisplayName(
      "where nothing is declared the clusters are what is divided, in as few as that takes")
  void clustersWithoutSecretsAreDividedToo() {
    SortedMap<String, Integer> fleet = fleet(7);
    fleet.replaceAll((cluster, weight) -> 0);
    Sizing sizing = Sizing.lightest(20, fleet);
    int of = sizing.shards().getFirst().shard().of();
    IntStream.rangeClosed(1, 20)
        .filter(other -> other != of)
        .forEach(other ->
            assertThat(fullest(Sizing.exactly(other, fleet)))
                .isGreaterThanOrEqualTo(fullest(sizing) + (other < of ? 1 : 0)));
  }

  @Test
  @DisplayName("by hash: a cluster more moves no other")
  void aClusterMoreMovesNoOther() {
    SortedMap<String, Integer> fleet = fleet(7);
    Sizing before = Sizing.exactly(5, fleet);
    fleet.put("one-more", 1);
    Sizing after = Sizing.exactly(5, fleet);
    Shard where = Shard.holding("one-more", 5);
    assertThat(after.shards().stream().filter(one -> !one.shard().equals(where)))
        .isEqualTo(before.shards().stream().filter(one -> !one.shard().equals(where)).toList());
  }

  @Test
  @DisplayName("a fleet without clusters is one shard without any: a matrix must not be empty")
  void noClusters() {
    assertThat(Sizing.lightest(20, new TreeMap<>()).shards())
        .containsExactly(new Sizing.Sized(new Shard(1, 1), 0, 0));
    assertThat(Sizing.exactly(20, new TreeMap<>()).shards()).hasSize(1);
  }

  private static int heaviest(Sizing sizing) {
    return sizing.shards().stream().mapToInt(Sizing.Sized::weight).max().orElseThrow();
  }

  private static int fullest(Sizing sizing) {
    return sizing.shards().stream().mapToInt(Sizing.Sized::clusters).max().orElseThrow();
  }

  private static SortedMap<String, Integer> fleet(int seed) {
    Random random = new Random(seed);
    SortedMap<String, Integer> weights = new TreeMap<>();
    int clusters = 1 + random.nextInt(40);
    for (int i = 0; i < clusters; i++) {
      weights.put("cluster-" + random.nextInt(1000), random.nextInt(100));
    }
    return weights;
  }
}
