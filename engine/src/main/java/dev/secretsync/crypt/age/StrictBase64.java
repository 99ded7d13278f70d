package dev.secretsync.crypt.age;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Base64 with one spelling for each value. The decoder of the JDK accepts missing padding and
 * trailing bits that are not zero, which would make files malleable (formats.md 2.1).
 */
public final class StrictBase64 {
  private static final Base64.Encoder UNPADDED = Base64.getEncoder().withoutPadding();
  private static final int GROUP = 4;

  private StrictBase64() {}

  /** Decodes RFC 4648 section 4 with padding; nothing where it is not canonical. */
  public static Optional<byte[]> decodePadded(String text) {
    return decodePadded(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Looks again at the last group only, since no other has two spellings. */
  static Optional<byte[]> decodePadded(byte[] ascii) {
    if (ascii.length % GROUP != 0) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(ascii);
      int lastGroup = ascii.length == 0 ? 0 : (ascii.length - GROUP) / GROUP * 3;
      byte[] again = Base64.getEncoder().encode(Arrays.copyOfRange(bytes, lastGroup, bytes.length));
      int from = ascii.length - again.length;
      return Arrays.equals(ascii, from, ascii.length, again, 0, again.length)
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Decodes RFC 4648 section 4 without padding; nothing where it is not canonical. */
  static Optional<byte[]> decodeUnpadded(String text) {
    return decode(text, UNPADDED);
  }

  static String encodeUnpadded(byte[] bytes) {
    return UNPADDED.encodeToString(bytes);
  }

  private static Optional<byte[]> decode(String text, Base64.Encoder canonical) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return canonical.encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
