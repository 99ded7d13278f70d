package dev.secretsync.access;

import java.util.Locale;

/** As whom secretsync comes to a cluster: a pull request needs less than a merge. */
public enum Identity {
  /** Reads: plan, drift, explain and list. */
  PLAN,
  /** Reads and writes. */
  APPLY;

  /** How people and programs read it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
