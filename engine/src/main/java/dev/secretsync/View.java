package dev.secretsync;

import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Lookout;
import dev.secretsync.cluster.Observation;
import dev.secretsync.declare.Declarations;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.desired.Scope;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.Shard;
import dev.secretsync.plan.Part;
import dev.secretsync.plan.Plan;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much of each cluster a run looks at. A plan of a part of the fleet has to say what a plan of
 * all of it would say about that part, and so it sees everything of its own clusters, and of the
 * others which clusters they are and what they exchange by way of control planes.
 *
 * @param part what to plan; empty for the whole fleet
 * @param clusters the clusters that are planned
 * @param first what to look at
 * @param rest what else to look at where that is not enough: everything in the other clusters
 */
public record View(
    Optional<Part> part,
    SortedSet<String> clusters,
    SortedMap<String, Lookout> first,
    SortedMap<String, Lookout> rest) {

  public View {
    clusters = Collections.unmodifiableSortedSet(new TreeSet<>(clusters));
    first = Collections.unmodifiableSortedMap(new TreeMap<>(first));
    rest = Collections.unmodifiableSortedMap(new TreeMap<>(rest));
  }

  /**
   * What is to be looked at.
   *
   * @param shard what to plan; empty for the whole fleet
   * @param scope where anything of ours may be
   */
  public static View of(Optional<Shard> shard, Declarations declared, Scope scope) {
    SortedSet<String> fleet = new TreeSet<>(declared.clusters().keySet());
    SortedMap<String, Lookout> all = lookouts(scope);
    // one that nothing was ever meant for is not even contacted
    all.values().removeIf(Lookout::isEmpty);
    if (shard.isEmpty()) {
      return new View(Optional.empty(), fleet, all, Collections.emptySortedMap());
    }
    Part part = new Part(shard.get(), fleet);
    SortedSet<String> ours = part.clusters();
    SortedMap<String, Lookout> others = lookouts(Scope.exchanged(declared));
    SortedMap<String, Lookout> rest = new TreeMap<>(all);
    rest.keySet().removeAll(ours);
    others.keySet().retainAll(rest.keySet());
    SortedMap<String, Lookout> first = new TreeMap<>(all);
    first.putAll(others);
    return new View(Optional.of(part), ours, first, rest);
  }

  private static SortedMap<String, Lookout> lookouts(Scope scope) {
    SortedMap<String, Lookout> lookouts = new TreeMap<>();
    scope
        .namespaces()
        .forEach((cluster, namespaces) ->
            lookouts.put(
                cluster,
                new Lookout(namespaces, Optional.ofNullable(scope.labelled().get(cluster)))));
    return lookouts;
  }

  /**
   * Whether nothing else of the fleet could change what is planned. Of a cluster that does not say
   * which one it is, only its Secrets tell whether it is declared twice; and of a Secret that is
   * missing, what others hold tells whether it has been there before.
   */
  public boolean suffices(LiveState seen, DesiredState fromGit) {
    return part.isEmpty()
        || (seen.clusters().values().stream().noneMatch(View::isNameless)
            && seen.lastWrites(fromGit.installation()).keySet().containsAll(meant(seen, fromGit)));
  }

  private static boolean isNameless(Observation seen) {
    return seen instanceof Observation.Read read && read.identity().isEmpty();
  }

  /** What Git declares for those of our clusters that could be read, by name. */
  private Set<SecretAddress> meant(LiveState seen, DesiredState fromGit) {
    return Stream.concat(
            fromGit.addresses().stream(),
            fromGit.distributions().stream()
                .flatMap(one ->
                    one.projects().names().stream()
                        .map(project ->
                            SecretAddress.of(
                                one.cluster(), project, one.secret().address().ref().name()))))
        .filter(address -> clusters.contains(address.cluster()))
        .filter(address -> seen.clusters().get(address.cluster()) instanceof Observation.Read)
        .collect(Collectors.toSet());
  }

  /** Our clusters as they were seen at first, and the others as they were seen then. */
  public static LiveState together(LiveState first, LiveState then) {
    SortedMap<String, Observation> clusters = new TreeMap<>(first.clusters());
    clusters.putAll(then.clusters());
    return new LiveState(clusters);
  }

  /** What of a plan is about what was meant to be planned. */
  public Plan of(Plan plan) {
    return part.map(one -> plan.of(one.shard(), one.fleet())).orElse(plan);
  }
}
