package dev.secretsync.desired;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.PastNamespaces;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which clusters to look at, and where in them. Needs no key, so that clusters can answer while
 * files are still being decrypted.
 *
 * @param contexts kubeconfig context by declared cluster name
 * @param namespaces every namespace that may hold something of ours, by declared cluster name
 * @param complete whether the whole history of the repository was at hand for that
 */
public record Scope(
    SortedMap<String, String> contexts,
    SortedMap<String, SortedSet<String>> namespaces,
    boolean complete) {
  public Scope {
    contexts = Collections.unmodifiableSortedMap(new TreeMap<>(contexts));
    namespaces = Collections.unmodifiableSortedMap(new TreeMap<>(namespaces));
  }

  /**
   * Works it out: also namespaces of Secrets that are declared for other clusters only, since they
   * may have been declared for this one before (R56), and those that only earlier commits used.
   * With a control plane, every agent namespace may hold what is offered to it, and its own
   * namespace what was collected.
   */
  public static Scope of(Declarations declared, PastNamespaces past) {
    SortedMap<String, String> contexts = new TreeMap<>();
    SortedMap<String, SortedSet<String>> namespaces = new TreeMap<>();
    for (ClusterDeclaration cluster : declared.clusters().values()) {
      SortedSet<String> inCluster = new TreeSet<>(past.namespaces());
      declared
          .secrets()
          .forEach(secret -> inCluster.add(secret.namespace().orElse(cluster.agentNamespace())));
      inCluster.addAll(collecting(cluster, declared));
      past.hosted()
          .forEach((host, planes) -> {
            // under a name that is gone, the host may be any of the clusters
            if (host.equals(cluster.name()) || !declared.clusters().containsKey(host)) {
              inCluster.addAll(planes);
            }
          });
      contexts.put(cluster.name(), cluster.context());
      namespaces.put(cluster.name(), Collections.unmodifiableSortedSet(inCluster));
    }
    return new Scope(contexts, namespaces, past.complete());
  }

  private static SortedSet<String> collecting(ClusterDeclaration cluster, Declarations declared) {
    SortedSet<String> namespaces = new TreeSet<>();
    if (!declared.controlPlanes().isEmpty() || !declared.sources().isEmpty()) {
      namespaces.add(cluster.agentNamespace());
    }
    for (ControlPlane plane : declared.controlPlanes().values()) {
      if (plane.cluster().equals(cluster.name())
          && plane.product() instanceof Product.ArgoCd(String namespace)) {
        namespaces.add(namespace);
      }
    }
    return namespaces;
  }
}
