package dev.secretsync.crypt.age;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** X25519 (RFC 7748) on raw bytes, which the JDK has only behind key objects. */
final class X25519Key {
  static final int SIZE = 32;

  private X25519Key() {}

  static byte[] newScalar() {
    return Primitives.random(SIZE);
  }

  static byte[] publicKey(byte[] scalar) {
    byte[] point = new byte[SIZE];
    X25519.generatePublicKey(scalar, 0, point, 0);
    return point;
  }

  /** Nothing when {@code point} has small order, so that the secret would be all zero. */
  static Optional<byte[]> agree(byte[] scalar, byte[] point) {
    byte[] secret = new byte[SIZE];
    return X25519.calculateAgreement(scalar, 0, point, 0, secret, 0)
        ? Optional.of(secret)
        : Optional.empty();
  }

  /** Whether encrypting to {@code point} gives a secret at all. */
  static boolean isUsable(byte[] point) {
    byte[] scalar = newScalar();
    Optional<byte[]> secret = agree(scalar, point);
    Arrays.fill(scalar, (byte) 0);
    secret.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
    return secret.isPresent();
  }
}
