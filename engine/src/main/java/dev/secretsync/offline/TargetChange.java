package dev.secretsync.offline;

import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import java.util.List;
import java.util.Optional;

/**
 * What a changed declaration means for one place of the fleet.
 *
 * @param from the place in the same cluster that it leaves for this one
 * @param reasons what allows it there; empty for a place that it leaves
 * @param owner for a place that another declaration had: where that was
 */
public record TargetChange(
    Fate fate,
    SecretAddress address,
    Optional<SecretAddress> from,
    List<String> reasons,
    Optional<SourceLocation> owner)
    implements Comparable<TargetChange> {
  public TargetChange {
    reasons = List.copyOf(reasons);
  }

  /** What happens to a place. */
  public enum Fate {
    /** It is declared now and was not. */
    MANAGED,
    /** It was declared and is not any more. */
    LEFT,
    /** Its Secret has another name or namespace than before. */
    MOVED,
    /** It was declared before, by another declaration. */
    TAKEN,
    /** It is declared as before, and the declaration says something else about its Secret. */
    CHANGED,
    /** It is declared as before. */
    KEPT,
    /** Whether it is, or was, declared cannot be read. */
    UNKNOWN
  }

  @Override
  public int compareTo(TargetChange other) {
    return address.compareTo(other.address);
  }
}
