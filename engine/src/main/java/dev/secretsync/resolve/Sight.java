package dev.secretsync.resolve;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.Observation.Labelled;
import dev.secretsync.cluster.Observation.NamespaceState;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What can be seen of the declared clusters. Not to see something is never the same as to see
 * nothing: ask {@link #blind} before taking an absence for an answer.
 */
record Sight(SortedMap<String, ClusterDeclaration> clusters, LiveState live) {

  /** Why the Secrets of a namespace are not known; empty when they are. */
  Optional<Diagnostic> blind(String cluster, String namespace) {
    return switch (live.clusters().get(cluster)) {
      case null -> Optional.of(notLookedAt(cluster, namespace));
      case Observation.Unreadable unreadable -> Optional.of(unreadable.why());
      case Observation.Read read ->
          switch (read.namespaces().get(namespace)) {
            case null ->
                Optional.of(
                    read.labelled() instanceof Labelled.Unknown unknown
                        ? unknown.why()
                        : notLookedAt(cluster, namespace));
            case NamespaceState.Unknown unknown -> Optional.of(unknown.why());
            case NamespaceState.Listed listed -> Optional.empty();
            case NamespaceState.Absent absent -> Optional.empty();
          };
    };
  }

  /** Why the Secrets around an address are not known; empty when they are. */
  Optional<Diagnostic> blind(SecretAddress address) {
    return blind(address.cluster(), address.ref().namespace());
  }

  /** The projects that were found in a cluster, with the labels of their namespaces. */
  SortedMap<String, SortedMap<String, String>> projects(String cluster) {
    return live.labelled(cluster);
  }

  /** Why it is not known which projects a cluster has; empty when it is. */
  Optional<Diagnostic> projectsUnknown(String cluster) {
    return switch (live.clusters().get(cluster)) {
      case null -> Optional.of(notLookedAt(cluster, "projects"));
      case Observation.Unreadable unreadable -> Optional.of(unreadable.why());
      case Observation.Read read ->
          read.labelled() instanceof Labelled.Unknown unknown
              ? Optional.of(unknown.why())
              : Optional.empty();
    };
  }

  /** Why the offers of some cluster are not known; empty when all are. */
  Optional<Diagnostic> anyBlind() {
    return clusters.values().stream()
        .flatMap(cluster -> blind(cluster.name(), cluster.agentNamespace()).stream())
        .findFirst();
  }

  private static Diagnostic notLookedAt(String cluster, String namespace) {
    return Diagnostic.error(
        Code.CLUSTER_UNREACHABLE,
        cluster + "/" + namespace,
        "was not looked at",
        "run again; nothing is deleted because of it");
  }

  /** The Secrets of a namespace; none when it does not exist or cannot be read. */
  Collection<LiveSecret> secrets(String cluster, String namespace) {
    return namespaces(cluster).get(namespace) instanceof NamespaceState.Listed listed
        ? listed.secrets().values()
        : List.of();
  }

  /** Every namespace of a cluster that was looked at. */
  SortedMap<String, NamespaceState> namespaces(String cluster) {
    return live.clusters().get(cluster) instanceof Observation.Read read
        ? read.namespaces()
        : new TreeMap<>();
  }

  Optional<LiveSecret> find(SecretAddress address) {
    return live.find(address);
  }

  /** UID of the cluster's namespace kube-system; empty where it is not known. */
  Optional<String> identity(String cluster) {
    return live.clusters().get(cluster) instanceof Observation.Read read
        ? read.identity()
        : Optional.empty();
  }

  /** Whether two declared names mean one cluster: by identity, not by name (T12). */
  boolean same(String one, String other) {
    return one.equals(other)
        || identity(one).filter(uid -> identity(other).filter(uid::equals).isPresent()).isPresent();
  }
}
