package dev.secretsync.model;

/** Told how far a long run is; may be called by several threads at once. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress SILENT = (what, done, total) -> {};

  /**
   * One more step is done.
   *
   * @param what the step, for example {@code clusters read}
   * @param done how many are done
   * @param total how many there are
   */
  void step(String what, int done, int total);
}
