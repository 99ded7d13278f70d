package dev.secretsync.cluster;

import dev.secretsync.model.Diagnostic;

/** How one write ended; {@code apply} decides what follows from it. */
public sealed interface WriteResult {

  /**
   * It is done.
   *
   * @param resourceVersion the version that the object has now; empty for deletes
   * @param uid its UID; empty for deletes
   */
  record Written(String resourceVersion, String uid) implements WriteResult {
    /** What was to go is gone. */
    public static Written gone() {
      return new Written("", "");
    }
  }

  /** The object is not the one that was seen: another version, another UID, or gone. */
  record Moved() implements WriteResult {}

  /** Create only: the name is taken. */
  record AlreadyExists() implements WriteResult {}

  /** The namespace does not exist. */
  record NamespaceMissing() implements WriteResult {}

  /** The cluster refused for good: forbidden, invalid, denied by an admission webhook. */
  record Refused(Diagnostic why) implements WriteResult {}

  /**
   * No answer, or none that tells: the write may or may not have happened. {@link Cluster#read}
   * again before saying how it ended.
   */
  record Unanswered(Diagnostic why) implements WriteResult {}
}
