package dev.secretsync.crypt.age;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Tells the recipients apart that SOPS knows, without using them (formats.md 1.11, 2.3): so a
 * misspelt one is found where it is written, also by those who cannot encrypt for it.
 */
public final class RecipientText {
  /** What a recipient is for. */
  public enum Kind {
    /** {@code age1...} */
    X25519,
    /** {@code age1pq1...}, safe against quantum computers. */
    HYBRID,
    /** {@code age1NAME1...}, which needs a program {@code age-plugin-NAME}. */
    PLUGIN,
    /** {@code ssh-ed25519 ...} and {@code ssh-rsa ...}. */
    SSH
  }

  private static final int HYBRID_SIZE = 1216;
  private static final int LONGEST_SSH = 16 << 10;

  private RecipientText() {}

  /** What {@code text} is, or nothing when it is no recipient; blanks around it are not part. */
  public static Optional<Kind> kind(String text) {
    if (text.startsWith("age1pq1")) {
      return sized("age1pq", text, HYBRID_SIZE) ? Optional.of(Kind.HYBRID) : Optional.empty();
    }
    if (text.startsWith("age1")) {
      String prefix = text.substring(0, text.lastIndexOf('1'));
      if (prefix.equals("age")) {
        return sized("age", text, X25519Identity.SIZE)
            ? Optional.of(Kind.X25519)
            : Optional.empty();
      }
      return isPlugin(prefix, text) ? Optional.of(Kind.PLUGIN) : Optional.empty();
    }
    return isSsh(text) ? Optional.of(Kind.SSH) : Optional.empty();
  }

  private static boolean sized(String prefix, String text, int size) {
    return Bech32.decode(prefix, text).filter(bytes -> bytes.length == size).isPresent();
  }

  private static boolean isPlugin(String prefix, String text) {
    String name = prefix.substring("age1".length());
    return !name.isEmpty()
        && name.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || isSign(c)))
        && Bech32.decode(prefix, text).isPresent();
  }

  private static boolean isSign(int c) {
    return c == '+' || c == '-' || c == '.' || c == '_';
  }

  /** An {@code authorized_keys} line: a type, base64 that says the same type, perhaps a comment. */
  private static boolean isSsh(String text) {
    String[] words = text.split("[ \t]+", 3);
    if (words.length < 2
        || words[1].length() > LONGEST_SSH
        || !(words[0].equals("ssh-ed25519") || words[0].equals("ssh-rsa"))) {
      return false;
    }
    try {
      byte[] blob = Base64.getDecoder().decode(words[1]);
      byte[] type = words[0].getBytes(StandardCharsets.US_ASCII);
      byte[] start = ByteBuffer.allocate(4 + type.length).putInt(type.length).put(type).array();
      return blob.length > start.length
          && Arrays.equals(start, Arrays.copyOf(blob, start.length))
          && isWhole(ByteBuffer.wrap(blob), words[0].equals("ssh-rsa") ? 3 : 2);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Whether it is {@code fields} strings, each behind its length, and nothing else. */
  private static boolean isWhole(ByteBuffer blob, int fields) {
    for (int i = 0; i < fields; i++) {
      int length = blob.remaining() < 4 ? -1 : blob.getInt();
      if (length <= 0 || length > blob.remaining()) {
        return false;
      }
      blob.position(blob.position() + length);
    }
    return !blob.hasRemaining();
  }
}
