package dev.secretsync.plan;

import dev.secretsync.model.Diagnostic;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One cluster of a plan.
 *
 * @param name its declared name
 * @param identity UID of its namespace kube-system, where we may read that
 * @param unreadable why nothing is known about it; then the plan holds no change for it
 * @param declared how many Secrets are declared for it
 * @param wave the wave that it belongs to; empty where the policy declares none
 * @param namespacesToCreate namespaces that are declared into and do not exist
 */
public record PlannedCluster(
    String name,
    Optional<String> identity,
    Optional<Diagnostic> unreadable,
    int declared,
    String wave,
    SortedSet<String> namespacesToCreate) {
  public PlannedCluster {
    namespacesToCreate = Collections.unmodifiableSortedSet(new TreeSet<>(namespacesToCreate));
  }

  /** The same, where no other namespaces than these are created. */
  PlannedCluster creating(SortedSet<String> allowed) {
    SortedSet<String> namespaces = new TreeSet<>(namespacesToCreate);
    namespaces.retainAll(allowed);
    return new PlannedCluster(name, identity, unreadable, declared, wave, namespaces);
  }
}
