package dev.secretsync.desired;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.PastNamespaces;
import dev.secretsync.model.Blocked;
import dev.secretsync.model.LabelSelector;
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
 * @param labelled by which labels more namespaces are found, such as the projects of a Kargo, by
 *     declared cluster name
 * @param complete whether the whole history of the repository was at hand for that
 */
public record Scope(
    SortedMap<String, String> contexts,
    SortedMap<String, SortedSet<String>> namespaces,
    SortedMap<String, LabelSelector> labelled,
    boolean complete) {
  public Scope {
    labelled = Collections.unmodifiableSortedMap(new TreeMap<>(labelled));
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
      // whatever was declared there was refused, and nobody has to let us look
      inCluster.removeIf(Blocked::isReserved);
      declared
          .secrets()
          .forEach(secret -> inCluster.add(secret.namespace().orElse(cluster.agentNamespace())));
      inCluster.addAll(collecting(cluster, declared));
      past.hosted()
          .forEach((host, planes) -> {
            if (mayBe(host, cluster, declared)) {
              inCluster.addAll(planes);
            }
          });
      contexts.put(cluster.name(), cluster.context());
      namespaces.put(cluster.name(), Collections.unmodifiableSortedSet(inCluster));
    }
    return new Scope(contexts, namespaces, labelled(declared, past), past.complete());
  }

  /**
   * What clusters exchange by way of control planes: where offers are, and where they go. That much
   * of each cluster has a say in what becomes of the others; nothing has where there is no control
   * plane.
   */
  public static Scope exchanged(Declarations declared) {
    SortedMap<String, String> contexts = new TreeMap<>();
    SortedMap<String, SortedSet<String>> namespaces = new TreeMap<>();
    declared
        .clusters()
        .forEach((name, cluster) -> {
          contexts.put(name, cluster.context());
          namespaces.put(name, Collections.unmodifiableSortedSet(collecting(cluster, declared)));
        });
    return new Scope(contexts, namespaces, labelled(declared, PastNamespaces.none()), true);
  }

  /** Under a name that is gone, the host of the past may be any of the clusters. */
  private static boolean mayBe(String host, ClusterDeclaration cluster, Declarations declared) {
    return host.equals(cluster.name()) || !declared.clusters().containsKey(host);
  }

  /**
   * Projects are also looked for where a Kargo was in the past: what was put there is left over.
   */
  private static SortedMap<String, LabelSelector> labelled(
      Declarations declared, PastNamespaces past) {
    SortedMap<String, LabelSelector> labelled = new TreeMap<>();
    for (ClusterDeclaration cluster : declared.clusters().values()) {
      if (past.kargos().stream().anyMatch(host -> mayBe(host, cluster, declared))) {
        labelled.put(cluster.name(), ControlPlane.Product.Kargo.PROJECTS);
      }
    }
    declared
        .controlPlanes()
        .values()
        .forEach(plane ->
            plane
                .product()
                .projects()
                .ifPresent(selector -> labelled.put(plane.cluster(), selector)));
    return labelled;
  }

  private static SortedSet<String> collecting(ClusterDeclaration cluster, Declarations declared) {
    SortedSet<String> namespaces = new TreeSet<>();
    if (!declared.controlPlanes().isEmpty() || !declared.sources().isEmpty()) {
      namespaces.add(cluster.agentNamespace());
    }
    for (ControlPlane plane : declared.controlPlanes().values()) {
      if (plane.cluster().equals(cluster.name())) {
        namespaces.addAll(plane.product().namespaces());
        namespaces.addAll(named(plane, declared));
      }
    }
    return namespaces;
  }

  /** Projects that a declaration names: they are found even where namespaces cannot be listed. */
  private static SortedSet<String> named(ControlPlane plane, Declarations declared) {
    SortedSet<String> names = new TreeSet<>();
    declared.secrets().stream()
        .filter(secret -> secret.controlPlane().filter(plane.name()::equals).isPresent())
        .forEach(secret -> secret.projects().ifPresent(to -> names.addAll(to.names())));
    return names;
  }
}
