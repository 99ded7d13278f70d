package dev.secretsync.crypt;

import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.crypt.age.Plugins;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text of an identity file (formats.md 2.5), perhaps encrypted with a passphrase. */
final class IdentityText {
  /** An identity file may have 16 MiB. */
  static final int MAX_BYTES = 16 << 20;

  private static final byte[] BINARY = "age-encryption".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ARMORED = "-----BEGIN AGE".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private IdentityText() {}

  /** Whether somebody put a passphrase on it. */
  static boolean isLocked(byte[] bytes) {
    return startsWith(bytes, BINARY) || isArmored(bytes);
  }

  static boolean isArmored(byte[] bytes) {
    return startsWith(bytes, ARMORED);
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  /**
   * One identity per line; {@code severalInALine} is how a variable may have them.
   *
   * @return why none of them is used, where one is malformed
   */
  static SourceContent parse(byte[] bytes, boolean severalInALine, Plugins plugins) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<AgeIdentity> found = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line =
          lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> words = severalInALine ? List.of(BLANKS.split(line.strip(), -1)) : List.of(line);
      for (String word : words) {
        Optional<AgeIdentity> identity = AgeIdentity.parse(word, plugins);
        if (identity.isEmpty()) {
          return SourceContent.unusable(
              "line " + (i + 1) + " is no age identity, so none of the source is used",
              "a line is empty, a comment with #, or begins with AGE-SECRET-KEY-1,"
                  + " AGE-SECRET-KEY-PQ-1 or AGE-PLUGIN-");
        }
        found.add(identity.get());
      }
    }
    return new SourceContent.Identities(found);
  }
}
