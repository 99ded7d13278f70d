package dev.secretsync.declare;

import dev.secretsync.model.SourceLocation;
import java.util.Optional;
import java.util.SortedSet;

/**
 * An instance of Argo CD or Kargo that Secrets of clusters are collected into.
 *
 * @param cluster name of the cluster that hosts it
 * @param product which of the two, and how it is set up
 */
public record ControlPlane(String name, String cluster, Product product, SourceLocation at) {

  /** What runs there. */
  public sealed interface Product {

    /**
     * Argo CD.
     *
     * @param namespace where it lives, and so all Secrets that it reads
     */
    record ArgoCd(String namespace) implements Product {
      /** The namespace where none is declared. */
      public static final String DEFAULT_NAMESPACE = "argocd";
    }

    /** Kargo. */
    record Kargo(Optional<String> version, SortedSet<String> sharedNamespaces) implements Product {}
  }
}
