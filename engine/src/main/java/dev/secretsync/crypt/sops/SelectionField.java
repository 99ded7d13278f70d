package dev.secretsync.crypt.sops;

import dev.secretsync.model.BoundedRegex;
import java.util.Locale;
import java.util.Optional;

/**
 * The six fields of which a file, a rule and a command line may each set one, to say which values
 * are encrypted (formats.md 1.5). An empty text counts as not set.
 */
public enum SelectionField {
  ENCRYPTED_SUFFIX,
  UNENCRYPTED_SUFFIX,
  ENCRYPTED_REGEX,
  UNENCRYPTED_REGEX,
  ENCRYPTED_COMMENT_REGEX,
  UNENCRYPTED_COMMENT_REGEX;

  /** Its name in the {@code sops} block and in {@code .sops.yaml}. */
  public String field() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What stands in this field, as messages call it. */
  public String expected() {
    return switch (this) {
      case ENCRYPTED_SUFFIX, UNENCRYPTED_SUFFIX -> "suffix";
      case ENCRYPTED_REGEX, UNENCRYPTED_REGEX, ENCRYPTED_COMMENT_REGEX, UNENCRYPTED_COMMENT_REGEX ->
          BoundedRegex.EXPECTED;
    };
  }

  /** The rule that a text in this field stands for; nothing when it is no {@link #expected}. */
  public Optional<Selection> selection(String text) {
    return switch (this) {
      case ENCRYPTED_SUFFIX -> Optional.of(new Selection.Suffix(text, true));
      case UNENCRYPTED_SUFFIX -> Optional.of(new Selection.Suffix(text, false));
      case ENCRYPTED_REGEX -> BoundedRegex.compile(text).map(r -> new Selection.KeyRegex(r, true));
      case UNENCRYPTED_REGEX ->
          BoundedRegex.compile(text).map(r -> new Selection.KeyRegex(r, false));
      case ENCRYPTED_COMMENT_REGEX ->
          BoundedRegex.compile(text).map(r -> new Selection.CommentRegex(r, true));
      case UNENCRYPTED_COMMENT_REGEX ->
          BoundedRegex.compile(text).map(r -> new Selection.CommentRegex(r, false));
    };
  }
}
