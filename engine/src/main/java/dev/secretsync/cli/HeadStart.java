package dev.secretsync.cli;

import dev.secretsync.cluster.kubernetes.TlsPreparation;
import dev.secretsync.declare.Declarations;

/**
 * Loads on a second processor what later stages need, while the first one opens the repository:
 * most of a run of a second is loading classes. Nothing depends on it.
 */
final class HeadStart {
  private HeadStart() {}

  static void begin() {
    Thread.ofPlatform()
        .daemon()
        .name("secretsync-head-start")
        .start(() -> {
          try {
            Declarations.prepare();
            TlsPreparation.run();
          } catch (RuntimeException | LinkageError e) {
            // the stage that needs it meets the same failure and can say what it means
            return;
          }
        });
  }
}
