package dev.secretsync.github;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who we are for GitHub. Nothing can print it, and only {@link Wire} sends it. */
final class Token {
  /** What may stand in a header; the JDK would quote any other in an exception. */
  private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]{1,4096}");

  private final String text;

  private Token(String text) {
    this.text = text;
  }

  /** From the two variables that may hold it, and from nowhere else. */
  static Token from(Map<String, String> env) {
    String text =
        Stream.of("SECRETSYNC_GITHUB_TOKEN", "GITHUB_TOKEN")
            .map(name -> env.getOrDefault(name, "").strip())
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElseThrow(() ->
                refused(
                    "there is no token for GitHub",
                    "set GITHUB_TOKEN, in a workflow with env: {GITHUB_TOKEN: ${{ github.token"
                        + " }}}"));
    if (!PLAIN.matcher(text).matches()) {
      throw refused(
          "the token for GitHub has a space, a line end or another letter that no token has",
          "set GITHUB_TOKEN to the token alone");
    }
    return new Token(text);
  }

  private static RefusedException refused(String summary, String hint) {
    return new RefusedException(Diagnostic.error(Code.GITHUB_SETUP, "", summary, hint));
  }

  HttpRequest.Builder authorize(HttpRequest.Builder request) {
    return request.setHeader("Authorization", "Bearer " + text);
  }

  @Override
  public String toString() {
    return "(sensitive)";
  }
}
