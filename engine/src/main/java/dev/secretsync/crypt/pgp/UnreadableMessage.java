package dev.secretsync.crypt.pgp;

/** Ends the reading of a message; {@link PgpKeys} turns it into its outcome. */
final class UnreadableMessage extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient PgpOpening outcome;

  private UnreadableMessage(PgpOpening outcome) {
    super("unreadable message", null, false, false);
    this.outcome = outcome;
  }

  static UnreadableMessage damaged(PgpOpening.Part part) {
    return new UnreadableMessage(new PgpOpening.Damaged(part));
  }

  static UnreadableMessage refused(PgpOpening.Reason reason) {
    return new UnreadableMessage(new PgpOpening.Refused(reason));
  }

  PgpOpening outcome() {
    return outcome;
  }
}
