package dev.secretsync.argocd;

import java.util.Locale;
import java.util.regex.Pattern;

/** Argo CD's idea of the same repository. */
final class RepositoryUrl {
  private static final String SSH = "ssh://";
  private static final Pattern HAS_USER = Pattern.compile("(ssh://)?[^/:]*@[^@]+");

  private RepositoryUrl() {}

  /**
   * What Argo CD compares: lower case, without {@code .git} at the end, and both ways to write an
   * SSH address alike. A slash at the end stays, and makes another repository of it. Argo CD
   * percent-encodes what stands there unencoded as well; nobody writes one URL in both ways.
   */
  static String normalized(String url) {
    String folded = url.strip().toLowerCase(Locale.ROOT);
    if (HAS_USER.matcher(folded).matches() && !folded.startsWith(SSH)) {
      // scp-like, git@server:path
      folded = folded.replaceFirst(":", "/");
    }
    return withoutStart(withoutEnd(folded, ".git"), SSH);
  }

  private static String withoutEnd(String text, String end) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }

  private static String withoutStart(String text, String start) {
    return text.startsWith(start) ? text.substring(start.length()) : text;
  }
}
