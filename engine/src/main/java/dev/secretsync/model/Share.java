package dev.secretsync.model;

import java.util.Optional;

/**
 * How many of something, as people write it: a number, or a share of all of them such as {@code
 * 10%}.
 *
 * @param amount the number, or the percent
 * @param percent whether it is a share
 */
public record Share(int amount, boolean percent) {
  private static final String NUMBER = "[0-9]{1,6}";
  private static final String PERCENT = "(100|[1-9]?[0-9])%";
  private static final int ALL = 100;

  /** Reads it; empty when it is neither. */
  public static Optional<Share> parse(String text) {
    if (text.matches(NUMBER)) {
      return Optional.of(new Share(Integer.parseInt(text), false));
    }
    return text.matches(PERCENT)
        ? Optional.of(new Share(Integer.parseInt(text.substring(0, text.length() - 1)), true))
        : Optional.empty();
  }

  /** How many that are of so many, never more than was meant: 10% of 19 is one. */
  public int of(int all) {
    return percent ? (int) ((long) all * amount / ALL) : amount;
  }

  @Override
  public String toString() {
    return percent ? amount + "%" : String.valueOf(amount);
  }
}
