package dev.secretsync.crypt.age;

/** Ends the reading of an age file; {@link AgeFile} turns it into {@link AgeOpening.Damaged}. */
final class DamagedAgeFile extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final AgeOpening.Part part;

  DamagedAgeFile(AgeOpening.Part part) {
    super("damaged " + part, null, false, false);
    this.part = part;
  }

  AgeOpening.Part part() {
    return part;
  }
}
