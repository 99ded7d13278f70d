package dev.secretsync.crypt.sops;

import java.util.List;

/**
 * Where a leaf stands: the document's number from 0, then mapping keys and, for elements of lists,
 * their numbers from 0.
 */
record Place(int document, List<String> path) {
  Place {
    path = List.copyOf(path);
  }

  /** As messages name it, such as {@code stringData.password}. */
  String shown() {
    return String.join(".", path);
  }
}
