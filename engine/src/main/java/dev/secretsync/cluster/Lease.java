package dev.secretsync.cluster;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Lease as it was read or as we wrote it. The times in it are left out on purpose: they are those
 * of somebody else's clock, and whether it is still renewed can be seen without them.
 *
 * @param uid which object of that name it is
 * @param resourceVersion which state of it; another one for every renewal
 * @param holder who holds it; empty when nobody does
 * @param duration for how long the holder may be silent; zero when it does not say
 * @param transitions how often it changed hands
 * @param annotations what its holder says of itself
 */
public record Lease(
    String name,
    String uid,
    String resourceVersion,
    String holder,
    Duration duration,
    int transitions,
    SortedMap<String, String> annotations) {
  public Lease {
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }
}
