package dev.secretsync.access;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.PastNamespaces;
import dev.secretsync.desired.Scope;
import dev.secretsync.desired.Targets;
import dev.secretsync.model.Blocked;
import dev.secretsync.model.Permission;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Works out who needs what where, from the requests that plan and apply make. Per namespace:
 *
 * <ul>
 *   <li>{@code list} of Secrets, to plan;
 *   <li>{@code create} and {@code patch} where something of ours may have its place;
 *   <li>{@code delete} where something of ours may be, also where nothing is declared any more;
 *   <li>{@code get} beside each of these, to see how a write ended, and what an update may touch.
 * </ul>
 *
 * <p>Besides, {@code get} of namespace {@code kube-system} says which cluster it is; a Lease in
 * namespace {@code default} says who writes; and the projects of a Kargo are found by a {@code
 * list} of namespaces, which nothing narrower than a ClusterRole can grant.
 */
public final class Needs {
  /** Where runs tell each other who writes. */
  private static final String LEASES = "default";

  private static final String LEASE_GROUP = "coordination.k8s.io";
  private static final String KUBE_SYSTEM = "kube-system";
  private static final List<String> WRITING = List.of("get", "create", "patch", "delete");
  private static final List<String> REMOVING = List.of("get", "delete");

  /** Copies that were there before us are let go of, where a control plane was (R38). */
  private static final List<String> RELEASING = List.of("get", "patch", "delete");

  private final Declarations declared;
  private final Targets targets;
  private final PastNamespaces past;
  private final Wishes wishes;
  private final String lease;

  /**
   * What the one who grants wants beyond what Git tells.
   *
   * @param past also where only earlier commits declared something
   * @param projects names of a Kargo's projects, which a label tells only the cluster
   */
  public record Wishes(boolean past, SortedSet<String> projects) {
    public Wishes {
      projects = Collections.unmodifiableSortedSet(new TreeSet<>(projects));
    }

    /** What Git tells. */
    public static Wishes none() {
      return new Wishes(false, new TreeSet<>());
    }

    /** Everything that may ever be needed. */
    public static Wishes all() {
      return new Wishes(true, new TreeSet<>());
    }
  }

  private Needs(
      Declarations declared, Targets targets, PastNamespaces past, Wishes wishes, String lease) {
    this.declared = declared;
    this.targets = targets;
    this.past = past;
    this.wishes = wishes;
    this.lease = lease;
  }

  /**
   * The needs of every declared cluster, by name.
   *
   * @param lease name of the Lease that apply holds
   */
  public static SortedMap<String, Access> of(
      Declarations declared, Targets targets, PastNamespaces past, Wishes wishes, String lease) {
    Needs needs = new Needs(declared, targets, past, wishes, lease);
    Scope scope = Scope.of(declared, past);
    Scope current = Scope.of(declared, PastNamespaces.none());
    SortedMap<String, Access> all = new TreeMap<>();
    for (ClusterDeclaration cluster : declared.clusters().values()) {
      all.put(cluster.name(), needs.in(cluster, scope, current));
    }
    return all;
  }

  private Access in(ClusterDeclaration cluster, Scope scope, Scope current) {
    SortedSet<String> made = new TreeSet<>(namespaces(current, cluster));
    SortedSet<String> ofKargo = ofKargo(cluster);
    SortedSet<String> gone = new TreeSet<>(namespaces(scope, cluster));
    gone.removeAll(made);
    gone.removeAll(ofKargo);
    made.removeAll(ofKargo);
    SortedSet<String> others = new TreeSet<>(ofKargo);
    others.addAll(gone);
    SortedSet<String> leftOut = wishes.past() ? new TreeSet<>() : gone;

    boolean projects = scope.labelled().containsKey(cluster.name());
    SortedSet<Permission> reading = new TreeSet<>();
    reading.add(Permission.namespace(KUBE_SYSTEM));
    others.forEach(namespace -> reading.add(existence(namespace)));
    Stream.concat(made.stream(), others.stream())
        .filter(namespace -> !leftOut.contains(namespace))
        .forEach(namespace -> reading.add(Permission.secrets("list", namespace)));
    if (projects) {
      reading.add(Permission.everywhere("", "namespaces", "list"));
    }

    SortedSet<Permission> writing = new TreeSet<>(reading);
    SortedSet<String> places = places(cluster);
    made.forEach(namespace -> writing.addAll(writing(namespace, places.contains(namespace))));
    ofKargo.forEach(namespace -> writing.addAll(writing(namespace, true)));
    gone.stream()
        .filter(namespace -> !leftOut.contains(namespace))
        .forEach(namespace -> writing.addAll(writing(namespace, false)));
    writing.addAll(lock());
    return new Access(
        new TreeMap<>(Map.of(cluster.name(), cluster.context())),
        Map.of(Identity.PLAN, reading, Identity.APPLY, writing),
        made,
        others,
        leftOut,
        projects);
  }

  /** Nothing of ours is ever in a namespace of Kubernetes, whatever somebody declares (K7). */
  private static SortedSet<String> namespaces(Scope scope, ClusterDeclaration cluster) {
    SortedSet<String> namespaces =
        new TreeSet<>(
            Optional.ofNullable(scope.namespaces().get(cluster.name()))
                .orElseGet(Collections::emptySortedSet));
    namespaces.removeIf(Blocked::isReserved);
    return namespaces;
  }

  /** Namespaces that a Kargo in this cluster makes: one that is there before is in its way. */
  private SortedSet<String> ofKargo(ClusterDeclaration cluster) {
    SortedSet<String> namespaces = new TreeSet<>();
    for (ControlPlane plane : declared.controlPlanes().values()) {
      if (plane.cluster().equals(cluster.name()) && plane.product().projects().isPresent()) {
        namespaces.addAll(plane.product().namespaces());
        namespaces.addAll(wishes.projects());
        declared.secrets().stream()
            .filter(secret -> secret.controlPlane().filter(plane.name()::equals).isPresent())
            .forEach(
                secret -> secret.projects().ifPresent(chosen -> namespaces.addAll(chosen.names())));
      }
    }
    namespaces.removeIf(Blocked::isReserved);
    return namespaces;
  }

  /** Where something of ours may have its place in a cluster, but for what a Kargo makes. */
  private SortedSet<String> places(ClusterDeclaration cluster) {
    SortedSet<String> places = new TreeSet<>();
    targets.byAddress().keySet().stream()
        .filter(address -> address.cluster().equals(cluster.name()))
        .forEach(address -> places.add(address.ref().namespace()));
    for (ControlPlane plane : declared.controlPlanes().values()) {
      if (plane.cluster().equals(cluster.name())) {
        places.addAll(plane.product().namespaces());
      }
      if (plane.product().fansOut()) {
        places.add(cluster.agentNamespace());
      }
    }
    return places;
  }

  private List<Permission> writing(String namespace, boolean place) {
    boolean hosted = past.hosted().values().stream().anyMatch(planes -> planes.contains(namespace));
    List<String> verbs = place ? WRITING : hosted ? RELEASING : REMOVING;
    return verbs.stream().map(verb -> Permission.secrets(verb, namespace)).toList();
  }

  /** Granted for the whole cluster, for a Role cannot live in a namespace that is missing. */
  private static Permission existence(String namespace) {
    return new Permission("", "namespaces", "get", Optional.empty(), Optional.of(namespace));
  }

  /** A create cannot be limited to a name. */
  private List<Permission> lock() {
    return List.of(
        lease("create", Optional.empty()),
        lease("get", Optional.of(lease)),
        lease("update", Optional.of(lease)),
        lease("delete", Optional.of(lease)));
  }

  private static Permission lease(String verb, Optional<String> name) {
    return new Permission(LEASE_GROUP, "leases", verb, Optional.of(LEASES), name);
  }
}
