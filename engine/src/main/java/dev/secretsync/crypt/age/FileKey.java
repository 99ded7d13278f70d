package dev.secretsync.crypt.age;

import java.util.Optional;

/** The 16 bytes that a stanza wraps, and from which all other keys of a file come. */
final class FileKey {
  static final int SIZE = 16;
  static final int WRAPPED_SIZE = SIZE + Primitives.TAG_SIZE;

  /** A wrapping key is used once, so its nonce says nothing. */
  private static final byte[] ZERO_NONCE = new byte[Primitives.NONCE_SIZE];

  private FileKey() {}

  static byte[] create() {
    return Primitives.random(SIZE);
  }

  static byte[] seal(byte[] fileKey, byte[] wrappingKey) {
    return Primitives.encrypt(wrappingKey, ZERO_NONCE, fileKey);
  }

  /** Nothing where the tag is wrong. */
  static Optional<byte[]> open(byte[] wrapped, byte[] wrappingKey) {
    return Primitives.decrypt(wrappingKey, ZERO_NONCE, wrapped);
  }

  /** What authenticates a header. */
  static byte[] headerMac(byte[] fileKey, byte[] authenticated) {
    try (KeyMemory memory = new KeyMemory()) {
      byte[] key = memory.keep(Primitives.hkdf(fileKey, new byte[0], "header"));
      return Primitives.hmac(key, authenticated);
    }
  }

  /** What a payload is encrypted with. */
  static byte[] payloadKey(byte[] fileKey, byte[] salt) {
    return Primitives.hkdf(fileKey, salt, "payload");
  }
}
