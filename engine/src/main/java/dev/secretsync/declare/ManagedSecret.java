package dev.secretsync.declare;

import dev.secretsync.model.SourceLocation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Secret whose values stand encrypted in the repository, from a {@code ManagedSecret} or from a
 * plain {@code v1 Secret} with a {@code sops} block.
 *
 * @param id {@code metadata.name} of the document; what {@code AllowedClusters} calls it. Unique
 *     among documents of kind ManagedSecret; plain Secrets may share one
 * @param secretName name of the Secret in the clusters
 * @param namespace its namespace; empty means each cluster's agent namespace (R60)
 * @param type the Secret's type, {@code Opaque} where none is declared
 * @param labels of the Secret
 * @param annotations of the Secret, without those that control syncing (R19)
 * @param adopt whether a Secret of this name that is not ours may be taken over
 * @param controlPlane the control plane that the Secret also lives in
 * @param projects to which namespaces of that control plane, where it is a Kargo
 * @param grants which clusters may have it, from the document itself; a union, and none is nobody.
 *     {@link Declarations#grantsFor} adds those that stand apart
 * @param data where the values stand, by key
 * @param file path from the repository's root
 * @param document number of the document in the file, from 0
 */
public record ManagedSecret(
    String id,
    String secretName,
    Optional<String> namespace,
    String type,
    boolean immutable,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations,
    boolean adopt,
    Optional<String> controlPlane,
    Optional<ProjectGrant> projects,
    List<Grant> grants,
    SortedMap<String, DataEntry> data,
    String file,
    int document,
    SourceLocation at) {
  public ManagedSecret {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    grants = List.copyOf(grants);
    data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
  }
}
