package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.util.Optional;

/** An X25519 secret key: {@code AGE-SECRET-KEY-1...} (formats.md 2.3). */
public final class X25519Identity implements AgeIdentity {
  private static final String PREFIX = "AGE-SECRET-KEY-";

  private final byte[] scalar;
  private final X25519Recipient recipient;

  private X25519Identity(byte[] scalar) {
    this.scalar = scalar;
    this.recipient = X25519Recipient.of(X25519Key.publicKey(scalar));
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
    return recipient.text();
  }

  /** Whoever encrypts for it encrypts for this identity. */
  public X25519Recipient toRecipient() {
    return recipient;
  }

  /** The line of a key file, without its end; the caller closes it. */
  public SecretBytes secretLine() {
    return Bech32.secretLine(PREFIX, scalar);
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
  public Optional<AgeRecipient> publicHalf() {
    return Optional.of(recipient);
  }

  @Override
  public String toString() {
    return "X25519 identity of " + recipient;
  }
}
