package dev.secretsync.resolve;

import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.SecretSource;
import java.util.Comparator;
import java.util.List;

/** Where control planes keep what they collect. */
final class Planes {
  private Planes() {}

  /** The control planes that collect, by name. */
  static List<ControlPlane> collecting(Declarations declared) {
    return declared.controlPlanes().values().stream()
        .filter(plane -> plane.product() instanceof Product.ArgoCd)
        .toList();
  }

  /** Its sources, by name: the order of documents must not show in a plan. */
  static List<SecretSource> sources(Declarations declared, ControlPlane plane) {
    return declared.sources().stream()
        .filter(source -> source.controlPlane().equals(plane.name()))
        .sorted(Comparator.comparing(SecretSource::name))
        .toList();
  }

  /** The namespace that everything of an Argo CD instance lives in. */
  static String namespace(ControlPlane plane) {
    return switch (plane.product()) {
      case Product.ArgoCd argocd -> argocd.namespace();
      case Product.Kargo kargo ->
          throw new IllegalStateException("Kargo has a namespace for each project");
    };
  }
}
