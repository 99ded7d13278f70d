package dev.secretsync.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refuses to run as a Config Management Plugin of Argo CD (R110). What a plugin prints becomes
 * manifests, which Argo CD keeps in its Redis cache and shows to whoever may see the application:
 * no place for values, and no moment for writing to clusters.
 */
final class ManifestGeneration {
  /**
   * Argo CD's build environment. Both are always set for a plugin; one of them alone could be the
   * variable of somebody's script.
   */
  private static final List<String> BUILD_ENVIRONMENT =
      List.of("ARGOCD_APP_NAME", "ARGOCD_APP_SOURCE_REPO_URL");

  /** They read and write nothing. */
  private static final Set<String> HARMLESS = Set.of("version", "completion");

  private ManifestGeneration() {}

  static void refuse(Command command, Map<String, String> env) {
    if (!HARMLESS.contains(command.name()) && env.keySet().containsAll(BUILD_ENVIRONMENT)) {
      throw Invocation.usage(
          command.name() + " does not run where Argo CD generates manifests",
          "run secretsync apply beside Argo CD, in a pipeline; if this is one, unset "
              + String.join(" and ", BUILD_ENVIRONMENT));
    }
  }
}
