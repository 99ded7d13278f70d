package dev.secretsync.declare;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names out of the repository, made fit for a message (security.md P3). */
final class Shown {
  private static final int LONGEST = 80;
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9./]*");

  private Shown() {}

  /**
   * Text that stands where a name is due: itself if it looks like one, nothing of it otherwise,
   * since people paste values into wrong places.
   */
  static String word(String text) {
    return WORD.matcher(text).matches() ? name(text) : "(not a name)";
  }

  /** {@code name} without what could move a cursor, and not longer than a line takes. */
  static String name(String name) {
    StringBuilder shown = new StringBuilder();
    name.codePoints()
        .limit(LONGEST)
        .forEach(c -> {
          int type = Character.getType(c);
          if (Character.isISOControl(c)
              || type == Character.FORMAT
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR) {
            shown.append(String.format(Locale.ROOT, "\\u%04x", c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return name.codePointCount(0, name.length()) > LONGEST ? shown + "..." : shown.toString();
  }
}
