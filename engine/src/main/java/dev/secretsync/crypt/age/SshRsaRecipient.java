package dev.secretsync.crypt.age;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/** An SSH public key of type {@code ssh-rsa} with 2048 bits or more (formats.md 2.3). */
public final class SshRsaRecipient implements AgeRecipient {
  static final int MIN_BITS = 2048;

  private final SshWire wire;
  private final RSAPublicKey key;
  private final String tag;

  private SshRsaRecipient(SshWire wire, RSAPublicKey key) {
    this.wire = wire;
    this.key = key;
    this.tag = wire.tag();
  }

  /** Reads {@code ssh-rsa AAAA... comment}; nothing where it is malformed or too short. */
  public static Optional<SshRsaRecipient> parse(String line) {
    return SshWire.parseLine(SshRsaStanza.TYPE, line)
        .flatMap(wire ->
            wire.number(0, 2)
                .flatMap(exponent -> wire.number(1, 2).flatMap(modulus -> key(modulus, exponent)))
                .map(key -> new SshRsaRecipient(wire, key)));
  }

  static Optional<SshRsaRecipient> of(BigInteger modulus, BigInteger exponent) {
    SshWire wire = SshWire.of(SshRsaStanza.TYPE, exponent.toByteArray(), modulus.toByteArray());
    return key(modulus, exponent).map(key -> new SshRsaRecipient(wire, key));
  }

  private static Optional<RSAPublicKey> key(BigInteger modulus, BigInteger exponent) {
    if (modulus.bitLength() < MIN_BITS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          (RSAPublicKey)
              KeyFactory.getInstance("RSA")
                  .generatePublic(new RSAPublicKeySpec(modulus, exponent)));
    } catch (InvalidKeySpecException _) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw Primitives.missing(e);
    }
  }

  /** As recipient files spell it, without a comment. */
  @Override
  public String text() {
    return wire.text();
  }

  String tag() {
    return tag;
  }

  RSAPublicKey key() {
    return key;
  }

  @Override
  public String toString() {
    return text();
  }
}
