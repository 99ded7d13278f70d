package dev.secretsync.model;

import java.util.Comparator;

/**
 * A Secret inside some cluster.
 *
 * @param namespace its namespace, a DNS label
 * @param name its name, a DNS subdomain
 */
public record SecretRef(String namespace, String name) implements Comparable<SecretRef> {
  private static final Comparator<SecretRef> ORDER =
      Comparator.comparing(SecretRef::namespace).thenComparing(SecretRef::name);

  @Override
  public int compareTo(SecretRef other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
