package dev.secretsync.desired;

import dev.secretsync.model.SecretRef;
import java.util.Optional;

/**
 * What becomes of a copy of ours whose source is no longer synced.
 *
 * @param why in words, such as {@code east/akuity/name no longer carries the label
 *     akuity.io/secret-sync: "true" (R35)}
 * @param stays whether the object is released and stays with its last values (R38) instead of being
 *     deleted (R39)
 * @param movedTo where the same source belongs now in the same control plane: it is created there
 *     and deleted here in one step, or neither (R92, R93)
 */
public record Gone(String why, boolean stays, Optional<SecretRef> movedTo) {
  public Gone(String why, boolean stays) {
    this(why, stays, Optional.empty());
  }
}
