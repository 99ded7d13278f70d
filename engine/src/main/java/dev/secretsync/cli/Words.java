package dev.secretsync.cli;

import java.util.List;
import java.util.Optional;

/** What is read off a command line that could not be parsed, to tell its failure where it asked. */
final class Words {
  private Words() {}

  static boolean have(Flag flag, List<String> words) {
    return flagsOf(words).stream().anyMatch(word -> isNameOf(flag, word));
  }

  /** The value that the last of these flags has. */
  static Optional<String> valueOf(Flag flag, List<String> words) {
    List<String> flags = flagsOf(words);
    for (int i = flags.size() - 1; i >= 0; i--) {
      String word = flags.get(i);
      if (word.startsWith("--" + flag.longName() + "=")) {
        return Optional.of(word.substring(flag.longName().length() + 3));
      }
      if (isNameOf(flag, word) && i + 1 < flags.size()) {
        return Optional.of(flags.get(i + 1));
      }
    }
    return Optional.empty();
  }

  /** What follows two dashes is no flag. */
  private static List<String> flagsOf(List<String> words) {
    return words.stream().takeWhile(word -> !word.equals("--")).toList();
  }

  private static boolean isNameOf(Flag flag, String word) {
    return word.equals("--" + flag.longName()) || word.equals("-" + flag.longName());
  }
}
