package dev.secretsync.argocd;

import dev.secretsync.credentials.CredentialCheck;
import dev.secretsync.declare.Declarations;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.model.Code;
import dev.secretsync.model.Problems;

/** What Argo CD would ignore or misread in the Secrets it is given (systems.md 2.3). */
public final class ArgoCdSecrets {
  private static final CredentialCheck CHECK =
      new CredentialCheck(new ArgoCd(), Code.ARGOCD_SECRET, Code.ARGOCD_OFFER);

  private ArgoCdSecrets() {}

  /** Looks at labels and the names of keys: all that can be known without a key. */
  public static void checkDeclared(Declarations declared, Problems problems) {
    CHECK.names(declared, problems);
  }

  /** Looks at the values that Git declares; an error is one of the declarations. */
  public static void checkValues(DesiredState fromGit, Problems problems) {
    CHECK.values(fromGit, problems);
  }

  /**
   * Looks at what clusters offer, which concerns that Secret alone, and at Secrets that Argo CD
   * takes for each other.
   */
  public static void check(DesiredState desired, Problems problems) {
    CHECK.together(desired, problems);
  }
}
