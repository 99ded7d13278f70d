package dev.secretsync.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Clusters that apply goes through together. The next wave begins when this one is done, and only
 * if no more of it failed than it may (cli.md 6.4).
 *
 * @param name as the policy calls it
 * @param clusters by declared name
 * @param maxParallel how many clusters at once; empty for all
 * @param maxFailed how many of them may fail; when more do, no other is begun; empty for all
 * @param pause how long to wait after it
 * @param requireVerified whether each Secret is read back before the next wave
 */
public record Wave(
    String name,
    SortedSet<String> clusters,
    OptionalInt maxParallel,
    OptionalInt maxFailed,
    Duration pause,
    boolean requireVerified) {
  /** Name of the wave of all clusters that no declared one selects; no policy can call one so. */
  public static final String OTHERS = "(others)";

  public Wave {
    clusters = Collections.unmodifiableSortedSet(new TreeSet<>(clusters));
  }
}
