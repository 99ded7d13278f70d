package dev.secretsync.plan;

/**
 * What apply would do about one Secret. The symbols are Terraform's, with two of our own (cli.md
 * 2.2).
 */
public enum Action {
  CREATE("+"),
  /** Take over a Secret that is not ours yet, because its declaration says so. */
  ADOPT("~"),
  UPDATE("~"),
  /** Delete and create again, where Kubernetes lets nobody change it in place. */
  REPLACE("-/+"),
  DELETE("-"),
  /** Create where it belongs now and delete where it was, or neither. */
  MOVE("~"),
  /** Let go of an object that stays: only our marks come off. */
  RELEASE("."),
  NO_OP(" "),
  /** Somebody else's Secret has the name: nothing is written. */
  CONFLICT("!"),
  /** A rule refuses it: nothing is written. */
  DENIED("!"),
  /** Other than the reviewed plan allows: nothing is written. */
  STALE("!"),
  /** One side could not be read: nothing is known and nothing is written. */
  UNKNOWN("?");

  private final String symbol;

  Action(String symbol) {
    this.symbol = symbol;
  }

  /** How it is drawn in a plan. */
  public String symbol() {
    return symbol;
  }

  /** Whether it writes to the cluster. */
  public boolean writes() {
    return this == CREATE
        || this == ADOPT
        || this == UPDATE
        || this == REPLACE
        || this == DELETE
        || this == MOVE
        || this == RELEASE;
  }

  /** Whether it writes to an object that is there: all writes but creates. */
  public boolean changesLive() {
    return writes() && this != CREATE;
  }

  /** Whether it destroys a live object. */
  public boolean isDestructive() {
    return this == REPLACE || this == DELETE || this == MOVE;
  }
}
