package dev.secretsync.resolve;

import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.SecretSource;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where control planes keep what they collect. */
final class Planes {
  private Planes() {}

  /** The control planes that collect, by name. */
  static List<ControlPlane> collecting(Declarations declared) {
    return List.copyOf(declared.controlPlanes().values());
  }

  /** Its sources, by name: the order of documents must not show in a plan. */
  static List<SecretSource> sources(Declarations declared, ControlPlane plane) {
    return declared.sources().stream()
        .filter(source -> source.controlPlane().equals(plane.name()))
        .sorted(Comparator.comparing(SecretSource::name))
        .toList();
  }

  /** Why it is not known whether an address is in a control plane; empty when it is. */
  static Optional<Diagnostic> unsure(ControlPlane plane, SecretAddress address, Sight sight) {
    return address.cluster().equals(plane.cluster())
            && plane.product().projects().isPresent()
            && !plane.product().isReserved(address.ref().namespace())
        ? sight.projectsUnknown(plane.cluster())
        : Optional.empty();
  }

  /** Whether an address is in a control plane, as far as its namespaces are known. */
  static boolean isIn(ControlPlane plane, SecretAddress address, Sight sight) {
    String namespace = address.ref().namespace();
    return address.cluster().equals(plane.cluster())
        // a shared namespace of another version was one of this Kargo before it was upgraded
        && (plane.product().isReserved(namespace)
            || (plane.product().projects().isPresent()
                && sight.projects(plane.cluster()).containsKey(namespace)));
  }
}
