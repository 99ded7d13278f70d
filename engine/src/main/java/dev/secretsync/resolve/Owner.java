package dev.secretsync.resolve;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretRef;
import java.util.Optional;
import java.util.SortedMap;

/** Who has a place already, read off the marks of the object that is there. */
sealed interface Owner {

  /**
   * A cluster whose Secret was collected.
   *
   * @param cluster its declared name at the last write
   * @param identity UID of its namespace kube-system, where it was known
   * @param secret {@code namespace/name} of the source
   */
  record OfCluster(String cluster, Optional<String> identity, String secret, String controlPlane)
      implements Owner {

    /** Whether the owner makes this offer. Identity comes first: clusters are renamed (T12). */
    boolean makes(Offer offer) {
      return secret.equals(offer.source().ref().toString()) && isOf(offer);
    }

    /** The declared cluster that this is, also under another name than it had (T12). */
    Optional<ClusterDeclaration> cluster(Sight sight) {
      return sight.clusters().values().stream()
          .filter(
              declared -> identity.isPresent() && sight.identity(declared.name()).equals(identity))
          .findFirst()
          .or(() -> Optional.ofNullable(sight.clusters().get(cluster)));
    }

    /** Why it cannot be told whether the owner still claims its place; empty when it can. */
    Optional<Diagnostic> unseen(Sight sight) {
      return cluster(sight)
          .map(declared -> sight.blind(declared.name(), declared.agentNamespace()))
          // it may only have been renamed
          .orElseGet(sight::anyBlind);
    }

    /** The Secret that the copy is of; {@code in} is the cluster that the owner is by now. */
    SecretAddress source(ClusterDeclaration in) {
      int slash = secret.indexOf('/');
      return new SecretAddress(
          in.name(),
          new SecretRef(secret.substring(0, Math.max(slash, 0)), secret.substring(slash + 1)));
    }

    private boolean isOf(Offer offer) {
      String offering = offer.origin().identity();
      if (identity.isEmpty() || offering.isEmpty()) {
        return cluster.equals(offer.source().cluster());
      }
      return identity.get().equals(offering);
    }
  }

  /** A declaration in Git. */
  record OfGit() implements Owner {}

  /** Nobody of ours: the place is free, or a foreign object is there. */
  record Nobody() implements Owner {}

  static Owner of(Optional<LiveSecret> there, String installation) {
    if (there.isEmpty() || Ownership.of(there.get(), installation) instanceof Ownership.Others) {
      return new Nobody();
    }
    SortedMap<String, String> marks = there.get().content().annotations();
    String cluster = marks.get(Marks.SOURCE_CLUSTER);
    if (cluster != null) {
      return new OfCluster(
          cluster,
          Optional.ofNullable(marks.get(Marks.SOURCE_IDENTITY)),
          marks.getOrDefault(Marks.SOURCE_SECRET, ""),
          marks.getOrDefault(Marks.CONTROL_PLANE, ""));
    }
    return marks.containsKey(Marks.SOURCE_FILE) ? new OfGit() : new Nobody();
  }
}
