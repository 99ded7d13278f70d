package dev.secretsync.saved;

/** What {@code plan --out} saves: with clusters, or offline. */
public sealed interface AnyPlan permits SavedPlan, SavedOfflinePlan {}
