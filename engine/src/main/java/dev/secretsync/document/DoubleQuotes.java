package dev.secretsync.document;

import java.util.Map;

/** Texts in double quotes with the escapes of YAML, in the forms that go-yaml v3 prefers. */
final class DoubleQuotes {
  private static final Map<Integer, String> SHORT =
      Map.ofEntries(
          Map.entry(0x00, "\\0"),
          Map.entry(0x07, "\\a"),
          Map.entry(0x08, "\\b"),
          Map.entry(0x09, "\\t"),
          Map.entry(0x0a, "\\n"),
          Map.entry(0x0b, "\\v"),
          Map.entry(0x0c, "\\f"),
          Map.entry(0x0d, "\\r"),
          Map.entry(0x1b, "\\e"),
          Map.entry(0x22, "\\\""),
          Map.entry(0x5c, "\\\\"),
          Map.entry(0x85, "\\N"),
          Map.entry(0xa0, "\\_"),
          Map.entry(0x2028, "\\L"),
          Map.entry(0x2029, "\\P"));

  private DoubleQuotes() {}

  static String around(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    // go-yaml escapes everything behind a byte order mark
    boolean all = text.startsWith("\uFEFF");
    text.codePoints().forEach(c -> append(quoted, c, all));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, int c, boolean all) {
    if (!all
        && c != '\n'
        && c != '"'
        && c != '\\'
        && c <= Character.MAX_VALUE
        && TextShape.isPrintable((char) c)) {
      quoted.append((char) c);
      return;
    }
    String known = SHORT.get(c);
    if (known != null) {
      quoted.append(known);
    } else if (c <= 0xff) {
      quoted.append("\\x%02X".formatted(c));
    } else if (c <= Character.MAX_VALUE) {
      quoted.append("\\u%04X".formatted(c));
    } else {
      quoted.append("\\U%08X".formatted(c));
    }
  }
}
