package dev.secretsync.plan;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
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
        first.trust(),
        clusters,
        all(parts, Plan::changes).toList(),
        all(parts, Plan::guards).toList(),
        first.waves(),
        first.unassigned(),
        all(parts, Plan::diagnostics).toList());
  }

  private static <T> Stream<T> all(List<Plan> parts, Function<Plan, Collection<T>> what) {
    return parts.stream().flatMap(part -> what.apply(part).stream());
  }
}
