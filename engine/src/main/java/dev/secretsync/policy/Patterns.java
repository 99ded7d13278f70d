package dev.secretsync.policy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Patterns of which one has to match; none at all is no condition. Remembers what it was asked, so
 * it is for what a fleet has few of, such as namespaces and files, and not for names of Secrets.
 */
final class Patterns {
  private final List<Predicate<String>> patterns;
  private final boolean remembers;
  private final Map<String, Boolean> answers = new ConcurrentHashMap<>();

  private Patterns(List<Predicate<String>> patterns, boolean remembers) {
    this.patterns = patterns;
    this.remembers = remembers;
  }

  /** Patterns of texts that a fleet has few of. */
  static Patterns ofFew(List<String> texts) {
    return new Patterns(compiled(texts, text -> new Wildcard(text)::matches), true);
  }

  /** Patterns of texts of which each may be another one. */
  static Patterns ofMany(List<String> texts) {
    return new Patterns(compiled(texts, text -> new Wildcard(text)::matches), false);
  }

  /** Patterns of paths. */
  static Patterns ofPaths(List<String> texts) {
    return new Patterns(compiled(texts, text -> new PathPattern(text)::matches), true);
  }

  private static List<Predicate<String>> compiled(
      List<String> texts, Function<String, Predicate<String>> compile) {
    return texts.stream().map(compile).toList();
  }

  boolean isEmpty() {
    return patterns.isEmpty();
  }

  boolean match(String text) {
    if (patterns.isEmpty()) {
      return true;
    }
    return remembers ? answers.computeIfAbsent(text, this::anyMatches) : anyMatches(text);
  }

  private boolean anyMatches(String text) {
    // asked millions of times in a large fleet
    for (Predicate<String> pattern : patterns) {
      if (pattern.test(text)) {
        return true;
      }
    }
    return false;
  }
}
