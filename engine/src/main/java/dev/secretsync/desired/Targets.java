package dev.secretsync.desired;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.Grant;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretRef;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which declared Secret belongs to which cluster, and why (R42-R57, R60). Needs no key: this much
 * is readable to everybody who may read the repository.
 *
 * @param byAddress every place that something is declared for
 * @param unassigned declared Secrets that no cluster is allowed (R42, R53)
 */
public record Targets(SortedMap<SecretAddress, Target> byAddress, SortedSet<String> unassigned) {
  public Targets {
    byAddress = Collections.unmodifiableSortedMap(new TreeMap<>(byAddress));
    unassigned = Collections.unmodifiableSortedSet(new TreeSet<>(unassigned));
  }

  /**
   * One declared Secret on one cluster.
   *
   * @param reasons the grants that allow it there, in words, each once (R49)
   */
  public record Target(ManagedSecret secret, List<String> reasons) {
    public Target {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * Works out the targets. Two declarations that reach the same place are a problem, and neither is
   * preferred (K6).
   */
  public static Targets of(Declarations declared, Problems problems) {
    SortedMap<SecretAddress, Target> found = new TreeMap<>();
    SortedSet<String> unassigned = new TreeSet<>();
    for (ManagedSecret secret : declared.secrets()) {
      List<Grant> grants = declared.grantsFor(secret);
      boolean assigned = false;
      for (ClusterDeclaration cluster : declared.clusters().values()) {
        List<String> reasons =
            grants.stream()
                .filter(grant -> grant.allows(cluster))
                .map(Grant::display)
                .distinct()
                .toList();
        if (!reasons.isEmpty()) {
          assigned = true;
          add(found, address(secret, cluster), new Target(secret, reasons), problems);
        }
      }
      if (!assigned) {
        unassigned.add(
            secret.namespace().map(namespace -> namespace + "/").orElse("") + secret.secretName());
      }
    }
    return new Targets(found, unassigned);
  }

  /** What is declared for one cluster. */
  SortedMap<SecretAddress, Target> in(String cluster) {
    return byAddress.subMap(
        SecretAddress.of(cluster, "", ""), SecretAddress.of(cluster + "\0", "", ""));
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
          Diagnostic.error(
              Code.OVERLAPPING_TARGETS,
              target.secret().at(),
              "reaches " + address + ", and so does " + first.secret().at(),
              "rename one of them, or let them reach different clusters"));
    }
  }
}
