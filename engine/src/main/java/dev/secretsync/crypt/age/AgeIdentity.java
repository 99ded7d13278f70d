package dev.secretsync.crypt.age;

import java.util.Optional;

/** What can open an age file: one line of a key file, an SSH private key, or a passphrase. */
public sealed interface AgeIdentity
    permits X25519Identity,
        HybridIdentity,
        ScryptIdentity,
        SshEd25519Identity,
        SshRsaIdentity,
        PluginIdentity,
        LockedIdentity {
  /** The recipient that belongs to it, where there is one. */
  Optional<AgeRecipient> publicHalf();

  /**
   * The identity that {@code line} spells (formats.md 2.5), or nothing where it is none. One of a
   * plugin opens nothing, for no plugin may run.
   */
  static Optional<AgeIdentity> parse(String line) {
    return parse(line, Plugins.none());
  }

  /** The same, with the plugins that may run. */
  static Optional<AgeIdentity> parse(String line, Plugins plugins) {
    return X25519Identity.parse(line)
        .<AgeIdentity>map(identity -> identity)
        .or(() -> HybridIdentity.parse(line))
        .or(() -> PluginIdentity.parse(line, plugins));
  }
}
