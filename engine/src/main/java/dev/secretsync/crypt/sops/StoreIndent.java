package dev.secretsync.crypt.sops;

import java.util.OptionalInt;

/**
 * The indentations that {@code stores} of a {@code .sops.yaml} may set (formats.md 1.13); nothing
 * where the default of the format holds.
 *
 * @param yaml blanks per level; 0 is the default as well
 * @param json blanks per level, 0 for lines without indentation, -1 for a tab
 * @param jsonBinary the same for the envelope of a binary file
 */
public record StoreIndent(OptionalInt yaml, OptionalInt json, OptionalInt jsonBinary) {
  /** What SOPS does without any configuration. */
  public static final StoreIndent DEFAULT =
      new StoreIndent(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
}
