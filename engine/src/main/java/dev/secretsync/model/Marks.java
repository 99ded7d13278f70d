package dev.secretsync.model;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names by which we recognise what we wrote. They are the only record of ownership: there is no
 * state file (design.md, "No state").
 */
public final class Marks {
  /** Label of the Kubernetes recommended set; value {@link #MANAGER}. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** Our value of {@link #MANAGED_BY}, and our field manager. */
  public static final String MANAGER = "secretsync";

  /** Label: which installation owns the object, so that two repositories never prune each other. */
  public static final String INSTALLATION = "secretsync.dev/installation";

  /** Annotation: path of the declaring file in the repository. Informs only, never compared. */
  public static final String SOURCE_FILE = "secretsync.dev/source-file";

  /** Annotation: commit of the last write. Informs only, never compared. */
  public static final String SOURCE_COMMIT = "secretsync.dev/source-commit";

  /** Annotation: URL or id of the run of the last write. Informs only, never compared. */
  public static final String RUN = "secretsync.dev/run";

  /** Annotation: Git blob id of the declaring file at the last write; tells drift from change. */
  public static final String SOURCE_BLOB = "secretsync.dev/source-blob";

  /** Annotation of a copy: declared name of the cluster that owns its source. */
  public static final String SOURCE_CLUSTER = "secretsync.dev/source-cluster";

  /** Annotation of a copy: UID of that cluster's namespace kube-system, which survives renaming. */
  public static final String SOURCE_IDENTITY = "secretsync.dev/source-identity";

  /** Annotation of a copy: {@code namespace/name} of its source. */
  public static final String SOURCE_SECRET = "secretsync.dev/source-secret";

  /** Annotation of a copy: {@code uid/resourceVersion} of its source at the last write. */
  public static final String SOURCE_VERSION = "secretsync.dev/source-version";

  /** Annotation of a copy: the control plane that it was collected into. */
  public static final String CONTROL_PLANE = "secretsync.dev/control-plane";

  /** Label on the copies that Kargo makes itself: nobody else may touch them (R105). */
  public static final String KARGO_REPLICA = "kargo.akuity.io/replicated-from";

  /** Prefix that no declaration may use for labels or annotations of its own. */
  public static final String RESERVED_PREFIX = "secretsync.dev/";

  private static final Set<String> OWNER =
      Set.of(SOURCE_CLUSTER, SOURCE_IDENTITY, SOURCE_SECRET, CONTROL_PLANE);

  private Marks() {}

  /** Whether it is one of the labels that every object of ours carries. */
  public static boolean isOurLabel(String key) {
    return key.equals(MANAGED_BY) || key.equals(INSTALLATION);
  }

  /**
   * Whether it says which cluster owns a copy. Other than where the last write came from, that
   * decides what happens later (R41), so it has to be true.
   */
  public static boolean tellsOwner(String key) {
    return OWNER.contains(key);
  }

  /** Those of the annotations that say which cluster owns a copy. */
  public static SortedMap<String, String> owner(Map<String, String> annotations) {
    SortedMap<String, String> owner = new TreeMap<>(annotations);
    owner.keySet().retainAll(OWNER);
    return owner;
  }
}
