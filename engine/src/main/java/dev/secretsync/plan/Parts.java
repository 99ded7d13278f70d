package dev.secretsync.plan;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Shard;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans of parts of one fleet, each of which has its own clusters: whether they are that, what is
 * not there, and all of them as one.
 *
 * @param plans in the order in which they were named
 */
public record Parts(List<NamedPlan> plans) {
  /** How many names one line takes. */
  private static final int FEW = 10;

  /** What they have in common; what comes later may differ because of what comes before it. */
  private static final List<Shared> SHARED =
      List.of(
          new Shared("is of another commit", plan -> Optional.of(plan.revision())),
          new Shared("is about another fleet", plan -> plan.part().map(Part::fleet)),
          new Shared(
              "divides the fleet into more or fewer parts",
              plan -> plan.part().map(part -> part.shard().of())),
          new Shared("is of another installation", plan -> Optional.of(plan.installation())),
          new Shared("was judged by another policy", plan -> Optional.of(plan.policy())),
          new Shared("has other changes of what is trusted", plan -> Optional.of(plan.trust())),
          new Shared("has other waves", plan -> Optional.of(plan.waves())),
          new Shared(
              "leaves other Secrets without a cluster", plan -> Optional.of(plan.unassigned())));

  private record Shared(String words, Function<Plan, Optional<Object>> what) {
    /** The first of these that is known to have another one than this plan. */
    Optional<NamedPlan> unlike(Plan plan, List<NamedPlan> plans) {
      Optional<Object> ours = what.apply(plan);
      return plans.stream()
          .filter(other -> what.apply(other.plan()).isPresent())
          .findFirst()
          .filter(first -> ours.isPresent() && !what.apply(first.plan()).equals(ours));
    }
  }

  public Parts {
    plans = List.copyOf(plans);
  }

  /**
   * Which of them are not of the same run as those before them: of each the first thing that tells.
   *
   * @param code of every refusal
   * @param hint what to merge in their place
   */
  public List<Diagnostic> apart(Code code, String hint) {
    return plans.stream()
        .flatMap(named ->
            SHARED.stream()
                .flatMap(one ->
                    one.unlike(named.plan(), plans).stream()
                        .map(first -> one.words + " than " + first.name()))
                .limit(1)
                .map(words -> Diagnostic.error(code, named.name(), words, hint)))
        .toList();
  }

  /** The clusters of every shard that is not among them; one without a cluster is never missing. */
  public SortedMap<Shard, SortedSet<String>> missing() {
    List<Part> parts = plans.stream().flatMap(named -> named.plan().part().stream()).toList();
    SortedMap<Shard, SortedSet<String>> missing =
        parts.stream().findFirst().map(Part::divided).orElseGet(TreeMap::new);
    parts.forEach(part -> missing.remove(part.shard()));
    return missing;
  }

  /** Clusters as one line names them; in a large fleet not all. */
  public static String names(SortedSet<String> clusters) {
    int more = clusters.size() - FEW;
    return (clusters.size() == 1 ? "cluster " : "clusters ")
        + clusters.stream().limit(FEW).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** One plan of all of them, of which there is at least one. */
  public Plan joined() {
    Plan first = plans.getFirst().plan();
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>();
    plans.forEach(named -> clusters.putAll(named.plan().clusters()));
    return new Plan(
        first.revision(),
        first.installation(),
        first.policy(),
        first.trust(),
        clusters,
        all(Plan::changes).toList(),
        all(Plan::guards).toList(),
        first.waves(),
        first.unassigned(),
        all(Plan::diagnostics).toList());
  }

  private <T> Stream<T> all(Function<Plan, Collection<T>> what) {
    return plans.stream().flatMap(named -> what.apply(named.plan()).stream());
  }
}
