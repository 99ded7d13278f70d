package dev.secretsync.diff;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Exactly which live object a difference was computed from.
 *
 * @param uid its UID
 * @param resourceVersion its version
 * @param type its Secret type, for policy to match on
 * @param labels its labels, for policy to match on
 */
public record Seen(
    String uid, String resourceVersion, String type, SortedMap<String, String> labels) {
  public Seen {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
