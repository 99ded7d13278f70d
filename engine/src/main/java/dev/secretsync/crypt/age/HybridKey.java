package dev.secretsync.crypt.age;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/** HPKE (RFC 9180) in base mode with ML-KEM-768 and X25519 together (formats.md 2.3). */
final class HybridKey {
  static final int SEED_SIZE = 32;
  static final int PUBLIC_SIZE = 1216;
  static final int SHARE_SIZE = 1120;
  private static final byte[] INFO =
      "age-encryption.org/mlkem768x25519".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_DATA = {};

  private HybridKey() {}

  static AsymmetricCipherKeyPair pair(byte[] seed) {
    return hpke().deserializePrivateKey(seed, null);
  }

  static byte[] publicKey(AsymmetricCipherKeyPair pair) {
    return hpke().serializePublicKey(pair.getPublic());
  }

  /** Nothing where it is no public key, or one for which nothing can be encrypted. */
  static Optional<AsymmetricKeyParameter> publicKey(byte[] bytes) {
    if (bytes.length != PUBLIC_SIZE) {
      return Optional.empty();
    }
    try {
      AsymmetricKeyParameter key = hpke().deserializePublicKey(bytes);
      hpke().setupBaseS(key, INFO);
      return Optional.of(key);
    } catch (IllegalArgumentException | IllegalStateException _) {
      return Optional.empty();
    }
  }

  static HPKEContextWithEncapsulation sender(AsymmetricKeyParameter recipient) {
    return hpke().setupBaseS(recipient, INFO);
  }

  static byte[] seal(HPKEContext context, byte[] fileKey) {
    try {
      return context.seal(NO_DATA, fileKey);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("encrypting failed", e);
    }
  }

  /**
   * The file key, or nothing where it is for somebody else: ML-KEM shows a wrong key only here.
   *
   * <p>Throws {@link DamagedAgeFile} where the X25519 part of {@code share} has small order.
   */
  static Optional<byte[]> open(AsymmetricCipherKeyPair pair, byte[] share, byte[] wrapped) {
    HPKEContext context;
    try {
      context = hpke().setupBaseR(share, pair, INFO);
    } catch (IllegalArgumentException | IllegalStateException _) {
      throw Header.damaged();
    }
    try {
      return Optional.of(context.open(NO_DATA, wrapped));
    } catch (InvalidCipherTextException _) {
      return Optional.empty();
    }
  }

  /** A new one each time: it has state, and files are opened side by side. */
  private static HPKE hpke() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
  }
}
