package dev.secretsync.cluster;

/**
 * The Leases of namespace {@value #NAMESPACE} of one cluster, by which runs tell each other who
 * writes. Every write is bound to what was seen. As with {@link Cluster}, nothing that a cluster
 * can do to us is thrown.
 */
public interface Leases {
  /** Where they live: every cluster has it. */
  String NAMESPACE = "default";

  LeaseResult read(String name);

  /** Creates by POST; {@code Moved} when there is one already. */
  LeaseResult create(String name, LeaseClaim claim);

  /** Writes over exactly what was seen: another version, another UID or none is {@code Moved}. */
  LeaseResult update(Lease seen, LeaseClaim claim);

  /** Deletes exactly what was seen; when there is none any more, that is {@code Absent} too. */
  LeaseResult delete(Lease seen);
}
