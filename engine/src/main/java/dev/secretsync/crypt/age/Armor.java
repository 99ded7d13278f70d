package dev.secretsync.crypt.age;

import java.util.Optional;

/** The text form of an age file, read with one spelling for each file (formats.md 2.4). */
final class Armor {
  private static final String BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----";
  private static final String END = "-----END AGE ENCRYPTED FILE-----";
  private static final int COLUMNS = 64;
  private static final int MAX_WHITE_SPACE = 1024;
  private static final String WHITE_SPACE = " \t\r\n";

  private Armor() {}

  /** The bytes inside the armor. */
  static byte[] decode(String text) {
    int from = 0;
    while (from < text.length() && WHITE_SPACE.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    int to = text.length();
    while (to > from && WHITE_SPACE.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    if (from > MAX_WHITE_SPACE || text.length() - to > MAX_WHITE_SPACE) {
      throw damaged();
    }
    return body(text.substring(from, to).replace("\r\n", "\n").split("\n", -1));
  }

  private static byte[] body(String[] lines) {
    int last = lines.length - 1;
    if (last < 1 || !lines[0].equals(BEGIN) || !lines[last].equals(END)) {
      throw damaged();
    }
    StringBuilder base64 = new StringBuilder();
    for (int i = 1; i < last; i++) {
      boolean full = lines[i].length() == COLUMNS;
      boolean shortLast = i == last - 1 && !lines[i].isEmpty() && lines[i].length() < COLUMNS;
      if (!full && !shortLast) {
        throw damaged();
      }
      base64.append(lines[i]);
    }
    Optional<byte[]> bytes = StrictBase64.decodePadded(base64.toString());
    return bytes.orElseThrow(Armor::damaged);
  }

  private static DamagedAgeFile damaged() {
    return new DamagedAgeFile(AgeOpening.Part.ARMOR);
  }
}
