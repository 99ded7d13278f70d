package dev.secretsync.crypt.age;

import java.util.Base64;
import java.util.Optional;

/**
 * Base64 with one spelling for each value. The decoder of the JDK accepts missing padding and
 * trailing bits that are not zero, which would make files malleable (formats.md 2.1).
 */
public final class StrictBase64 {
  private StrictBase64() {}

  /** Decodes RFC 4648 section 4 with padding; nothing where it is not canonical. */
  public static Optional<byte[]> decodePadded(String text) {
    return decode(text, Base64.getEncoder());
  }

  /** Decodes RFC 4648 section 4 without padding; nothing where it is not canonical. */
  static Optional<byte[]> decodeUnpadded(String text) {
    return decode(text, Base64.getEncoder().withoutPadding());
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
