package dev.secretsync.resolve;

import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.RefusedOffer;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretContent;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cluster's claim to one place: that a copy of its Secret belongs there.
 *
 * @param candidate the Secret, which the control plane takes
 * @param origin where the copy comes from
 * @param place where it belongs: in the control plane, or in another cluster
 * @param reasons what sends it there, in words
 */
record Offer(
    Candidate candidate, Origin.Collected origin, SecretAddress place, List<String> reasons) {
  /** Who comes first where nobody has the place yet (R41): the oldest, then by name. */
  static final Comparator<Offer> FIRST =
      Comparator.comparing((Offer offer) -> offer.candidate().secret().created())
          .thenComparing(offer -> offer.candidate().address())
          .thenComparing(offer -> offer.candidate().plane().name());

  Offer {
    reasons = List.copyOf(reasons);
  }

  SecretAddress source() {
    return candidate.address();
  }

  /** The same claim, made once for all reasons: one Secret can reach a place in two ways. */
  Offer and(Offer other) {
    return new Offer(
        candidate,
        origin,
        place,
        Stream.concat(reasons.stream(), other.reasons().stream()).distinct().toList());
  }

  DesiredSecret desired(SecretContent content, boolean adopt) {
    return new DesiredSecret(place, content, adopt, origin, reasons);
  }

  /** This offer, refused. */
  RefusedOffer refused(RefusedOffer.Why why) {
    return new RefusedOffer(
        source(),
        place,
        candidate.secret().content().type(),
        candidate.secret().content().labels(),
        "offered by " + candidate.cluster().name(),
        why);
  }

  /** Who this is, where others are told that the place is taken. */
  String owner() {
    return owner(source());
  }

  /** The same, for the owner of a Secret that is no offer now. */
  static String owner(SecretAddress source) {
    return "cluster " + source.cluster() + " (" + source + ")";
  }
}
