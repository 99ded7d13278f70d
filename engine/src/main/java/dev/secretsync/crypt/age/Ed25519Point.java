package dev.secretsync.crypt.age;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Ed25519 public keys as X25519 public keys: the same curve in its other form (RFC 7748 4.1). */
final class Ed25519Point {
  static final int SIZE = 32;
  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private Ed25519Point() {}

  /** Nothing where it is no point of the group that keys are in. */
  static Optional<byte[]> toX25519(byte[] point) {
    if (point.length != SIZE || !Ed25519.validatePublicKeyFull(point, 0)) {
      return Optional.empty();
    }
    byte[] bigEndian = reversed(point);
    bigEndian[0] &= 0x7f; // the sign of x
    BigInteger y = new BigInteger(1, bigEndian);
    BigInteger denominator = BigInteger.ONE.subtract(y).mod(PRIME);
    if (denominator.signum() == 0) {
      return Optional.empty();
    }
    BigInteger u = BigInteger.ONE.add(y).multiply(denominator.modInverse(PRIME)).mod(PRIME);
    byte[] digits = u.toByteArray();
    byte[] padded = new byte[SIZE];
    int length = Math.min(SIZE, digits.length);
    System.arraycopy(digits, digits.length - length, padded, SIZE - length, length);
    return Optional.of(reversed(padded)).filter(X25519Key::isUsable);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
