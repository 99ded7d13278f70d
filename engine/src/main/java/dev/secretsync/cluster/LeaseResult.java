package dev.secretsync.cluster;

import dev.secretsync.model.Diagnostic;

/** How reading or writing a Lease ended. */
public sealed interface LeaseResult {

  /** It is there, as it was read or as we have written it. */
  record Present(Lease lease) implements LeaseResult {}

  /** There is none: it was not found, or it was deleted as asked. */
  record Absent() implements LeaseResult {}

  /** It is not what was seen: somebody else created, renewed or deleted it meanwhile. */
  record Moved() implements LeaseResult {}

  /** The cluster refused for good. */
  record Refused(Diagnostic why) implements LeaseResult {}

  /** No answer, or none that tells: a write may or may not have happened. */
  record Unanswered(Diagnostic why) implements LeaseResult {}
}
