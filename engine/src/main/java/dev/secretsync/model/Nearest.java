package dev.secretsync.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant. */
public final class Nearest {
  private Nearest() {}

  /** {@code did you mean X?}, or {@code otherwise} when nothing is near. */
  public static String hint(String written, Collection<String> known, String otherwise) {
    return to(written, known).map(near -> "did you mean " + near + "?").orElse(otherwise);
  }

  private static Optional<String> to(String written, Collection<String> known) {
    String folded = written.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(candidate -> isNear(folded, candidate.toLowerCase(Locale.ROOT)))
        .min(
            Comparator.comparingInt((String k) -> distance(folded, k.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A beginning of it, or two letters swapped, or a third of the letters wrong at the most. */
  private static boolean isNear(String written, String candidate) {
    int most = written.length() < 4 ? 1 : Math.max(2, written.length() / 3);
    return (written.length() > 1 && candidate.startsWith(written))
        || (Math.abs(candidate.length() - written.length()) <= most
            && distance(written, candidate) <= most);
  }

  /** Levenshtein's: how many letters to insert, remove or replace. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
