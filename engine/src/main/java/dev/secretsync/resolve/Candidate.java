package dev.secretsync.resolve;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.SecretSource;
import dev.secretsync.model.Check;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A live Secret, looked at as something that a control plane could take.
 *
 * @param sight what can be seen of the fleet
 * @param plane the control plane
 * @param sources the sources that are declared for it
 * @param here those of them that take from its cluster: the same for all its Secrets, of which
 *     there are many
 * @param cluster where the Secret lives
 */
record Candidate(
    Sight sight,
    ControlPlane plane,
    List<SecretSource> sources,
    List<SecretSource> here,
    ClusterDeclaration cluster,
    LiveSecret secret) {

  static Candidate of(
      Sight sight,
      ControlPlane plane,
      List<SecretSource> sources,
      ClusterDeclaration cluster,
      LiveSecret secret) {
    return new Candidate(sight, plane, sources, here(sources, cluster), cluster, secret);
  }

  /** The sources that take from a cluster, by its declared labels (R9). */
  static List<SecretSource> here(List<SecretSource> sources, ClusterDeclaration cluster) {
    return sources.stream().filter(source -> source.clusters().matches(cluster.labels())).toList();
  }

  /** Where the Secret lives. */
  SecretAddress address() {
    return new SecretAddress(cluster.name(), secret.ref());
  }

  /** Where its copy belongs, in the control plane. */
  SecretAddress copy() {
    return new SecretAddress(
        plane.cluster(),
        new SecretRef(plane.product().destination(secret.content().labels()), secret.ref().name()));
  }

  /** Whether some source takes it. */
  boolean isMatched() {
    for (SecretSource source : here) {
      if (source.secrets().matches(secret.content().labels())) {
        return true;
      }
    }
    return false;
  }

  /** The sources that take it: a union (R7). */
  List<SecretSource> matching() {
    return here.stream()
        .filter(source -> source.secrets().matches(secret.content().labels()))
        .toList();
  }

  /** What its opt-in label says. */
  Optional<String> optIn() {
    return Optional.ofNullable(secret.content().labels().get(plane.product().optInLabel()));
  }

  /** The first rule that keeps it out; empty when the control plane takes it. */
  Optional<Gate> stoppedBy() {
    for (Gate gate : Gate.values()) {
      if (gate.concerns(plane.product()) && !gate.opensTo(this)) {
        return Optional.of(gate);
      }
    }
    return Optional.empty();
  }

  /** Every rule up to the one that keeps it out, in their order. */
  List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (Gate gate : Gate.values()) {
      if (!gate.concerns(plane.product())) {
        continue;
      }
      boolean open = gate.opensTo(this);
      checks.add(new Check(gate.rule(this), open, gate.words(this)));
      if (!open) {
        break;
      }
    }
    return checks;
  }
}
