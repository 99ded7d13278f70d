package dev.secretsync.crypt.age;

import java.util.Optional;

/** An SSH public key of type {@code ssh-ed25519} (formats.md 2.3). */
public final class SshEd25519Recipient implements AgeRecipient {
  private final SshWire wire;
  private final byte[] publicKey;
  private final byte[] tweak;
  private final String tag;

  private SshEd25519Recipient(SshWire wire, byte[] publicKey) {
    this.wire = wire;
    this.publicKey = publicKey;
    this.tweak = Primitives.hkdf(new byte[0], wire.bytes(), SshEd25519Stanza.INFO);
    this.tag = wire.tag();
  }

  /** Reads {@code ssh-ed25519 AAAA... comment}; nothing where it is malformed. */
  public static Optional<SshEd25519Recipient> parse(String line) {
    return SshWire.parseLine(SshEd25519Stanza.TYPE, line)
        .flatMap(wire ->
            wire.field(0, 1)
                .flatMap(Ed25519Point::toX25519)
                .map(key -> new SshEd25519Recipient(wire, key)));
  }

  /** The one of a key pair, whose point needs no check. */
  static SshEd25519Recipient of(byte[] edwards, byte[] montgomery) {
    return new SshEd25519Recipient(SshWire.of(SshEd25519Stanza.TYPE, edwards), montgomery);
  }

  /** As recipient files spell it, without a comment. */
  @Override
  public String text() {
    return wire.text();
  }

  String tag() {
    return tag;
  }

  /** Its form for X25519. Not a copy: whoever gets it must not change it. */
  byte[] publicKey() {
    return publicKey;
  }

  /** Binds a wrapping key to the Ed25519 form. Not a copy either. */
  byte[] tweak() {
    return tweak;
  }

  @Override
  public String toString() {
    return text();
  }
}
