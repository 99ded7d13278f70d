package dev.secretsync.inspect;

import dev.secretsync.model.SecretAddress;
import java.util.Comparator;
import java.util.Optional;

/** Who decides what a Secret holds. */
public sealed interface Owner extends Comparable<Owner> {
  /** One fixed order of all owners. */
  Comparator<Owner> ORDER = Comparator.comparing(Owner::words).thenComparing(Owner::source);

  /**
   * Git declares it.
   *
   * @param file the declaring file
   * @param line where in it; empty when that file no longer declares it
   */
  record Git(String file, Optional<Integer> line) implements Owner {}

  /** A cluster offers it, and nothing is ever written there (R34, R40). */
  record OfCluster(SecretAddress secret) implements Owner {}

  /** Nobody could be found: where it came from could not be read. */
  record Unknown() implements Owner {}

  /** Who, for example {@code cluster east}. */
  default String words() {
    return switch (this) {
      case Git git -> "Git";
      case OfCluster(SecretAddress secret) -> "cluster " + secret.cluster();
      case Unknown unknown -> "unknown";
    };
  }

  /** Where its content stands: a place in Git, or the address of a Secret. */
  default String source() {
    return switch (this) {
      case Git git -> git.file() + git.line().map(line -> ":" + line).orElse("");
      case OfCluster(SecretAddress secret) -> secret.toString();
      case Unknown unknown -> "unknown";
    };
  }

  @Override
  default int compareTo(Owner other) {
    return ORDER.compare(this, other);
  }
}
