package dev.secretsync.inspect;

/** What one address is, in the end. */
public enum State {
  SYNCED("is synced"),
  PENDING("will be synced"),
  PARTLY_SYNCED("is synced in part"),
  NOT_SYNCED("is not synced"),
  BLOCKED("is blocked"),
  CONFLICT("is in conflict"),
  UNKNOWN("is unknown"),
  KEPT("is kept as it is"),
  DELETING("will be deleted"),
  RELEASING("will be released"),
  NOT_OURS("is not ours"),
  ABSENT("does not exist");

  private final String words;

  State(String words) {
    this.words = words;
  }

  /** How people read it, after the address. */
  public String words() {
    return words;
  }

  static State of(Standing standing) {
    return switch (standing) {
      case IN_SYNC -> SYNCED;
      case PENDING -> PENDING;
      case DELETING -> DELETING;
      case RELEASING -> RELEASING;
      case KEPT -> KEPT;
      case CONFLICT -> CONFLICT;
      case DENIED -> BLOCKED;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
