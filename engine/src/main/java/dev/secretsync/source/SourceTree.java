package dev.secretsync.source;

import dev.secretsync.model.Revision;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The YAML files of one revision.
 *
 * @param revision what was read
 * @param files by path from the repository's root
 */
public record SourceTree(Revision revision, SortedMap<String, SourceFile> files) {
  public SourceTree {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }
}
