package dev.secretsync.crypt.sops;

import dev.secretsync.document.SecondFraction;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as Go parses RFC 3339 strictly: two digits everywhere, capital {@code T} and {@code Z}, an
 * offset that is kept (formats.md 1.4, 1.6).
 */
record Rfc3339(String toSecond, String fraction, int offsetMinutes) {
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\\.([0-9]{1,64}))?"
              + "(?:Z|([+-])([0-9]{2}):([0-9]{2}))");

  static Optional<Rfc3339> parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches() || !exists(m.group(1))) {
      return Optional.empty();
    }
    int offset = 0;
    if (m.group(3) != null) {
      int hours = Integer.parseInt(m.group(4));
      int minutes = Integer.parseInt(m.group(5));
      if (hours > 23 || minutes > 59) {
        return Optional.empty();
      }
      offset = (hours * 60 + minutes) * ("-".equals(m.group(3)) ? -1 : 1);
    }
    return Optional.of(new Rfc3339(m.group(1), SecondFraction.of(m.group(2)), offset));
  }

  /** An instant in UTC, to the second: how {@code lastmodified} is written. */
  static Rfc3339 ofSecond(Instant instant) {
    String text =
        LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC)
            .format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    return new Rfc3339(text, "", 0);
  }

  /** Without its fraction: what the MAC of a file is bound to. */
  String inSeconds() {
    return toSecond + offset();
  }

  /** With its fraction: how a timestamp counts in the MAC. */
  String inNanoseconds() {
    return toSecond + fraction + offset();
  }

  Instant instant() {
    return LocalDateTime.parse(toSecond).minusMinutes(offsetMinutes).toInstant(ZoneOffset.UTC);
  }

  private String offset() {
    int size = Math.abs(offsetMinutes);
    return size == 0
        ? "Z"
        : "%s%02d:%02d".formatted(offsetMinutes < 0 ? "-" : "+", size / 60, size % 60);
  }

  private static boolean exists(String toSecond) {
    try {
      LocalDateTime.parse(toSecond);
      return true;
    } catch (DateTimeException _) {
      return false;
    }
  }
}
