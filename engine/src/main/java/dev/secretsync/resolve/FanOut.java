package dev.secretsync.resolve;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.declare.Grant;
import dev.secretsync.declare.LiveGrants;
import dev.secretsync.declare.LiveProjects;
import dev.secretsync.declare.ProjectGrant;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Marks;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import dev.secretsync.model.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts offers where they belong: into their control plane, and from there into other clusters. */
final class FanOut {
  private final Sight sight;
  private final Assembly assembly;
  private final Claims claims;
  private final Copies copies;
  private final String installation;
  private final Map<Stalled, String> stalled = new HashMap<>();

  /** One Secret may be offered to several control planes, and be stuck before one of them. */
  private record Stalled(String controlPlane, SecretAddress source) {}

  FanOut(Sight sight, Assembly assembly, Claims claims, Copies copies) {
    this.sight = sight;
    this.assembly = assembly;
    this.claims = claims;
    this.copies = copies;
    this.installation = copies.installation();
  }

  /**
   * Why the copies of a source are left as they are for now, though it is offered; empty when they
   * are not.
   */
  Optional<String> stalled(Candidate candidate) {
    return Optional.ofNullable(
            stalled.get(new Stalled(candidate.plane().name(), candidate.address())))
        .or(() -> claims.unsettled(candidate.address()));
  }

  private void stall(Offer offer, String why) {
    stalled.put(new Stalled(offer.candidate().plane().name(), offer.source()), why);
  }

  /** Settles who is collected, then who gets it. */
  void collect(Offers offers) {
    claims.guard();
    List<Offer> first = new ArrayList<>();
    List<Offer> second = new ArrayList<>();
    // what goes on into a project competes with what is offered to the project itself
    offers.taken().forEach(offer -> (goesOn(offer) ? first : second).add(offer));
    for (Ready ready : ready(claims.settle(first))) {
      if (takeIn(ready)) {
        second.addAll(targets(ready.offer()));
      }
    }
    for (Ready ready : ready(claims.settle(second))) {
      Offer offer = ready.offer();
      if (offer.place().equals(offer.candidate().copy())) {
        takeIn(ready);
        continue;
      }
      Optional<Diagnostic> blind = sight.blind(offer.candidate().copy());
      if (blind.isPresent()) {
        assembly.unknown(offer.place(), dependsOn(offer, blind.get()));
      } else {
        assembly.put(offer.desired(ready.content(), false));
      }
    }
  }

  private static boolean goesOn(Offer offer) {
    Product product = offer.candidate().plane().product();
    return product.fansOut() || product.namespaces().contains(offer.place().ref().namespace());
  }

  /** An offer that has its place, and what is written there. */
  private record Ready(Offer offer, SecretContent content) {}

  private List<Ready> ready(List<Offer> offers) {
    return offers.parallelStream()
        .map(offer ->
            new Ready(
                offer,
                copies.of(
                    offer.candidate().secret(),
                    offer.origin(),
                    offer.candidate().plane().product())))
        .toList();
  }

  /** Puts the copy into the control plane; says whether it gets there, as far as can be seen. */
  private boolean takeIn(Ready ready) {
    Offer offer = ready.offer();
    Optional<LiveSecret> there = sight.find(offer.place());
    boolean foreign =
        there.isPresent() && Ownership.of(there.get(), installation) instanceof Ownership.Others;
    boolean adoptable = offer.candidate().plane().product().adoptable(offer.place().ref().name());
    if (adoptable && there.isPresent() && !foreign && !changesInPlace(there.get(), offer)) {
      keepAdopted(offer);
      return false;
    }
    boolean adopts = adoptable && foreign && canTakeOver(there.get(), offer);
    putIn(ready, adopts);
    if (foreign && !adopts) {
      stall(offer, "its place " + offer.place() + " belongs to somebody else (R32)");
      return false;
    }
    if (adoptable && sight.blind(offer.place()).isEmpty()) {
      assembly.note(
          Diagnostic.warning(
              Code.OWNED_BY_CLUSTER,
              offer.place().toString(),
              "is owned by cluster "
                  + offer.candidate().cluster().name()
                  + " as long as that syncs its own version (R33)",
              "change it there, in " + offer.source()));
    }
    return true;
  }

  /** Not from another installation, and not what could only be replaced: diff refuses that too. */
  private static boolean canTakeOver(LiveSecret there, Offer offer) {
    return !there.content().labels().containsKey(Marks.INSTALLATION)
        && !there.controlled()
        && changesInPlace(there, offer);
  }

  private static boolean changesInPlace(LiveSecret there, Offer offer) {
    return !there.content().immutable()
        && there.content().type().equals(offer.candidate().secret().content().type());
  }

  /** It was there before us, and a replace would delete it. */
  private void keepAdopted(Offer offer) {
    assembly.withdraw(offer.place());
    assembly.note(
        Diagnostic.error(
            Code.NO_PLACE,
            offer.place().toString(),
            "cannot follow "
                + offer.source()
                + ": its type cannot be changed in place, and what was adopted is never deleted"
                + " (R38)",
            "delete it by hand, and it is made anew"));
    stall(offer, "its place " + offer.place() + " cannot take its type (R38)");
  }

  /** A project that could not be looked for is unknown, and so is what belongs there. */
  private void putIn(Ready ready, boolean adopts) {
    Offer offer = ready.offer();
    Optional<Diagnostic> unlisted =
        sight.namespaces(offer.place().cluster()).containsKey(offer.place().ref().namespace())
            ? Optional.empty()
            : sight.projectsUnknown(offer.place().cluster());
    if (unlisted.isPresent()) {
      assembly.unknown(offer.place(), unlisted.get());
    } else {
      assembly.put(offer.desired(ready.content(), adopts));
    }
  }

  private List<Offer> targets(Offer offer) {
    return offer.candidate().plane().product().fansOut() ? clusters(offer) : projects(offer);
  }

  /**
   * From a shared namespace of a Kargo into chosen projects (kargo#5788); Kargo itself knows all.
   */
  private List<Offer> projects(Offer offer) {
    LiveProjects allowed = LiveProjects.of(offer.candidate().secret().content().annotations());
    allowed.complaints().forEach(complaint -> note(offer, complaint));
    if (allowed.malformed()) {
      stall(offer, "an annotation of its source cannot be read (R55)");
      return List.of();
    }
    String host = offer.place().cluster();
    if (allowed.projects().equals(ProjectGrant.nobody())
        || !offer
            .candidate()
            .plane()
            .product()
            .namespaces()
            .contains(offer.place().ref().namespace())) {
      return List.of();
    }
    Optional<Diagnostic> unlisted = sight.projectsUnknown(host);
    if (unlisted.isPresent()) {
      assembly.note(
          Diagnostic.error(
              unlisted.get().code(),
              offer.source().toString(),
              "goes on to projects, and the projects of " + host + " could not be listed",
              unlisted.get().hint()));
      return List.of();
    }
    allowed.projects().names().stream()
        .filter(name -> !sight.projects(host).containsKey(name))
        .forEach(name ->
            assembly.note(
                Diagnostic.error(
                    Code.NO_PLACE,
                    offer.source().toString(),
                    "names project " + name + ", which is not in cluster " + host + " (R86)",
                    "create the project, or remove its name from annotation "
                        + LiveProjects.NAMES)));
    List<Offer> targets = new ArrayList<>();
    sight
        .projects(host)
        .forEach((project, labels) ->
            allowed
                .allows(project, labels)
                .ifPresent(reason ->
                    targets.add(
                        new Offer(
                            offer.candidate(),
                            offer.origin(),
                            SecretAddress.of(host, project, offer.place().ref().name()),
                            List.of(reason)))));
    return targets;
  }

  private List<Offer> clusters(Offer offer) {
    LiveSecret secret = offer.candidate().secret();
    LiveGrants allowed = LiveGrants.of(secret.content().annotations(), sight.clusters().keySet());
    allowed.complaints().forEach(complaint -> note(offer, complaint));
    if (allowed.malformed()) {
      stall(offer, "an annotation of its source cannot be read (R55)");
      return List.of();
    }
    if (allowed.grants().isEmpty()) {
      // most are for the control plane alone, and a fleet has many clusters
      return List.of();
    }
    List<Offer> targets = new ArrayList<>();
    for (ClusterDeclaration cluster : sight.clusters().values()) {
      List<String> reasons =
          allowed.grants().stream()
              .filter(grant -> grant.allows(cluster))
              .map(Grant::display)
              .distinct()
              .toList();
      if (reasons.isEmpty()) {
        continue;
      }
      if (sight.same(cluster.name(), offer.source().cluster())) {
        assembly.itself(offer.source(), String.join(" and ", reasons));
      } else {
        targets.add(
            new Offer(
                offer.candidate(),
                offer.origin(),
                new SecretAddress(
                    cluster.name(), new SecretRef(cluster.agentNamespace(), secret.ref().name())),
                reasons));
      }
    }
    return targets;
  }

  private void note(Offer offer, LiveGrants.Complaint complaint) {
    assembly.note(
        new Diagnostic(
            complaint.code(),
            complaint.error() ? Severity.ERROR : Severity.WARNING,
            offer.source().toString(),
            Optional.empty(),
            complaint.summary(),
            complaint.hint()));
  }

  private static Diagnostic dependsOn(Offer offer, Diagnostic why) {
    Origin.Collected origin = offer.origin();
    return Diagnostic.error(
        why.code(),
        offer.place().toString(),
        "comes from "
            + origin.source()
            + " by way of control plane "
            + origin.controlPlane()
            + ", which could not be read",
        why.hint());
  }
}
