package dev.secretsync.desired;

import dev.secretsync.model.SecretAddress;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Secret that a claimant offers for a place and that does not get there: a cluster's that is
 * blocked, or anybody's whose place has another owner.
 *
 * @param address the offered Secret; for a Git declaration the place it is declared for
 * @param wanted the place it was offered for
 * @param type its type, for policy to match on
 * @param labels its labels, for policy to match on
 * @param origin in words: {@code offered by east} or {@code declared at FILE:LINE}
 * @param why why not
 */
public record RefusedOffer(
    SecretAddress address,
    SecretAddress wanted,
    String type,
    SortedMap<String, String> labels,
    String origin,
    Why why) {
  public RefusedOffer {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** Why an offer is refused. */
  public sealed interface Why {
    /** It is one of the Secrets that are never synced; policy names the rule (R20-R25). */
    record Blocked() implements Why {}

    /**
     * Somebody else has the place (R32, R33, R41).
     *
     * @param owner who, in words: {@code cluster east (east/akuity/name)}, {@code the declaration
     *     at FILE:LINE}
     */
    record Owned(String owner) implements Why {}
  }
}
