package dev.secretsync.crypt.age;

import java.util.Arrays;

/**
 * The STREAM construction of the payload (formats.md 2.2): chunks of 64 KiB, each with a tag, of
 * which the last is marked.
 */
final class Payload {
  static final int SALT_SIZE = 16;
  private static final int CHUNK = 64 << 10;
  private static final int BOX = CHUNK + Primitives.TAG_SIZE;

  private final byte[] key;
  private final byte[] file;
  private final int start;
  private final byte[] plaintext;
  private int authenticated;

  private Payload(byte[] key, byte[] file, int start, byte[] plaintext) {
    this.key = key;
    this.file = file;
    this.start = start;
    this.plaintext = plaintext;
  }

  /** A payload that begins at {@code from}; nothing of it is decrypted yet. */
  static Payload at(byte[] fileKey, byte[] file, int from, KeyMemory memory) {
    if (file.length - from < SALT_SIZE) {
      throw new DamagedAgeFile(AgeOpening.Part.HEADER);
    }
    int start = from + SALT_SIZE;
    byte[] salt = Arrays.copyOfRange(file, from, start);
    byte[] key = memory.keep(FileKey.payloadKey(fileKey, salt));
    int size = file.length - start;
    int rest = Math.max(0, size % BOX - Primitives.TAG_SIZE);
    return new Payload(key, file, start, memory.keep(new byte[size / BOX * CHUNK + rest]));
  }

  /** All of the plaintext, in a buffer of the memory; nothing of it before the last tag fits. */
  byte[] decrypt() {
    int at = start;
    for (int counter = 0; file.length - at >= BOX; counter++) {
      boolean atEnd = file.length - at == BOX;
      if (decryptChunk(counter, atEnd, at, BOX)) {
        authenticated += CHUNK;
        if (atEnd) {
          return plaintext;
        }
      } else {
        // an intact chunk that is marked as the last too early, or as an earlier one at the end
        authenticated += decryptChunk(counter, !atEnd, at, BOX) ? CHUNK : 0;
        throw damaged();
      }
      at += BOX;
    }
    int rest = file.length - at;
    boolean needless = at > start && rest == Primitives.TAG_SIZE;
    if (needless || !decryptChunk((at - start) / BOX, true, at, rest)) {
      throw damaged();
    }
    authenticated += rest - Primitives.TAG_SIZE;
    return plaintext;
  }

  /**
   * What a program that streams would have released until now: the tests compare it, also where the
   * payload turned out to be damaged. In the memory, like all of the plaintext.
   */
  byte[] authenticated(KeyMemory memory) {
    return memory.keep(Arrays.copyOf(plaintext, authenticated));
  }

  private boolean decryptChunk(int counter, boolean last, int at, int length) {
    return Primitives.decrypt(
        key, nonce(counter, last), file, at, length, plaintext, counter * CHUNK);
  }

  /** Bytes that {@code plaintext} takes when it is encrypted, with the salt. */
  static int encryptedSize(int plaintext) {
    int chunks = Math.max(1, Math.ceilDiv(plaintext, CHUNK));
    return Math.addExact(SALT_SIZE + plaintext, Math.multiplyExact(chunks, Primitives.TAG_SIZE));
  }

  /** Writes the salt and the encrypted chunks from {@code to} on. */
  static void encrypt(byte[] fileKey, byte[] salt, byte[] plaintext, byte[] file, int to) {
    try (KeyMemory memory = new KeyMemory()) {
      byte[] key = memory.keep(FileKey.payloadKey(fileKey, salt));
      System.arraycopy(salt, 0, file, to, SALT_SIZE);
      int chunks = Math.max(1, Math.ceilDiv(plaintext.length, CHUNK));
      for (int i = 0; i < chunks; i++) {
        int from = i * CHUNK;
        int length = Math.min(CHUNK, plaintext.length - from);
        byte[] nonce = nonce(i, i == chunks - 1);
        Primitives.encrypt(key, nonce, plaintext, from, length, file, to + SALT_SIZE + i * BOX);
      }
    }
  }

  /** 11 bytes of a counter, and whether it is the last. */
  private static byte[] nonce(int counter, boolean last) {
    byte[] nonce = new byte[Primitives.NONCE_SIZE];
    for (int i = 0; i < Integer.BYTES; i++) {
      nonce[Primitives.NONCE_SIZE - 2 - i] = (byte) (counter >>> (8 * i));
    }
    nonce[Primitives.NONCE_SIZE - 1] = (byte) (last ? 1 : 0);
    return nonce;
  }

  private static DamagedAgeFile damaged() {
    return new DamagedAgeFile(AgeOpening.Part.PAYLOAD);
  }
}
