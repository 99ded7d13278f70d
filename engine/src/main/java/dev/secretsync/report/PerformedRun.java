package dev.secretsync.report;

import dev.secretsync.model.Run;
import java.time.Instant;

/**
 * What the result of an apply says about the run itself.
 *
 * @param run who ran it, and where its log is
 * @param version of secretsync
 * @param started when
 */
public record PerformedRun(Run run, String version, Instant started) {}
