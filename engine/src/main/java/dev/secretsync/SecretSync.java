package dev.secretsync;

/** Start reading here: what secretsync does, one call per stage. */
public final class SecretSync {
  private SecretSync() {}
}
