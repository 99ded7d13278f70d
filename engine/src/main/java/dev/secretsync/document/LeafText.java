package dev.secretsync.document;

import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretBytes;
import java.nio.charset.StandardCharsets;

/** Leaves as SOPS writes them into formats that hold nothing but texts. */
final class LeafText {
  private LeafText() {}

  /**
   * The bytes of a leaf.
   *
   * @throws RefusedException where SOPS has no type for it
   */
  static byte[] bytes(Node.Scalar scalar) {
    return switch (scalar.value()) {
      case ScalarValue.Binary(SecretBytes bytes) -> bytes.reveal(byte[]::clone);
      case ScalarValue.Null _ -> utf8("<nil>");
      case ScalarValue.Bool(boolean b) -> utf8(Boolean.toString(b));
      case ScalarValue.Int(long n) -> utf8(Long.toString(n));
      case ScalarValue.FloatingPoint(double d) -> utf8(FloatText.upper(d));
      case ScalarValue.Time(String time) -> utf8(inSeconds(time));
      case ScalarValue.Text(String text) -> utf8(text);
      case ScalarValue.Unrepresentable _ ->
          throw new RefusedException(
              FileErrors.unfit(
                  scalar.at(), "a number that SOPS cannot hold", "put the number into quotes"));
    };
  }

  private static String inSeconds(String time) {
    int dot = time.indexOf('.');
    if (dot < 0) {
      return time;
    }
    int end = dot + 1;
    while (end < time.length() && Character.isDigit(time.charAt(end))) {
      end++;
    }
    return time.substring(0, dot) + time.substring(end);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
