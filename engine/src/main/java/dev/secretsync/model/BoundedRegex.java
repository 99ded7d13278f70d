package dev.secretsync.model;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a regex that a repository or a cluster names. RE2 bounds the time of a search, but not
 * what counted repetitions inside each other expand to, which Go refuses and RE2/J does not
 * (security.md G8).
 */
public final class BoundedRegex {
  /** Characters that a regex may have. */
  public static final int MAX_LENGTH = 512;

  /** How messages call it. */
  public static final String EXPECTED = "RE2 regex of at most " + MAX_LENGTH + " characters";

  private static final int MOST_REPETITIONS = 1000;
  private static final int LARGEST_PROGRAM = 5_000;
  private static final Pattern REPETITION =
      Pattern.compile("(\\)?)\\{([0-9]{1,4})(?:,([0-9]{0,4}))?}");

  private BoundedRegex() {}

  /** Nothing when it is no regex, or too large a one. */
  public static Optional<Pattern> compile(String text) {
    try {
      return isTooLarge(text)
          ? Optional.empty()
          : Optional.of(Pattern.compile(text)).filter(p -> p.programSize() <= LARGEST_PROGRAM);
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }

  /** Whether it is no regex, as far as that can be told of one that is not too large. */
  public static boolean isMalformed(String text) {
    try {
      return !isTooLarge(text) && Pattern.compile(text).programSize() < 0;
    } catch (PatternSyntaxException _) {
      return true;
    }
  }

  private static boolean isTooLarge(String text) {
    return text.length() > MAX_LENGTH || repetitions(text) > MOST_REPETITIONS;
  }

  /**
   * An upper bound of how often one character can be repeated. Only groups can stand inside each
   * other, so their counts are multiplied, whether they do or not.
   */
  private static long repetitions(String text) {
    Matcher counts = REPETITION.matcher(text);
    long groups = 1;
    long largest = 1;
    while (counts.find() && groups <= MOST_REPETITIONS) {
      long count = Math.max(count(counts.group(2)), count(counts.group(3)));
      if (counts.group(1).isEmpty()) {
        largest = Math.max(largest, count);
      } else {
        groups *= count;
      }
    }
    return groups * largest;
  }

  private static long count(@Nullable String digits) {
    return digits == null || digits.isEmpty() ? 1 : Math.max(1, Long.parseLong(digits));
  }
}
