package dev.secretsync.inspect;

import dev.secretsync.cluster.LiveState;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.declare.Declarations;
import dev.secretsync.model.SecretAddress;
import java.util.Optional;

/** Which places are in a control plane, and which of its namespaces they are. */
record Planes(Declarations declared, LiveState live) {
  /** The control plane that a place is in. */
  Optional<ControlPlane> of(SecretAddress place) {
    return declared.controlPlanes().values().stream()
        .filter(plane -> plane.cluster().equals(place.cluster()))
        .filter(plane -> isIn(plane, place.ref().namespace()))
        .findFirst();
  }

  private boolean isIn(ControlPlane plane, String namespace) {
    return plane.product().namespaces().contains(namespace)
        || (plane.product() instanceof Product.Kargo
            && live.labelled(plane.cluster()).containsKey(namespace));
  }

  /** The project that a place is in, where its control plane has such. */
  Optional<String> project(SecretAddress place) {
    return of(place)
        .filter(plane -> plane.product() instanceof Product.Kargo)
        .map(plane -> place.ref().namespace());
  }
}
