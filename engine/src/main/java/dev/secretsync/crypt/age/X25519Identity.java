package dev.secretsync.crypt.age;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** An X25519 secret key: {@code AGE-SECRET-KEY-1...} (formats.md 2.3). */
public final class X25519Identity implements AgeIdentity {
  private static final String SECRET_PREFIX = "AGE-SECRET-KEY-";
  private static final String PUBLIC_PREFIX = "age";
  static final int SIZE = 32;

  private final byte[] scalar;
  private final byte[] publicKey = new byte[SIZE];

  private X25519Identity(byte[] scalar) {
    this.scalar = scalar;
    X25519.generatePublicKey(scalar, 0, publicKey, 0);
  }

  static Optional<X25519Identity> parse(String line) {
    Optional<byte[]> scalar = Bech32.decode(SECRET_PREFIX, line);
    return scalar.filter(bytes -> bytes.length == SIZE).map(X25519Identity::new);
  }

  /** The recipient that belongs to it, {@code age1...}; public, so safe to show. */
  public String recipient() {
    return Bech32.encode(PUBLIC_PREFIX, publicKey);
  }

  byte[] publicKey() {
    return publicKey.clone();
  }

  /**
   * X25519 with another public key (RFC 7748).
   *
   * @return nothing when the point has small order, so that the secret would be all zero
   */
  Optional<byte[]> agree(byte[] theirs) {
    byte[] secret = new byte[SIZE];
    if (!X25519.calculateAgreement(scalar, 0, theirs, 0, secret, 0)) {
      Arrays.fill(secret, (byte) 0);
      return Optional.empty();
    }
    return Optional.of(secret);
  }

  @Override
  public String toString() {
    return "X25519 identity of " + recipient();
  }
}
