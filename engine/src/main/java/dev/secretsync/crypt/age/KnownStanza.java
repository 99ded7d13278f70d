package dev.secretsync.crypt.age;

import java.util.Optional;

/**
 * A stanza of a type that we know, taken apart. A malformed one spoils the whole header, whoever it
 * is for; of other types nothing is asked (formats.md 2.3).
 */
sealed interface KnownStanza permits X25519Stanza {
  static Optional<KnownStanza> of(Stanza stanza) {
    return switch (stanza.type()) {
      case X25519Stanza.TYPE -> Optional.of(X25519Stanza.parse(stanza));
      default -> Optional.empty();
    };
  }
}
