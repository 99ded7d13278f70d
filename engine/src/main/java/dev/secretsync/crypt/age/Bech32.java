package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** BIP-173 with its first checksum, without the limit of 90 characters (formats.md 2.3). */
final class Bech32 {
  private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };
  private static final int CHECKSUM = 6;

  private Bech32() {}

  /** The data of {@code text} when it is well-formed and has this prefix, in this case. */
  static Optional<byte[]> decode(String prefix, String text) {
    int separator = text.lastIndexOf('1');
    if (separator < 1 || !text.substring(0, separator).equals(prefix) || isMixedCase(text)) {
      return Optional.empty();
    }
    String data = text.substring(separator + 1).toLowerCase(Locale.ROOT);
    if (data.length() < CHECKSUM) {
      return Optional.empty();
    }
    byte[] values = new byte[data.length()];
    for (int i = 0; i < values.length; i++) {
      int value = ALPHABET.indexOf(data.charAt(i));
      if (value < 0) {
        return Optional.empty();
      }
      values[i] = (byte) value;
    }
    try {
      return checksum(prefix, values) == 1
          ? bytes(values, values.length - CHECKSUM)
          : Optional.empty();
    } finally {
      Arrays.fill(values, (byte) 0); // it may be a secret key
    }
  }

  /** {@code data} in lower case, with a prefix in lower case. */
  static String encode(String prefix, byte[] data) {
    return new String(encode(prefix, data, ALPHABET), StandardCharsets.US_ASCII);
  }

  /** {@code data} in upper case, with a prefix in upper case; the caller closes it. */
  static SecretBytes secretLine(String prefix, byte[] data) {
    byte[] line = encode(prefix, data, ALPHABET.toUpperCase(Locale.ROOT));
    SecretBytes secret = SecretBytes.copyOf(line);
    Arrays.fill(line, (byte) 0);
    return secret;
  }

  private static byte[] encode(String prefix, byte[] data, String alphabet) {
    byte[] values = groups(data);
    int checksum = checksum(prefix, values) ^ 1;
    for (int i = 0; i < CHECKSUM; i++) {
      values[values.length - CHECKSUM + i] = (byte) (checksum >>> (5 * (5 - i)) & 31);
    }
    byte[] text = (prefix + '1').getBytes(StandardCharsets.US_ASCII);
    int from = text.length;
    text = Arrays.copyOf(text, from + values.length);
    for (int i = 0; i < values.length; i++) {
      text[from + i] = (byte) alphabet.charAt(values[i]);
    }
    Arrays.fill(values, (byte) 0);
    return text;
  }

  private static boolean isMixedCase(String text) {
    return !text.equals(text.toLowerCase(Locale.ROOT))
        && !text.equals(text.toUpperCase(Locale.ROOT));
  }

  /** Groups of 5 bits with room for the checksum. */
  private static byte[] groups(byte[] data) {
    byte[] values = new byte[(data.length * 8 + 4) / 5 + CHECKSUM];
    int bits = 0;
    int held = 0;
    int next = 0;
    for (byte b : data) {
      held = (held << 8 | (b & 0xff)) & 0xfff;
      for (bits += 8; bits >= 5; bits -= 5) {
        values[next++] = (byte) (held >>> (bits - 5) & 31);
      }
    }
    if (bits > 0) {
      values[next] = (byte) (held << (5 - bits) & 31);
    }
    return values;
  }

  private static Optional<byte[]> bytes(byte[] values, int count) {
    byte[] bytes = new byte[count * 5 / 8];
    int next = 0;
    int bits = 0;
    int held = 0;
    for (int i = 0; i < count; i++) {
      held = (held << 5 | values[i]) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[next++] = (byte) (held >>> bits);
      }
    }
    boolean padded = bits < 5 && (held & ((1 << bits) - 1)) == 0;
    return padded ? Optional.of(bytes) : Optional.empty();
  }

  private static int checksum(String prefix, byte[] values) {
    String lower = prefix.toLowerCase(Locale.ROOT);
    int sum = 1;
    for (int i = 0; i < lower.length(); i++) {
      sum = step(sum, lower.charAt(i) >>> 5);
    }
    sum = step(sum, 0);
    for (int i = 0; i < lower.length(); i++) {
      sum = step(sum, lower.charAt(i) & 31);
    }
    for (byte value : values) {
      sum = step(sum, value);
    }
    return sum;
  }

  private static int step(int sum, int value) {
    int top = sum >>> 25;
    int next = (sum & 0x1ffffff) << 5 ^ value;
    for (int i = 0; i < GENERATOR.length; i++) {
      if ((top >>> i & 1) == 1) {
        next ^= GENERATOR[i];
      }
    }
    return next;
  }
}
