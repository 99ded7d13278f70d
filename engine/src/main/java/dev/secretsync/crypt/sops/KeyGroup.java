package dev.secretsync.crypt.sops;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The keys of which any one opens a file, or its share of the data key, in the file's order. */
record KeyGroup(List<WrappedKey> keys) {
  KeyGroup {
    keys = List.copyOf(keys);
  }

  SortedSet<KeyKind> kinds() {
    return keys.stream()
        .map(wrapped -> wrapped.key().kind())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  List<MasterKey> masterKeys() {
    return keys.stream().map(WrappedKey::key).toList();
  }
}
