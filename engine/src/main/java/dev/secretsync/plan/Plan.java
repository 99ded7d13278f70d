package dev.secretsync.plan;

import dev.secretsync.diff.ClusterDifferences;
import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Differences;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.Shard;
import dev.secretsync.model.TrustChange;
import dev.secretsync.policy.Finding;
import dev.secretsync.policy.Guard;
import dev.secretsync.policy.Policy;
import dev.secretsync.policy.PolicySource;
import dev.secretsync.policy.Wave;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What would be done, in order of address, and whether it may be. Holds no value and no hash of
 * one: it can be shown to everybody who may read the repository.
 *
 * @param revision what was read from Git
 * @param installation whose objects these are
 * @param policy which policy judged it
 * @param trust changes of who may decrypt and of what may be done, between the trusted revision and
 *     this one
 * @param clusters every declared cluster, by name
 * @param changes one line for every desired Secret, every leftover and every offer that is not
 *     taken; no-ops too
 * @param guards limits, held against each cluster
 * @param waves in which order clusters are written to; empty for all at once
 * @param unassigned declared Secrets that no cluster is authorized to hold
 * @param diagnostics everything else that was found out on the way
 * @param part which part of the fleet it is about; empty when it is about all of it
 */
public record Plan(
    Revision revision,
    String installation,
    PolicySource policy,
    List<TrustChange> trust,
    SortedMap<String, PlannedCluster> clusters,
    List<PlannedChange> changes,
    List<Guard> guards,
    List<Wave> waves,
    SortedSet<String> unassigned,
    List<Diagnostic> diagnostics,
    Optional<Part> part) {
  public Plan {
    trust = trust.stream().sorted().distinct().toList();
    guards = guards.stream().sorted().toList();
    waves = List.copyOf(waves);
    clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
    changes =
        changes.stream()
            .sorted(Comparator.comparing(PlannedChange::difference, Difference.ORDER))
            .toList();
    unassigned = Collections.unmodifiableSortedSet(new TreeSet<>(unassigned));
    diagnostics = diagnostics.stream().sorted().distinct().toList();
  }

  /** A plan of the whole fleet. */
  public Plan(
      Revision revision,
      String installation,
      PolicySource policy,
      List<TrustChange> trust,
      SortedMap<String, PlannedCluster> clusters,
      List<PlannedChange> changes,
      List<Guard> guards,
      List<Wave> waves,
      SortedSet<String> unassigned,
      List<Diagnostic> diagnostics) {
    this(
        revision,
        installation,
        policy,
        trust,
        clusters,
        changes,
        guards,
        waves,
        unassigned,
        diagnostics,
        Optional.empty());
  }

  /**
   * Judges the differences and puts them in order.
   *
   * @param trust what changed about who may decrypt and what may be done
   * @param diagnostics what earlier stages found
   */
  public static Plan of(
      Differences differences,
      Policy policy,
      List<TrustChange> trust,
      List<Diagnostic> diagnostics) {
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>();
    differences
        .clusters()
        .forEach((name, cluster) -> clusters.put(name, planned(cluster, policy.waves())));
    List<PlannedChange> changes =
        Stream.concat(
                differences.clusters().values().stream()
                    .flatMap(cluster -> cluster.differences().stream()),
                differences.notCollected().stream())
            .map(difference ->
                PlannedChange.of(
                    difference, policy.judge(difference), Collections.emptySortedMap()))
            .toList();
    return new Plan(
        differences.revision(),
        differences.installation(),
        policy.source(),
        trust,
        clusters,
        changes,
        guards(clusters.keySet(), changes, policy),
        policy.waves(),
        differences.unassigned(),
        Stream.concat(diagnostics.stream(), differences.diagnostics().stream()).toList());
  }

  /**
   * The limits of {@code policy}, held against what {@code changes} would do in each cluster.
   *
   * @param clusters by declared name
   */
  static List<Guard> guards(Set<String> clusters, List<PlannedChange> changes, Policy policy) {
    Map<String, List<PlannedChange>> byCluster =
        changes.stream().collect(Collectors.groupingBy(change -> change.address().cluster()));
    return clusters.stream()
        .map(cluster -> Tally.of(cluster, byCluster.getOrDefault(cluster, List.of())))
        .flatMap(counts -> policy.guards(counts).stream())
        .toList();
  }

  /**
   * The same plan as another policy would have judged it. What is unknown stays so: a file that
   * this plan's policy kept closed is not open to another one.
   */
  public Plan judgedBy(Policy other) {
    List<PlannedChange> judged = changes.stream().map(change -> change.judgedBy(other)).toList();
    return new Plan(
        revision,
        installation,
        other.source(),
        trust,
        clusters,
        judged,
        guards(clusters.keySet(), judged, other),
        waves,
        unassigned,
        List.of(),
        part);
  }

  /**
   * The same plan, in which each change that writes says which files it follows from.
   *
   * @param files blob ids by path, for a place and the origin of what belongs there
   */
  public Plan boundTo(BiFunction<SecretAddress, Origin, SortedMap<String, String>> files) {
    return with(clusters, changes.stream().map(change -> change.boundTo(files)).toList(), guards);
  }

  /**
   * The same plan, which writes nothing in clusters that are {@code held} and creates no other
   * namespaces than these. What a held cluster's limits said is about nothing then.
   *
   * @param namespaces the namespaces that may be created, by cluster
   */
  Plan within(Set<String> held, Function<String, SortedSet<String>> namespaces) {
    SortedMap<String, PlannedCluster> kept = new TreeMap<>();
    clusters.forEach((name, cluster) ->
        kept.put(
            name,
            cluster.creating(
                held.contains(name) ? Collections.emptySortedSet() : namespaces.apply(name))));
    return with(
        kept,
        changes.stream()
            .map(change ->
                change.action().writes() && held.contains(change.address().cluster())
                    ? change.notMade()
                    : change)
            .toList(),
        guards.stream().filter(guard -> !held.contains(guard.cluster())).toList());
  }

  private Plan with(
      SortedMap<String, PlannedCluster> otherClusters,
      List<PlannedChange> otherChanges,
      List<Guard> otherGuards) {
    return new Plan(
        revision,
        installation,
        policy,
        trust,
        otherClusters,
        otherChanges,
        otherGuards,
        waves,
        unassigned,
        diagnostics,
        part);
  }

  /**
   * The part of this plan that is about the clusters of one shard. What was found out about a
   * cluster goes with it; all else is said in every part.
   *
   * @param shard which one
   * @param fleet every declared cluster, by name
   */
  public Plan of(Shard shard, SortedSet<String> fleet) {
    Part of = new Part(shard, fleet);
    Set<String> ours = of.clusters();
    Set<String> others = new TreeSet<>(fleet);
    others.removeAll(ours);
    SortedMap<String, PlannedCluster> kept = new TreeMap<>(clusters);
    kept.keySet().retainAll(ours);
    return new Plan(
        revision,
        installation,
        policy,
        trust,
        kept,
        changes.stream().filter(change -> ours.contains(change.address().cluster())).toList(),
        guards.stream().filter(guard -> ours.contains(guard.cluster())).toList(),
        waves,
        unassigned,
        diagnostics.stream().filter(found -> !isAbout(others, found)).toList(),
        Optional.of(of));
  }

  private static boolean isAbout(Set<String> clusters, Diagnostic found) {
    return found.at().isEmpty() && clusters.contains(found.subject().split("/", 2)[0]);
  }

  /** Whether it could say anything about a cluster. */
  public boolean concerns(String cluster) {
    return part.isEmpty() || part.get().shard().holds(cluster);
  }

  private static PlannedCluster planned(ClusterDifferences cluster, List<Wave> waves) {
    return new PlannedCluster(
        cluster.name(),
        cluster.identity(),
        cluster.unreadable(),
        cluster.declared(),
        wave(cluster.name(), waves),
        cluster.missingNamespaces());
  }

  /** The wave that a cluster belongs to; empty where the policy declares none. */
  static String wave(String cluster, List<Wave> waves) {
    return waves.stream()
        .filter(wave -> wave.clusters().contains(cluster))
        .map(Wave::name)
        .findFirst()
        .orElse("");
  }

  /** Whether it would write anything. */
  public boolean hasChanges() {
    return changes.stream().anyMatch(change -> change.action().writes());
  }

  /**
   * Whether apply may write any of it. A refusal of what Git declares stops the whole plan: the
   * declaration has to change first. A refusal of what a cluster holds stops nothing else, or
   * whoever may label a Secret could stop everybody's.
   */
  public boolean applyable() {
    return changes.stream()
            .flatMap(change -> change.findings().stream())
            .noneMatch(Finding::declared)
        && diagnostics.stream().noneMatch(Plan::isRefusal);
  }

  /**
   * A file that policy refuses may declare nothing that the plan could show, and neither could
   * anybody review what a shard that is missing would do.
   */
  private static boolean isRefusal(Diagnostic diagnostic) {
    return diagnostic.isError()
        && (diagnostic.code() == Code.POLICY_DENIED
            || diagnostic.code() == Code.RECIPIENT
            || diagnostic.code() == Code.SHARD_MISSING);
  }

  /** Whether it was merged without the plan of every shard. */
  public boolean missesShard() {
    return diagnostics.stream().anyMatch(found -> found.code() == Code.SHARD_MISSING);
  }

  /** Whether everything that is declared could be read on both sides. */
  public boolean complete() {
    return clusters.values().stream().noneMatch(c -> c.unreadable().isPresent())
        && changes.stream().noneMatch(change -> change.action() == Action.UNKNOWN);
  }

  /** How many changes take this action. */
  public int count(Predicate<Action> action) {
    return (int) changes.stream().filter(change -> action.test(change.action())).count();
  }

  /** Every exit code that applies, apart from {@link ExitCode#CHANGES}. */
  public Set<ExitCode> exitCodes() {
    Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
    Stream.of(
            diagnostics.stream(),
            clusters.values().stream().flatMap(c -> c.unreadable().stream()),
            changes.stream()
                .map(PlannedChange::difference)
                .filter(Difference.Unknown.class::isInstance)
                .map(d -> ((Difference.Unknown) d).why()))
        .flatMap(found -> found)
        .filter(Diagnostic::isError)
        .forEach(diagnostic -> codes.add(diagnostic.code().exitCode()));
    if (changes.stream().anyMatch(change -> change.action() == Action.DENIED)) {
      codes.add(ExitCode.DENIED);
    }
    if (changes.stream().anyMatch(change -> change.action() == Action.CONFLICT)) {
      codes.add(ExitCode.CONFLICT);
    }
    return codes;
  }
}
