package dev.secretsync.cluster;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One entry of {@code managedFields}: who wrote which fields, how and when (KEP-555).
 *
 * @param manager for example {@code kubectl-edit}
 * @param operation {@code Apply} or {@code Update}
 * @param time when this manager last wrote; some servers leave it out
 * @param fields the leaves it manages, written as we show them: {@code data.password}, {@code
 *     metadata.labels[app.kubernetes.io/name]}, {@code metadata.annotations[a]}, {@code type},
 *     {@code immutable}
 */
public record FieldManager(
    String manager, Operation operation, Optional<Instant> time, SortedSet<String> fields) {
  public FieldManager {
    fields = Collections.unmodifiableSortedSet(new TreeSet<>(fields));
  }

  /** The two ways in which a manager comes to own a field. */
  public enum Operation {
    APPLY,
    UPDATE
  }
}
