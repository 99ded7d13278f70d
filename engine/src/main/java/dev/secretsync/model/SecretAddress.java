package dev.secretsync.model;

/**
 * A Secret of the fleet, written {@code cluster/namespace/name} wherever people or programs see it.
 *
 * @param cluster the cluster's declared name, never its kubeconfig context
 * @param ref the Secret inside that cluster
 */
public record SecretAddress(String cluster, SecretRef ref) implements Comparable<SecretAddress> {
  public static SecretAddress of(String cluster, String namespace, String name) {
    return new SecretAddress(cluster, new SecretRef(namespace, name));
  }

  @Override
  public int compareTo(SecretAddress other) {
    int byCluster = cluster.compareTo(other.cluster);
    return byCluster == 0 ? ref.compareTo(other.ref) : byCluster;
  }

  @Override
  public String toString() {
    return cluster + "/" + ref;
  }
}
