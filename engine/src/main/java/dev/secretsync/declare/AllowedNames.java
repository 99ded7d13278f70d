package dev.secretsync.declare;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an annotation says, wherever it stands: names of clusters or projects by commas, or {@link
 * GrantReader#ALL} (R46, R47).
 *
 * @param columns where in the text each name begins, in characters from 1; trimmed, without empties
 *     and doubles (R51)
 */
record AllowedNames(SortedMap<String, Integer> columns) {

  static AllowedNames parse(String text) {
    SortedMap<String, Integer> columns = new TreeMap<>();
    int column = 1;
    for (String part : text.split(",", -1)) {
      String name = part.strip();
      if (!name.isEmpty()) {
        columns.putIfAbsent(name, column + part.codePointCount(0, part.indexOf(name)));
      }
      column += part.codePointCount(0, part.length()) + 1;
    }
    return new AllowedNames(columns);
  }

  boolean isAll() {
    return columns.containsKey(GrantReader.ALL);
  }

  /** The names in it, which {@code ALL} is not. */
  SortedMap<String, Integer> named() {
    SortedMap<String, Integer> named = new TreeMap<>(columns);
    named.remove(GrantReader.ALL);
    return named;
  }

  /**
   * Which clusters it grants; nothing where it names nobody (R50).
   *
   * @param known the names that count
   */
  Optional<Grant> grant(Collection<String> known) {
    String display = "annotation " + GrantReader.NAMES_ANNOTATION;
    if (isAll()) {
      return Optional.of(new Grant.All(display + " " + GrantReader.ALL));
    }
    TreeSet<String> names = new TreeSet<>(columns.keySet());
    names.retainAll(known);
    return names.isEmpty() ? Optional.empty() : Optional.of(new Grant.Names(names, display));
  }

  /**
   * What it says in vain (R48, R50).
   *
   * @param what it names, in the plural
   */
  Optional<GrantLint> lint(String what) {
    if (columns.isEmpty()) {
      return Optional.of(GrantLint.nobody(what));
    }
    return isAll() && columns.size() > 1 ? Optional.of(GrantLint.ALL_AND_NAMES) : Optional.empty();
  }
}
