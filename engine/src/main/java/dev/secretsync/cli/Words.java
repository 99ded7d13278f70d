package dev.secretsync.cli;

import java.util.ArrayList;
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
    return valuesOf(flag, words).reversed().stream().findFirst();
  }

  /** The values of all of these flags. */
  static List<String> valuesOf(Flag flag, List<String> words) {
    List<String> flags = flagsOf(words);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < flags.size(); i++) {
      String word = flags.get(i);
      if (isNameOf(flag, word.split("=", 2)[0]) && word.contains("=")) {
        values.add(word.split("=", 2)[1]);
      } else if (isNameOf(flag, word) && i + 1 < flags.size()) {
        values.add(flags.get(i + 1));
      }
    }
    return values;
  }

  /**
   * What is neither a flag of this command nor the value of one: files to be read, among others.
   */
  static List<String> argumentsOf(Command command, List<String> words) {
    List<String> flags = flagsOf(words);
    List<String> arguments = new ArrayList<>(words.subList(flags.size(), words.size()));
    for (int i = command.words().size(); i < flags.size(); i++) {
      String word = flags.get(i);
      if (command.flags().stream()
          .anyMatch(flag -> isNameOf(flag, word) && flag.option().hasArg())) {
        i++;
      } else if (!word.startsWith("-")) {
        arguments.add(word);
      }
    }
    return arguments;
  }

  /** What follows two dashes is no flag. */
  private static List<String> flagsOf(List<String> words) {
    return words.stream().takeWhile(word -> !word.equals("--")).toList();
  }

  private static boolean isNameOf(Flag flag, String word) {
    return word.equals("--" + flag.longName()) || word.equals("-" + flag.longName());
  }
}
