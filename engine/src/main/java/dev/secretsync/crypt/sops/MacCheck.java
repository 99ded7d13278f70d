package dev.secretsync.crypt.sops;

/** Whether a file must prove that its values are those that were encrypted together. */
public enum MacCheck {
  REQUIRED,
  /** For rescuing a file by hand; never in a plan or an apply (security.md X1). */
  IGNORED
}
