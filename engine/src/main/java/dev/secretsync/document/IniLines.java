package dev.secretsync.document;

import java.util.function.IntPredicate;

/** The lines of an INI file one after the other, each with its line feed. */
final class IniLines {
  private final String text;
  private int next;
  private int number;

  IniLines(String text) {
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  boolean hasNext() {
    return next < text.length();
  }

  String next() {
    int end = text.indexOf('\n', next);
    String line = text.substring(next, end < 0 ? text.length() : end + 1);
    next += line.length();
    number++;
    return line;
  }

  /** The number of the line that came last, from 1. */
  int number() {
    return Math.max(1, number);
  }

  static String trimLeft(String text) {
    return text.substring(start(text, IniLines::isSpace));
  }

  static String trim(String text) {
    String left = trimLeft(text);
    int end = left.length();
    while (end > 0 && isSpace(left.charAt(end - 1))) {
      end--;
    }
    return left.substring(0, end);
  }

  /** Where the first character stands that is none of these. */
  static int start(String text, IntPredicate skipped) {
    int i = 0;
    while (i < text.length() && skipped.test(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Go's {@code unicode.IsSpace}. */
  private static boolean isSpace(int c) {
    return switch (c) {
      case ' ', 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
      default -> (c >= '\t' && c <= '\r') || (c >= 0x2000 && c <= 0x200a);
    };
  }
}
