package dev.secretsync.crypt.age;

import java.util.List;
import java.util.Optional;

/** For whom an age file can be encrypted (formats.md 2.3). */
public sealed interface AgeRecipient
    permits X25519Recipient,
        HybridRecipient,
        ScryptRecipient,
        SshEd25519Recipient,
        SshRsaRecipient,
        PluginRecipient {
  /** How recipient files and SOPS spell it; public, so safe to show. */
  String text();

  /**
   * The recipient that {@code text} spells, or nothing where it is none that we know. For one of a
   * plugin nothing can be encrypted, for no plugin may run.
   */
  static Optional<AgeRecipient> parse(String text) {
    return parse(text, Plugins.none());
  }

  /** The same, with the plugins that may run; this alone starts none (security.md X9). */
  static Optional<AgeRecipient> parse(String text, Plugins plugins) {
    return X25519Recipient.parse(text)
        .<AgeRecipient>map(recipient -> recipient)
        .or(() -> HybridRecipient.parse(text))
        .or(() -> SshEd25519Recipient.parse(text))
        .or(() -> SshRsaRecipient.parse(text))
        .or(() -> PluginRecipient.parse(text, plugins));
  }

  /**
   * Whether one age file may be for all of them (formats.md 2.3, labels; security.md X11). A file
   * is as weak as the weakest of its recipients, so a post-quantum one stands with its like only,
   * and a passphrase alone. Of plugins it is known only when they run.
   */
  static boolean mayStandTogether(List<AgeRecipient> recipients) {
    if (recipients.stream().anyMatch(ScryptRecipient.class::isInstance)) {
      return recipients.size() == 1;
    }
    long hybrid = recipients.stream().filter(HybridRecipient.class::isInstance).count();
    long unknown = recipients.stream().filter(PluginRecipient.class::isInstance).count();
    return !recipients.isEmpty() && (hybrid == 0 || hybrid + unknown == recipients.size());
  }
}
