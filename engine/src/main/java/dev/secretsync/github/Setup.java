package dev.secretsync.github;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;

/** What is missing before GitHub can be asked anything. */
final class Setup {
  private Setup() {}

  static RefusedException refused(String subject, String summary, String hint) {
    return new RefusedException(Diagnostic.error(Code.GITHUB_SETUP, subject, summary, hint));
  }
}
