package dev.secretsync.desired;

/**
 * What becomes of a copy of ours whose source is no longer synced.
 *
 * @param why in words, such as {@code east/akuity/name no longer carries the label
 *     akuity.io/secret-sync: "true" (R35)}
 * @param stays whether the object is released and stays with its last values (R38) instead of being
 *     deleted (R39)
 */
public record Gone(String why, boolean stays) {}
