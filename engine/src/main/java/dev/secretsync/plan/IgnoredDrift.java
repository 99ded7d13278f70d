package dev.secretsync.plan;

import dev.secretsync.policy.IgnoreRule;

/**
 * Drift that is known and does not count for now.
 *
 * @param rule says so
 * @param drift never empty
 */
public record IgnoredDrift(IgnoreRule rule, Drift drift) {}
