package dev.secretsync.resolve;

import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Observation;
import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether each cluster is the one that its declaration means. One that is not is as good as
 * unreadable: nothing is taken from it and nothing is written to it.
 */
public final class Identities {
  private Identities() {}

  /**
   * What was seen, without the clusters that are not what they are declared to be: whose pinned
   * identity does not hold, which are declared twice, or which policies take for other ones.
   *
   * @param pins the names that policies know a cluster by, for each identity that is pinned where
   *     they stand (X6)
   */
  public static LiveState verified(
      DesiredState declared, SortedMap<String, SortedSet<String>> pins, LiveState live) {
    Map<String, Diagnostic> twice = declaredTwice(live);
    SortedMap<String, Observation> clusters = new TreeMap<>();
    live.clusters()
        .forEach((name, seen) -> {
          DesiredCluster cluster = declared.clusters().get(name);
          if (twice.containsKey(name)) {
            clusters.put(name, new Observation.Unreadable(twice.get(name)));
          } else if (seen instanceof Observation.Read read
              && cluster != null
              && !pinHolds(cluster, read)) {
            clusters.put(name, new Observation.Unreadable(identityMismatch(cluster, read)));
          } else if (seen instanceof Observation.Read read && isDisguised(name, read, pins)) {
            clusters.put(name, new Observation.Unreadable(disguised(name)));
          } else {
            clusters.put(name, seen);
          }
        });
    return new LiveState(clusters);
  }

  private static boolean pinHolds(DesiredCluster cluster, Observation.Read read) {
    return cluster.identity().isEmpty() || cluster.identity().equals(read.identity());
  }

  private static boolean isDisguised(
      String name, Observation.Read read, SortedMap<String, SortedSet<String>> pins) {
    return read.identity()
        .map(pins::get)
        .filter(names -> !names.contains(name))
        .isPresent();
  }

  private static Diagnostic disguised(String name) {
    return Diagnostic.error(
        Code.IDENTITY_MISMATCH,
        name,
        "is a cluster that the trusted ref pins under another name and context, so that policies"
            + " would not know it",
        "keep its spec.identity, or its context");
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
