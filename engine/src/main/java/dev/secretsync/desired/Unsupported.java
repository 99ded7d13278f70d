package dev.secretsync.desired;

import dev.secretsync.declare.Declarations;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;

/** Valid declarations that plan does not know how to carry out yet: refused, never passed over. */
public final class Unsupported {
  private Unsupported() {}

  /** Adds a problem for each. */
  public static void refuse(Declarations declared, Problems problems) {
    declared
        .others()
        .forEach(other ->
            problems.add(
                Diagnostic.error(
                    Code.NOT_SUPPORTED_YET,
                    other.at(),
                    "kind " + other.kind() + " is not supported yet",
                    "remove it until this version of secretsync knows it")));
  }
}
