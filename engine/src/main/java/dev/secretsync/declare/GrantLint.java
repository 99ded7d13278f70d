package dev.secretsync.declare;

import dev.secretsync.model.Nearest;
import java.util.Collection;

/** What may be wrong with an authorization, in the same words for Git and for live Secrets. */
record GrantLint(String summary, String hint) {
  /** R48. */
  static final GrantLint ALL_AND_NAMES =
      new GrantLint("ALL makes the other names pointless", "keep ALL, or the names");

  /** Most likely not meant, and never everybody (R50, rules.md T7). */
  static GrantLint nobody(String what) {
    return new GrantLint("an empty authorization allows nobody", "remove it, or say which " + what);
  }

  /** A name that no cluster has (R52). */
  static GrantLint unknown(String name, Collection<String> clusters) {
    return new GrantLint(
        "unknown cluster " + Shown.word(name),
        Nearest.hint(name, clusters, "declare it with kind Cluster, or remove it"));
  }
}
