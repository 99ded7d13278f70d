package dev.secretsync.model;

/**
 * A Secret inside some cluster.
 *
 * @param namespace its namespace, a DNS label
 * @param name its name, a DNS subdomain
 */
public record SecretRef(String namespace, String name) implements Comparable<SecretRef> {
  @Override
  public int compareTo(SecretRef other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace == 0 ? name.compareTo(other.name) : byNamespace;
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
