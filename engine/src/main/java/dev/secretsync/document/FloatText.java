package dev.secretsync.document;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Floating-point numbers as Go's {@code strconv.FormatFloat} writes them with precision -1: the
 * fewest digits that read back. The formats differ in when they take an exponent.
 */
public final class FloatText {
  private static final int LEAST_PLAIN_EXPONENT = -4;
  private static final int FIRST_LARGE_EXPONENT = 6;
  private static final double JSON_LEAST_PLAIN = 1e-6;
  private static final double JSON_FIRST_LARGE = 1e21;
  private static final int TWO_DIGITS = 10;

  private FloatText() {}

  /** Format {@code g}, with the words of YAML for what is no number. */
  static String yaml(double value) {
    if (Double.isNaN(value)) {
      return ".nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? ".inf" : "-.inf";
    }
    return general(value);
  }

  /** Format {@code G} as SOPS writes it into dotenv and INI files: never like an integer. */
  static String upper(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    String text = general(value).replace('e', 'E');
    return text.indexOf('.') < 0 && text.indexOf('E') < 0 ? text + ".0" : text;
  }

  /** As {@code encoding/json} does. The value must be finite. */
  static String json(double value) {
    double size = Math.abs(value);
    boolean plain = size == 0 || (size >= JSON_LEAST_PLAIN && size < JSON_FIRST_LARGE);
    return plain ? plain(value) : scientific(value).replace("e-0", "e-");
  }

  private static String general(double value) {
    int exponent = exponent(value);
    return exponent < LEAST_PLAIN_EXPONENT || exponent >= FIRST_LARGE_EXPONENT
        ? scientific(value)
        : plain(value);
  }

  private static int exponent(double value) {
    BigDecimal digits = fewestDigits(value);
    return value == 0 ? 0 : digits.precision() - digits.scale() - 1;
  }

  /** Format {@code f}: the fewest digits that read back, no exponent. The value must be finite. */
  public static String plain(double value) {
    return sign(value) + fewestDigits(Math.abs(value)).toPlainString();
  }

  private static String scientific(double value) {
    BigDecimal digits = fewestDigits(Math.abs(value));
    String all = digits.unscaledValue().toString();
    int exponent = exponent(Math.abs(value));
    int size = Math.abs(exponent);
    return sign(value)
        + all.charAt(0)
        + (all.length() > 1 ? "." + all.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (size < TWO_DIGITS ? "0" : "")
        + size;
  }

  private static String sign(double value) {
    return Double.doubleToRawLongBits(value) < 0 ? "-" : "";
  }

  /** Java prints at least two digits, so the smallest subnormals need one taken away. */
  private static BigDecimal fewestDigits(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value));
    if (digits.precision() == 2) {
      BigDecimal one = digits.round(new MathContext(1));
      if (one.doubleValue() == value) {
        return one.stripTrailingZeros();
      }
    }
    return digits.stripTrailingZeros();
  }
}
