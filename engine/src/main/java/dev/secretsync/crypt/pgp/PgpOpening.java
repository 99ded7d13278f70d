package dev.secretsync.crypt.pgp;

import dev.secretsync.model.SecretBytes;

/** What came of opening an OpenPGP message. */
public sealed interface PgpOpening {
  /** All of it is intact; the caller closes the content. Nothing tells who encrypted it. */
  record Opened(SecretBytes content) implements PgpOpening {}

  /** It is well-formed, and none of our keys belongs to one of its recipients. */
  record NoMatch() implements PgpOpening {}

  /** It is no OpenPGP message, or somebody changed it. */
  record Damaged(Part part) implements PgpOpening {}

  /** It may be intact, and we do not open it. */
  record Refused(Reason reason) implements PgpOpening {}

  /** Where the damage is. */
  enum Part {
    ARMOR,
    PACKETS,
    SESSION_KEY,
    CONTENT
  }

  /** Why a message is not opened (security.md X10). */
  enum Reason {
    /** More text than any data key needs, or more content than {@code 64 KiB}. */
    TOO_LARGE,
    /** Signed, compressed or plain data, and no encryption around it. */
    NOT_ENCRYPTED,
    /** Encrypted so that changes would go unseen. */
    NO_INTEGRITY,
    /** Its content is anything but one literal. */
    NOT_ONE_LITERAL,
    /** One of our keys fits, and nobody gave its passphrase. */
    LOCKED,
    /** Only {@code gpg} could open it, and that failed or took too long. */
    PROGRAM_FAILED
  }
}
