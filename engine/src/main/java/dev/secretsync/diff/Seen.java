package dev.secretsync.diff;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.Ownership;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Exactly which live object a difference was computed from.
 *
 * @param uid its UID
 * @param resourceVersion its version
 * @param type its Secret type, for policy to match on
 * @param labels its labels, for policy to match on
 * @param created when it was created
 * @param written when we last wrote it, where the object tells
 */
public record Seen(
    String uid,
    String resourceVersion,
    String type,
    SortedMap<String, String> labels,
    Instant created,
    Optional<Instant> written) {
  public Seen {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  static Seen of(LiveSecret live) {
    return new Seen(
        live.uid(),
        live.resourceVersion(),
        live.content().type(),
        live.content().labels(),
        live.created(),
        Ownership.lastWrite(live));
  }
}
