package dev.secretsync.resolve;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.declare.Declarations;
import dev.secretsync.desired.Gone;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of copies that nothing sends to their place any more: kept where the reason may be
 * that something could not be read, released where the name was there before us, else given up.
 */
final class Leftovers {
  private final Declarations declared;
  private final Sight sight;
  private final Assembly assembly;
  private final FanOut fanOut;
  private final String installation;
  private final Set<SecretAddress> movedTo = new HashSet<>();

  Leftovers(
      Declarations declared, Sight sight, Assembly assembly, FanOut fanOut, String installation) {
    this.declared = declared;
    this.sight = sight;
    this.assembly = assembly;
    this.fanOut = fanOut;
    this.installation = installation;
  }

  /** Goes through every copy that was seen. */
  void find() {
    sight
        .live()
        .secrets()
        .filter(this::isOurs)
        .filter(seen -> !assembly.isTaken(seen.address()))
        .forEach(seen -> {
          switch (Owner.of(Optional.of(seen.secret()), installation)) {
            case Owner.OfCluster owner -> settle(seen.address(), owner);
            case Owner.OfGit git -> {}
            case Owner.Nobody nobody -> unmarked(seen.address());
          }
        });
  }

  /** Somebody took the marks off: what it is a copy of could be in a cluster that is not seen. */
  private void unmarked(SecretAddress copy) {
    anyBlind()
        .ifPresent(why ->
            assembly.unknown(
                copy, unreadable(copy, "it does not say where it came from, and a cluster", why)));
  }

  /** Why some cluster's offers are not known. */
  private Optional<Diagnostic> anyBlind() {
    return Planes.collecting(declared).isEmpty() ? Optional.empty() : sight.anyBlind();
  }

  /** A label alone, which anybody can set, decides nothing; diff says so to the user. */
  private boolean isOurs(LiveState.Seen seen) {
    return sight.clusters().containsKey(seen.cluster())
        && Ownership.of(seen.secret(), installation) instanceof Ownership.Ours ours
        && ours.written();
  }

  private void settle(SecretAddress copy, Owner.OfCluster owner) {
    Optional<ControlPlane> plane = plane(copy, owner);
    Optional<ClusterDeclaration> cluster = owner.cluster(sight);
    if (plane.isEmpty() && unsure(copy).isPresent()) {
      // it may be in a project, and its control plane renamed
      assembly.unknown(copy, unreadable(copy, "whether it is in a project", unsure(copy).get()));
    } else if (plane.isEmpty()) {
      gone(copy, plane, "control plane " + owner.controlPlane() + " is no longer declared (R1)");
    } else if (cluster.isEmpty() && anyBlind().isPresent()) {
      // it may only have been renamed
      assembly.unknown(
          copy,
          unreadable(copy, "its cluster " + owner.cluster() + ", or another,", anyBlind().get()));
    } else if (cluster.isEmpty()) {
      gone(copy, plane, "cluster " + owner.cluster() + " is no longer declared");
    } else {
      settle(copy, owner, plane.get(), cluster.get());
    }
  }

  private Optional<Diagnostic> unsure(SecretAddress copy) {
    return Planes.collecting(declared).stream()
        .flatMap(plane -> Planes.unsure(plane, copy, sight).stream())
        .findFirst();
  }

  /** By its place first: control planes are renamed, and marks are old. */
  private Optional<ControlPlane> plane(SecretAddress copy, Owner.OfCluster owner) {
    List<ControlPlane> planes = Planes.collecting(declared);
    return planes.stream()
        .filter(plane -> Planes.isIn(plane, copy, sight))
        .findFirst()
        .or(() ->
            planes.stream().filter(plane -> plane.name().equals(owner.controlPlane())).findFirst());
  }

  private void settle(
      SecretAddress copy, Owner.OfCluster owner, ControlPlane plane, ClusterDeclaration cluster) {
    SecretAddress source = owner.source(cluster);
    Optional<Diagnostic> blind = sight.blind(cluster.name(), cluster.agentNamespace());
    Optional<Diagnostic> blindPlane =
        Planes.isIn(plane, copy, sight)
            ? Optional.empty()
            : Planes.unsure(plane, copy, sight)
                .or(() ->
                    plane.product().namespaces().stream()
                        .flatMap(namespace -> sight.blind(plane.cluster(), namespace).stream())
                        .findFirst());
    if (blind.isPresent()) {
      assembly.unknown(copy, unreadable(copy, "its source " + source, blind.get()));
    } else if (blindPlane.isPresent()) {
      assembly.unknown(copy, unreadable(copy, "control plane " + plane.name(), blindPlane.get()));
    } else {
      settle(copy, source, plane, cluster);
    }
  }

  private static Diagnostic unreadable(SecretAddress copy, String what, Diagnostic why) {
    return Diagnostic.error(why.code(), copy.toString(), what + " could not be read", why.hint());
  }

  private void settle(
      SecretAddress copy, SecretAddress source, ControlPlane plane, ClusterDeclaration cluster) {
    if (!source.ref().namespace().equals(cluster.agentNamespace())) {
      gone(
          copy,
          Optional.of(plane),
          source + " is not in the agent namespace " + cluster.agentNamespace() + " (R14)");
      return;
    }
    Optional<LiveSecret> live = sight.find(source);
    if (live.isEmpty()) {
      gone(copy, Optional.of(plane), source + " is gone (R36)");
      return;
    }
    Candidate candidate =
        Candidate.of(sight, plane, Planes.sources(declared, plane), cluster, live.get());
    Optional<Gate> stop = candidate.stoppedBy();
    if (stop.isEmpty()) {
      offered(copy, candidate);
      return;
    }
    Gate gate = stop.get();
    switch (gate) {
      case NOT_BLOCKED ->
          keep(
              copy,
              "its source " + source + " is refused: " + gate.words(candidate) + " (R28)",
              "delete it by hand if nobody needs it any more");
      case CREDENTIAL_TYPE, PROJECT_EXISTS ->
          keep(
              copy,
              "its source "
                  + source
                  + " cannot be collected: "
                  + gate.words(candidate)
                  + " ("
                  + gate.rule(candidate)
                  + ", R93)",
              "mend that; the copy follows then");
      case NOT_A_COPY,
          AGENT_NAMESPACE,
          REGISTERED,
          OPTED_IN,
          STAYS,
          SOURCES_EXIST,
          SOURCE_MATCHES ->
          gone(
              copy,
              Optional.of(plane),
              source
                  + " is no longer collected: "
                  + gate.words(candidate)
                  + " ("
                  + (gate == Gate.OPTED_IN
                      ? plane.product().projects().isPresent() ? "R95" : "R35"
                      : gate.rule(candidate))
                  + ")");
    }
  }

  /** Its source is still collected, or would be, but no longer sent to this place. */
  private void offered(SecretAddress copy, Candidate candidate) {
    SecretAddress source = candidate.address();
    SecretAddress place = candidate.copy();
    Optional<String> stalled = fanOut.stalled(candidate);
    boolean inPlane = Planes.isIn(candidate.plane(), copy, sight);
    if (stalled.isPresent()) {
      keep(copy, stalled.get(), "mend that; the copy follows then");
    } else if (inPlane && !copy.equals(place) && sight.blind(place).isPresent()) {
      assembly.unknown(copy, unreadable(copy, "its new place " + place, sight.blind(place).get()));
    } else if (inPlane && !copy.equals(place) && !isWinner(candidate)) {
      keep(
          copy,
          "its source belongs to " + place + " now, and that name is taken (R93)",
          "rename the source, or free the name; the copy follows then");
    } else if (inPlane && !copy.equals(place)) {
      moved(copy, candidate);
    } else {
      gone(
          copy,
          Optional.of(candidate.plane()),
          inPlane || !isWinner(candidate)
              ? source + " no longer has its place in control plane " + candidate.plane().name()
              : source + " no longer allows cluster " + copy.cluster() + " (R56)");
    }
  }

  /** One Secret moves to a free place; where several copies are left over, the first does (R92). */
  private void moved(SecretAddress copy, Candidate candidate) {
    SecretAddress place = candidate.copy();
    boolean free = sight.find(place).isEmpty() && movedTo.add(place);
    boolean goesOn =
        !free && candidate.plane().product().namespaces().contains(place.ref().namespace());
    assembly.gone(
        copy,
        new Gone(
            goesOn
                ? candidate.address()
                    + " does not allow project "
                    + copy.ref().namespace()
                    + " (R56)"
                : candidate.address() + " belongs to " + place + " now (R92)",
            false,
            free ? Optional.of(place.ref()) : Optional.empty()));
  }

  private boolean isWinner(Candidate candidate) {
    return assembly.owner(candidate.copy()).filter(candidate.address()::equals).isPresent();
  }

  private void keep(SecretAddress copy, String why, String hint) {
    assembly.keep(
        copy,
        Diagnostic.warning(Code.KEPT_COPY, copy.toString(), "is left as it is: " + why, hint));
  }

  private void gone(SecretAddress copy, Optional<ControlPlane> plane, String why) {
    // without a control plane nobody knows what was there before us
    boolean stays =
        plane
            .map(one -> Planes.isIn(one, copy, sight) && one.product().adoptable(copy.ref().name()))
            .orElseGet(
                () -> new Product.ArgoCd(copy.ref().namespace()).adoptable(copy.ref().name()));
    assembly.gone(copy, new Gone(why, stays));
  }
}
