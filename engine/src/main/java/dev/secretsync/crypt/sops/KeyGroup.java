package dev.secretsync.crypt.sops;

import dev.secretsync.model.SourceLocation;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The keys of which any one opens a file.
 *
 * @param age those that we can use
 * @param kinds the kinds of all of them
 */
record KeyGroup(List<AgeEntry> age, SortedSet<KeyKind> kinds) {
  /** The data key for one recipient, as an armored age file. */
  record AgeEntry(String recipient, String armored, SourceLocation at) {}

  KeyGroup {
    age = List.copyOf(age);
    kinds = Collections.unmodifiableSortedSet(new TreeSet<>(kinds));
  }
}
