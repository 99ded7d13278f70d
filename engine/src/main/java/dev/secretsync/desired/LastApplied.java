package dev.secretsync.desired;

import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretContent;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What Git says was written last, found through the blob ids and commits that live objects carry.
 * It only explains changes; what is written never depends on it.
 *
 * @param contents what the declaration held when the live object was written, where the repository
 *     still has that blob and it can be opened
 * @param addresses every Secret that was declared at a commit which live objects show as applied
 */
public record LastApplied(
    SortedMap<SecretAddress, SecretContent> contents, SortedSet<SecretAddress> addresses) {
  public LastApplied {
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
    addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
  }

  /** When nothing is known of the past. */
  public static LastApplied nothing() {
    return new LastApplied(Collections.emptySortedMap(), Collections.emptySortedSet());
  }
}
