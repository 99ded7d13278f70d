package dev.secretsync.source;

import java.util.List;

/**
 * What earlier commits held and the present one does not. There is no state file, so this is how a
 * namespace is found whose last declaration was removed.
 *
 * @param files each content once, sorted by path and blob
 * @param complete whether the whole history could be looked at; false for a shallow clone, a
 *     partial one, or a history beyond the limits
 */
public record PastFiles(List<SourceFile> files, boolean complete) {
  public PastFiles {
    files = List.copyOf(files);
  }
}
