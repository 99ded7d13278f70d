package dev.secretsync.crypt.age;

import java.util.Optional;

/** The public key of an {@link X25519Identity}: {@code age1...} (formats.md 2.3). */
public final class X25519Recipient implements AgeRecipient {
  private static final String PREFIX = "age";

  private final byte[] publicKey;
  private final String text;

  private X25519Recipient(byte[] publicKey) {
    this.publicKey = publicKey;
    this.text = Bech32.encode(PREFIX, publicKey);
  }

  /**
   * Reads {@code age1...}.
   *
   * @return nothing where it is malformed, or a point for which nothing can be encrypted
   */
  public static Optional<X25519Recipient> parse(String text) {
    return Bech32.decode(PREFIX, text)
        .filter(key -> key.length == X25519Key.SIZE && X25519Key.isUsable(key))
        .map(X25519Recipient::new);
  }

  /** The one of a key pair, whose point needs no check. */
  static X25519Recipient of(byte[] publicKey) {
    return new X25519Recipient(publicKey);
  }

  @Override
  public String text() {
    return text;
  }

  /** Not a copy: whoever gets it must not change it. */
  byte[] publicKey() {
    return publicKey;
  }

  @Override
  public String toString() {
    return text;
  }
}
