package dev.secretsync.report;

import java.time.Instant;

/**
 * What a report says about the run itself.
 *
 * @param version of secretsync
 * @param now when it was made; the only part of a report that two equal runs do not share
 */
public record RunInfo(String version, Instant now) {}
