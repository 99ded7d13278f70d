package dev.secretsync.declare;

import dev.secretsync.model.SourceLocation;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cluster by name. It holds no endpoint and no credential: those come from the runner's
 * kubeconfig.
 *
 * @param name what plans, annotations and grants call it; never {@code ALL} (R48)
 * @param labels what cluster selectors match, and nothing else does (R9)
 * @param context the kubeconfig context that reaches it; the name where none was declared
 * @param agentNamespace where its Secrets live unless they say otherwise (R60)
 * @param identity UID of its namespace {@code kube-system}, where pinned
 */
public record ClusterDeclaration(
    String name,
    SortedMap<String, String> labels,
    String context,
    String agentNamespace,
    Optional<String> identity,
    SourceLocation at) {

  /** The agent namespace where none is declared. */
  public static final String DEFAULT_AGENT_NAMESPACE = "akuity";

  public ClusterDeclaration {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
