package dev.secretsync.document;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The four forms of timestamps that go-yaml v3 knows (formats.md 1.9), written as SOPS hashes them.
 */
final class YamlTimestamp {
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
              + "(?:(?:[Tt]| +)([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,]([0-9]+))?"
              + "(Z|([+-])([0-9]{2}):([0-9]{2}))?)?");
  private static final int LONGEST = 512;

  private YamlTimestamp() {}

  /** The timestamp as RFC 3339 with its own offset and without trailing zeros, if it is one. */
  static Optional<String> parse(String text) {
    if (text.length() > LONGEST || text.length() < 8 || text.charAt(4) != '-') {
      return Optional.empty();
    }
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    boolean hasTime = m.group(4) != null;
    boolean hasOffset = m.group(8) != null;
    boolean spaced = text.indexOf(' ') >= 0;
    if (hasTime
        && spaced == hasOffset) { // with T an offset is required, with a blank there is none
      return Optional.empty();
    }
    int offset = offsetMinutes(m);
    if (offset == Integer.MIN_VALUE || !exists(m)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s-%02d-%02dT%02d:%02d:%02d%s%s"
            .formatted(
                m.group(1),
                number(m, 2),
                number(m, 3),
                number(m, 4),
                number(m, 5),
                number(m, 6),
                SecondFraction.of(m.group(7)),
                offset(offset)));
  }

  private static boolean exists(Matcher m) {
    try {
      LocalDateTime.of(
          number(m, 1), number(m, 2), number(m, 3), number(m, 4), number(m, 5), number(m, 6));
      return true;
    } catch (DateTimeException _) {
      return false;
    }
  }

  private static int number(Matcher m, int group) {
    String digits = m.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** Minutes east of UTC; the least int where Go finds the offset out of range. */
  private static int offsetMinutes(Matcher m) {
    if (m.group(9) == null) {
      return 0;
    }
    int hours = number(m, 10);
    int minutes = number(m, 11);
    if (hours > 24 || minutes > 60) {
      return Integer.MIN_VALUE;
    }
    int total = hours * 60 + minutes;
    return "-".equals(m.group(9)) ? -total : total;
  }

  private static String offset(int minutes) {
    int size = Math.abs(minutes);
    return minutes == 0
        ? "Z"
        : "%s%02d:%02d".formatted(minutes < 0 ? "-" : "+", size / 60, size % 60);
  }
}
