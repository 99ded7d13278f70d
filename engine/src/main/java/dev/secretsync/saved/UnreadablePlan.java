package dev.secretsync.saved;

/** A document that is no plan of ours. What it has in place of one is not repeated. */
final class UnreadablePlan extends RuntimeException {
  /** What is said of the file. */
  static final String WORDS = "is not as secretsync wrote it: it was damaged or edited";

  private static final long serialVersionUID = 1L;

  UnreadablePlan() {
    super("not a plan", null, false, false);
  }
}
