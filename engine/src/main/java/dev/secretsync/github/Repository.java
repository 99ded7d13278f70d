package dev.secretsync.github;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.util.regex.Pattern;

/**
 * A repository on GitHub. Its words go into addresses, so they are checked here.
 *
 * @param owner the user or organisation
 * @param name the repository's name
 */
public record Repository(String owner, String name) {
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");

  public Repository {
    if (!OWNER.matcher(owner).matches() || !NAME.matcher(name).matches()) {
      throw unknown();
    }
  }

  /**
   * Reads {@code OWNER/NAME}.
   *
   * @throws RefusedException when it is nothing like that
   */
  public static Repository parse(String text) {
    String[] words = text.split("/", -1);
    if (words.length != 2) {
      throw unknown();
    }
    return new Repository(words[0], words[1]);
  }

  private static RefusedException unknown() {
    return new RefusedException(
        Diagnostic.error(
            Code.GITHUB_SETUP, "--repository", "takes OWNER/NAME", "such as acme/fleet"));
  }

  String path() {
    return "/repos/" + owner + "/" + name;
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
