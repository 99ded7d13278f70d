package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;

/** What came of opening an age file. */
public sealed interface AgeOpening {
  /** All of it authenticated; the caller closes the payload. */
  record Opened(SecretBytes payload) implements AgeOpening {}

  /** It is well-formed, and none of the identities belongs to one of its recipients. */
  record NoMatch() implements AgeOpening {}

  /** It is no age file, or somebody changed it. */
  record Damaged(Part part) implements AgeOpening {}

  /**
   * It asks for more memory and time than this run allows, or than it has (security.md X10).
   *
   * @param workFactor its number, as the base-two logarithm of steps
   */
  record TooCostly(int workFactor) implements AgeOpening {}

  /** Where the damage is. */
  enum Part {
    ARMOR,
    HEADER,
    HEADER_MAC,
    PAYLOAD
  }
}
