package dev.secretsync.diff;

import java.util.Comparator;
import java.util.Optional;

/**
 * One field that differs. Names the field, never what it holds.
 *
 * @param field {@code data.password}, {@code metadata.labels[team]}, {@code type} …
 * @param kind what the write that follows does to the live field
 * @param cause which side moved
 * @param by who wrote the live field, where that is known and not us
 */
public record FieldChange(String field, Kind kind, Cause cause, Optional<Writer> by)
    implements Comparable<FieldChange> {

  /** What a write would do to the live field. */
  public enum Kind {
    ADD,
    CHANGE,
    REMOVE
  }

  /** Which side moved since we wrote the object. */
  public enum Cause {
    /** The declaration or the source changed; the cluster still holds what we wrote. */
    GIT,
    /** Somebody changed the cluster; the declaration or the source is what we wrote. */
    LIVE,
    /** Both. */
    BOTH;

    /** Whether the cluster moved, which is what drift means. */
    public boolean isDrift() {
      return this != GIT;
    }
  }

  /** The same change where the live object was never ours, so that nobody drifted from anything. */
  FieldChange asDeclared() {
    return new FieldChange(field, kind, Cause.GIT, Optional.empty());
  }

  @Override
  public int compareTo(FieldChange other) {
    return Comparator.comparing(FieldChange::field)
        .thenComparing(FieldChange::kind)
        .compare(this, other);
  }
}
