package dev.secretsync.model;

/** Whether a diagnostic stops something or only informs. */
public enum Severity {
  ERROR,
  WARNING
}
