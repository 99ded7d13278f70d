package dev.secretsync.cluster;

import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import java.time.Instant;
import java.util.List;

/**
 * A Secret as a cluster holds it.
 *
 * @param ref where it lives
 * @param uid its UID; a Secret that was deleted and created again has another
 * @param resourceVersion opaque version, to be sent back with every write
 * @param created its {@code creationTimestamp}
 * @param terminating whether it has a {@code deletionTimestamp}
 * @param controlled whether it has ownerReferences, so that a controller would put it back
 * @param content type, data, labels, annotations
 * @param managers its {@code managedFields}, in the order of the server
 */
public record LiveSecret(
    SecretRef ref,
    String uid,
    String resourceVersion,
    Instant created,
    boolean terminating,
    boolean controlled,
    SecretContent content,
    List<FieldManager> managers) {
  public LiveSecret {
    managers = List.copyOf(managers);
  }
}
