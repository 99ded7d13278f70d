package dev.secretsync.cluster.kubernetes;

import dev.secretsync.cluster.Cluster;
import dev.secretsync.model.Diagnostic;
import java.util.List;

/** How {@link Kubeconfig#open} ended. Nothing has been sent yet. */
public sealed interface Opening {

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

  /** The kubeconfig does not tell how to reach it, or tells something we do not do. */
  record Refused(Diagnostic why) implements Opening {}
}
