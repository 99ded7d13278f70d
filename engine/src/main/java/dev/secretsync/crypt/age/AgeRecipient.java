package dev.secretsync.crypt.age;

import java.util.List;
import java.util.Optional;

/** For whom an age file can be encrypted (formats.md 2.3). */
public sealed interface AgeRecipient permits X25519Recipient {
  /** How recipient files and SOPS spell it; public, so safe to show. */
  String text();

  /** The recipient that {@code text} spells, or nothing where it is none that we know. */
  static Optional<AgeRecipient> parse(String text) {
    return X25519Recipient.parse(text).map(recipient -> recipient);
  }

  /**
   * Whether one age file may be for all of them (formats.md 2.3, labels; security.md X11). A file is
   * as weak as the weakest of its recipients, so a post-quantum one stands with its like only, and a
   * passphrase alone.
   */
  static boolean mayStandTogether(List<AgeRecipient> recipients) {
    return !recipients.isEmpty();
  }
}
