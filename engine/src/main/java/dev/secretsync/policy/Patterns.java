package dev.secretsync.policy;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Patterns of which one has to match; none at all is no condition. */
final class Patterns {
  private final List<Predicate<String>> patterns;

  private Patterns(List<Predicate<String>> patterns) {
    this.patterns = patterns;
  }

  /** Patterns of names and other texts without parts. */
  static Patterns ofTexts(List<String> texts) {
    return compiled(texts, text -> new Wildcard(text)::matches);
  }

  /** Patterns of paths. */
  static Patterns ofPaths(List<String> texts) {
    return compiled(texts, text -> new PathPattern(text)::matches);
  }

  private static Patterns compiled(
      List<String> texts, Function<String, Predicate<String>> compile) {
    return new Patterns(texts.stream().map(compile).toList());
  }

  boolean isEmpty() {
    return patterns.isEmpty();
  }

  boolean match(String text) {
    if (patterns.isEmpty()) {
      return true;
    }
    // asked millions of times in a large fleet
    for (Predicate<String> pattern : patterns) {
      if (pattern.test(text)) {
        return true;
      }
    }
    return false;
  }
}
