package dev.secretsync.crypt.sops;

import dev.secretsync.document.FloatText;

/**
 * Go's {@code FormatFloat(f, 'f', -1, 64)}: the fewest digits that read back, never an exponent.
 */
final class GoFloat {
  private GoFloat() {}

  /** Reads back what {@link #format} wrote. */
  static double parse(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  static String format(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return FloatText.plain(value);
  }
}
