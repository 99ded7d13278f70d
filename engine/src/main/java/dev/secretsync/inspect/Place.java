package dev.secretsync.inspect;

import dev.secretsync.model.SecretAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a Secret is, or should be.
 *
 * @param project the project or shared namespace of a Kargo that it is: one cluster has many
 * @param standing how it stands there
 * @param going whether it should no longer be there
 * @param reasons what sent it there, in words; empty where nothing does any more
 */
public record Place(
    SecretAddress address,
    Optional<String> project,
    Standing standing,
    boolean going,
    List<String> reasons)
    implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::address)
          .thenComparing(Place::standing)
          .thenComparing(Place::going)
          .thenComparing(place -> String.join(" ", place.reasons()));

  public Place {
    reasons = List.copyOf(reasons);
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
