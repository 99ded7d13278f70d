package dev.secretsync.inspect;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.Observation.NamespaceState;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.LiveGrants;
import dev.secretsync.declare.LiveProjects;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.Targets;
import dev.secretsync.diff.Difference;
import dev.secretsync.model.Blocked;
import dev.secretsync.model.Check;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Nearest;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretRef;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.resolve.Resolution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Puts together why one address is as it is. */
final class Explaining {
  private final SecretAddress address;
  private final Plan plan;
  private final Declarations declared;
  private final Resolution resolution;
  private final LiveState live;
  private final ClusterDeclaration cluster;
  private final DesiredCluster wanted;
  private final Copies marks;
  private final Listing listing;
  private final Planes planes;
  private final List<PlannedChange> planned;
  private final Optional<LiveSecret> seen;

  Explaining(
      SecretAddress address,
      Plan plan,
      Declarations declared,
      Resolution resolution,
      LiveState live) {
    this.address = address;
    this.plan = plan;
    this.declared = declared;
    this.resolution = resolution;
    this.live = live;
    this.cluster = Objects.requireNonNull(declared.clusters().get(address.cluster()));
    this.wanted = Objects.requireNonNull(resolution.desired().clusters().get(address.cluster()));
    this.marks = new Copies(live);
    this.planes = new Planes(declared, live);
    this.listing = Listing.of(plan, declared, resolution, live);
    this.planned =
        plan.changes().stream()
            .filter(change ->
                change.address().equals(address)
                    || change.movedFrom().filter(address::equals).isPresent())
            .toList();
    this.seen = live.find(address);
  }

  Explanation explanation() {
    List<Place> copies = copies();
    List<Chain> chains =
        Stream.of(asSource(), fromGit(), fromCluster())
            .flatMap(part -> part)
            .filter(chain -> !chain.checks().isEmpty())
            .toList();
    Optional<Diagnostic> unknown = unknown();
    State state = unknown.isPresent() ? State.UNKNOWN : state(chains, copies);
    return new Explanation(address, state, chains, copies, planned, notes(state), unknown);
  }

  /** The places of the listed Secret that this is the source of. */
  private List<Place> copies() {
    return listing.secrets().stream()
        .filter(secret -> secret.owner().equals(new Owner.OfCluster(address)))
        .flatMap(secret -> secret.places().stream())
        .toList();
  }

  /** Nobody meant a place of ours that is taken as a source, unless it says so itself. */
  private Stream<Chain> asSource() {
    return isOthers()
            && (planned.isEmpty() || isOptedIn() || wanted.itself().containsKey(address.ref()))
        ? Stream.of(new Chain("", resolution.chain(address)))
        : Stream.of();
  }

  private boolean isOptedIn() {
    return seen.filter(secret ->
            declared.controlPlanes().values().stream()
                .anyMatch(
                    plane -> secret.content().labels().containsKey(plane.product().optInLabel())))
        .isPresent();
  }

  private boolean isOthers() {
    return seen.filter(secret -> ownership(secret) instanceof Ownership.Others).isPresent();
  }

  private Ownership ownership(LiveSecret secret) {
    return Ownership.of(secret, plan.installation());
  }

  /** What Git declares under this name, also where it does not reach this place. */
  private Stream<Chain> fromGit() {
    Targets targets = Targets.of(declared, new Problems());
    Optional<Targets.Target> target = Optional.ofNullable(targets.byAddress().get(address));
    return declared.secrets().stream()
        .filter(secret -> secret.secretName().equals(address.ref().name()))
        .map(secret ->
            targets.forProjects().stream()
                .filter(projects -> projects.secret().equals(secret))
                .filter(projects -> isIn(projects.kargo()))
                .findFirst()
                .map(this::fromGit)
                .orElseGet(() -> fromGit(secret, target.filter(t -> t.secret().equals(secret)))));
  }

  private boolean isIn(ControlPlane plane) {
    return planes.of(address).filter(plane::equals).isPresent();
  }

  /** Into a project of a Kargo: there, its name or its labels decide (kargo#5788). */
  private Chain fromGit(Targets.ForProjects declaration) {
    List<Check> checks = new ArrayList<>();
    ManagedSecret secret = declaration.secret();
    String namespace = address.ref().namespace();
    Map<String, String> labels =
        live.labelled(address.cluster()).getOrDefault(namespace, Collections.emptySortedMap());
    boolean shared = declaration.kargo().product().namespaces().contains(namespace);
    Optional<String> allowed =
        shared && !declaration.projects().names().contains(namespace)
            ? Optional.empty()
            : declaration.projects().allows(namespace, labels);
    checks.add(
        new Check(
            "R63",
            allowed.isPresent(),
            allowed
                .map(why -> why + " sends it to " + namespace)
                .orElse("its projects do not name or match " + namespace)));
    if (allowed.isPresent()) {
      checks.addAll(blocked(secret));
      checks.addAll(claim(true));
    }
    return new Chain("declared at " + secret.at().file() + ":" + secret.at().line(), checks);
  }

  private Chain fromGit(ManagedSecret secret, Optional<Targets.Target> target) {
    List<Check> checks = new ArrayList<>();
    String namespace = secret.namespace().orElse(cluster.agentNamespace());
    if (target.isEmpty() && !namespace.equals(address.ref().namespace())) {
      checks.add(new Check("R60", false, "it belongs into namespace " + namespace));
    } else if (target.isPresent()
        && target.get().reasons().stream().noneMatch(reason -> isGrant(secret, reason))) {
      target.get().reasons().forEach(reason -> checks.add(new Check("R63", true, reason)));
    } else {
      Grants.checks(declared.grantsFor(secret), cluster).forEach(checks::add);
    }
    if (target.isPresent()) {
      checks.addAll(blocked(secret));
      checks.addAll(claim(true));
    }
    return new Chain("declared at " + secret.at().file() + ":" + secret.at().line(), checks);
  }

  private boolean isGrant(ManagedSecret secret, String reason) {
    return declared.grantsFor(secret).stream().anyMatch(g -> g.display().equals(reason));
  }

  private List<Check> blocked(ManagedSecret secret) {
    List<Blocked> reasons = Blocked.of(address.ref(), secret.type(), secret.labels());
    return reasons.isEmpty()
        ? List.of(new Check("R20-R24", true, "it is none of those that are never synced"))
        : reasons.stream().map(b -> new Check(b.rule(), false, b.reason())).toList();
  }

  private Stream<Chain> fromCluster() {
    Optional<SecretAddress> source =
        resolution
            .desired()
            .find(address)
            .map(DesiredSecret::origin)
            .flatMap(origin ->
                origin instanceof Origin.Collected collected
                    ? Optional.of(collected.source())
                    : Optional.empty())
            .or(() -> isOthers() ? Optional.empty() : marks.source(address));
    return source.isPresent()
        ? Stream.of(fromSource(source.get(), true))
        : offersOfThatName().map(other -> fromSource(other, false));
  }

  /** Where nothing reaches this place: who has a Secret of that name, and why it does not. */
  private Stream<SecretAddress> offersOfThatName() {
    if (seen.isPresent() || resolution.desired().find(address).isPresent()) {
      return Stream.of();
    }
    return live.secrets()
        .filter(other -> other.secret().ref().name().equals(address.ref().name()))
        .filter(other -> ownership(other.secret()) instanceof Ownership.Others)
        .map(LiveState.Seen::address);
  }

  private Chain fromSource(SecretAddress source, boolean reaches) {
    List<Check> checks = new ArrayList<>(resolution.chain(source, planes.of(address)));
    boolean passed = !checks.isEmpty() && checks.stream().allMatch(Check::passed);
    Optional<LiveSecret> offered = live.find(source);
    if (passed && offered.isPresent()) {
      onward(source, offered.get()).forEach(checks::add);
    }
    if (reaches) {
      checks.addAll(claim(false));
    }
    if (checks.isEmpty() && !isUnseen(source)) {
      checks.add(
          offered.isPresent()
              ? new Check("R1", false, "no control plane collects it")
              : new Check("R36", false, "it is gone"));
    }
    return new Chain((reaches ? "collected from " : "there is ") + source, checks);
  }

  /** What sends it on to this place, where that is not its own place in the control plane. */
  private Stream<Check> onward(SecretAddress source, LiveSecret offered) {
    Optional<ControlPlane> plane = planes.of(address);
    if (plane.isEmpty()) {
      return declared.controlPlanes().values().stream().anyMatch(one -> one.product().fansOut())
          ? fanOut(source, offered)
          : Stream.of(new Check("R98", false, "what Kargo syncs goes to no other cluster"));
    }
    String own = plane.get().product().destination(offered.content().labels());
    String namespace = address.ref().namespace();
    if (own.equals(namespace)) {
      return Stream.of();
    }
    if (!plane.get().product().namespaces().contains(own)) {
      return Stream.of(new Check("R92", false, "it belongs to project " + own));
    }
    LiveProjects projects = LiveProjects.of(offered.content().annotations());
    if (projects.malformed()) {
      return projects.complaints().stream()
          .map(complaint -> new Check("R55", false, complaint.summary()));
    }
    Map<String, String> labels =
        live.labelled(address.cluster()).getOrDefault(namespace, Collections.emptySortedMap());
    return Stream.of(
        projects
            .allows(namespace, labels)
            .map(why -> new Check("R104", true, why + " sends it to " + namespace))
            .orElseGet(
                () -> new Check("R104", false, "no annotation allows project " + namespace)));
  }

  private Stream<Check> fanOut(SecretAddress source, LiveSecret offered) {
    if (source.cluster().equals(address.cluster())) {
      return Stream.of(new Check("R59", false, "its own cluster is never a target"));
    }
    if (!address.ref().namespace().equals(cluster.agentNamespace())) {
      return Stream.of(
          new Check(
              "R60", false, "copies go into the agent namespace " + cluster.agentNamespace()));
    }
    LiveGrants grants =
        LiveGrants.of(offered.content().annotations(), declared.clusters().keySet());
    if (grants.malformed()) {
      return grants.complaints().stream()
          .map(complaint -> new Check("R55", false, complaint.summary()));
    }
    return grants.grants().isEmpty()
        ? Stream.of(new Check("R53", false, "no annotation allows any cluster"))
        : Grants.checks(grants.grants(), cluster);
  }

  /** Whose the name is, at the end of a chain that reaches this place. */
  private List<Check> claim(boolean git) {
    List<Check> checks = new ArrayList<>();
    for (PlannedChange change : planned) {
      switch (change.difference()) {
        case Difference.NotCollected offer when git ->
            offer
                .owner()
                .ifPresent(
                    owner -> checks.add(new Check("R33", false, "the name belongs to " + owner)));
        case Difference.Foreign foreign ->
            checks.add(
                new Check(
                    !git && planes.of(address).isPresent() ? "R32" : "R61",
                    false,
                    "the name is taken: it belongs to " + foreign.owner()));
        case Difference.Missing missing -> checks.add(new Check("R61", true, "the name is free"));
        case Difference.Moved moved when moved.from().equals(address) -> {}
        case Difference.Moved moved -> checks.add(new Check("R92", true, "the name is free"));
        case Difference.Changed changed when changed.adoption() ->
            checks.add(
                new Check(
                    git ? "R61" : "R31", true, "it is somebody else's and may be taken over"));
        case Difference.Changed changed -> checks.add(ours());
        case Difference.Unchangeable unchangeable -> checks.add(ours());
        case Difference.Same same -> checks.add(ours());
        case Difference.NotCollected offer -> {}
        case Difference.Orphaned orphaned -> {}
        case Difference.Released released -> {}
        case Difference.Itself itself -> {}
        case Difference.Unknown unknown -> {}
      }
    }
    return checks;
  }

  private static Check ours() {
    return new Check("R61", true, "the name is ours");
  }

  /** Why nothing can be said about this place. */
  private Optional<Diagnostic> unknown() {
    Optional<Diagnostic> inPlan =
        planned.stream()
            .map(PlannedChange::difference)
            .flatMap(difference ->
                difference instanceof Difference.Unknown unknown
                    ? Stream.of(unknown.why())
                    : Stream.of())
            .findFirst();
    return inPlan
        .or(() -> Optional.ofNullable(wanted.unreadable().get(address.ref())))
        .or(() -> unseen(address));
  }

  private boolean isUnseen(SecretAddress other) {
    return unseen(other).isPresent();
  }

  private Optional<Diagnostic> unseen(SecretAddress other) {
    return switch (live.clusters().get(other.cluster())) {
      case Observation.Unreadable(Diagnostic why) -> Optional.of(why);
      case Observation.Read read
          when read.namespaces().get(other.ref().namespace())
              instanceof NamespaceState.Unknown(Diagnostic why) ->
          Optional.of(why);
      case Observation.Read read -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  private State state(List<Chain> chains, List<Place> copies) {
    if (wanted.kept().containsKey(address.ref())) {
      return State.KEPT;
    }
    for (PlannedChange change : planned) {
      if (change.movedFrom().filter(address::equals).isPresent()) {
        return State.DELETING;
      }
      if (!(change.difference() instanceof Difference.Itself)) {
        return State.of(Standing.of(change.action()));
      }
    }
    if (!copies.isEmpty()) {
      return stateOf(copies);
    }
    if (seen.isEmpty()) {
      return chains.isEmpty() ? State.ABSENT : State.NOT_SYNCED;
    }
    return isOthers() && isCandidate(chains) ? State.NOT_SYNCED : State.NOT_OURS;
  }

  /** Of a source: as its copies stand. */
  private static State stateOf(List<Place> copies) {
    Standing worst = copies.stream().map(Place::standing).max(Standing::compareTo).orElseThrow();
    return switch (Status.of(copies)) {
      case PARTIALLY_SYNCED, SYNCED_ERROR -> State.PARTLY_SYNCED;
      case UNASSIGNED, PENDING, SYNCED, FAILED, DELETING, DELETE_FAILED -> State.of(worst);
    };
  }

  /** Whether somebody may have meant it to be synced: it is where sources are, or opted in. */
  private boolean isCandidate(List<Chain> chains) {
    boolean copy =
        chains.stream()
            .flatMap(chain -> chain.checks().stream())
            .anyMatch(check -> check.rule().equals("R58") && !check.passed());
    return !copy
        && !chains.isEmpty()
        && (address.ref().namespace().equals(cluster.agentNamespace()) || isOptedIn());
  }

  private List<String> notes(State state) {
    List<String> notes = new ArrayList<>();
    Optional.ofNullable(wanted.kept().get(address.ref()))
        .map(Diagnostic::summary)
        .ifPresent(notes::add);
    Optional.ofNullable(wanted.itself().get(address.ref()))
        .ifPresent(by ->
            notes.add("its own cluster is allowed by " + by + "; nothing is written there (R59)"));
    for (PlannedChange change : planned) {
      switch (change.difference()) {
        case Difference.Orphaned orphaned -> notes.add(orphaned.why().orElse(undeclared(orphaned)));
        case Difference.Released released -> notes.add(released.why());
        case Difference.NotCollected offer -> {}
        case Difference.Missing missing -> {}
        case Difference.Moved moved when moved.from().equals(address) ->
            notes.add("it moves to " + moved.address());
        case Difference.Moved moved -> notes.add("it moves here from " + moved.from());
        case Difference.Changed changed -> {}
        case Difference.Unchangeable unchangeable -> {}
        case Difference.Same same -> {}
        case Difference.Foreign foreign -> {}
        case Difference.Itself itself -> {}
        case Difference.Unknown unknown -> {}
      }
    }
    if (state == State.NOT_OURS
        && seen.map(this::ownership).orElse(null) instanceof Ownership.Others others) {
      notes.add("it belongs to " + others.owner());
    }
    if (seen.isEmpty() && state != State.UNKNOWN) {
      absence(state).ifPresent(notes::add);
    }
    if (!declared.controlPlanes().isEmpty()) {
      unreadableElsewhere().forEach(notes::add);
    }
    return notes;
  }

  private static String undeclared(Difference.Orphaned orphaned) {
    return "it is no longer declared for this cluster"
        + orphaned.sourceFile().map(file -> "; it was last written from " + file).orElse("");
  }

  /** Whatever cannot be read may offer something that would change the answer. */
  private Stream<String> unreadableElsewhere() {
    return plan.clusters().values().stream()
        .filter(other -> !other.name().equals(address.cluster()))
        .flatMap(other ->
            other.unreadable().stream()
                .map(why -> other.name() + ": " + why.summary() + "; what it offers is unknown"));
  }

  private Optional<String> absence(State state) {
    SecretRef ref = address.ref();
    if (live.clusters().get(address.cluster()) instanceof Observation.Read read
        && !read.namespaces().containsKey(ref.namespace())) {
      return Optional.of(
          "namespace "
              + ref.namespace()
              + " of "
              + address.cluster()
              + " is not looked at: nothing is declared for it");
    }
    if (state != State.ABSENT) {
      return Optional.empty();
    }
    SortedSet<String> known = new TreeSet<>();
    live.secrets().forEach(other -> known.add(other.address().toString()));
    resolution.desired().addresses().forEach(other -> known.add(other.toString()));
    return Optional.of(
        Nearest.hint(address.toString(), known, "no Secret of that name is in the fleet"));
  }
}
