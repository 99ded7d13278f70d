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
  /** What SOPS uses when a file names none of the six. */
  Selection BY_DEFAULT = new Suffix("_unencrypted", false);

  /** Whether marked leaves are the encrypted ones, or the plain ones. */
  boolean encryptsMarked();

  boolean marksKey(String key);

  boolean marksComment(String text);

  /** {@code encrypted_suffix} and {@code unencrypted_suffix}. */
  record Suffix(String suffix, boolean encryptsMarked) implements Selection {
    @Override
    public boolean marksKey(String key) {
      return key.endsWith(suffix);
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
