package dev.secretsync.cluster;

import dev.secretsync.model.LabelSelector;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What to look at in one cluster; never all of it.
 *
 * @param namespaces by name
 * @param labelled also every namespace whose labels match; that takes one paged LIST of namespaces,
 *     which they have to be discovered by
 */
public record Lookout(SortedSet<String> namespaces, Optional<LabelSelector> labelled) {
  public Lookout {
    namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
  }

  /** Namespaces that are known by name. */
  public static Lookout at(SortedSet<String> namespaces) {
    return new Lookout(namespaces, Optional.empty());
  }

  /** Whether there is nothing to look at, apart from which cluster it is. */
  public boolean isEmpty() {
    return namespaces.isEmpty() && labelled.isEmpty();
  }
}
