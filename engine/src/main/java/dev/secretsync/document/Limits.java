package dev.secretsync.document;

/**
 * How much a file may ask of its reader (security.md G4).
 *
 * @param bytes how many it may have
 * @param nesting collections inside each other
 * @param documents how many it may hold
 * @param expandedNodes nodes that all aliases of the file may stand for
 */
public record Limits(int bytes, int nesting, int documents, int expandedNodes) {
  /** For files that anybody may have put into a repository; a Secret cannot be larger. */
  public static final Limits REPOSITORY = new Limits(1 << 20, 64, 500, 10_000);

  /** For files that a person names. */
  public static final Limits LOCAL = new Limits(64 << 20, 200, 5_000, 100_000);

  /** Plain bytes that a binary file may have, which a person names as well. */
  public static final int MAX_BINARY_BYTES = 1 << 30;

  /** The envelope of a binary file: its bytes as base64, and the metadata. */
  static final Limits ENVELOPE =
      new Limits(MAX_BINARY_BYTES / 3 * 4 + (1 << 20), LOCAL.nesting, 1, 0);
}
