package dev.secretsync.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a holder writes into its Lease.
 *
 * @param holder unique among all runs
 * @param duration for how long it may be silent before others may take over
 * @param acquired when it took the Lease, for people
 * @param renewed when it last wrote it, for people
 * @param transitions how often the Lease changed hands
 * @param annotations what it says of itself
 */
public record LeaseClaim(
    String holder,
    Duration duration,
    Instant acquired,
    Instant renewed,
    int transitions,
    SortedMap<String, String> annotations) {
  public LeaseClaim {
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /** The same claim, made again later. */
  public LeaseClaim renewed(Instant now) {
    return new LeaseClaim(holder, duration, acquired, now, transitions, annotations);
  }
}
