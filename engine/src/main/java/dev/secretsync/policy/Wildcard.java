package dev.secretsync.policy;

import java.util.List;

/**
 * A text in which {@code *} stands for any text, matched as a whole and case-sensitively. What is
 * between two stars is taken where it comes first, so that nothing is ever tried twice (security.md
 * G8).
 */
final class Wildcard {
  private final String pattern;
  private final String first;
  private final List<String> between;
  private final String last;
  private final boolean isLiteral;

  Wildcard(String pattern) {
    this.pattern = pattern;
    List<String> parts = List.of(pattern.split("\\*", -1));
    first = parts.getFirst();
    last = parts.getLast();
    isLiteral = parts.size() == 1;
    between =
        isLiteral
            ? List.of()
            : parts.subList(1, parts.size() - 1).stream().filter(p -> !p.isEmpty()).toList();
  }

  String pattern() {
    return pattern;
  }

  boolean matches(String text) {
    if (isLiteral) {
      return text.equals(pattern);
    }
    int end = text.length() - last.length();
    int at = first.length();
    if (at > end || !text.startsWith(first) || !text.endsWith(last)) {
      return false;
    }
    for (String part : between) {
      int found = text.indexOf(part, at);
      if (found < 0 || found + part.length() > end) {
        return false;
      }
      at = found + part.length();
    }
    return true;
  }
}
