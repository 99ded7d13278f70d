package dev.secretsync.crypt.sops;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The word after {@code type:} in an encrypted value (formats.md 1.4). */
public enum LeafType {
  STR,
  /** Never written by SOPS; the same as {@link #STR} where it is read. */
  BYTES,
  INT,
  FLOAT,
  BOOL,
  TIME,
  COMMENT;

  /** Whether the value is text or bytes, so that it may stand in a Secret as it is. */
  public boolean isText() {
    return this == STR || this == BYTES;
  }

  static Optional<LeafType> of(String word) {
    return Arrays.stream(values())
        .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }
}
