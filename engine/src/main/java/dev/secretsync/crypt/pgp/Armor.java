package dev.secretsync.crypt.pgp;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.bcpg.CRC24;

/** The text form of a message (RFC 9580, 6): base64 between two lines, with a checksum or none. */
final class Armor {
  private static final String BEGIN = "-----BEGIN PGP MESSAGE-----";
  private static final String END = "-----END PGP MESSAGE-----";
  private static final int COLUMNS = 64;
  private static final int CHECKSUM_SIZE = 3;

  /** A data key for a hundred recipients stays far below. */
  static final int MAX_TEXT = 256 << 10;

  private Armor() {}

  /** The bytes inside the armor. */
  static byte[] decode(String text) {
    if (text.length() > MAX_TEXT) {
      throw UnreadableMessage.refused(PgpOpening.Reason.TOO_LARGE);
    }
    List<String> lines = text.strip().lines().map(String::stripTrailing).toList();
    if (lines.size() < 2 || !lines.getFirst().equals(BEGIN) || !lines.getLast().equals(END)) {
      throw damaged();
    }
    int blank = lines.indexOf("");
    if (blank < 0 || !lines.subList(1, blank).stream().allMatch(Armor::isHeader)) {
      throw damaged();
    }
    return body(lines.subList(blank + 1, lines.size() - 1));
  }

  private static boolean isHeader(String line) {
    return line.contains(": ") || line.endsWith(":");
  }

  private static byte[] body(List<String> lines) {
    boolean checked = !lines.isEmpty() && lines.getLast().startsWith("=");
    List<String> base64 = checked ? lines.subList(0, lines.size() - 1) : lines;
    byte[] bytes = decoded(String.join("", base64));
    if (checked && !Arrays.equals(decoded(lines.getLast().substring(1)), checksum(bytes))) {
      throw damaged();
    }
    return bytes;
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw damaged();
    }
  }

  /** The text that {@link #decode} reads, without a final line end. */
  static String encode(byte[] bytes) {
    String lines = Base64.getMimeEncoder(COLUMNS, new byte[] {'\n'}).encodeToString(bytes);
    String checksum = Base64.getEncoder().encodeToString(checksum(bytes));
    return BEGIN + "\n\n" + lines + "\n=" + checksum + "\n" + END;
  }

  private static byte[] checksum(byte[] bytes) {
    CRC24 crc = new CRC24();
    for (byte one : bytes) {
      crc.update(one);
    }
    byte[] checksum = new byte[CHECKSUM_SIZE];
    for (int i = 0; i < CHECKSUM_SIZE; i++) {
      checksum[i] = (byte) (crc.getValue() >> (Byte.SIZE * (CHECKSUM_SIZE - 1 - i)));
    }
    return checksum;
  }

  private static UnreadableMessage damaged() {
    return UnreadableMessage.damaged(PgpOpening.Part.ARMOR);
  }
}
