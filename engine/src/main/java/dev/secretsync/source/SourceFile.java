package dev.secretsync.source;

/**
 * One file of a revision.
 *
 * @param path from the repository's root, with {@code /}
 * @param blobId the Git object id of its bytes
 * @param text its bytes as strict UTF-8
 */
public record SourceFile(String path, String blobId, String text) {
  /** Without the text, which may hold what should have been encrypted. */
  @Override
  public String toString() {
    return path + "@" + blobId;
  }
}
