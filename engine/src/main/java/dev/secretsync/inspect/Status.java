package dev.secretsync.inspect;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a Secret stands in all its places, in AIRM's words (R120-R122). It is read off the clusters,
 * not off a run: what apply has still to do counts as not attempted.
 */
public enum Status {
  UNASSIGNED("Unassigned"),
  PENDING("Pending"),
  SYNCED("Synced"),
  PARTIALLY_SYNCED("PartiallySynced"),
  SYNCED_ERROR("SyncedError"),
  FAILED("Failed"),
  DELETING("Deleting"),
  DELETE_FAILED("DeleteFailed");

  private static final Set<Standing> ERRORS =
      EnumSet.of(Standing.CONFLICT, Standing.DENIED, Standing.KEPT);
  private final String words;

  Status(String words) {
    this.words = words;
  }

  /** How programs read it. */
  public String words() {
    return words;
  }

  /** How people see it in a table: a Secret without any place is {@code ---} (R120). */
  public String shown() {
    return this == UNASSIGNED ? "---" : words;
  }

  /** The first that fits, in the order of R123. */
  static Status of(Collection<Place> places) {
    boolean error = places.stream().anyMatch(place -> ERRORS.contains(place.standing()));
    long synced = places.stream().filter(p -> p.standing() == Standing.IN_SYNC).count();
    boolean open =
        places.stream()
            .anyMatch(p -> p.standing() != Standing.IN_SYNC && !ERRORS.contains(p.standing()));
    if (places.isEmpty()) {
      return UNASSIGNED;
    }
    if (places.stream().allMatch(Place::going)) {
      return error ? DELETE_FAILED : DELETING;
    }
    if (synced == 0) {
      return error ? FAILED : PENDING;
    }
    if (synced == places.size()) {
      return SYNCED;
    }
    return open ? PARTIALLY_SYNCED : SYNCED_ERROR;
  }
}
