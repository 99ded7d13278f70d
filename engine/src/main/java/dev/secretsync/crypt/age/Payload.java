package dev.secretsync.crypt.age;

import java.util.Arrays;
import java.util.Optional;

/** The STREAM construction of the payload (formats.md 2.2). */
final class Payload {
  static final int SALT_SIZE = 16;
  private static final int CHUNK = 64 << 10;
  private static final int BOX = CHUNK + Primitives.TAG_SIZE;

  private Payload() {}

  /**
   * All of the plaintext, in a buffer of {@code memory}; nothing of it before the last tag fits.
   */
  static byte[] decrypt(byte[] fileKey, byte[] file, int from, KeyMemory memory) {
    if (file.length - from < SALT_SIZE) {
      throw new DamagedAgeFile(AgeOpening.Part.HEADER);
    }
    byte[] salt = Arrays.copyOfRange(file, from, from + SALT_SIZE);
    byte[] key = memory.keep(Primitives.hkdf(fileKey, salt, "payload"));
    int start = from + SALT_SIZE;
    int size = file.length - start;
    int chunks = Math.max(1, (size + BOX - 1) / BOX);
    if (size - (chunks - 1) * BOX < Primitives.TAG_SIZE) {
      throw damaged();
    }
    byte[] plaintext = memory.keep(new byte[size - chunks * Primitives.TAG_SIZE]);
    for (int i = 0; i < chunks; i++) {
      int at = start + i * BOX;
      byte[] chunk = memory.keep(chunk(key, i, i == chunks - 1, file, at));
      if (chunk.length == 0 && i > 0) { // only a payload without any byte ends in an empty chunk
        throw damaged();
      }
      System.arraycopy(chunk, 0, plaintext, i * CHUNK, chunk.length);
    }
    return plaintext;
  }

  private static byte[] chunk(byte[] key, int counter, boolean last, byte[] file, int at) {
    byte[] nonce = new byte[Primitives.NONCE_SIZE];
    for (int i = 0; i < Integer.BYTES; i++) {
      nonce[Primitives.NONCE_SIZE - 2 - i] = (byte) (counter >>> (8 * i));
    }
    nonce[Primitives.NONCE_SIZE - 1] = (byte) (last ? 1 : 0);
    int length = Math.min(BOX, file.length - at);
    Optional<byte[]> chunk = Primitives.decrypt(key, nonce, file, at, length);
    return chunk.orElseThrow(Payload::damaged);
  }

  private static DamagedAgeFile damaged() {
    return new DamagedAgeFile(AgeOpening.Part.PAYLOAD);
  }
}
