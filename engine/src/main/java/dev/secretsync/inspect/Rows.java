package dev.secretsync.inspect;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.desired.Targets;
import dev.secretsync.diff.Difference;
import dev.secretsync.model.Marks;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretRef;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Puts the places of each Secret together; each place belongs to one row. */
final class Rows {
  private final Plan plan;
  private final Declarations declared;
  private final DesiredState desired;
  private final LiveState live;
  private final Standings standings;
  private final Copies copies;
  private final Planes planes;
  private final Set<SecretAddress> covered = new HashSet<>();
  private final Map<SourceLocation, Map<SecretAddress, Targets.Target>> placesOf = new HashMap<>();
  private final Map<Written, SourceLocation> declaredAt = new HashMap<>();
  private final Set<SecretAddress> lost = new HashSet<>();

  Rows(Plan plan, Declarations declared, DesiredState desired, LiveState live) {
    this.plan = plan;
    this.declared = declared;
    this.desired = desired;
    this.live = live;
    this.standings = new Standings(plan, desired);
    this.copies = new Copies(live);
    this.planes = new Planes(declared, live);
    Targets.of(declared, new Problems())
        .byAddress()
        .forEach((address, target) ->
            placesOf
                .computeIfAbsent(target.secret().at(), _ -> new TreeMap<>())
                .put(address, target));
    inProjects();
    declared
        .secrets()
        .forEach(secret ->
            declaredAt.putIfAbsent(new Written(secret.file(), secret.secretName()), secret.at()));
    plan.changes().stream()
        .map(PlannedChange::difference)
        .forEach(difference -> {
          if (difference instanceof Difference.NotCollected offer
              && offer.wanted().equals(offer.address())) {
            lost.add(offer.address());
          }
        });
  }

  /** Which projects there are is known only now. */
  private void inProjects() {
    SortedMap<SourceLocation, ManagedSecret> declaredHere = new TreeMap<>();
    declared.secrets().forEach(secret -> declaredHere.put(secret.at(), secret));
    desired.clusters().values().stream()
        .flatMap(cluster -> cluster.secrets().values().stream())
        .forEach(secret -> {
          if (secret.origin() instanceof Origin.Declared here) {
            Optional.ofNullable(declaredHere.get(here.at()))
                .ifPresent(by ->
                    placesOf
                        .computeIfAbsent(here.at(), _ -> new TreeMap<>())
                        .putIfAbsent(secret.address(), new Targets.Target(by, secret.reasons())));
          }
        });
  }

  /** A place and how it stands. */
  private Place place(
      SecretAddress address, Standing standing, boolean going, List<String> reasons) {
    return new Place(address, planes.project(address), standing, going, reasons);
  }

  List<ListedSecret> all() {
    Map<SourceLocation, List<Place>> places = new HashMap<>();
    declared.secrets().forEach(secret -> places.put(secret.at(), declaredPlaces(secret)));
    Map<Found.Of, List<Place>> others = new HashMap<>();
    Stream.of(collected(), refused(), leftovers())
        .flatMap(part -> part)
        .forEach(found ->
            stillDeclared(found)
                .map(places::get)
                .orElseGet(() -> others.computeIfAbsent(found.of(), _ -> new ArrayList<>()))
                .add(found.place()));
    return Stream.concat(
            declared.secrets().stream()
                .map(secret -> declaredRow(secret, places.getOrDefault(secret.at(), List.of()))),
            others.entrySet().stream()
                .map(row -> otherRow(row.getKey().owner(), row.getKey().name(), row.getValue())))
        .toList();
  }

  /** What a declaration has left behind where it no longer reaches belongs to it (R56). */
  private Optional<SourceLocation> stillDeclared(Found found) {
    return found.owner() instanceof Owner.Git(String file, Optional<Integer> _)
        ? Optional.ofNullable(declaredAt.get(new Written(file, found.of().name())))
        : Optional.empty();
  }

  /** How an object of ours names its declaration: the line may have moved since. */
  private record Written(String file, String name) {}

  /** A place, and whose Secret it is a place of. */
  private record Found(Owner owner, Place place) {
    /** What makes one row. */
    record Of(Owner owner, String name) {}

    Of of() {
      return new Of(owner, place.address().ref().name());
    }
  }

  private List<Place> declaredPlaces(ManagedSecret secret) {
    List<Place> places = new ArrayList<>();
    placesOf
        .getOrDefault(secret.at(), Map.of())
        .forEach((address, target) -> {
          places.add(declaredPlace(address, target));
          covered.add(address);
        });
    return places;
  }

  private ListedSecret declaredRow(ManagedSecret secret, List<Place> places) {
    return new ListedSecret(
        secret.secretName(),
        secret.namespace().or(() -> common(places)),
        secret.type(),
        new Owner.Git(secret.at().file(), Optional.of(secret.at().line())),
        places,
        new TreeSet<>(secret.data().keySet()),
        copies.written(places),
        secret.adopt());
  }

  private Place declaredPlace(SecretAddress address, Targets.Target target) {
    boolean others =
        desired
            .find(address)
            .map(DesiredSecret::origin)
            .filter(origin ->
                !(origin instanceof Origin.Declared here)
                    || !here.at().equals(target.secret().at()))
            .isPresent();
    return place(
        address,
        others || lost.contains(address) ? Standing.CONFLICT : standings.of(address),
        false,
        target.reasons());
  }

  private Stream<Found> collected() {
    return desired.clusters().values().stream()
        .flatMap(cluster -> cluster.secrets().values().stream())
        .flatMap(secret ->
            secret.origin() instanceof Origin.Collected collected
                ? Stream.of(collected(secret, collected.source()))
                : Stream.of());
  }

  private Found collected(DesiredSecret secret, SecretAddress source) {
    SecretAddress address = secret.address();
    covered.add(address);
    return new Found(
        new Owner.OfCluster(source),
        place(address, standings.of(address), false, secret.reasons()));
  }

  /** What clusters offer and does not get there: nobody else would show that it is waited for. */
  private Stream<Found> refused() {
    return plan.changes().stream()
        .flatMap(change ->
            change.difference() instanceof Difference.NotCollected offer
                    && !offer.wanted().equals(offer.address())
                ? Stream.of(
                    new Found(
                        new Owner.OfCluster(offer.address()),
                        place(
                            offer.wanted(),
                            change.action() == Action.DENIED ? Standing.DENIED : Standing.CONFLICT,
                            false,
                            List.of())))
                : Stream.of());
  }

  /** Ours, and desired by nobody: it goes, or it is kept or unknown. */
  private Stream<Found> leftovers() {
    SortedSet<SecretAddress> left = new TreeSet<>();
    plan.changes().stream()
        .filter(change ->
            change.difference() instanceof Difference.Orphaned
                || change.difference() instanceof Difference.Released
                || change.difference() instanceof Difference.Unknown)
        .forEach(change -> left.add(change.address()));
    for (DesiredCluster cluster : desired.clusters().values()) {
      Stream.of(cluster.kept().keySet(), cluster.unreadable().keySet())
          .flatMap(Set::stream)
          .forEach(ref -> left.add(new SecretAddress(cluster.name(), ref)));
    }
    left.removeAll(covered);
    return left.stream()
        .map(address ->
            new Found(
                owner(address),
                place(address, standings.of(address), isGoing(address), List.of())));
  }

  private boolean isGoing(SecretAddress address) {
    return standings
        .change(address)
        .map(PlannedChange::difference)
        .filter(difference -> !(difference instanceof Difference.Unknown))
        .isPresent();
  }

  private Owner owner(SecretAddress address) {
    Optional<Owner> cluster = copies.source(address).map(Owner.OfCluster::new);
    return cluster
        .or(() ->
            live.find(address)
                .map(secret -> secret.content().annotations().get(Marks.SOURCE_FILE))
                .map(file -> new Owner.Git(file, Optional.empty())))
        .orElseGet(Owner.Unknown::new);
  }

  private ListedSecret otherRow(Owner owner, String name, List<Place> places) {
    Optional<DesiredSecret> wanted =
        places.stream().flatMap(place -> desired.find(place.address()).stream()).findFirst();
    Optional<LiveSecret> seen =
        (owner instanceof Owner.OfCluster(SecretAddress source)
                ? Stream.concat(Stream.of(source), places.stream().map(Place::address))
                : places.stream().map(Place::address))
            .flatMap(address -> live.find(address).stream())
            .findFirst();
    return new ListedSecret(
        name,
        inControlPlane(places).or(() -> common(places)),
        wanted
            .map(secret -> secret.content().type())
            .or(() -> seen.map(secret -> secret.content().type()))
            .orElse(""),
        owner,
        places,
        wanted
            .<SortedSet<String>>map(secret -> new TreeSet<>(secret.content().data().keySet()))
            .or(() -> seen.map(secret -> new TreeSet<>(secret.content().data().keySet())))
            .orElseGet(TreeSet::new),
        copies.written(places),
        wanted.filter(DesiredSecret::adopt).isPresent()
            || places.stream().anyMatch(this::isAdopted));
  }

  /** Argo CD makes these itself, so what a cluster owns there was there before (R30, R31). */
  private boolean isAdopted(Place place) {
    return place.standing() != Standing.CONFLICT
        && planes
            .of(place.address())
            .filter(plane -> plane.product().adoptable(place.address().ref().name()))
            .isPresent();
  }

  /** Where a control plane has it, that is its namespace, whatever other clusters call theirs. */
  private Optional<String> inControlPlane(List<Place> places) {
    return places.stream()
        .map(Place::address)
        .filter(address -> planes.of(address).isPresent())
        .map(address -> address.ref().namespace())
        .findFirst();
  }

  private static Optional<String> common(List<Place> places) {
    List<String> namespaces =
        places.stream()
            .map(Place::address)
            .map(SecretAddress::ref)
            .map(SecretRef::namespace)
            .distinct()
            .toList();
    return namespaces.size() == 1 ? Optional.of(namespaces.getFirst()) : Optional.empty();
  }
}
