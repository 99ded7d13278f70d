package dev.secretsync.document;

import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Writes JSON as Go's {@code encoding/json} does with SOPS's indentation (formats.md 1.8). Comments
 * are left out: JSON has none.
 */
public final class JsonWriter {
  private static final String HEX = "0123456789abcdef";
  private static final boolean[] ESCAPED = escaped();

  private final StringBuilder out = new StringBuilder();
  private final String unit;

  private JsonWriter(OptionalInt indent) {
    unit = indent.isPresent() ? " ".repeat(Math.max(0, indent.getAsInt())) : "\t";
  }

  /**
   * The bytes of a file: the object, and a line feed.
   *
   * @param indent blanks per level, 0 for lines without indentation; nothing for a tab
   * @throws RefusedException where a leaf is nothing that JSON can hold
   */
  public static byte[] write(Node root, OptionalInt indent) {
    JsonWriter writer = new JsonWriter(indent);
    writer.node(root, 0);
    writer.out.append('\n');
    return writer.bytes();
  }

  /** One value, without a line feed behind it. */
  public static byte[] writeValue(Node value, OptionalInt indent) {
    JsonWriter writer = new JsonWriter(indent);
    writer.node(value, 0);
    return writer.bytes();
  }

  private byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void node(Node node, int depth) {
    switch (node) {
      case Node.Mapping mapping -> object(mapping.entries(), depth);
      case Node.Sequence sequence -> array(sequence.elements(), depth);
      case Node.Scalar scalar -> scalar(scalar);
    }
  }

  private void object(List<Node.Entry> entries, int depth) {
    out.append('{');
    boolean later = false;
    for (Node.Entry entry : entries) {
      line(later, depth + 1);
      string(entry.key());
      out.append(": ");
      node(entry.value(), depth + 1);
      later = true;
    }
    close('}', entries.isEmpty(), depth);
  }

  private void array(List<Node> elements, int depth) {
    out.append('[');
    boolean later = false;
    for (Node element : elements) {
      line(later, depth + 1);
      node(element, depth + 1);
      later = true;
    }
    close(']', elements.isEmpty(), depth);
  }

  private void line(boolean later, int depth) {
    if (later) {
      out.append(',');
    }
    out.append('\n').repeat(unit, depth);
  }

  private void close(char bracket, boolean empty, int depth) {
    if (!empty) {
      out.append('\n').repeat(unit, depth);
    }
    out.append(bracket);
  }

  private void scalar(Node.Scalar scalar) {
    switch (scalar.value()) {
      case ScalarValue.Null _ -> out.append("null");
      case ScalarValue.Bool(boolean b) -> out.append(b);
      case ScalarValue.Int(long n) -> out.append(n);
      case ScalarValue.FloatingPoint(double d) when Double.isFinite(d) ->
          out.append(FloatText.json(d));
      case ScalarValue.FloatingPoint _, ScalarValue.Unrepresentable _ ->
          throw refused(scalar, "a number that JSON cannot hold", "write the file as YAML");
      case ScalarValue.Time(String time) -> string(time);
      case ScalarValue.Text(String text) -> string(text);
      case ScalarValue.Binary(SecretBytes secret) ->
          string(
              secret
                  .reveal(Utf8::decode)
                  .orElseThrow(
                      () -> refused(scalar, "bytes that are not UTF-8", "write the file as YAML")));
    }
  }

  private static RefusedException refused(Node node, String summary, String hint) {
    return new RefusedException(FileErrors.unfit(node.at(), summary, hint));
  }

  private void string(String text) {
    out.append('"');
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isEscaped(c)) {
        out.append(text, plain, i);
        escape(c);
        plain = i + 1;
      }
    }
    out.append(text, plain, text.length()).append('"');
  }

  private static boolean isEscaped(char c) {
    return c < ESCAPED.length ? ESCAPED[c] : c == '\u2028' || c == '\u2029';
  }

  /** A table: this is asked of every character of a large file. */
  private static boolean[] escaped() {
    boolean[] escaped = new boolean[Byte.MAX_VALUE + 1];
    Arrays.fill(escaped, 0, ' ', true);
    for (char c : new char[] {'"', '\\', '<', '>', '&'}) {
      escaped[c] = true;
    }
    return escaped;
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        out.append("\\u");
        for (int shift = Character.SIZE - Byte.SIZE / 2; shift >= 0; shift -= Byte.SIZE / 2) {
          out.append(HEX.charAt(c >> shift & 0xf));
        }
      }
    }
  }
}
