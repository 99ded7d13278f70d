package dev.secretsync.model;

import dev.secretsync.model.LabelSelector.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads the string form of a selector, in the grammar of Kubernetes' {@code labels.Parse} (R71-R80,
 * rules.md T6). {@code in} and {@code notin} are words only where an operator is due, so that they
 * can also be keys and values.
 */
final class SelectorText {
  private static final String OPERATORS = "operators are =, ==, !=, in and notin, in lower case";

  /** A token; {@code text} is empty at the end of the selector. */
  private record Token(String text, int column, boolean word) {
    boolean is(String symbol) {
      return !word && text.equals(symbol);
    }

    boolean end() {
      return !word && text.isEmpty();
    }
  }

  /** Leaves the parser; turned into a {@link Parsed.Malformed} at its edge. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1L;
    final transient Parsed.Malformed malformed;

    Stop(int column, String summary, String hint) {
      super(summary, null, false, false);
      malformed = new Parsed.Malformed(List.of(), column, summary, hint);
    }
  }

  private final List<Token> tokens;
  private int next;

  private SelectorText(String text) {
    tokens = tokens(text);
  }

  static Parsed parse(String text) {
    try {
      return new Parsed.Accepted(new LabelSelector(new SelectorText(text).requirements()));
    } catch (Stop stop) {
      return stop.malformed;
    }
  }

  private static List<Token> tokens(String text) {
    List<Token> found = new ArrayList<>();
    int at = 0;
    int column = 1;
    while (at < text.length()) {
      int end = at + 1;
      if (isSymbol(text.charAt(at))) {
        boolean two = text.startsWith("==", at) || text.startsWith("!=", at);
        end += two ? 1 : 0;
        found.add(new Token(text.substring(at, end), column, false));
      } else if (!isSpace(text.charAt(at))) {
        while (end < text.length() && !isSymbol(text.charAt(end)) && !isSpace(text.charAt(end))) {
          end++;
        }
        found.add(new Token(text.substring(at, end), column, true));
      }
      column += text.codePointCount(at, end);
      at = end;
    }
    found.add(new Token("", column, false));
    return found;
  }

  private static boolean isSymbol(char c) {
    return "=!(),<>".indexOf(c) >= 0;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private Token look() {
    return tokens.get(next);
  }

  private Token take() {
    Token token = look();
    if (!token.end()) {
      next++;
    }
    return token;
  }

  private List<LabelRequirement> requirements() throws Stop {
    List<LabelRequirement> all = new ArrayList<>();
    if (look().end()) {
      return all;
    }
    while (true) {
      all.add(requirement());
      Token after = take();
      if (after.end()) {
        return all;
      }
      if (!after.is(",")) {
        throw new Stop(
            after.column(),
            "expected a comma or the end of the selector",
            "conditions are separated by commas and must all hold");
      }
    }
  }

  private LabelRequirement requirement() throws Stop {
    boolean negated = look().is("!");
    if (negated) {
      take();
    }
    String key = key(take());
    if (negated) {
      return new LabelRequirement.DoesNotExist(key);
    }
    if (look().end() || look().is(",")) {
      return new LabelRequirement.Exists(key);
    }
    Token operator = take();
    return switch (operator.text()) {
      case "=", "==" -> new LabelRequirement.In(key, exactValue());
      case "!=" -> new LabelRequirement.NotIn(key, exactValue());
      case "in" -> new LabelRequirement.In(key, values());
      case "notin" -> new LabelRequirement.NotIn(key, values());
      case "<", ">" ->
          throw new Stop(
              operator.column(), "operators < and > are not supported", "list the values with in");
      default -> throw new Stop(operator.column(), "expected an operator", OPERATORS);
    };
  }

  private static String key(Token token) throws Stop {
    if (!token.word()) {
      throw new Stop(
          token.column(), "expected a label key", "write key=value, key in (a,b), key or !key");
    }
    if (!LabelSyntax.isKey(token.text())) {
      throw new Stop(token.column(), LabelSyntax.BAD_KEY, LabelSyntax.KEY_HINT);
    }
    return token.text();
  }

  private SortedSet<String> exactValue() throws Stop {
    SortedSet<String> values = new TreeSet<>();
    values.add(look().end() || look().is(",") ? "" : value(take()));
    return values;
  }

  private static String value(Token token) throws Stop {
    if (!token.word()) {
      throw new Stop(token.column(), "expected a label value", "write key=value or key in (a,b)");
    }
    if (!LabelSyntax.isValue(token.text())) {
      throw new Stop(token.column(), LabelSyntax.BAD_VALUE, LabelSyntax.VALUE_HINT);
    }
    return token.text();
  }

  /** A list in parentheses; nothing between two commas, or in {@code ()}, is the value "" (R74). */
  private SortedSet<String> values() throws Stop {
    Token open = take();
    if (!open.is("(")) {
      throw new Stop(open.column(), "expected (", "write the values as (a,b)");
    }
    SortedSet<String> values = new TreeSet<>();
    while (true) {
      values.add(look().is(",") || look().is(")") ? "" : value(take()));
      Token after = take();
      if (after.is(")")) {
        return values;
      }
      if (!after.is(",")) {
        throw new Stop(after.column(), "expected a comma or )", "write the values as (a,b)");
      }
    }
  }
}
