package dev.secretsync.cluster;

import dev.secretsync.model.Diagnostic;
import java.util.List;

/** Finds the cluster that a kubeconfig context reaches. Opening does not connect yet. */
@FunctionalInterface
public interface ClusterOpener {

  /**
   * Opens one cluster.
   *
   * @param name its declared name, which results speak of
   * @param context the kubeconfig context
   */
  Opening open(String name, String context);

  /** How that ended. */
  sealed interface Opening {

    /**
     * The cluster can be spoken to.
     *
     * @param cluster to be closed by the caller
     * @param warnings what the kubeconfig asks for and should not, such as TLS without verification
     */
    record Opened(Cluster cluster, List<Diagnostic> warnings) implements Opening {
      public Opened {
        warnings = List.copyOf(warnings);
      }
    }

    /** There is no such context, or it asks for something we do not do. */
    record Refused(Diagnostic why) implements Opening {}
  }
}
