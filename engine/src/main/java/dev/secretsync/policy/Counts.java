package dev.secretsync.policy;

/**
 * How much a plan would do in one cluster, for limits to judge.
 *
 * @param cluster its declared name
 * @param destroyed Secrets of ours that would be deleted, replaced or moved
 * @param changed Secrets of ours that would be changed in any way; creates are none, for nothing is
 *     lost by them
 * @param managed Secrets of ours that are there now
 * @param emptied whether Git declares nothing for the cluster any more and every Secret that it
 *     declared there would be deleted
 */
public record Counts(String cluster, int destroyed, int changed, int managed, boolean emptied) {}
