package dev.secretsync.report;

import java.time.Instant;
import java.util.Optional;

/**
 * Which saved plan an apply was bounded by, and who answers for it.
 *
 * @param commit what it was made from
 * @param made when
 * @param expires until when it could be applied
 * @param signedBy fingerprint of the key that was required and had signed it
 */
public record ReviewedPlan(
    String commit, Instant made, Instant expires, Optional<String> signedBy) {}
