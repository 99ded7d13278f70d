package dev.secretsync.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Bytes as text, without loss or not at all. */
final class Utf8 {
  private Utf8() {}

  static Optional<String> decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** The text of {@code length} bytes from {@code from}; nothing where they are not UTF-8. */
  static Optional<String> decode(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    // the replacement character may stand in the bytes themselves, which only a decoder can tell
    return text.indexOf('\uFFFD') < 0 || isValid(bytes, from, length)
        ? Optional.of(text)
        : Optional.empty();
  }

  /** A leaf that holds the bytes: text where they are UTF-8. */
  static ScalarValue leaf(byte[] bytes) {
    return decode(bytes)
        .<ScalarValue>map(ScalarValue.Text::new)
        .orElseGet(() -> new ScalarValue.Binary(Base64.getEncoder().encodeToString(bytes)));
  }

  private static boolean isValid(byte[] bytes, int from, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /** Whether the text can be written as UTF-8: no half of a surrogate pair stands alone. */
  static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
