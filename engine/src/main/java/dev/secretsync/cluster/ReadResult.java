package dev.secretsync.cluster;

import dev.secretsync.model.Diagnostic;

/** How reading one Secret ended. */
public sealed interface ReadResult {
  record Found(LiveSecret secret) implements ReadResult {}

  record Absent() implements ReadResult {}

  record Unknown(Diagnostic why) implements ReadResult {}
}
