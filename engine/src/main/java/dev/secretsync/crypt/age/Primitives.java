package dev.secretsync.crypt.age;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The primitives of age as the JDK has them (formats.md 2.9). */
final class Primitives {
  static final int KEY_SIZE = 32;
  static final int NONCE_SIZE = 12;
  static final int TAG_SIZE = 16;

  private Primitives() {}

  /** HKDF-SHA-256 (RFC 5869) to 32 bytes. */
  static byte[] hkdf(byte[] key, byte[] salt, String info) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(key)
                  .addSalt(salt)
                  .thenExpand(info.getBytes(StandardCharsets.US_ASCII), KEY_SIZE));
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** ChaCha20-Poly1305 (RFC 8439) without associated data; nothing where the tag is wrong. */
  static Optional<byte[]> decrypt(byte[] key, byte[] nonce, byte[] box, int from, int length) {
    if (length < TAG_SIZE) {
      return Optional.empty();
    }
    try {
      // a new one each time: the JDK refuses an instance that had the same key and nonce before
      Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
      cipher.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
      return Optional.of(cipher.doFinal(box, from, length));
    } catch (AEADBadTagException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private static IllegalStateException missing(GeneralSecurityException cause) {
    return new IllegalStateException("this Java lacks a primitive of age", cause);
  }
}
