package dev.secretsync.argocd;

import dev.secretsync.declare.Declarations;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.model.Problems;

/** What Argo CD would ignore or misread in the Secrets it is given (systems.md 2.3). */
public final class ArgoCdSecrets {
  private ArgoCdSecrets() {}

  /** Looks at types, labels and the names of keys: all that can be known without a key. */
  public static void checkDeclared(Declarations declared, Problems problems) {}

  /**
   * Looks at values too. What Git declares wrongly is an error of the declarations; what a cluster
   * offers wrongly concerns that Secret alone.
   */
  public static void check(DesiredState desired, Problems problems) {}
}
