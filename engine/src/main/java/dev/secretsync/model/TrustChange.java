package dev.secretsync.model;

import java.util.Comparator;

/**
 * A change of who may decrypt or of what may be done, between the trusted revision and the one that
 * is planned. It changes no Secret and decides about all of them, so it is a plan item of its own
 * and is shown first (security.md X6).
 *
 * @param kind what it is a change of
 * @param path the file, from the repository's root
 * @param words what changed, in words that name no value
 */
public record TrustChange(Kind kind, String path, String words) implements Comparable<TrustChange> {
  /** What decides about Secrets without being one. */
  public enum Kind {
    /** A document of kind Policy. */
    POLICY("policy"),
    /** The recipients of an encrypted file. */
    RECIPIENTS("recipients"),
    /** The rules by which files are encrypted. */
    SOPS_CONFIG(".sops.yaml"),
    /** The labels that policies select a cluster by, how it is reached, who it has to be. */
    CLUSTER("cluster");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** How people read it. */
    public String words() {
      return words;
    }
  }

  @Override
  public int compareTo(TrustChange other) {
    return Comparator.comparing(TrustChange::kind)
        .thenComparing(TrustChange::path)
        .thenComparing(TrustChange::words)
        .compare(this, other);
  }
}
