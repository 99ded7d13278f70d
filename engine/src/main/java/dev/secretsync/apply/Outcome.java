package dev.secretsync.apply;

import java.util.Locale;

/** How one planned change ended. Every planned change has exactly one. */
public enum Outcome {
  /** Written, and the cluster said so. */
  APPLIED,
  /** Somebody, perhaps an earlier run of ours, had already done it. */
  ALREADY,
  /** The cluster refused it, or the object moved since it was planned. */
  FAILED,
  /** Not written, because it is no longer what was planned or reviewed. */
  STALE,
  /** Somebody else's Secret has the name. */
  CONFLICT,
  /** Not tried, because of something that failed before it. */
  SKIPPED;

  /** How people and programs read it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
