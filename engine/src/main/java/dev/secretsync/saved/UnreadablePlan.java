package dev.secretsync.saved;

/** A document that is no plan of ours. What it has in place of one is not repeated. */
final class UnreadablePlan extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadablePlan() {
    super("not a plan", null, false, false);
  }
}
