package dev.secretsync.inspect;

import dev.secretsync.plan.Action;

/** How one place of a Secret stands to what it should hold. */
public enum Standing {
  IN_SYNC("in sync"),
  /** Apply would write it. */
  PENDING("pending"),
  /** Apply would delete it. */
  DELETING("deleting"),
  /** Apply would take our marks off and leave it there (R38). */
  RELEASING("releasing"),
  /** Left as it is, because its source is refused or cannot be read right (R28, R55). */
  KEPT("kept"),
  /** Somebody else has the name. */
  CONFLICT("conflict"),
  /** A rule refuses it. */
  DENIED("denied"),
  /** One side could not be read. */
  UNKNOWN("unknown");

  private final String words;

  Standing(String words) {
    this.words = words;
  }

  /** How people read it. */
  public String words() {
    return words;
  }

  static Standing of(Action action) {
    return switch (action) {
      case NO_OP -> IN_SYNC;
      case CREATE, ADOPT, UPDATE, REPLACE, MOVE, STALE -> PENDING;
      case DELETE -> DELETING;
      case RELEASE -> RELEASING;
      case CONFLICT -> CONFLICT;
      case DENIED -> DENIED;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
