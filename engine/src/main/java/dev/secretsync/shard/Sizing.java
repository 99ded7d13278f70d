package dev.secretsync.shard;

import dev.secretsync.model.Shard;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A fleet divided into shards. Which cluster is in which follows from the number of shards alone;
 * all that can be chosen is how many there are.
 *
 * @param shards those that have a cluster, in order
 */
public record Sizing(List<Sized> shards) {
  /** As many jobs as a matrix of GitHub Actions may have. */
  public static final int MOST = 256;

  public Sizing {
    shards = List.copyOf(shards);
  }

  /**
   * One of them.
   *
   * @param clusters how many it has
   * @param weight how many Secrets are declared for these
   */
  public record Sized(Shard shard, int clusters, int weight) {}

  /** How many clusters and Secrets some shard has, the most of each. */
  private record Heaviest(int of, int weight, int clusters) {}

  /**
   * Exactly so many, of which those without a cluster are left out.
   *
   * @param weights of every declared cluster, by name
   */
  public static Sizing exactly(int of, SortedMap<String, Integer> weights) {
    SortedMap<Shard, Sized> shards = new TreeMap<>();
    weights.forEach((cluster, weight) ->
        shards.merge(
            Shard.holding(cluster, of),
            new Sized(Shard.holding(cluster, of), 1, weight),
            (one, other) ->
                new Sized(one.shard, one.clusters + other.clusters, one.weight + other.weight)));
    // nobody can run a matrix of nothing, and somebody has to say that there is nothing
    return new Sizing(
        shards.isEmpty()
            ? List.of(new Sized(new Shard(1, 1), 0, 0))
            : List.copyOf(shards.values()));
  }

  /**
   * As few as have the lightest of all heaviest shards, which decides how long all of them take.
   *
   * @param max at most so many
   * @param weights of every declared cluster, by name
   */
  public static Sizing lightest(int max, SortedMap<String, Integer> weights) {
    Map<String, Shard.Lots> lots = new TreeMap<>();
    weights.keySet().forEach(cluster -> lots.put(cluster, new Shard.Lots(cluster)));
    int best =
        IntStream.rangeClosed(1, max)
            .mapToObj(of -> heaviest(of, weights, lots))
            .min(
                Comparator.comparingInt(Heaviest::weight)
                    .thenComparingInt(Heaviest::clusters)
                    .thenComparingInt(Heaviest::of))
            .orElseThrow()
            .of();
    return exactly(best, weights);
  }

  private static Heaviest heaviest(
      int of, SortedMap<String, Integer> weights, Map<String, Shard.Lots> lots) {
    int[] weight = new int[of + 1];
    int[] clusters = new int[of + 1];
    lots.forEach((cluster, drawn) -> {
      int index = drawn.holding(of);
      weight[index] += weights.getOrDefault(cluster, 0);
      clusters[index]++;
    });
    return new Heaviest(
        of, IntStream.of(weight).max().orElseThrow(), IntStream.of(clusters).max().orElseThrow());
  }
}
