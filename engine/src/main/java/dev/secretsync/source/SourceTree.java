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
 * @param sopsConfigs each {@code .sops.yaml} that has a say about these files, by path; those of
 *     the folders above too
 */
public record SourceTree(
    Revision revision,
    SortedMap<String, SourceFile> files,
    SortedMap<String, SourceFile> sopsConfigs) {
  public SourceTree {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    sopsConfigs = Collections.unmodifiableSortedMap(new TreeMap<>(sopsConfigs));
  }

  /** Without any {@code .sops.yaml}. */
  public SourceTree(Revision revision, SortedMap<String, SourceFile> files) {
    this(revision, files, Collections.emptySortedMap());
  }
}
