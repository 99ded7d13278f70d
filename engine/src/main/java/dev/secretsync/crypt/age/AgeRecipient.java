package dev.secretsync.crypt.age;

import java.util.List;
import java.util.Optional;

/** For whom an age file can be encrypted (formats.md 2.3). */
public sealed interface AgeRecipient
    permits X25519Recipient,
        HybridRecipient,
        ScryptRecipient,
        SshEd25519Recipient,
        SshRsaRecipient {
  /** How recipient files and SOPS spell it; public, so safe to show. */
  String text();

  /** The recipient that {@code text} spells, or nothing where it is none that we know. */
  static Optional<AgeRecipient> parse(String text) {
    return X25519Recipient.parse(text)
        .<AgeRecipient>map(recipient -> recipient)
        .or(() -> HybridRecipient.parse(text))
        .or(() -> SshEd25519Recipient.parse(text))
        .or(() -> SshRsaRecipient.parse(text));
  }

  /**
   * Whether one age file may be for all of them (formats.md 2.3, labels; security.md X11). A file
   * is as weak as the weakest of its recipients, so a post-quantum one stands with its like only,
   * and a passphrase alone.
   */
  static boolean mayStandTogether(List<AgeRecipient> recipients) {
    if (recipients.stream().anyMatch(ScryptRecipient.class::isInstance)) {
      return recipients.size() == 1;
    }
    long hybrid = recipients.stream().filter(HybridRecipient.class::isInstance).count();
    return !recipients.isEmpty() && (hybrid == 0 || hybrid == recipients.size());
  }
}
