package dev.secretsync.crypt.age;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The text form of an age file, with one spelling for each file (formats.md 2.4). */
final class Armor {
  private static final byte[] BEGIN = ascii("-----BEGIN AGE ENCRYPTED FILE-----");
  private static final byte[] END = ascii("-----END AGE ENCRYPTED FILE-----");
  private static final int COLUMNS = 64;
  private static final int MAX_WHITE_SPACE = 1024;
  private static final String WHITE_SPACE = " \t\r\n";

  private Armor() {}

  /** The text form of {@code file}, with a line end after each line. */
  static String encode(byte[] file) {
    byte[] base64 = Base64.getEncoder().encode(file);
    int lines = Math.ceilDiv(base64.length, COLUMNS);
    byte[] text = new byte[BEGIN.length + base64.length + lines + END.length + 2];
    System.arraycopy(BEGIN, 0, text, 0, BEGIN.length);
    int to = BEGIN.length;
    text[to++] = '\n';
    for (int from = 0; from < base64.length; from += COLUMNS) {
      int length = Math.min(COLUMNS, base64.length - from);
      System.arraycopy(base64, from, text, to, length);
      to += length;
      text[to++] = '\n';
    }
    System.arraycopy(END, 0, text, to, END.length);
    text[to + END.length] = '\n';
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** The bytes inside the armor. */
  static byte[] decode(String text) {
    // a character above U+00FF becomes a question mark, which no armor has
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int from = 0;
    while (from < bytes.length && WHITE_SPACE.indexOf(bytes[from]) >= 0) {
      from++;
    }
    int to = bytes.length;
    while (to > from && WHITE_SPACE.indexOf(bytes[to - 1]) >= 0) {
      to--;
    }
    if (from > MAX_WHITE_SPACE || bytes.length - to > MAX_WHITE_SPACE) {
      throw damaged();
    }
    return new Lines(bytes, from, to).body();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static DamagedAgeFile damaged() {
    return new DamagedAgeFile(AgeOpening.Part.ARMOR);
  }

  private static final class Lines {
    private final byte[] text;
    private final int to;
    private int lineStart;
    private int lineEnd;
    private int next;

    Lines(byte[] text, int from, int to) {
      this.text = text;
      this.to = to;
      this.next = from;
    }

    byte[] body() {
      line();
      if (!lineIs(BEGIN) || next > to) {
        throw damaged();
      }
      byte[] base64 = new byte[to - next];
      int size = 0;
      boolean last = false;
      for (line(); !lineIs(END); line()) {
        int length = lineEnd - lineStart;
        if (last || length == 0 || length > COLUMNS) {
          throw damaged();
        }
        last = length < COLUMNS;
        System.arraycopy(text, lineStart, base64, size, length);
        size += length;
      }
      if (next <= to) {
        throw damaged();
      }
      return StrictBase64.decodePadded(Arrays.copyOf(base64, size)).orElseThrow(Armor::damaged);
    }

    private void line() {
      if (next > to) {
        throw damaged();
      }
      lineStart = next;
      int end = next;
      while (end < to && text[end] != '\n') {
        end++;
      }
      next = end + 1;
      boolean crlf = end < to && end > lineStart && text[end - 1] == '\r';
      lineEnd = crlf ? end - 1 : end;
    }

    private boolean lineIs(byte[] expected) {
      return Arrays.equals(text, lineStart, lineEnd, expected, 0, expected.length);
    }
  }
}
