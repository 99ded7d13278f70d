package dev.secretsync.offline;

import dev.secretsync.declare.AllowedClusters;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.Grant;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.model.SecretAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds what made a cluster reachable for a Secret. */
final class Causes {
  private final Declarations base;
  private final Declarations head;

  Causes(Declarations base, Declarations head) {
    this.base = base;
    this.head = head;
  }

  /** What of the change allows {@code now} at this place, where {@code old} was not allowed. */
  List<String> of(SecretAddress address, ManagedSecret old, ManagedSecret now) {
    SortedSet<String> causes = new TreeSet<>();
    ClusterDeclaration cluster = head.clusters().get(address.cluster());
    if (cluster != null) {
      boolean known = base.clusters().containsKey(address.cluster());
      if (!known) {
        causes.add("cluster " + address.cluster() + " is new");
      }
      for (Grant grant : now.grants()) {
        if (grant.allows(cluster)) {
          causes.addAll(ofGrant(grant, old.grants(), cluster, "its allowed clusters changed"));
        }
      }
      for (AllowedClusters authorization : head.authorizations()) {
        if (authorization.covers(now)) {
          causes.addAll(ofAuthorization(authorization, old, cluster));
        }
      }
    }
    now.controlPlane()
        .filter(plane -> isHostedBy(head, plane, address.cluster()))
        .ifPresent(plane ->
            causes.add(
                old.controlPlane().equals(now.controlPlane())
                    ? "control plane " + plane + " is new there"
                    : "its control plane changed"));
    return new ArrayList<>(causes);
  }

  private static boolean isHostedBy(Declarations declared, String plane, String cluster) {
    return Optional.ofNullable(declared.controlPlanes().get(plane))
        .filter(one -> one.cluster().equals(cluster))
        .isPresent();
  }

  private List<String> ofAuthorization(
      AllowedClusters now, ManagedSecret old, ClusterDeclaration cluster) {
    Optional<AllowedClusters> before =
        base.authorizations().stream().filter(one -> one.name().equals(now.name())).findFirst();
    String name = "AllowedClusters " + now.name();
    List<String> causes = new ArrayList<>();
    for (Grant grant : now.grants()) {
      if (!grant.allows(cluster)) {
        continue;
      }
      if (before.isEmpty()) {
        causes.add(name + " is new");
      } else if (before.get().covers(old)) {
        causes.addAll(ofGrant(grant, before.get().grants(), cluster, name + " changed"));
      } else if (now.covers(old)) {
        causes.add(name + " now covers it");
      } else {
        causes.add("its own labels or name changed, and " + name + " covers it");
      }
    }
    return causes;
  }

  /** A grant that was there before allows it because the cluster changed, and else is the cause. */
  private List<String> ofGrant(
      Grant grant, List<Grant> before, ClusterDeclaration cluster, String otherwise) {
    if (!before.contains(grant)) {
      return List.of(otherwise);
    }
    ClusterDeclaration old = base.clusters().get(cluster.name());
    return old == null || grant.allows(old)
        ? List.of()
        : List.of("the labels of cluster " + cluster.name() + " changed");
  }
}
