package dev.secretsync.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where the last write to a live object came from, read off its annotations. */
public sealed interface LastWrite {

  /**
   * Git declared it.
   *
   * @param file the declaring file
   * @param blob its Git blob id at that time
   * @param commit the commit that was applied
   */
  record Declared(String file, String blob, String commit) implements LastWrite {}

  /**
   * A cluster offered it.
   *
   * @param version {@code uid/resourceVersion} of its source at that time
   * @param owner the marks that tell whose it is
   */
  record Collected(String version, SortedMap<String, String> owner) implements LastWrite {
    public Collected {
      owner = Collections.unmodifiableSortedMap(new TreeMap<>(owner));
    }
  }
}
