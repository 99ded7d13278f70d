package dev.secretsync.offline;

import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import java.util.HashSet;
import java.util.Set;

/**
 * What of a revision could not be understood whole. What is missing there may be in it all the
 * same: an unreadable thing is not an absent one (K10).
 */
final class Doubt {
  private final Declarations declarations;
  private final Set<String> files = new HashSet<>();
  private final boolean everywhere;

  Doubt(Declared revision) {
    declarations = revision.declarations();
    revision.problems().stream()
        .filter(Diagnostic::isError)
        .forEach(
            error -> files.add(error.at().map(SourceLocation::file).orElseGet(error::subject)));
    everywhere = revision.problems().stream().anyMatch(p -> p.code() == Code.REPOSITORY_LIMIT);
  }

  /** Whether a declaration that is not found in this revision may be in a file of this name. */
  boolean mayDeclareIn(String file) {
    return everywhere || files.contains(file);
  }

  /**
   * Whether this revision may reach {@code address} although nothing that could be read does.
   *
   * @param secret what reaches it in the other revision
   * @param other what that revision declares
   */
  boolean mayReach(SecretAddress address, ManagedSecret secret, Declarations other) {
    return mayDeclareIn(secret.file())
        || mayHaveCluster(address.cluster(), other)
        || other.authorizations().stream()
            .filter(one -> mayDeclareIn(one.at().file()))
            .anyMatch(one -> one.covers(secret))
        || secret
            .controlPlane()
            .map(name -> other.controlPlanes().get(name))
            .filter(plane -> mayDeclareIn(plane.at().file()))
            .isPresent();
  }

  /** Whether a cluster that only the other revision has may be declared here too. */
  boolean mayHaveCluster(String name, Declarations other) {
    return !declarations.clusters().containsKey(name)
        && other.clusters().containsKey(name)
        && mayDeclareIn(other.clusters().get(name).at().file());
  }
}
