package dev.secretsync.diff;

/**
 * Exactly which live object a difference was computed from.
 *
 * @param uid its UID
 * @param resourceVersion its version
 */
public record Seen(String uid, String resourceVersion) {}
