package dev.secretsync.plan;

import dev.secretsync.model.Shard;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
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
    return fleet.stream().filter(shard::holds).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The clusters of every shard that has any. */
  SortedMap<Shard, SortedSet<String>> divided() {
    SortedMap<Shard, SortedSet<String>> divided = new TreeMap<>();
    fleet.forEach(name ->
        divided.computeIfAbsent(Shard.holding(name, shard.of()), _ -> new TreeSet<>()).add(name));
    return divided;
  }
}
