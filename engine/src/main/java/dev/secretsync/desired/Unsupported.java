package dev.secretsync.desired;

import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.Declarations;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;

/** Valid declarations that plan does not know how to carry out yet: refused, never passed over. */
public final class Unsupported {
  private static final String HINT = "remove it until this version of secretsync knows it";

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
                    HINT)));
    declared.controlPlanes().values().stream()
        .filter(plane -> plane.product() instanceof ControlPlane.Product.Kargo)
        .forEach(plane ->
            problems.add(
                Diagnostic.error(
                    Code.NOT_SUPPORTED_YET,
                    plane.at(),
                    "a ControlPlane with kargo is not supported yet",
                    HINT)));
  }
}
