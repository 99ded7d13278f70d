package dev.secretsync.inspect;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One Secret of the fleet, in all its places. Shows which keys it has and nothing of what they hold
 * (R68).
 *
 * @param name its name in the clusters
 * @param namespace its namespace; empty where that differs from cluster to cluster
 * @param type its Secret type
 * @param owner who decides what it holds (R66)
 * @param places where it is or should be; the source itself is none of them
 * @param keys the keys of its data
 * @param written when we last wrote any of its places
 * @param adopted whether it was taken over from somebody, or may be
 */
public record ListedSecret(
    String name,
    Optional<String> namespace,
    String type,
    Owner owner,
    List<Place> places,
    SortedSet<String> keys,
    Optional<Instant> written,
    boolean adopted)
    implements Comparable<ListedSecret> {
  private static final Comparator<ListedSecret> ORDER =
      Comparator.comparing(ListedSecret::name)
          .thenComparing(secret -> secret.namespace().orElse(""))
          .thenComparing(ListedSecret::owner);

  public ListedSecret {
    places = places.stream().distinct().sorted().toList();
    keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
  }

  /** How it stands in all its places (R120-R123). */
  public Status status() {
    return Status.of(places);
  }

  @Override
  public int compareTo(ListedSecret other) {
    return ORDER.compare(this, other);
  }
}
