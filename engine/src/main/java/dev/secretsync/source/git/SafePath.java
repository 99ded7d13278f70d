package dev.secretsync.source.git;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Which names a tree may hold (security.md G1). A tree object can hold any bytes, so that a name
 * may lead out of the folder, into {@code .git}, or to another file on another system.
 */
final class SafePath {
  private static final int GIT_SHORT_NAME = 5;

  private SafePath() {}

  /** Why {@code name}, one component of a path, is refused; empty when it is harmless. */
  static Optional<String> refusal(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return Optional.of("a path with an empty component, '.' or '..'");
    }
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
      return Optional.of("a name with a slash or a backslash");
    }
    if (name.codePoints().anyMatch(SafePath::isControl)) {
      return Optional.of("a name with a control character");
    }
    if (isGit(name)) {
      return Optional.of("a name that some systems take for .git");
    }
    if (name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0))) {
      return Optional.of("a name that begins with a drive letter");
    }
    if (name.endsWith(".") || name.endsWith(" ")) {
      return Optional.of("a name that ends with a dot or a space");
    }
    return Optional.empty();
  }

  /** What ends a line, moves a cursor, or turns the direction of the text around it. */
  private static boolean isControl(int c) {
    return Character.isISOControl(c)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** Two paths with the same key are one file on systems that fold case or normalise Unicode. */
  static String collisionKey(String path) {
    String composed = Normalizer.normalize(path, Normalizer.Form.NFC);
    String folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  /** Strict UTF-8; empty when the bytes are not. */
  static Optional<String> utf8(byte[] bytes, int offset, int length) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, offset, length))
              .toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /** {@code path} fit for a message: nothing in it moves a cursor or ends a line. */
  static String shown(String path) {
    StringBuilder shown = new StringBuilder();
    path.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c)
              || Character.getType(c) == Character.FORMAT
              || c == 0x2028
              || c == 0x2029) {
            shown.append(String.format(Locale.ROOT, "\\u%04x", c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  /** {@code .git} as case-folding, NTFS or HFS+ file systems would read it. */
  private static boolean isGit(String name) {
    StringBuilder plain = new StringBuilder();
    name.codePoints()
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .forEach(plain::appendCodePoint);
    String folded = collisionKey(plain.toString());
    int end = folded.indexOf(':');
    String base = end < 0 ? folded : folded.substring(0, end);
    while (base.endsWith(".") || base.endsWith(" ")) {
      base = base.substring(0, base.length() - 1);
    }
    return base.equals(".git")
        || (base.length() == GIT_SHORT_NAME
            && base.startsWith("git~")
            && Character.isDigit(base.charAt(GIT_SHORT_NAME - 1)));
  }
}
