package dev.secretsync.crypt.age;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
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
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Asked for by name, as the search through all providers costs more than a key does. */
  private static final Provider PROVIDER = provider();

  private Primitives() {}

  private static Provider provider() {
    try {
      return Cipher.getInstance("ChaCha20-Poly1305").getProvider();
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** Bytes for keys and nonces (security.md X12). */
  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** HKDF-SHA-256 (RFC 5869) to 32 bytes. */
  static byte[] hkdf(byte[] key, byte[] salt, String info) {
    try {
      return KDF.getInstance("HKDF-SHA256", PROVIDER)
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
      Mac mac = Mac.getInstance("HmacSHA256", PROVIDER);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  static byte[] sha256(byte[] message) {
    return hash("SHA-256", message);
  }

  static byte[] sha512(byte[] message) {
    return hash("SHA-512", message);
  }

  private static byte[] hash(String algorithm, byte[] message) {
    try {
      return MessageDigest.getInstance(algorithm).digest(message);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** ChaCha20-Poly1305 (RFC 8439) without associated data. */
  static byte[] encrypt(byte[] key, byte[] nonce, byte[] plaintext) {
    byte[] box = new byte[plaintext.length + TAG_SIZE];
    encrypt(key, nonce, plaintext, 0, plaintext.length, box, 0);
    return box;
  }

  /** The same from one place to another; {@code to} gets the tag too. */
  static void encrypt(
      byte[] key, byte[] nonce, byte[] plaintext, int from, int length, byte[] box, int to) {
    try {
      cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(plaintext, from, length, box, to);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** ChaCha20-Poly1305 (RFC 8439) without associated data; nothing where the tag is wrong. */
  static Optional<byte[]> decrypt(byte[] key, byte[] nonce, byte[] box) {
    if (box.length < TAG_SIZE) {
      return Optional.empty();
    }
    byte[] plaintext = new byte[box.length - TAG_SIZE];
    return decrypt(key, nonce, box, 0, box.length, plaintext, 0)
        ? Optional.of(plaintext)
        : Optional.empty();
  }

  /**
   * The same from one place to another; {@code length} has the tag too.
   *
   * @return false where the tag is wrong
   */
  static boolean decrypt(
      byte[] key, byte[] nonce, byte[] box, int from, int length, byte[] plaintext, int to) {
    if (length < TAG_SIZE) {
      return false;
    }
    try {
      cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(box, from, length, plaintext, to);
      return true;
    } catch (AEADBadTagException _) {
      return false;
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** A new one each time: the JDK refuses an instance that had the same key and nonce before. */
  private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305", PROVIDER);
    cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
    return cipher;
  }

  static IllegalStateException missing(GeneralSecurityException cause) {
    return new IllegalStateException("this Java lacks a primitive of age", cause);
  }
}
