package dev.secretsync.policy;

import dev.secretsync.model.SourceLocation;
import java.util.Comparator;
import java.util.Optional;

/**
 * A limit that was held against one cluster's part of a plan. One that {@code tripped} stops the
 * whole apply until somebody says, with the exact number, that it is meant.
 *
 * @param cluster its declared name
 * @param count how much the plan would do
 * @param of out of how many
 * @param limit how much is allowed without being asked
 * @param at where the limit is declared; empty for the built-in ones
 */
public record Guard(
    Kind kind,
    String cluster,
    int count,
    int of,
    int limit,
    Optional<SourceLocation> at,
    boolean tripped)
    implements Comparable<Guard> {
  /** What a guard is about, and what acknowledges it. */
  public enum Kind {
    /** A cluster that Git would leave with nothing: {@code --allow-empty CLUSTER}. */
    EMPTY,
    /** Anything destructive in a protected cluster: {@code --accept-deletes N}. */
    PROTECTED,
    /** Many deletes: {@code --accept-deletes N}. */
    DELETES,
    /** Many changes: {@code --accept-changes N}. */
    CHANGES
  }

  @Override
  public int compareTo(Guard other) {
    return Comparator.comparing(Guard::cluster)
        .thenComparing(Guard::kind)
        .thenComparing(guard -> guard.at().map(SourceLocation::toString).orElse(""))
        .compare(this, other);
  }
}
