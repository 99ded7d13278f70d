package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.util.Arrays;
import java.util.Optional;

/** An X25519 secret key: {@code AGE-SECRET-KEY-1...} (formats.md 2.3). */
public final class X25519Identity implements AgeIdentity {
  private static final String PREFIX = "AGE-SECRET-KEY-";

  private final byte[] scalar;
  private final byte[] publicKey;

  private X25519Identity(byte[] scalar) {
    this.scalar = scalar;
    this.publicKey = X25519Key.publicKey(scalar);
  }

  /** A new one, from the system's random numbers. */
  public static X25519Identity generate() {
    return new X25519Identity(X25519Key.newScalar());
  }

  static Optional<X25519Identity> parse(String line) {
    Optional<byte[]> scalar = Bech32.decode(PREFIX, line);
    return scalar.filter(bytes -> bytes.length == X25519Key.SIZE).map(X25519Identity::new);
  }

  /** The recipient that belongs to it, {@code age1...}; public, so safe to show. */
  public String recipient() {
    return toRecipient().text();
  }

  /** Whoever encrypts for it encrypts for this identity. */
  public X25519Recipient toRecipient() {
    return X25519Recipient.of(this);
  }

  /** The line of a key file, without its end; the caller closes it. */
  public SecretBytes secretLine() {
    byte[] line = Bech32.encodeSecret(PREFIX, scalar);
    SecretBytes secret = SecretBytes.copyOf(line);
    Arrays.fill(line, (byte) 0);
    return secret;
  }

  /** Not a copy: whoever gets it must not change it. */
  byte[] publicKey() {
    return publicKey;
  }

  /**
   * X25519 with another public key (RFC 7748).
   *
   * @return nothing when the point has small order, so that the secret would be all zero
   */
  Optional<byte[]> agree(byte[] theirs) {
    return X25519Key.agree(scalar, theirs);
  }

  @Override
  public String toString() {
    return "X25519 identity of " + recipient();
  }
}
