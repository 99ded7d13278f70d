package dev.secretsync.plan;

import dev.secretsync.diff.Difference;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Goes through a reviewed plan and a new one, once each, and says what of the new one may be
 * written.
 */
final class PlanComparison {
  private static final String PLAN_AGAIN = "run plan again and have the new plan reviewed";

  private final Plan reviewed;
  private final Plan now;
  private final Function<SecretAddress, Bounds.Presence> live;
  private final Map<SecretAddress, PlannedChange> reviewedAt;
  private final Map<SecretAddress, PlannedChange> movedFrom = new HashMap<>();
  private final Map<SecretAddress, PlannedChange> nowAt;

  private final Map<SecretAddress, Fate> fates = new HashMap<>();
  private final List<Deviation> deviations = new ArrayList<>();
  private final Set<String> held = new HashSet<>();

  PlanComparison(Plan reviewed, Plan now, Function<SecretAddress, Bounds.Presence> live) {
    this.reviewed = reviewed;
    this.now = now;
    this.live = live;
    reviewedAt = byPlace(reviewed);
    nowAt = byPlace(now);
    reviewed
        .changes()
        .forEach(change -> change.movedFrom().ifPresent(from -> movedFrom.put(from, change)));
  }

  /** What a plan says about each place, which is more than that somebody else wanted it. */
  private static Map<SecretAddress, PlannedChange> byPlace(Plan plan) {
    Map<SecretAddress, PlannedChange> places = new HashMap<>();
    for (PlannedChange change : plan.changes()) {
      switch (change.difference()) {
        case Difference.Itself itself -> {}
        case Difference.NotCollected offer when offer.declared() ->
            places.putIfAbsent(change.address(), change);
        case Difference.NotCollected offer -> {}
        default -> places.put(change.address(), change);
      }
    }
    return places;
  }

  Bounds compared(boolean allOrNothing) {
    now.changes().stream().filter(change -> change.action().writes()).forEach(this::written);
    reviewedWrites().stream()
        .filter(change -> !fates.containsKey(change.address()))
        .forEach(change -> fates.put(change.address(), fateOf(change)));
    if (allOrNothing
        && (!deviations.isEmpty() || fates.values().stream().anyMatch(PlanComparison::isNotMade))) {
      held.addAll(now.clusters().keySet());
    }
    SortedMap<SecretAddress, Bounds.Reviewed> all = new TreeMap<>();
    reviewedWrites()
        .forEach(change ->
            all.put(change.address(), new Bounds.Reviewed(change, held(change, fate(change)))));
    return new Bounds(now.within(held, cluster -> namespaces(reviewed, cluster)), all, deviations);
  }

  private List<PlannedChange> reviewedWrites() {
    return reviewed.changes().stream().filter(change -> change.action().writes()).toList();
  }

  private Fate fate(PlannedChange change) {
    return Optional.ofNullable(fates.get(change.address())).orElseThrow();
  }

  private static boolean isNotMade(Fate fate) {
    return !(fate instanceof Fate.Written) && !(fate instanceof Fate.Done);
  }

  /** A change that would be written: either it was reviewed, or its cluster is left alone. */
  private void written(PlannedChange change) {
    Optional<PlannedChange> was = reviewedFor(change);
    List<String> words =
        new ArrayList<>(
            was.map(one -> new ChangeComparison(one, change).words())
                .orElseGet(() -> List.of(unreviewed(change))));
    newNamespace(change).ifPresent(words::add);
    if (words.isEmpty()) {
      fates.put(was.orElseThrow().address(), new Fate.Written(change.address()));
      return;
    }
    held.add(change.address().cluster());
    Deviation deviation = deviates(was.orElse(change).address(), was.isPresent(), words);
    was.ifPresent(one -> fates.put(one.address(), new Fate.Stale(stale(deviation))));
  }

  private Optional<PlannedChange> reviewedFor(PlannedChange change) {
    return Optional.ofNullable(reviewedAt.get(change.address()))
        .filter(one -> one.action().writes())
        .or(() ->
            change.action() == Action.DELETE
                ? Optional.ofNullable(movedFrom.get(change.address())).filter(this::hasArrived)
                : Optional.empty());
  }

  /** Nothing goes from its old place before it is in the new one (R93). */
  private boolean hasArrived(PlannedChange move) {
    PlannedChange line = nowAt.get(move.address());
    return line != null && line.difference() instanceof Difference.Same;
  }

  private String unreviewed(PlannedChange change) {
    return Optional.ofNullable(reviewedAt.get(change.address()))
            .map(one -> "reviewed: " + ChangeComparison.described(one) + "; now: ")
            .orElse("not reviewed: ")
        + ChangeComparison.described(change);
  }

  private Optional<String> newNamespace(PlannedChange change) {
    String namespace = change.address().ref().namespace();
    return namespaces(now, change.address().cluster()).contains(namespace)
            && !namespaces(reviewed, change.address().cluster()).contains(namespace)
        ? Optional.of("its namespace " + namespace + " would have to be created")
        : Optional.empty();
  }

  private Deviation deviates(SecretAddress address, boolean wasReviewed, List<String> words) {
    Deviation deviation = new Deviation(address, wasReviewed, words);
    deviations.add(deviation);
    return deviation;
  }

  /** What becomes of a reviewed change that the new plan would not write. */
  private Fate fateOf(PlannedChange change) {
    SecretAddress address = change.address();
    PlannedCluster cluster = now.clusters().get(address.cluster());
    if (cluster == null) {
      return stale(change, "cluster " + address.cluster() + " is no longer declared");
    }
    if (cluster.unreadable().isPresent()) {
      return new Fate.Skipped(cluster.unreadable().get());
    }
    PlannedChange line = nowAt.get(address);
    return line == null ? fateWithoutLine(change) : fateBeside(change, line);
  }

  private Fate fateBeside(PlannedChange change, PlannedChange line) {
    return switch (line.difference()) {
      case Difference.Unknown unknown -> new Fate.Skipped(unknown.why());
      case Difference difference when line.action() == Action.DENIED ->
          stale(
              change,
              "reviewed: "
                  + ChangeComparison.described(change)
                  + "; now: denied by "
                  + line.findings().getFirst().rule());
      case Difference.Same same when isGoing(change) ->
          stale(
              change,
              "reviewed: " + ChangeComparison.described(change) + "; now: it belongs there");
      case Difference.Same same -> {
        List<String> words = new ChangeComparison(change, line).isThere();
        yield words.isEmpty() ? new Fate.Done() : stale(change, words);
      }
      case Difference difference ->
          new Fate.Conflict(
              Diagnostic.error(
                  Code.FOREIGN_SECRET,
                  change.address().toString(),
                  "the name was taken by somebody else since it was reviewed",
                  PLAN_AGAIN));
    };
  }

  private Fate fateWithoutLine(PlannedChange change) {
    Bounds.Presence presence = live.apply(change.address());
    if (presence == Bounds.Presence.UNKNOWN) {
      return new Fate.Skipped(
          Diagnostic.error(
              Code.PLAN_MISMATCH,
              change.address().toString(),
              "its namespace could not be looked at, or nobody looked",
              PLAN_AGAIN));
    }
    boolean there = presence == Bounds.Presence.THERE;
    boolean done =
        change.action() == Action.RELEASE || (change.action() == Action.DELETE && !there);
    return done
        ? new Fate.Done()
        : stale(
            change,
            there ? "it is there, and no longer ours to change" : "it no longer belongs there");
  }

  private static boolean isGoing(PlannedChange change) {
    return change.action() == Action.DELETE || change.action() == Action.RELEASE;
  }

  /** Nothing of it would be written anyway, so that the rest of its cluster may go on. */
  private Fate stale(PlannedChange change, String words) {
    return stale(change, List.of(words));
  }

  private Fate stale(PlannedChange change, List<String> words) {
    return new Fate.Stale(stale(deviates(change.address(), true, words)));
  }

  private static Diagnostic stale(Deviation deviation) {
    return Diagnostic.error(
        Code.PLAN_MISMATCH, deviation.address().toString(), deviation.line(), PLAN_AGAIN);
  }

  private Fate held(PlannedChange change, Fate fate) {
    return fate instanceof Fate.Written && held.contains(change.address().cluster())
        ? new Fate.Skipped(
            Diagnostic.error(
                Code.PLAN_MISMATCH,
                change.address().toString(),
                "not written, because something else is not as it was reviewed",
                PLAN_AGAIN))
        : fate;
  }

  private static SortedSet<String> namespaces(Plan plan, String cluster) {
    return Optional.ofNullable(plan.clusters().get(cluster))
        .map(PlannedCluster::namespacesToCreate)
        .orElseGet(Collections::emptySortedSet);
  }
}
