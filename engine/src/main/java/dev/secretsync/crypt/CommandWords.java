package dev.secretsync.crypt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a command line apart as SOPS does, which is how a shell would, without any of its
 * substitutions: blanks separate, both kinds of quotes and the backslash protect, {@code #} at the
 * beginning of a word starts a comment (formats.md 1.12).
 */
public final class CommandWords {
  private static final String BLANKS = " \t\r\n";

  private final String text;
  private final List<String> words = new ArrayList<>();
  private int at;

  private CommandWords(String text) {
    this.text = text;
  }

  /** The program and its arguments; nothing where there is no program, or a quote stays open. */
  public static Optional<List<String>> of(String text) {
    CommandWords split = new CommandWords(text);
    return split.closed() && !split.words.isEmpty()
        ? Optional.of(List.copyOf(split.words))
        : Optional.empty();
  }

  private boolean closed() {
    while (at < text.length()) {
      char next = text.charAt(at);
      if (BLANKS.indexOf(next) >= 0) {
        at++;
      } else if (next == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (!word()) {
        return false;
      }
    }
    return true;
  }

  private boolean word() {
    StringBuilder word = new StringBuilder();
    while (at < text.length() && BLANKS.indexOf(text.charAt(at)) < 0) {
      char next = text.charAt(at++);
      boolean closed =
          switch (next) {
            case '\'' -> plain(word);
            case '"' -> quoted(word);
            case '\\' -> escaped(word);
            default -> {
              word.append(next);
              yield true;
            }
          };
      if (!closed) {
        return false;
      }
    }
    words.add(word.toString());
    return true;
  }

  private boolean plain(StringBuilder word) {
    int end = text.indexOf('\'', at);
    if (end < 0) {
      return false;
    }
    word.append(text, at, end);
    at = end + 1;
    return true;
  }

  private boolean quoted(StringBuilder word) {
    while (at < text.length()) {
      char next = text.charAt(at++);
      if (next == '"') {
        return true;
      }
      if (next != '\\') {
        word.append(next);
      } else if (!escaped(word)) {
        return false;
      }
    }
    return false;
  }

  private boolean escaped(StringBuilder word) {
    if (at == text.length()) {
      return false;
    }
    word.append(text.charAt(at++));
    return true;
  }
}
