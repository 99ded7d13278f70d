package dev.secretsync.model;

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

  /** Annotation: Git blob id of the declaring file at the last write; tells drift from change. */
  public static final String SOURCE_BLOB = "secretsync.dev/source-blob";

  /** Prefix that no declaration may use for labels or annotations of its own. */
  public static final String RESERVED_PREFIX = "secretsync.dev/";

  private Marks() {}

  /** Whether it is one of the labels that every object of ours carries. */
  public static boolean isOurLabel(String key) {
    return key.equals(MANAGED_BY) || key.equals(INSTALLATION);
  }
}
