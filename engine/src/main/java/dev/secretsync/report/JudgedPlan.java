package dev.secretsync.report;

import dev.secretsync.plan.Plan;

/**
 * A saved plan, judged anew.
 *
 * @param name the file it was read from, as it was given
 * @param plan with the verdicts of the policy that judges now
 */
public record JudgedPlan(String name, Plan plan) {}
