package dev.secretsync.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** cli.md 6.6: which clusters a shard has, each machine works out for itself. */
class ShardTest {
  private static final List<String> FLEET =
      IntStream.range(0, 2000).mapToObj(i -> "cluster-" + i).toList();

  @DisplayName("disjoint and complete: of all shards, exactly one has a cluster")
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 64, 256})
  void eachClusterIsInOne(int of) {
    for (String cluster : FLEET.subList(0, 300)) {
      assertThat(IntStream.rangeClosed(1, of).filter(i -> new Shard(i, of).holds(cluster)))
          .containsExactly(Shard.holding(cluster, of).index());
    }
  }

  @Test
  @DisplayName("stable: another version, or another machine, has to come to the same")
  void theSameForEver() {
    assertThat(List.of("east", "hub", "west", "prod-eu", ""))
        .extracting(name -> Shard.holding(name, 7).toString())
        .containsExactly("6/7", "4/7", "6/7", "2/7", "6/7");
  }

  @Test
  @DisplayName("one shard more takes its clusters from all others, and nothing else moves")
  void fewMove() {
    for (int of = 1; of < 40; of++) {
      int moved = 0;
      for (String cluster : FLEET) {
        int before = Shard.holding(cluster, of).index();
        int after = Shard.holding(cluster, of + 1).index();
        assertThat(after).isIn(before, of + 1);
        moved += before == after ? 0 : 1;
      }
      assertThat(moved).isBetween(FLEET.size() / (of + 1) / 2, FLEET.size() / (of + 1) * 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 20})
  @DisplayName("balanced: no shard has much more than its share")
  void balanced(int of) {
    SortedMap<Shard, Integer> sizes = new TreeMap<>();
    FLEET.forEach(cluster -> sizes.merge(Shard.holding(cluster, of), 1, Integer::sum));
    assertThat(sizes).hasSize(of);
    int share = FLEET.size() / of;
    assertThat(sizes.values()).allMatch(size -> size > share * 0.6 && size < share * 1.4);
  }

  @Test
  void theLotsOfAClusterAreDrawnOnce() {
    Shard.Lots lots = new Shard.Lots("east");
    for (int of : new int[] {5, 1, 9, 3, 9}) {
      assertThat(lots.holding(of)).isEqualTo(Shard.holding("east", of).index());
    }
  }

  @Test
  void isReadAsItIsWritten() {
    assertThat(Shard.parse("2/3")).contains(new Shard(2, 3));
    assertThat(new Shard(2, 3)).hasToString("2/3");
    assertThat(new Shard(10, 12)).isGreaterThan(new Shard(9, 12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "0/3",
        "4/3",
        "-1/3",
        "1/0",
        "01/3",
        "1/03",
        "1/1001",
        "1 / 3",
        "a/b",
        "1/3/5",
        "99999999999/99999999999",
        "\u0661/3"
      })
  void whatIsNoShardIsNone(String text) {
    assertThat(Shard.parse(text)).isEmpty();
  }

  @Test
  void thereIsNoPartBeyondTheLast() {
    assertThatThrownBy(() -> new Shard(3, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Shard.possibly(3, 2)).isEmpty();
  }
}
