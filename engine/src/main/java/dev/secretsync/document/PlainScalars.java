package dev.secretsync.document;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The types of scalars as go-yaml v3.0.4 resolves them (formats.md 1.9), because the MAC of a SOPS
 * file was made over these types: octal as {@code 010} and {@code 0o10}, underscores, timestamps,
 * and no {@code yes} or {@code on}.
 */
final class PlainScalars {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUES = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSES = Set.of("false", "False", "FALSE");
  private static final Set<String> NANS = Set.of(".nan", ".NaN", ".NAN");
  private static final Set<String> INFINITIES =
      Set.of(".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF");
  private static final Set<String> NEGATIVE_INFINITIES = Set.of("-.inf", "-.Inf", "-.INF");
  // possessive, so that a megabyte of digits is read once
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(?:\\.[0-9]++|[0-9]++(?:\\.[0-9]*+)?)(?:[eE][-+]?[0-9]++)?");

  private static final int LONGEST_WORD = "false".length();

  /** Longer than any number whose value does not overflow or vanish; longer ones stay text. */
  private static final int LONGEST_NUMBER = 4096;

  private PlainScalars() {}

  /** The value of an unquoted scalar without a tag. */
  static ScalarValue resolve(String text) {
    return YamlTimestamp.parse(text)
        .<ScalarValue>map(ScalarValue.Time::new)
        .orElseGet(() -> resolveNoTimestamp(text));
  }

  /** The value of a scalar whose tag says that it is no timestamp. */
  static ScalarValue resolveNoTimestamp(String text) {
    return word(text).or(() -> number(text)).orElseGet(() -> new ScalarValue.Text(text));
  }

  private static Optional<ScalarValue> word(String text) {
    if (text.length() > LONGEST_WORD) {
      return Optional.empty();
    }
    if (NULLS.contains(text)) {
      return Optional.of(new ScalarValue.Null());
    }
    if (TRUES.contains(text) || FALSES.contains(text)) {
      return Optional.of(new ScalarValue.Bool(TRUES.contains(text)));
    }
    if (NANS.contains(text)) {
      return Optional.of(new ScalarValue.FloatingPoint(Double.NaN));
    }
    if (INFINITIES.contains(text)) {
      return Optional.of(new ScalarValue.FloatingPoint(Double.POSITIVE_INFINITY));
    }
    if (NEGATIVE_INFINITIES.contains(text)) {
      return Optional.of(new ScalarValue.FloatingPoint(Double.NEGATIVE_INFINITY));
    }
    return Optional.empty();
  }

  private static Optional<ScalarValue> number(String text) {
    char first = text.charAt(0);
    if (text.length() > LONGEST_NUMBER) {
      return Optional.empty();
    }
    if (first == '.') {
      return floatingPoint(text); // here go-yaml keeps underscores, which makes it text
    }
    if (first != '+' && first != '-' && !isDigit(first)) {
      return Optional.empty();
    }
    String plain = text.replace("_", "");
    return integer(plain).or(() -> floatingPoint(plain));
  }

  /** Go's {@code ParseInt(s, 0, 64)}, then {@code ParseUint}. */
  private static Optional<ScalarValue> integer(String plain) {
    boolean signed = plain.startsWith("+") || plain.startsWith("-");
    String digits = signed ? plain.substring(1) : plain;
    int radix = radix(digits);
    String body =
        radix == 10 ? digits : digits.substring(radix == 8 && !isPrefixedOctal(digits) ? 1 : 2);
    if (body.isEmpty()) {
      return digits.equals("0") ? Optional.of(new ScalarValue.Int(0)) : Optional.empty();
    }
    if (!body.chars().allMatch(c -> c < 0x80 && Character.digit(c, radix) >= 0)) {
      return Optional.empty();
    }
    var value = new BigInteger(body, radix);
    if (plain.startsWith("-")) {
      value = value.negate();
    }
    if (value.bitLength() <= 63) {
      return Optional.of(new ScalarValue.Int(value.longValue()));
    }
    return !signed && value.bitLength() <= 64
        ? Optional.of(new ScalarValue.Unrepresentable())
        : Optional.empty();
  }

  /** Text for us because of its length only: other readers may find a number. */
  static boolean isLongNumber(String text) {
    return text.length() > LONGEST_NUMBER && FLOAT.matcher(text.replace("_", "")).matches();
  }

  private static int radix(String digits) {
    if (digits.length() < 2 || digits.charAt(0) != '0') {
      return digits.equals("0") ? 8 : 10;
    }
    if (digits.length() == 2) {
      return 8;
    }
    return switch (digits.charAt(1)) {
      case 'x', 'X' -> 16;
      case 'b', 'B' -> 2;
      default -> 8;
    };
  }

  private static boolean isPrefixedOctal(String digits) {
    return digits.length() > 2 && (digits.charAt(1) == 'o' || digits.charAt(1) == 'O');
  }

  /** A number too large for a double stays text, as go-yaml leaves it. */
  private static Optional<ScalarValue> floatingPoint(String plain) {
    if (!FLOAT.matcher(plain).matches()) {
      return Optional.empty();
    }
    double value = Double.parseDouble(plain);
    return Double.isInfinite(value)
        ? Optional.empty()
        : Optional.of(new ScalarValue.FloatingPoint(value));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
