package dev.secretsync.github;

import java.time.Duration;

/** How time passes while GitHub asks for patience. */
interface Pauses {
  /** Really waits. */
  Pauses REAL = Thread::sleep;

  void pause(Duration duration) throws InterruptedException;
}
