package dev.secretsync.declare;

import dev.secretsync.model.SourceLocation;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An instance of Argo CD or Kargo that Secrets of clusters are collected into.
 *
 * @param cluster name of the cluster that hosts it
 * @param product which of the two, and how it is set up
 */
public record ControlPlane(String name, String cluster, Product product, SourceLocation at) {

  /** What runs there. The rules are the same for both; what differs is said here. */
  public sealed interface Product {

    /** The label by which a Secret opts in (R13, R84). */
    String optInLabel();

    /**
     * Whether a Secret of this name that is already there may be taken over by a cluster (R30).
     * Everything else that is already there is a conflict (R32).
     */
    boolean adoptable(String name);

    /**
     * Argo CD.
     *
     * @param namespace where it lives, and so all Secrets that it reads
     */
    record ArgoCd(String namespace) implements Product {
      /** The namespace where none is declared. */
      public static final String DEFAULT_NAMESPACE = "argocd";

      static final String OPT_IN = "akuity.io/secret-sync";

      private static final Set<String> ADOPTABLE =
          Set.of(
              "argocd-notifications-secret",
              "argocd-image-updater-secret",
              "application-set-secret");

      @Override
      public String optInLabel() {
        return OPT_IN;
      }

      @Override
      public boolean adoptable(String name) {
        return ADOPTABLE.contains(name);
      }
    }

    /** Kargo. */
    record Kargo(Optional<String> version, SortedSet<String> sharedNamespaces) implements Product {
      static final String OPT_IN = "kargo.akuity.io/secret-sync";

      public Kargo {
        sharedNamespaces = Collections.unmodifiableSortedSet(new TreeSet<>(sharedNamespaces));
      }

      @Override
      public String optInLabel() {
        return OPT_IN;
      }

      @Override
      public boolean adoptable(String name) {
        return false;
      }
    }
  }
}
