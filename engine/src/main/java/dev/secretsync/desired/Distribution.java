package dev.secretsync.desired;

import dev.secretsync.declare.ProjectGrant;
import dev.secretsync.model.Diagnostic;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A declared Secret that goes to projects of a Kargo, which are only known once the cluster that
 * hosts it was looked at.
 *
 * @param cluster the hosting cluster
 * @param controlPlane name of the Kargo
 * @param shared the namespaces of that Kargo that are known by name
 * @param projects which projects
 * @param secret what goes there; its address has no namespace yet
 * @param unknown why its content is not known, where its file could not be opened
 */
public record Distribution(
    String cluster,
    String controlPlane,
    SortedSet<String> shared,
    ProjectGrant projects,
    DesiredSecret secret,
    Optional<Diagnostic> unknown) {

  /** Whether {@code other} is this Secret in the hosting cluster, at a place that nobody named. */
  boolean found(DesiredSecret other) {
    return other.address().cluster().equals(cluster)
        && other.origin().equals(secret.origin())
        && !projects.names().contains(other.address().ref().namespace());
  }
}
