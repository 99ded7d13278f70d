package dev.secretsync.crypt.sops;

import com.google.re2j.Pattern;

/**
 * Which leaves of a file are encrypted (formats.md 1.5); a file has exactly one of these. Each
 * marks keys or comments: a marked key stands for all below it, a marked comment for the item after
 * it.
 *
 * <p>Regexes come from the repository, so only RE2 may run them (security.md G8), and each key is
 * asked once and not again for each leaf below it.
 */
public sealed interface Selection {
  /** Whether marked leaves are the encrypted ones, or the plain ones. */
  boolean encryptsMarked();

  boolean marksKey(String key);

  boolean marksComment(String text);

  /** The field of the {@code sops} block or of a creation rule that says this. */
  default String field() {
    String prefix = encryptsMarked() ? "encrypted_" : "unencrypted_";
    return prefix
        + switch (this) {
          case Suffix _ -> "suffix";
          case KeyRegex _ -> "regex";
          case CommentRegex _ -> "comment_regex";
        };
  }

  /** What stands in that field. */
  default String pattern() {
    return switch (this) {
      case Suffix suffix -> suffix.suffix();
      case KeyRegex regex -> regex.regex().pattern();
      case CommentRegex regex -> regex.regex().pattern();
    };
  }

  /** {@code encrypted_suffix} and {@code unencrypted_suffix}. */
  record Suffix(String suffix, boolean encryptsMarked) implements Selection {
    /** What SOPS uses when a file names none of the six. */
    public static final Selection BY_DEFAULT = new Suffix("_unencrypted", false);

    /** Everything, without a field that says so: what the binary format has. */
    public static final Selection EVERYTHING = new Suffix("", false);

    @Override
    public boolean marksKey(String key) {
      return !suffix.isEmpty() && key.endsWith(suffix);
    }

    @Override
    public boolean marksComment(String text) {
      return false;
    }
  }

  /** {@code encrypted_regex} and {@code unencrypted_regex}, which search and are not anchored. */
  record KeyRegex(Pattern regex, boolean encryptsMarked) implements Selection {
    @Override
    public boolean marksKey(String key) {
      return regex.matcher(key).find();
    }

    @Override
    public boolean marksComment(String text) {
      return false;
    }
  }

  /** {@code encrypted_comment_regex} and {@code unencrypted_comment_regex}. */
  record CommentRegex(Pattern regex, boolean encryptsMarked) implements Selection {
    @Override
    public boolean marksKey(String key) {
      return false;
    }

    @Override
    public boolean marksComment(String text) {
      return regex.matcher(text).find();
    }
  }
}
