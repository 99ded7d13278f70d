package dev.secretsync.kargo;

import dev.secretsync.credentials.CredentialCheck;
import dev.secretsync.declare.Declarations;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.model.Code;
import dev.secretsync.model.Problems;

/** What Kargo would ignore or misread in the Secrets it is given (R87, R100-R103). */
public final class KargoSecrets {
  private static final CredentialCheck CHECK =
      new CredentialCheck(new Kargo(), Code.KARGO_SECRET, Code.KARGO_OFFER);

  private KargoSecrets() {}

  /** Looks at labels, annotations and the names of keys: all that can be known without a key. */
  public static void checkDeclared(Declarations declared, Problems problems) {
    CHECK.names(declared, problems);
  }

  /** Looks at the values that Git declares; an error is one of the declarations. */
  public static void checkValues(DesiredState fromGit, Problems problems) {
    CHECK.values(fromGit, problems);
  }

  /**
   * Looks at what clusters offer, which concerns that Secret alone, and at Secrets of one namespace
   * of which Kargo takes the first.
   */
  public static void check(DesiredState desired, Problems problems) {
    CHECK.together(desired, problems);
  }
}
