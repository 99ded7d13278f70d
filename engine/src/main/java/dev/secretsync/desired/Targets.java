package dev.secretsync.desired;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.Grant;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.declare.ProjectGrant;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which declared Secret belongs to which cluster, and why (R42-R57, R60, R63). Needs no key: this
 * much is readable to everybody who may read the repository.
 *
 * @param byAddress every place that something is declared for
 * @param forProjects what goes to projects of a Kargo, in order of place: their namespaces are
 *     found in the cluster
 * @param unassigned declared Secrets that no cluster is allowed (R42, R53) and that live in no
 *     control plane either
 */
public record Targets(
    SortedMap<SecretAddress, Target> byAddress,
    List<ForProjects> forProjects,
    SortedSet<String> unassigned) {
  public Targets {
    forProjects = List.copyOf(forProjects);
    byAddress = Collections.unmodifiableSortedMap(new TreeMap<>(byAddress));
    unassigned = Collections.unmodifiableSortedSet(new TreeSet<>(unassigned));
  }

  /**
   * One declared Secret on one cluster.
   *
   * @param reasons the grants that allow it there and the control plane that it lives in, in words,
   *     each once (R49)
   */
  public record Target(ManagedSecret secret, List<String> reasons) {
    public Target {
      reasons = List.copyOf(reasons);
    }
  }

  /** One declared Secret, for the projects of one Kargo; never for nobody. */
  public record ForProjects(ManagedSecret secret, ControlPlane kargo, ProjectGrant projects) {

    /** The places that are known without a look at the cluster: those that are named. */
    List<SecretAddress> named() {
      return projects.names().stream()
          .map(name -> SecretAddress.of(kargo.cluster(), name, secret.secretName()))
          .toList();
    }
  }

  /**
   * Works out the targets. Two declarations that reach the same place are a problem, and neither is
   * preferred (K6).
   */
  public static Targets of(Declarations declared, Problems problems) {
    SortedMap<SecretAddress, Target> found = new TreeMap<>();
    List<ForProjects> forProjects = new ArrayList<>();
    SortedSet<String> unassigned = new TreeSet<>();
    for (ManagedSecret secret : declared.secrets()) {
      SortedMap<SecretAddress, List<String>> places = places(secret, declared);
      places.forEach(
          (address, reasons) -> add(found, address, new Target(secret, reasons), problems));
      Optional<ForProjects> projects = forProjects(secret, declared);
      projects.ifPresent(forProjects::add);
      if (places.isEmpty() && projects.isEmpty()) {
        unassigned.add(
            secret.namespace().map(namespace -> namespace + "/").orElse("") + secret.secretName());
      }
    }
    checkNamed(forProjects, found, problems);
    return new Targets(found, forProjects, unassigned);
  }

  private static Optional<ForProjects> forProjects(ManagedSecret secret, Declarations declared) {
    return controlPlane(secret, declared)
        .filter(plane -> plane.product() instanceof Product.Kargo)
        .flatMap(kargo ->
            secret
                .projects()
                .filter(projects -> !projects.isNobody())
                .map(projects -> new ForProjects(secret, kargo, projects)));
  }

  /** Which projects a selector or {@code all} reaches is only known once the cluster was read. */
  private static void checkNamed(
      List<ForProjects> forProjects, SortedMap<SecretAddress, Target> found, Problems problems) {
    Map<SecretAddress, ManagedSecret> taken = new HashMap<>();
    found.forEach((address, target) -> taken.put(address, target.secret()));
    for (ForProjects one : forProjects) {
      for (SecretAddress address : one.named()) {
        ManagedSecret first = taken.putIfAbsent(address, one.secret());
        if (first != null && !first.equals(one.secret())) {
          problems.add(overlap(one.secret(), address, first, "let them go to different projects"));
        }
      }
    }
  }

  /** What is declared for one cluster. */
  SortedMap<SecretAddress, Target> in(String cluster) {
    return byAddress.subMap(
        SecretAddress.of(cluster, "", ""), SecretAddress.of(cluster + "\0", "", ""));
  }

  /** Where one declaration puts its Secret, and why; each place once, whatever leads to it. */
  private static SortedMap<SecretAddress, List<String>> places(
      ManagedSecret secret, Declarations declared) {
    SortedMap<SecretAddress, List<String>> places = new TreeMap<>();
    List<Grant> grants = declared.grantsFor(secret);
    for (ClusterDeclaration cluster : declared.clusters().values()) {
      List<String> reasons =
          grants.stream()
              .filter(grant -> grant.allows(cluster))
              .map(Grant::display)
              .distinct()
              .toList();
      if (!reasons.isEmpty()) {
        places.put(address(secret, cluster), reasons);
      }
    }
    controlPlane(secret, declared)
        .ifPresent(plane ->
            inControlPlane(secret, plane)
                .ifPresent(address ->
                    places.merge(
                        address,
                        List.of("controlPlane " + plane.name()),
                        (grant, own) -> Stream.concat(grant.stream(), own.stream()).toList())));
    return places;
  }

  private static Optional<ControlPlane> controlPlane(ManagedSecret secret, Declarations declared) {
    return secret
        .controlPlane()
        .flatMap(name -> Optional.ofNullable(declared.controlPlanes().get(name)))
        .filter(plane -> declared.clusters().containsKey(plane.cluster()));
  }

  private static Optional<SecretAddress> inControlPlane(ManagedSecret secret, ControlPlane plane) {
    return switch (plane.product()) {
      case Product.ArgoCd(String namespace) ->
          Optional.of(SecretAddress.of(plane.cluster(), namespace, secret.secretName()));
      // its projects are found in the cluster: see ForProjects
      case Product.Kargo _ -> Optional.empty();
    };
  }

  private static SecretAddress address(ManagedSecret secret, ClusterDeclaration cluster) {
    return new SecretAddress(
        cluster.name(),
        new SecretRef(secret.namespace().orElse(cluster.agentNamespace()), secret.secretName()));
  }

  private static void add(
      SortedMap<SecretAddress, Target> found,
      SecretAddress address,
      Target target,
      Problems problems) {
    Target first = found.putIfAbsent(address, target);
    if (first != null) {
      problems.add(
          overlap(target.secret(), address, first.secret(), "let them reach different clusters"));
    }
  }

  private static Diagnostic overlap(
      ManagedSecret secret, SecretAddress address, ManagedSecret first, String otherwise) {
    return Diagnostic.error(
        Code.OVERLAPPING_TARGETS,
        secret.at(),
        "reaches " + address + ", and so does " + first.at(),
        "rename one of them, or " + otherwise);
  }
}
