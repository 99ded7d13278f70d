package dev.secretsync.model;

/**
 * Where the last write to a live object came from, read off its annotations.
 *
 * @param file the declaring file
 * @param blob its Git blob id at that time
 * @param commit the commit that was applied
 */
public record LastWrite(String file, String blob, String commit) {}
