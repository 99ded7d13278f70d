package dev.secretsync.crypt.pgp;

/** What came of encrypting a data key for an OpenPGP key. */
public sealed interface PgpWrapping {
  /**
   * A message for that key and no other.
   *
   * @param armored as SOPS stores it, without a line end after the last line
   */
  record Wrapped(String armored) implements PgpWrapping {}

  /** None of the keyrings holds the key, nor does {@code gpg} know it. */
  record NoKey() implements PgpWrapping {}

  /** The key is not used. */
  record Refused(Reason reason) implements PgpWrapping {}

  /** Why a key is not used. */
  enum Reason {
    /** Not 40 hexadecimal digits, with or without spaces and a final {@code !}. */
    BAD_FINGERPRINT,
    EXPIRED,
    REVOKED,
    /** Its owner said so, or never signed it. */
    NOT_FOR_ENCRYPTION,
    /** Only {@code gpg} has the key, and that failed or took too long. */
    PROGRAM_FAILED
  }
}
