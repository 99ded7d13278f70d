package dev.secretsync.crypt.sops;

import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.SourceLocation;

/** A leaf of a file that counts in its MAC, in the order of the walk (formats.md 1.6). */
sealed interface Leaf {
  Place place();

  /** A leaf that the file's rule leaves alone. */
  record Plain(Place place, ScalarValue value) implements Leaf {}

  /** An empty text where the rule encrypts; SOPS keeps it as it is. */
  record Empty(Place place) implements Leaf {}

  /**
   * An encrypted leaf.
   *
   * @param associated what binds the value to its place (formats.md 1.3)
   * @param text how it stands in the file
   */
  record Encrypted(
      Place place, String associated, EncryptedValue value, String text, SourceLocation at)
      implements Leaf {}
}
