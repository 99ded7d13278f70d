package dev.secretsync.plan;

import dev.secretsync.model.Shard;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which part of a fleet a plan is about, where it is not about all of it.
 *
 * @param shard which one
 * @param fleet every declared cluster, by name: whose parts belong together, and what is missing
 *     when one is not there
 */
public record Part(Shard shard, SortedSet<String> fleet) {
  public Part {
    fleet = Collections.unmodifiableSortedSet(new TreeSet<>(fleet));
  }

  /** The clusters that it is about. */
  public SortedSet<String> clusters() {
    return in(shard);
  }

  /** The clusters of the same fleet that another shard has. */
  SortedSet<String> in(Shard other) {
    return fleet.stream().filter(other::holds).collect(Collectors.toCollection(TreeSet::new));
  }
}
