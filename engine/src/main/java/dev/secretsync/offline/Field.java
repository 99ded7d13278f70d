package dev.secretsync.offline;

/**
 * One thing that a declaration says otherwise than before.
 *
 * @param name as people find it in the file, such as {@code data.password}, {@code labels.team}
 * @param words what is known of the change; names no value and no ciphertext
 */
public record Field(Kind kind, String name, String words) {
  /** What happened to it. */
  public enum Kind {
    /** It was not there before. */
    ADDED,
    /** It is there, and another. */
    CHANGED,
    /** It is there no more. */
    REMOVED
  }
}
