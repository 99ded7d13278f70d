package dev.secretsync.declare;

import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.SourceLocation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An authorization that stands apart from the secret, so that another team can own it.
 *
 * @param secretNames secrets by {@link ManagedSecret#id}
 * @param secretSelector secrets by the labels of the Secret; never empty (rules.md T7)
 * @param grants the clusters
 */
public record AllowedClusters(
    String name,
    SortedSet<String> secretNames,
    Optional<LabelSelector> secretSelector,
    List<Grant> grants,
    SourceLocation at) {
  public AllowedClusters {
    secretNames = Collections.unmodifiableSortedSet(new TreeSet<>(secretNames));
    grants = List.copyOf(grants);
  }

  /** Whether it speaks of {@code secret}: by name or by label. */
  public boolean covers(ManagedSecret secret) {
    return secretNames.contains(secret.id())
        || secretSelector.filter(s -> s.matches(secret.labels())).isPresent();
  }
}
