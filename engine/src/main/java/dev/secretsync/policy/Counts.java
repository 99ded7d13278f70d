package dev.secretsync.policy;

/**
 * How much a plan would do in one cluster, for limits to judge.
 *
 * @param cluster its declared name
 * @param destroyed Secrets of ours that would be deleted, replaced or moved
 * @param changed live Secrets that would be changed in any way, adoptions and releases too; creates
 *     are none, for nothing is lost by them
 * @param managed Secrets of ours that are there now and could be compared
 * @param emptied whether Git declares nothing for the cluster any more, and something that it
 *     declared there would be deleted
 */
public record Counts(String cluster, int destroyed, int changed, int managed, boolean emptied) {}
