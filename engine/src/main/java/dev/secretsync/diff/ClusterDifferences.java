package dev.secretsync.diff;

import dev.secretsync.model.Diagnostic;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How one cluster and its declarations stand to each other.
 *
 * @param name the cluster's declared name
 * @param identity UID of its namespace kube-system, where we may read that
 * @param unreadable why nothing is known about it; then there are no differences
 * @param declared how many Secrets are declared for it
 * @param missingNamespaces declared into, and not there
 * @param differences one for every declared Secret and every leftover, in order of address
 */
public record ClusterDifferences(
    String name,
    Optional<String> identity,
    Optional<Diagnostic> unreadable,
    int declared,
    SortedSet<String> missingNamespaces,
    List<Difference> differences) {
  public ClusterDifferences {
    missingNamespaces = Collections.unmodifiableSortedSet(new TreeSet<>(missingNamespaces));
    differences = differences.stream().sorted(Difference.ORDER).toList();
  }

  static ClusterDifferences unknown(String name, int declared, Diagnostic why) {
    return new ClusterDifferences(
        name,
        Optional.empty(),
        Optional.of(why),
        declared,
        Collections.emptySortedSet(),
        List.of());
  }
}
