package dev.secretsync.plan;

import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Drift.Cause;
import dev.secretsync.plan.Drift.DriftedField;
import java.util.Comparator;
import java.util.Optional;

/**
 * What tells one thing that happened from all others, in this report and in earlier ones. Who did
 * it is no part of it: a second edit of what is not put back yet is the same drift.
 *
 * @param field the field; empty when it is about the whole object
 */
public record DriftKey(SecretAddress address, Optional<String> field, Cause cause)
    implements Comparable<DriftKey> {
  private static final Comparator<DriftKey> ORDER =
      Comparator.comparing(DriftKey::address)
          .thenComparing(key -> key.field().orElse(""))
          .thenComparing(DriftKey::cause);

  public static DriftKey of(SecretAddress address, DriftedField field) {
    return new DriftKey(address, field.field(), field.cause());
  }

  @Override
  public int compareTo(DriftKey other) {
    return ORDER.compare(this, other);
  }
}
