package dev.secretsync.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** How names that come from repositories and clusters are made safe to show (security.md P3). */
public final class Shown {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private static final char REPLACEMENT = '\ufffd';

  private Shown() {}

  /**
   * Replaces what a terminal or a CI log would act on: control characters, ANSI, line ends,
   * direction overrides, and the two ways of starting a workflow command: {@code ::} at the start
   * of a line, and {@code ##[} or {@code ##vso[} anywhere in it.
   */
  public static String name(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> safe.appendCodePoint(isHarmless(c) ? c : REPLACEMENT));
    if (text.stripLeading().startsWith("::")) {
      safe.setCharAt(text.indexOf(':'), REPLACEMENT);
    }
    return safe.toString().replace("##", "#" + REPLACEMENT);
  }

  /** To the second, in UTC; of a time that no calendar has, as it was told. */
  public static String time(Instant instant) {
    return instant.isBefore(FIRST) || instant.isAfter(LAST)
        ? instant.toString()
        : SECOND.format(instant);
  }

  static String time(Optional<Instant> instant) {
    return instant.map(Shown::time).orElse("at an unknown time");
  }

  /** {@code 1 cluster}, {@code 2 clusters}. */
  public static String count(int number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}
