package dev.secretsync.document;

import dev.secretsync.model.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Bytes as text, without loss or not at all. */
public final class Utf8 {
  private static final int PIECE = 8192;

  private Utf8() {}

  static Optional<String> decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** The text of {@code length} bytes from {@code from}; nothing where they are not UTF-8. */
  static Optional<String> decode(byte[] bytes, int from, int length) {
    return isValid(bytes, from, length)
        ? Optional.of(new String(bytes, from, length, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** A leaf that holds the bytes: text where they are UTF-8. */
  public static ScalarValue leaf(byte[] bytes) {
    return decode(bytes)
        .<ScalarValue>map(ScalarValue.Text::new)
        .orElseGet(() -> new ScalarValue.Binary(SecretBytes.copyOf(bytes)));
  }

  /** In small pieces: a hundred megabytes that are no text mostly show it in the first few. */
  private static boolean isValid(byte[] bytes, int from, int length) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, from, length);
    CharBuffer out = CharBuffer.allocate(PIECE);
    CoderResult result;
    do {
      out.clear();
      result = decoder.decode(in, out, true);
    } while (result.isOverflow());
    Arrays.fill(out.array(), '\0');
    return result.isUnderflow();
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
