package dev.secretsync.crypt.sops;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code ["a"][0]}: keys in quotes and numbers from 0, each in brackets, nothing between
 * them.
 */
final class TreePathReader {
  private static final int MOST_DIGITS = 9;
  private static final int HEX_DIGITS = 4;

  private final String text;
  private int at;

  TreePathReader(String text) {
    this.text = text;
  }

  TreePath.Parsed read() {
    List<TreePath.Step> steps = new ArrayList<>();
    while (at < text.length()) {
      if (steps.size() == TreePath.MAX_STEPS) {
        return malformed("has more than " + TreePath.MAX_STEPS + " steps");
      }
      Optional<TreePath.Step> step = step();
      if (step.isEmpty()) {
        return malformed("is not understood at character " + (Math.min(at, text.length()) + 1));
      }
      steps.add(step.get());
    }
    return steps.isEmpty() ? malformed("is empty") : new TreePath.Parsed.Sound(new TreePath(steps));
  }

  private static TreePath.Parsed malformed(String summary) {
    return new TreePath.Parsed.Malformed(
        Diagnostic.error(
            Code.BAD_TREE_PATH,
            "index path",
            summary,
            "write keys as [\"key\"] and elements of lists as [0]"));
  }

  private Optional<TreePath.Step> step() {
    if (!skips('[') || at == text.length()) {
      return Optional.empty();
    }
    Optional<TreePath.Step> step =
        switch (text.charAt(at)) {
          case '"' -> jsonString().map(TreePath.Step.Key::new);
          case '\'' -> literal().map(TreePath.Step.Key::new);
          default -> number().map(TreePath.Step.Index::new);
        };
    return step.filter(_ -> skips(']'));
  }

  private boolean skips(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private Optional<Integer> number() {
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at > from && at - from <= MOST_DIGITS
        ? Optional.of(Integer.parseInt(text.substring(from, at)))
        : Optional.empty();
  }

  /** In single quotes, which JSON has not, a key stands as it is; it ends where {@code ']} does. */
  private Optional<String> literal() {
    int from = at + 1;
    int end = text.indexOf("']", from);
    if (end < 0) {
      return Optional.empty();
    }
    at = end + 1;
    return wellFormed(text.substring(from, end));
  }

  private Optional<String> jsonString() {
    StringBuilder key = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      Optional<Character> one =
          c == '\\' ? escaped() : Optional.of(c).filter(plain -> plain >= ' ');
      if (one.isEmpty()) {
        return Optional.empty();
      }
      key.append(one.get().charValue());
      at++;
    }
    return skips('"') ? wellFormed(key.toString()) : Optional.empty();
  }

  /** What the backslash here means; ends on the last character of the escape. */
  private Optional<Character> escaped() {
    at++;
    if (at == text.length()) {
      return Optional.empty();
    }
    return switch (text.charAt(at)) {
      case '"' -> Optional.of('"');
      case '\\' -> Optional.of('\\');
      case '/' -> Optional.of('/');
      case 'b' -> Optional.of('\b');
      case 'f' -> Optional.of('\f');
      case 'n' -> Optional.of('\n');
      case 'r' -> Optional.of('\r');
      case 't' -> Optional.of('\t');
      case 'u' -> hex();
      default -> Optional.empty();
    };
  }

  private Optional<Character> hex() {
    int end = at + 1 + HEX_DIGITS;
    if (end > text.length()) {
      return Optional.empty();
    }
    int value = 0;
    for (int i = at + 1; i < end; i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return Optional.empty();
      }
      value = value << 4 | digit;
    }
    at = end - 1;
    return Optional.of((char) value);
  }

  /** Half of a character could not be written to a file. */
  private static Optional<String> wellFormed(String key) {
    return key.codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
        ? Optional.empty()
        : Optional.of(key);
  }
}
