package dev.secretsync.crypt.age;

/** What {@link AgeFile} turns into {@link AgeOpening.TooCostly}. */
final class CostlyAgeFile extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int workFactor;

  CostlyAgeFile(int workFactor) {
    super("work factor " + workFactor, null, false, false);
    this.workFactor = workFactor;
  }

  int workFactor() {
    return workFactor;
  }
}
