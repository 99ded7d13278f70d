package dev.secretsync.resolve;

import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.RefusedOffer;
import dev.secretsync.desired.RefusedOffer.Why;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who gets a place that several claim. The owner whose marks are on the live object keeps it as
 * long as it claims it; a free place goes to Git, else to the oldest source (R33, R41).
 */
final class Claims {
  private final Assembly assembly;
  private final Sight sight;
  private final Offers offers;
  private final String installation;
  private final Map<SecretAddress, String> unsettled = new HashMap<>();

  Claims(Assembly assembly, Sight sight, Offers offers, String installation) {
    this.assembly = assembly;
    this.sight = sight;
    this.offers = offers;
    this.installation = installation;
  }

  /**
   * Settles every place and refuses whoever does not get it.
   *
   * @return the offers that got their place, in its order
   */
  List<Offer> settle(List<Offer> offers) {
    SortedMap<SecretAddress, List<Offer>> byPlace = new TreeMap<>();
    for (Offer offer : offers) {
      join(byPlace.computeIfAbsent(offer.place(), place -> new ArrayList<>(1)), offer);
    }
    List<Offer> winners = new ArrayList<>();
    byPlace.forEach((place, claims) -> settle(place, claims).ifPresent(winners::add));
    return winners;
  }

  /** One Secret may reach a place in two ways, and claims it once. */
  private static void join(List<Offer> claims, Offer offer) {
    for (int i = 0; i < claims.size(); i++) {
      if (claims.get(i).source().equals(offer.source())) {
        claims.set(i, claims.get(i).and(offer));
        return;
      }
    }
    claims.add(offer);
  }

  /**
   * Keeps Git off places whose owner cannot be asked: whether it still claims them is not known.
   */
  void guard() {
    sight
        .live()
        .secrets()
        .map(LiveState.Seen::address)
        .filter(place -> sight.clusters().containsKey(place.cluster()) && assembly.isTaken(place))
        .forEach(place -> {
          unseenOwner(place, List.of()).ifPresent(why -> assembly.unknown(place, why));
          stuck(place)
              .ifPresent(holder -> {
                assembly.refuse(refusedDeclaration(place, holder));
                assembly.withdraw(place);
              });
        });
  }

  /**
   * Who has a place and cannot move to the other one that it asks for by now: it keeps what it has,
   * so that nothing is lost of a move that cannot be carried out (R93).
   */
  private Optional<String> stuck(SecretAddress place) {
    return candidate(place)
        .filter(candidate -> isStuck(candidate, place, new HashSet<>()))
        .map(candidate ->
            Offer.owner(candidate.address()) + ", which cannot move on from there (R93)");
  }

  /** The Secret whose copy is in a project, as far as it can be seen. */
  private Optional<Candidate> candidate(SecretAddress place) {
    return offers.mayBeProject(place)
            && Owner.of(sight.find(place), installation) instanceof Owner.OfCluster owner
        ? owner.cluster(sight).stream()
            .flatMap(cluster -> offers.candidates(owner.source(cluster)).stream())
            .filter(candidate -> candidate.plane().product().projects().isPresent())
            .filter(candidate -> Planes.isIn(candidate.plane(), place, sight))
            .findFirst()
        : Optional.empty();
  }

  private boolean isStuck(Candidate candidate, SecretAddress place, Set<SecretAddress> asked) {
    Optional<Gate> stop = candidate.stoppedBy();
    if (stop.isPresent()) {
      return stop.get() == Gate.CREDENTIAL_TYPE || stop.get() == Gate.PROJECT_EXISTS;
    }
    SecretAddress wanted = candidate.copy();
    return !wanted.equals(place) && !isFree(wanted, candidate, asked);
  }

  /** Whether a Secret gets a place; where Secrets change places with each other, each does. */
  private boolean isFree(SecretAddress wanted, Candidate mover, Set<SecretAddress> asked) {
    if (!asked.add(wanted)) {
      return true;
    }
    if (sight.blind(wanted).isPresent() || isForeign(wanted)) {
      return false;
    }
    Optional<Candidate> holder = candidate(wanted);
    if (holder.filter(one -> one.address().equals(mover.address())).isPresent()) {
      return true;
    }
    boolean stays =
        holder
            .filter(one ->
                (one.stoppedBy().isEmpty() && one.copy().equals(wanted))
                    || isStuck(one, wanted, asked))
            .isPresent();
    return !stays
        && !assembly.isTaken(wanted)
        && offers.taken().stream()
            .filter(offer -> offer.place().equals(wanted))
            .min(Offer.FIRST)
            .filter(offer -> offer.source().equals(mover.address()))
            .isPresent();
  }

  private boolean isForeign(SecretAddress place) {
    return sight
        .find(place)
        .filter(live -> Ownership.of(live, installation) instanceof Ownership.Others)
        .isPresent();
  }

  /** Why it is not known whose a place is, though it has a recorded owner. */
  private Optional<Diagnostic> unseenOwner(SecretAddress place, List<Offer> claims) {
    return unseenOwner(Owner.of(sight.find(place), installation), place, claims);
  }

  private Optional<Diagnostic> unseenOwner(
      Owner recorded, SecretAddress place, List<Offer> claims) {
    return recorded instanceof Owner.OfCluster owner && claims.stream().noneMatch(owner::makes)
        ? owner
            .unseen(sight)
            .map(why ->
                Diagnostic.error(
                    why.code(),
                    place.toString(),
                    "belongs to cluster "
                        + owner.cluster()
                        + ", and whether that still claims it could not be read",
                    why.hint()))
        : Optional.empty();
  }

  /** Why nothing is known of the place that a source claims; empty when that is known. */
  Optional<String> unsettled(SecretAddress source) {
    return Optional.ofNullable(unsettled.get(source));
  }

  private Optional<Offer> settle(SecretAddress place, List<Offer> claims) {
    Owner owner = Owner.of(sight.find(place), installation);
    Optional<Diagnostic> unseen = unseenOwner(owner, place, claims);
    if (unseen.isPresent()) {
      assembly.unknown(place, unseen.get());
      claims.forEach(
          claim -> unsettled.put(claim.source(), place + " " + unseen.get().summary() + " (R41)"));
      return Optional.empty();
    }
    Optional<String> keeper = stuck(place).or(() -> assembly.owner(place).map(Offer::owner));
    if (keeper.isPresent()) {
      claims.forEach(claim -> assembly.refuse(claim.refused(new Why.Owned(keeper.get()))));
      return Optional.empty();
    }
    boolean git = assembly.isTaken(place);
    Optional<Offer> winner =
        switch (owner) {
          case Owner.OfCluster cluster when claims.stream().anyMatch(cluster::makes) ->
              claims.stream().filter(cluster::makes).findFirst();
          case Owner recorded when git -> Optional.empty();
          case Owner recorded -> Optional.of(Collections.min(claims, Offer.FIRST));
        };
    if (sight.blind(place).isPresent()) {
      // whose it is stands on an object that cannot be seen: nobody is turned away for now
      return winner;
    }
    if (winner.isPresent() && git) {
      assembly.refuse(refusedDeclaration(place, winner.get().owner()));
    }
    if (winner.isPresent() && claims.size() == 1) {
      return winner;
    }
    String holder = winner.map(Offer::owner).orElseGet(() -> declaration(place));
    claims.stream()
        .filter(claim -> winner.filter(one -> one.source().equals(claim.source())).isEmpty())
        .forEach(claim -> assembly.refuse(claim.refused(new Why.Owned(holder))));
    return winner;
  }

  private String declaration(SecretAddress place) {
    return assembly
        .fromGit(place)
        .map(DesiredSecret::origin)
        .map(origin -> "Git, " + origin.words())
        .orElse("Git, declared in a file that could not be opened");
  }

  /** Values of an owned Secret change on its owner only, not from the control plane (R33, R34). */
  private RefusedOffer refusedDeclaration(SecretAddress place, String owner) {
    Optional<DesiredSecret> declared = assembly.fromGit(place);
    return new RefusedOffer(
        place,
        place,
        declared.map(secret -> secret.content().type()).orElse(""),
        declared.map(secret -> secret.content().labels()).orElseGet(TreeMap::new),
        declared
            .map(DesiredSecret::origin)
            .map(Origin::words)
            .orElse("declared in a file that could not be opened"),
        new Why.Owned(owner));
  }
}
