package dev.secretsync.credentials;

import dev.secretsync.model.Nearest;
import dev.secretsync.model.Severity;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The keys that a program reads of one kind of Secret.
 *
 * @param program how people call it
 * @param kind what people call such a Secret, with its article
 */
public record KnownKeys(String program, String kind, SortedSet<String> keys) {
  public KnownKeys {
    keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
  }

  /** The key among {@code candidates} that differs in capital letters at most. */
  public static Optional<String> spelled(String key, Collection<String> candidates) {
    return candidates.contains(key)
        ? Optional.of(key)
        : candidates.stream().filter(key::equalsIgnoreCase).findFirst();
  }

  /**
   * What is wrong with each key that is not known.
   *
   * @param isEssential whether the Secret is of no use while this key is misspelt
   * @param elsewhere what to do with a key that another kind of Secret has
   */
  public List<Finding> unknown(
      Collection<String> written,
      Predicate<String> isEssential,
      Function<String, Optional<String>> elsewhere) {
    return written.stream()
        .filter(key -> !keys.contains(key))
        .map(key -> unknown(key, written, isEssential, elsewhere.apply(key)))
        .toList();
  }

  private Finding unknown(
      String key,
      Collection<String> written,
      Predicate<String> isEssential,
      Optional<String> elsewhere) {
    String summary = program + " does not read key " + key + " of " + kind;
    Optional<String> meant = spelled(key, keys);
    if (meant.isPresent()) {
      return written.contains(meant.get())
          ? Finding.warning(key, summary, "remove it: " + meant.get() + " is there too")
          : new Finding(
              isEssential.test(meant.get()) ? Severity.ERROR : Severity.WARNING,
              Optional.of(key),
              summary,
              "did you mean " + meant.get() + "?");
    }
    return Finding.warning(
        key, summary, elsewhere.orElseGet(() -> Nearest.hint(key, keys, "remove it")));
  }
}
