package dev.secretsync.diff;

import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Observation;
import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.desired.LastApplied;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every difference between Git and the fleet. Value-free: from here on no stage can name plaintext.
 *
 * @param revision what was read from Git
 * @param installation whose objects these are
 * @param clusters by declared name
 * @param unassigned declared Secrets that no cluster is authorized to hold
 * @param diagnostics what else is worth saying: leftovers that may not be looked for, objects that
 *     only look like ours
 */
public record Differences(
    Revision revision,
    String installation,
    SortedMap<String, ClusterDifferences> clusters,
    SortedSet<String> unassigned,
    List<Diagnostic> diagnostics) {
  public Differences {
    clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
    unassigned = Collections.unmodifiableSortedSet(new TreeSet<>(unassigned));
    diagnostics = diagnostics.stream().sorted().toList();
  }

  /**
   * Compares.
   *
   * @param desired what Git says
   * @param live what could be seen; a cluster that is missing here was not looked at
   * @param lastApplied what explains why they differ
   */
  public static Differences between(DesiredState desired, LiveState live, LastApplied lastApplied) {
    Problems notes = new Problems();
    Map<String, Diagnostic> twice = declaredTwice(live);
    SortedMap<String, ClusterDifferences> found = new TreeMap<>();
    desired
        .clusters()
        .forEach((name, cluster) ->
            found.put(
                name,
                twice.containsKey(name)
                    ? ClusterDifferences.unknown(name, cluster.declared(), twice.get(name))
                    : of(cluster, live, desired.installation(), lastApplied, notes)));
    notes.addAll(desired.diagnostics());
    return new Differences(
        desired.revision(), desired.installation(), found, desired.unassigned(), notes.all());
  }

  private static ClusterDifferences of(
      DesiredCluster cluster,
      LiveState live,
      String installation,
      LastApplied lastApplied,
      Problems notes) {
    int declared = cluster.declared();
    Observation seen = live.clusters().get(cluster.name());
    return switch (seen) {
      case null ->
          new ClusterDifferences(
              cluster.name(),
              Optional.empty(),
              Optional.empty(),
              declared,
              Collections.emptySortedSet(),
              List.of());
      case Observation.Unreadable unreadable ->
          ClusterDifferences.unknown(cluster.name(), declared, unreadable.why());
      case Observation.Read read when !pinHolds(cluster, read) ->
          ClusterDifferences.unknown(cluster.name(), declared, identityMismatch(cluster, read));
      case Observation.Read read ->
          new ClusterComparison(cluster, read, installation, lastApplied, notes).compare();
    };
  }

  private static boolean pinHolds(DesiredCluster cluster, Observation.Read read) {
    return cluster.identity().isEmpty() || cluster.identity().equals(read.identity());
  }

  private static Diagnostic identityMismatch(DesiredCluster cluster, Observation.Read read) {
    return Diagnostic.error(
        Code.IDENTITY_MISMATCH,
        cluster.name(),
        read.identity()
            .map(uid ->
                "context "
                    + cluster.context()
                    + " reaches another cluster: its namespace"
                    + " kube-system has UID "
                    + uid)
            .orElse("the identity of this cluster is pinned and could not be read"),
        read.identity().isPresent()
            ? "check the kubeconfig context, or change spec.identity if the cluster was rebuilt"
            : "grant get on namespace kube-system");
  }

  /**
   * A cluster is itself by the UID of its kube-system, under whatever names it is declared (T12).
   * Where we may not read that, a Secret that two of them hold tells: no two clusters make the same
   * UID. Left alone, each name would prune what the other one declares.
   */
  private static Map<String, Diagnostic> declaredTwice(LiveState live) {
    Map<String, String> firstByIdentity = new HashMap<>();
    Map<String, String> firstBySecret = new HashMap<>();
    Set<String> identified = new HashSet<>();
    Map<String, Diagnostic> twice = new HashMap<>();
    live.clusters()
        .forEach((name, observation) -> {
          if (observation instanceof Observation.Read read && read.identity().isPresent()) {
            identified.add(name);
            same(
                firstByIdentity.putIfAbsent(read.identity().get(), name),
                name,
                "both have the same UID of namespace kube-system",
                twice);
          }
        });
    live.secrets()
        .forEach(seen -> {
          String first = firstBySecret.putIfAbsent(seen.secret().uid(), seen.cluster());
          if (!identified.contains(seen.cluster()) || !identified.contains(first)) {
            same(first, seen.cluster(), "both hold a Secret with the same UID", twice);
          }
        });
    return twice;
  }

  private static void same(
      @Nullable String first, String name, String why, Map<String, Diagnostic> twice) {
    if (first != null && !first.equals(name)) {
      twice.put(first, sameCluster(first, name, why));
      twice.put(name, sameCluster(name, first, why));
    }
  }

  private static Diagnostic sameCluster(String name, String other, String why) {
    return Diagnostic.error(
        Code.SAME_CLUSTER_TWICE,
        name,
        "is the same cluster as " + other + ": " + why,
        "declare it once, or point spec.context of one of them at another cluster");
  }
}
