package dev.secretsync.cluster;

import dev.secretsync.model.Diagnostic;

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
    record Opened(Cluster cluster) implements Opening {}

    /** There is no such context, or it may not be used. */
    record Unavailable(Diagnostic why) implements Opening {}
  }
}
