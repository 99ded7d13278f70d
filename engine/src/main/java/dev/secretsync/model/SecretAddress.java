package dev.secretsync.model;

import java.util.Comparator;

/**
 * A Secret of the fleet, written {@code cluster/namespace/name} wherever people or programs see it.
 *
 * @param cluster the cluster's declared name, never its kubeconfig context
 * @param ref the Secret inside that cluster
 */
public record SecretAddress(String cluster, SecretRef ref) implements Comparable<SecretAddress> {
  private static final Comparator<SecretAddress> ORDER =
      Comparator.comparing(SecretAddress::cluster).thenComparing(SecretAddress::ref);

  public static SecretAddress of(String cluster, String namespace, String name) {
    return new SecretAddress(cluster, new SecretRef(namespace, name));
  }

  @Override
  public int compareTo(SecretAddress other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return cluster + "/" + ref;
  }
}
