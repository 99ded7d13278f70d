package dev.secretsync.lock;

import dev.secretsync.model.Diagnostic;

/** How asking for a lock ended. */
public sealed interface Attempt {

  /** The cluster is ours until the lock is closed or lost. */
  record Held(Lock lock) implements Attempt {}

  /** Nothing may be written there. */
  record Denied(Diagnostic why) implements Attempt {}
}
