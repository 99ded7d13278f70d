package dev.secretsync.apply;

/**
 * Told of every outcome as soon as it is known, so that a run that is killed leaves a record. One
 * that is told of a change again was told too early: what it hears last holds. Called by several
 * threads, and never fails.
 */
@FunctionalInterface
public interface Journal {
  /** Keeps nothing. */
  Journal NONE = result -> {};

  void ended(ChangeResult result);
}
