package dev.secretsync.plan;

/**
 * A plan and what people call it.
 *
 * @param name the file that it was read from
 */
public record NamedPlan(String name, Plan plan) {}
