package dev.secretsync.diff;

import dev.secretsync.cluster.FieldManager;
import java.time.Instant;
import java.util.Optional;

/**
 * Who wrote a field last, from {@code managedFields}.
 *
 * @param manager for example {@code kubectl-edit}
 * @param operation how, as Kubernetes spells it: {@code Apply} or {@code Update}
 * @param time when, if the server says so
 */
public record Writer(String manager, String operation, Optional<Instant> time) {
  static Writer of(FieldManager entry) {
    return new Writer(
        entry.manager(),
        switch (entry.operation()) {
          case APPLY -> "Apply";
          case UPDATE -> "Update";
        },
        entry.time());
  }
}
