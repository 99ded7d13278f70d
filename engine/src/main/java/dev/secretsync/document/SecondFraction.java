package dev.secretsync.document;

import org.jspecify.annotations.Nullable;

/** The fraction of a second, as Go writes it: nanoseconds, trailing zeros cut (formats.md 1.4). */
public final class SecondFraction {
  private static final int NANO_DIGITS = 9;

  private SecondFraction() {}

  /** {@code .5} for {@code 500}; nothing for no digits, or for zeros only. */
  public static String of(@Nullable String digits) {
    if (digits == null) {
      return "";
    }
    String kept = digits.substring(0, Math.min(NANO_DIGITS, digits.length()));
    int end = kept.length();
    while (end > 0 && kept.charAt(end - 1) == '0') {
      end--;
    }
    return end == 0 ? "" : "." + kept.substring(0, end);
  }
}
