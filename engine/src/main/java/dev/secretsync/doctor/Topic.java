package dev.secretsync.doctor;

import java.util.Locale;

/** What is checked, in this order. */
public enum Topic {
  /** Whether the runner's keys open the repository's files (R117). */
  KEYS,
  /** Whether the server answers, by TLS and to our credentials. */
  REACHABLE,
  /** Whether its clock and ours agree: certificates and tokens depend on it. */
  CLOCK,
  /** Whether it is the cluster that is meant (K2). */
  IDENTITY,
  /** Whether the namespaces are there. */
  NAMESPACES,
  /** Whether we may do what we have to. */
  PERMISSIONS,
  /** Whether we may do more than that (K8). */
  EXCESS;

  /** How people and programs read it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
