package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.SecretBytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The bytes by which a leaf counts in the MAC, which are also the bytes that are encrypted
 * (formats.md 1.4). For encrypted leaves they are made again from what the plaintext means, as SOPS
 * does.
 */
final class LeafBytes {
  private static final Set<String> TRUES = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> FALSES = Set.of("0", "f", "F", "FALSE", "false", "False");
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,400}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?");
  private static final int LONGEST_NUMBER = 2048;

  private LeafBytes() {}

  /** Of a leaf that stands unencrypted; nothing for null, and for what no SOPS type can hold. */
  static Optional<byte[]> ofPlain(ScalarValue value) {
    return switch (value) {
      case ScalarValue.Null _, ScalarValue.Unrepresentable _ -> Optional.empty();
      case ScalarValue.Bool(boolean b) -> Optional.of(ascii(bool(b)));
      case ScalarValue.Int(long n) -> Optional.of(ascii(Long.toString(n)));
      case ScalarValue.FloatingPoint(double d) -> Optional.of(ascii(GoFloat.format(d)));
      case ScalarValue.Time(String t) -> Optional.of(ascii(t));
      case ScalarValue.Text(String t) -> Optional.of(t.getBytes(StandardCharsets.UTF_8));
      case ScalarValue.Binary(SecretBytes bytes) -> Optional.of(bytes.reveal(byte[]::clone));
    };
  }

  /** Of a decrypted leaf; nothing where the plaintext does not fit the type. */
  static Optional<byte[]> ofDecrypted(LeafType type, byte[] plaintext, KeyMemory memory) {
    return switch (type) {
      case STR, BYTES, COMMENT -> Optional.of(plaintext);
      case INT -> integer(text(plaintext)).map(t -> memory.keep(ascii(t)));
      case FLOAT -> floatingPoint(text(plaintext)).map(t -> memory.keep(ascii(t)));
      case BOOL -> bool(text(plaintext)).map(t -> memory.keep(ascii(t)));
      case TIME -> Rfc3339.parse(text(plaintext)).map(t -> memory.keep(ascii(t.inNanoseconds())));
    };
  }

  private static Optional<String> integer(String text) {
    if (!INTEGER.matcher(text).matches()) {
      return Optional.empty();
    }
    BigInteger value = new BigInteger(text);
    return value.bitLength() <= 63 ? Optional.of(value.toString()) : Optional.empty();
  }

  private static Optional<String> floatingPoint(String text) {
    if (text.equals("+Inf") || text.equals("-Inf") || text.equals("NaN")) {
      return Optional.of(text);
    }
    if (text.length() > LONGEST_NUMBER || !DECIMAL.matcher(text).matches()) {
      return Optional.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? Optional.empty() : Optional.of(GoFloat.format(value));
  }

  private static Optional<String> bool(String text) {
    if (TRUES.contains(text)) {
      return Optional.of(bool(true));
    }
    return FALSES.contains(text) ? Optional.of(bool(false)) : Optional.empty();
  }

  private static String bool(boolean value) {
    return value ? "True" : "False";
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
