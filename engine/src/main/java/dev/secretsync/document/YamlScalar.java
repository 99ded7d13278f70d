package dev.secretsync.document;

import dev.secretsync.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A scalar in the style that go-yaml v3 gives it, which is what SOPS writes (formats.md 1.9).
 *
 * @param tag with a blank behind it, or empty
 */
record YamlScalar(String tag, String text, Style style) {
  enum Style {
    PLAIN,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    LITERAL
  }

  private static final Set<String> OLD_BOOLEANS =
      Set.of(
          "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off",
          "OFF");
  // possessive, so that a megabyte of digits is read once
  private static final Pattern BASE_60 =
      Pattern.compile("[-+]?[0-9][0-9_]*+(?::[0-5]?[0-9])++(?:\\.[0-9_]*+)?");

  private static final String MERGE = "<<";
  private static final int BASE64_LINE = 70;

  static YamlScalar of(ScalarValue value) {
    return switch (value) {
      case ScalarValue.Null _, ScalarValue.Unrepresentable _ -> plain("null");
      case ScalarValue.Bool(boolean b) -> plain(Boolean.toString(b));
      case ScalarValue.Int(long n) -> plain(Long.toString(n));
      case ScalarValue.FloatingPoint(double d) -> plain(FloatText.yaml(d));
      case ScalarValue.Time(String time) -> plain(time);
      case ScalarValue.Text(String text) -> ofText(text);
      case ScalarValue.Binary(SecretBytes secret) -> secret.reveal(YamlScalar::ofBytes);
    };
  }

  private static YamlScalar ofBytes(byte[] bytes) {
    return Utf8.decode(bytes)
        .map(YamlScalar::ofText)
        .orElseGet(() -> binary(Base64.getEncoder().encodeToString(bytes)));
  }

  private static YamlScalar plain(String text) {
    return new YamlScalar("", text, Style.PLAIN);
  }

  private static YamlScalar binary(String base64) {
    if (base64.length() < BASE64_LINE) {
      return new YamlScalar("!!binary ", base64, Style.PLAIN);
    }
    StringBuilder lines = new StringBuilder(base64.length() + base64.length() / BASE64_LINE + 1);
    for (int i = 0; i < base64.length(); i += BASE64_LINE) {
      lines.append(base64, i, Math.min(base64.length(), i + BASE64_LINE)).append('\n');
    }
    return new YamlScalar("!!binary ", lines.toString(), Style.LITERAL);
  }

  /** A text or a key. */
  static YamlScalar ofText(String text) {
    if (text.equals(MERGE)) {
      return new YamlScalar("!!merge ", text, Style.PLAIN);
    }
    return new YamlScalar("", text, style(text));
  }

  private static Style style(String text) {
    TextShape shape = TextShape.of(text);
    if (text.indexOf('\n') >= 0) {
      // go-yaml takes a tab at the start for indentation, and loses the text
      return shape.isBlockAllowed() && !text.startsWith("\t") ? Style.LITERAL : Style.DOUBLE_QUOTED;
    }
    if (!readsAsText(text)) {
      return Style.DOUBLE_QUOTED;
    }
    if (shape.isPlainAllowed()) {
      return Style.PLAIN;
    }
    return shape.isSingleQuotedAllowed() ? Style.SINGLE_QUOTED : Style.DOUBLE_QUOTED;
  }

  /** Whether every reader takes it for text when it stands without quotes. */
  private static boolean readsAsText(String text) {
    return PlainScalars.resolve(text) instanceof ScalarValue.Text
        && !PlainScalars.isLongNumber(text)
        && !OLD_BOOLEANS.contains(text)
        && !BASE_60.matcher(text).matches();
  }

  /** Whether it has what go-yaml takes for a line break. */
  boolean hasLines() {
    return text.chars()
        .anyMatch(c -> c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029);
  }

  /** How many bytes decide whether it may stand as a key before a colon. */
  int keyLength() {
    return tag.strip().length() + text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public String toString() {
    return "YamlScalar";
  }
}
