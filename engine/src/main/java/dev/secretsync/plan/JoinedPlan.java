package dev.secretsync.plan;

import dev.secretsync.policy.Wave;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans of parts of one fleet, put together; each cluster is in one of them. */
public final class JoinedPlan {
  private JoinedPlan() {}

  /**
   * The plan of all parts.
   *
   * @param parts made from the same commit under the same policy, and at least one
   */
  public static Plan of(List<Plan> parts) {
    Plan first = parts.getFirst();
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>();
    parts.forEach(part -> clusters.putAll(part.clusters()));
    return new Plan(
        first.revision(),
        first.installation(),
        first.policy(),
        all(parts, Plan::trust).toList(),
        clusters,
        all(parts, Plan::changes).toList(),
        all(parts, Plan::guards).toList(),
        waves(parts),
        all(parts, Plan::unassigned).collect(Collectors.toCollection(TreeSet::new)),
        all(parts, Plan::diagnostics).toList());
  }

  private static <T> Stream<T> all(List<Plan> parts, Function<Plan, Collection<T>> what) {
    return parts.stream().flatMap(part -> what.apply(part).stream());
  }

  /** In the order of the policy, which is that of every part. */
  private static List<Wave> waves(List<Plan> parts) {
    Map<String, SortedSet<String>> clusters =
        all(parts, Plan::waves)
            .collect(
                Collectors.groupingBy(
                    Wave::name,
                    Collectors.flatMapping(
                        wave -> wave.clusters().stream(),
                        Collectors.toCollection(TreeSet::new))));
    return parts.getFirst().waves().stream()
        .map(wave ->
            new Wave(
                wave.name(),
                clusters.getOrDefault(wave.name(), wave.clusters()),
                wave.maxParallel(),
                wave.maxFailed(),
                wave.pause(),
                wave.requireVerified()))
        .toList();
  }
}
