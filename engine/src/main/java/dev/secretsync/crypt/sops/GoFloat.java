package dev.secretsync.crypt.sops;

import java.math.BigDecimal;
import java.math.MathContext;

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
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    return fewestDigits(value).stripTrailingZeros().toPlainString();
  }

  /** Java prints at least two digits, so the smallest subnormals need one taken away. */
  private static BigDecimal fewestDigits(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value));
    if (digits.precision() == 2) {
      BigDecimal one = digits.round(new MathContext(1));
      if (one.doubleValue() == value) {
        return one;
      }
    }
    return digits;
  }
}
