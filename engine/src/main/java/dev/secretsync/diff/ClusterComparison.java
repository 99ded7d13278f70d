package dev.secretsync.diff;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.Observation.NamespaceState;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.Gone;
import dev.secretsync.desired.LastApplied;
import dev.secretsync.diff.Difference.Unchangeable.Why;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Marks;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares one cluster that could be read with what is declared for it. */
final class ClusterComparison {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final DesiredCluster cluster;
  private final Observation.Read seen;
  private final String installation;
  private final LastApplied lastApplied;
  private final Problems notes;
  private final List<Difference> found = new ArrayList<>();
  private final Set<SecretRef> moved = new HashSet<>();
  private final SortedSet<String> missingNamespaces = new TreeSet<>();

  ClusterComparison(
      DesiredCluster cluster,
      Observation.Read seen,
      String installation,
      LastApplied lastApplied,
      Problems notes) {
    this.cluster = cluster;
    this.seen = seen;
    this.installation = installation;
    this.lastApplied = lastApplied;
    this.notes = notes;
  }

  ClusterDifferences compare() {
    cluster
        .unreadable()
        .forEach((ref, why) -> found.add(new Difference.Unknown(address(ref), why)));
    cluster.secrets().values().forEach(desired -> found.add(compareDeclared(desired)));
    cluster.itself().forEach((ref, by) -> found.add(new Difference.Itself(address(ref), by)));
    cluster.kept().values().forEach(notes::add);
    seen.namespaces()
        .forEach((namespace, state) -> {
          switch (state) {
            case NamespaceState.Listed listed -> listed.secrets().values().forEach(this::leftover);
            case NamespaceState.Unknown unknown when !cluster.declares(namespace) ->
                noteUnseenLeftovers(unknown.why());
            case NamespaceState.Unknown unknown -> notes.add(unknown.why());
            case NamespaceState.Absent absent -> {}
          }
        });
    return new ClusterDifferences(
        cluster.name(),
        seen.identity(),
        Optional.empty(),
        cluster.declared(),
        missingNamespaces,
        found);
  }

  private Difference compareDeclared(DesiredSecret desired) {
    SecretRef ref = desired.address().ref();
    return switch (seen.namespaces().get(ref.namespace())) {
      case null ->
          throw new IllegalStateException("namespace of " + desired.address() + " not observed");
      case NamespaceState.Unknown unknown ->
          new Difference.Unknown(desired.address(), unknown.why());
      case NamespaceState.Absent absent -> {
        missingNamespaces.add(ref.namespace());
        yield missing(desired, true);
      }
      case NamespaceState.Listed listed -> {
        LiveSecret live = listed.secrets().get(ref.name());
        yield live == null ? missing(desired, false) : comparePair(desired, live);
      }
    };
  }

  private Difference missing(DesiredSecret desired, boolean namespaceMissing) {
    Optional<LiveSecret> old = movesHere(desired.address().ref());
    if (old.isPresent()) {
      moved.add(old.get().ref());
      return new Difference.Moved(subject(desired), address(old.get().ref()), Seen.of(old.get()));
    }
    return new Difference.Missing(
        subject(desired), wasApplied(desired.address()), namespaceMissing);
  }

  private Difference comparePair(DesiredSecret desired, LiveSecret live) {
    if (live.terminating()) {
      return new Difference.Unknown(desired.address(), terminating(desired.address()));
    }
    warnOfLastApplied(desired.address(), live);
    return switch (Ownership.of(live, installation)) {
      case Ownership.Ours ours -> compareOurs(desired, live, !ours.written());
      case Ownership.Unlabelled unlabelled -> compareOurs(desired, live, false);
      case Ownership.Others others when desired.adopt() && !others.controlled() ->
          adopt(desired, live, others);
      case Ownership.Others others ->
          foreign(
              desired,
              live,
              others.owner(),
              others.controlled()
                  ? Optional.of("a controller holds it and would put its values back")
                  : Optional.empty());
    };
  }

  /** Client-side apply keeps a copy of all values there, where no one looks for them (S8). */
  private void warnOfLastApplied(SecretAddress address, LiveSecret live) {
    if (live.content().annotations().containsKey(LAST_APPLIED)) {
      notes.add(
          Diagnostic.warning(
              Code.LAST_APPLIED,
              address.toString(),
              "carries a copy of old values in the annotation " + LAST_APPLIED,
              "take it off with kubectl annotate secret "
                  + address.ref().name()
                  + " "
                  + LAST_APPLIED
                  + "-"));
    }
  }

  private Difference foreign(
      DesiredSecret desired, LiveSecret live, String owner, Optional<String> notAdoptable) {
    return new Difference.Foreign(
        subject(desired),
        Seen.of(live),
        owner,
        lastWriter(live),
        notAdoptable,
        wasApplied(desired.address()));
  }

  /** Taking over never deletes: what could only be replaced stays with its owner. */
  private Difference adopt(DesiredSecret desired, LiveSecret live, Ownership.Others others) {
    FieldComparison fields = new FieldComparison(desired.content(), live, Optional.empty());
    List<FieldChange> changes = fields.changes().stream().map(FieldChange::asDeclared).toList();
    Optional<Why> why = unchangeable(desired.content(), live.content(), changes);
    if (why.isPresent()) {
      return foreign(desired, live, others.owner(), Optional.of(words(why.get())));
    }
    return new Difference.Changed(
        subject(desired), Seen.of(live), changes, List.of(), fields.kept(), false, true);
  }

  private static String words(Why why) {
    return switch (why) {
      case Why.Type type -> "its type cannot be changed in place";
      case Why.Immutable immutable -> "it is immutable";
    };
  }

  private Difference compareOurs(DesiredSecret desired, LiveSecret live, boolean recreated) {
    SecretContent want = desired.content();
    FieldComparison fields =
        new FieldComparison(
            want, live, Optional.ofNullable(lastApplied.contents().get(desired.address())));
    List<FieldChange> changes = fields.changes();
    Optional<Why> why = unchangeable(want, live.content(), changes);
    if (why.isPresent() && recreated) {
      // a replace deletes, and a label alone is never enough for that
      return foreign(
          desired, live, "somebody who gave it our labels", Optional.of(words(why.get())));
    }
    if (why.isPresent()) {
      return new Difference.Unchangeable(subject(desired), Seen.of(live), changes, why.get());
    }
    if (changes.isEmpty()) {
      return new Difference.Same(subject(desired), Seen.of(live), fields.addedByOthers());
    }
    return new Difference.Changed(
        subject(desired),
        Seen.of(live),
        changes,
        fields.addedByOthers(),
        fields.kept(),
        recreated,
        false);
  }

  private static Optional<Why> unchangeable(
      SecretContent want, SecretContent have, List<FieldChange> changes) {
    if (!want.type().equals(have.type())) {
      return Optional.of(new Why.Type(have.type(), want.type()));
    }
    boolean dataChanges = changes.stream().anyMatch(c -> c.field().startsWith("data."));
    return have.immutable() && (dataChanges || !want.immutable())
        ? Optional.of(new Why.Immutable())
        : Optional.empty();
  }

  /** The copy of the same source that is still in its former place (R92). */
  private Optional<LiveSecret> movesHere(SecretRef place) {
    return cluster.gone().entrySet().stream()
        .filter(gone -> gone.getValue().movedTo().filter(place::equals).isPresent())
        .flatMap(gone -> live(gone.getKey()).stream())
        .filter(live ->
            Ownership.of(live, installation) instanceof Ownership.Ours ours && ours.written())
        .filter(live -> !live.terminating())
        .findFirst();
  }

  private Optional<LiveSecret> live(SecretRef ref) {
    return seen.namespaces().get(ref.namespace()) instanceof NamespaceState.Listed listed
        ? Optional.ofNullable(listed.secrets().get(ref.name()))
        : Optional.empty();
  }

  /** An object of ours that nothing declares any more, if every proof says that it is ours. */
  private void leftover(LiveSecret live) {
    if (cluster.secrets().containsKey(live.ref())
        || cluster.unreadable().containsKey(live.ref())
        || cluster.kept().containsKey(live.ref())
        || moved.contains(live.ref())) {
      return;
    }
    Optional<Gone> gone = Optional.ofNullable(cluster.gone().get(live.ref()));
    Optional<Diagnostic> unopened =
        annotation(live, Marks.SOURCE_FILE)
            .flatMap(file -> Optional.ofNullable(cluster.unopened().get(file)));
    switch (Ownership.of(live, installation)) {
      case Ownership.Ours ours when unopened.isPresent() ->
          // the file may still declare it, under a name that somebody changed without the key
          found.add(new Difference.Unknown(address(live.ref()), unopened.get()));
      case Ownership.Ours ours
          when ours.written() && !live.terminating() && gone.map(Gone::stays).orElse(false) ->
          found.add(
              new Difference.Released(
                  address(live.ref()), Seen.of(live), gone.map(Gone::why).orElse("")));
      case Ownership.Ours ours when ours.written() && !live.terminating() ->
          found.add(
              new Difference.Orphaned(
                  address(live.ref()),
                  Seen.of(live),
                  live.content().type(),
                  live.content().labels(),
                  dataFields(live.content()),
                  gone.map(Gone::why),
                  annotation(live, Marks.SOURCE_FILE),
                  annotation(live, Marks.SOURCE_COMMIT)));
      case Ownership.Ours ours when !live.terminating() ->
          notes.add(
              Diagnostic.warning(
                  Code.FOREIGN_SECRET,
                  address(live.ref()).toString(),
                  "carries our labels but was not written by secretsync; it is left alone",
                  "remove the label " + Marks.INSTALLATION + ", or delete it by hand"));
      case Ownership.Unlabelled unlabelled ->
          notes.add(
              Diagnostic.warning(
                  Code.FOREIGN_SECRET,
                  address(live.ref()).toString(),
                  "was written by secretsync, lost its labels, and is not declared; it is left"
                      + " alone",
                  "delete it by hand, or declare it again"));
      case Ownership.Ours ours -> {}
      case Ownership.Others others -> {}
    }
  }

  private void noteUnseenLeftovers(Diagnostic why) {
    notes.add(
        Diagnostic.warning(
            why.code(),
            why.subject(),
            why.summary() + "; nothing is declared there, but leftovers could not be looked for",
            why.hint()));
  }

  private boolean wasApplied(SecretAddress address) {
    return lastApplied.addresses().contains(address);
  }

  private SecretAddress address(SecretRef ref) {
    return new SecretAddress(cluster.name(), ref);
  }

  private static Subject subject(DesiredSecret desired) {
    return new Subject(
        desired.address(),
        desired.content().type(),
        desired.content().labels(),
        dataFields(desired.content()),
        desired.origin(),
        desired.reasons());
  }

  private static SortedSet<String> dataFields(SecretContent content) {
    return content.data().keySet().stream()
        .map(FieldComparison::dataField)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Optional<String> annotation(LiveSecret live, String name) {
    return Optional.ofNullable(live.content().annotations().get(name));
  }

  private static Optional<Writer> lastWriter(LiveSecret live) {
    return live.managers().stream().map(Writer::of).reduce((a, b) -> isLater(b, a) ? b : a);
  }

  private static boolean isLater(Writer one, Writer other) {
    return one.time().isPresent()
        && other.time().map(t -> one.time().get().isAfter(t)).orElse(true);
  }

  private static Diagnostic terminating(SecretAddress address) {
    return Diagnostic.error(
        Code.STALE,
        address.toString(),
        "is being deleted and waits for its finalizers",
        "run again when it is gone");
  }
}
