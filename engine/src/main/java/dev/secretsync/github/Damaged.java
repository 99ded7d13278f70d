package dev.secretsync.github;

/** What secretsync does not write. Repeats nothing of what is there. */
final class Damaged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Damaged() {
    super(null, null, false, false);
  }
}
