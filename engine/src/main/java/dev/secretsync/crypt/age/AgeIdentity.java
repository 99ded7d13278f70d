package dev.secretsync.crypt.age;

import java.util.Optional;

/** What can open an age file: one line of a key file. */
public sealed interface AgeIdentity permits X25519Identity, AgeIdentity.Unsupported {
  /** An identity of a kind that this version recognises and cannot use. */
  record Unsupported(Kind kind) implements AgeIdentity {}

  /** The kinds that cannot be used yet, by how their lines begin. */
  enum Kind {
    POST_QUANTUM("AGE-SECRET-KEY-PQ-1"),
    PLUGIN("AGE-PLUGIN-");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /** How such a line begins; safe to show. */
    public String prefix() {
      return prefix;
    }
  }

  /** The identity that {@code line} spells (formats.md 2.5), or nothing where it is none. */
  static Optional<AgeIdentity> parse(String line) {
    for (Kind kind : Kind.values()) {
      if (line.startsWith(kind.prefix)) {
        return Optional.of(new Unsupported(kind));
      }
    }
    return X25519Identity.parse(line).map(identity -> identity);
  }
}
