package dev.secretsync.crypt.age;

import java.util.List;
import java.util.Optional;

/**
 * A stanza of a type that we know, taken apart. A malformed one spoils the whole header, whoever it
 * is for; of other types nothing is asked (formats.md 2.3).
 */
sealed interface KnownStanza
    permits X25519Stanza, HybridStanza, ScryptStanza, SshEd25519Stanza, SshRsaStanza {
  /** Those of a header, in its order. */
  static List<KnownStanza> of(Header header) {
    List<KnownStanza> known =
        header.stanzas().stream().flatMap(stanza -> of(stanza).stream()).toList();
    boolean passphrase = known.stream().anyMatch(ScryptStanza.class::isInstance);
    if (passphrase && header.stanzas().size() > 1) {
      throw Header.damaged();
    }
    return known;
  }

  private static Optional<KnownStanza> of(Stanza stanza) {
    return switch (stanza.type()) {
      case X25519Stanza.TYPE -> Optional.of(X25519Stanza.parse(stanza));
      case HybridStanza.TYPE -> Optional.of(HybridStanza.parse(stanza));
      case ScryptStanza.TYPE -> Optional.of(ScryptStanza.parse(stanza));
      case SshEd25519Stanza.TYPE -> Optional.of(SshEd25519Stanza.parse(stanza));
      case SshRsaStanza.TYPE -> Optional.of(SshRsaStanza.parse(stanza));
      default -> Optional.empty();
    };
  }

  /**
   * The file key in a buffer of {@code memory}, if this stanza is for {@code identity}.
   *
   * <p>Throws {@link DamagedAgeFile} where it is for nobody.
   */
  default Optional<byte[]> unwrap(AgeIdentity identity, KeyMemory memory) {
    return switch (identity) {
      case X25519Identity i when this instanceof X25519Stanza s -> s.unwrap(i, memory);
      case HybridIdentity i when this instanceof HybridStanza s -> s.unwrap(i, memory);
      case ScryptIdentity i when this instanceof ScryptStanza s -> s.unwrap(i, memory);
      case SshEd25519Identity i when this instanceof SshEd25519Stanza s -> s.unwrap(i, memory);
      case SshRsaIdentity i when this instanceof SshRsaStanza s -> s.unwrap(i, memory);
      case X25519Identity _,
          HybridIdentity _,
          ScryptIdentity _,
          SshEd25519Identity _,
          SshRsaIdentity _,
          PluginIdentity _,
          LockedIdentity _ ->
          Optional.empty();
    };
  }
}
