package dev.secretsync.crypt.sops;

import dev.secretsync.document.ScalarValue;
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
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }

  /** What a value that stands in clear becomes; {@link #STR} for what is no SOPS type at all. */
  static LeafType of(ScalarValue value) {
    return switch (value) {
      case ScalarValue.Bool _ -> BOOL;
      case ScalarValue.Int _ -> INT;
      case ScalarValue.FloatingPoint _ -> FLOAT;
      case ScalarValue.Time _ -> TIME;
      case ScalarValue.Text _,
          ScalarValue.Binary _,
          ScalarValue.Null _,
          ScalarValue.Unrepresentable _ ->
          STR;
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
