package dev.secretsync.resolve;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.Observation.NamespaceState;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.SecretSource;
import dev.secretsync.desired.RefusedOffer.Why;
import dev.secretsync.model.Check;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the clusters offer to the control planes, and what nearly would be. */
final class Offers {
  private final Sight sight;
  private final Assembly assembly;
  private final TreeMap<ControlPlane, List<SecretSource>> planes;
  private final List<Offer> taken = new ArrayList<>();

  /** What is nearly offered, and to which kind of control plane, by its label. */
  private final SortedMap<SecretAddress, SortedMap<String, Diagnostic>> hints = new TreeMap<>();

  private Offers(Declarations declared, Sight sight, Assembly assembly) {
    this.sight = sight;
    this.assembly = assembly;
    this.planes = new TreeMap<>(java.util.Comparator.comparing(ControlPlane::name));
    Planes.collecting(declared)
        .forEach(plane -> planes.put(plane, Planes.sources(declared, plane)));
  }

  /** Looks at every Secret that was seen; what is blocked is refused, and near misses are noted. */
  static Offers of(Declarations declared, Sight sight, Assembly assembly) {
    Offers offers = new Offers(declared, sight, assembly);
    offers.planes.forEach((plane, sources) ->
        // what takes time is done side by side, and what it comes to is put together in order
        declared.clusters().values().parallelStream()
            .map(cluster -> offers.looked(plane, sources, cluster))
            .toList()
            .forEach(looked -> looked.forEach(offers::take)));
    // what one control plane takes is no near miss for another of its kind
    offers.taken.forEach(offer ->
        offers
            .hints
            .getOrDefault(offer.source(), new TreeMap<>())
            .remove(offer.candidate().plane().product().optInLabel()));
    offers.hints.values().forEach(each -> each.values().forEach(assembly::note));
    return offers;
  }

  /** The offers that get past every gate, each for its place in the control plane. */
  List<Offer> taken() {
    return taken;
  }

  /** A Secret that may be offered, and how far it gets. */
  private record Looked(Candidate candidate, Optional<Gate> stop, Offer offer) {}

  private List<Looked> looked(
      ControlPlane plane, List<SecretSource> sources, ClusterDeclaration cluster) {
    List<SecretSource> here = Candidate.here(sources, cluster);
    List<Looked> looked = new ArrayList<>();
    for (NamespaceState state : sight.namespaces(cluster.name()).values()) {
      if (state instanceof NamespaceState.Listed listed) {
        for (LiveSecret secret : listed.secrets().values()) {
          if (concerns(plane, secret)) {
            Candidate candidate = new Candidate(sight, plane, sources, here, cluster, secret);
            looked.add(new Looked(candidate, candidate.stoppedBy(), offer(candidate)));
          }
        }
      }
    }
    return looked;
  }

  /**
   * The label of the other product is a mistake only where there is nobody that it is meant for.
   */
  private boolean concerns(ControlPlane plane, LiveSecret secret) {
    SortedMap<String, String> labels = secret.content().labels();
    return plane.product().concerns(labels)
        || (plane.product().mistakes(labels)
            && planes.keySet().stream().noneMatch(other -> other.product().concerns(labels)));
  }

  private void take(Looked looked) {
    Candidate candidate = looked.candidate();
    Optional<Gate> stop = looked.stop();
    if (stop.isEmpty()) {
      taken.add(looked.offer());
      return;
    }
    switch (stop.get()) {
      case NOT_BLOCKED -> assembly.refuse(looked.offer().refused(new Why.Blocked()));
      case AGENT_NAMESPACE -> {
        if (Gate.OPTED_IN.opensTo(candidate)) {
          hint(
              candidate,
              Gate.AGENT_NAMESPACE,
              "move it there, or declare the namespace with spec.agentNamespace");
        }
      }
      case OPTED_IN -> {
        if (candidate.optIn().filter("false"::equals).isEmpty() && !isForAnother(candidate)) {
          hint(candidate, Gate.OPTED_IN, candidate.plane().product().howToOptIn());
        }
      }
      case SOURCES_EXIST ->
          hint(candidate, Gate.SOURCES_EXIST, "declare one with kind SecretSource");
      case SOURCE_MATCHES ->
          hint(
              candidate,
              Gate.SOURCE_MATCHES,
              "change a selector or the labels, or remove the opt-in label");
      case REGISTERED ->
          hint(candidate, Gate.REGISTERED, "change the selector, or the labels of the cluster");
      case CREDENTIAL_TYPE ->
          fails(candidate, Gate.CREDENTIAL_TYPE, "change the label on the cluster that owns it");
      case PROJECT_EXISTS ->
          fails(candidate, Gate.PROJECT_EXISTS, "create the project, or change the label");
      case NOT_A_COPY, STAYS -> {}
    }
  }

  /** What opts in to one control plane alone is no near miss for another. */
  private boolean isForAnother(Candidate candidate) {
    return candidate.optIn().isEmpty()
        && planes.keySet().stream()
            .anyMatch(plane -> plane.product().optsIn(candidate.secret().content().labels()));
  }

  /** It is meant to be collected, and cannot be: that one Secret fails, the others go on (R86). */
  private void fails(Candidate candidate, Gate gate, String hint) {
    assembly.note(
        Diagnostic.error(
            Code.NO_PLACE,
            candidate.address().toString(),
            "cannot be collected: " + gate.words(candidate) + " (" + gate.rule(candidate) + ")",
            hint));
  }

  private void hint(Candidate candidate, Gate gate, String hint) {
    hints
        .computeIfAbsent(candidate.address(), source -> new TreeMap<>())
        .put(
            candidate.plane().product().optInLabel(),
            Diagnostic.warning(
                Code.NOT_OFFERED,
                candidate.address().toString(),
                "is not collected: " + gate.words(candidate) + " (" + gate.rule(candidate) + ")",
                hint));
  }

  private Offer offer(Candidate candidate) {
    LiveSecret secret = candidate.secret();
    return new Offer(
        candidate,
        new Origin.Collected(
            candidate.address(),
            sight.identity(candidate.cluster().name()).orElse(""),
            secret.uid() + "/" + secret.resourceVersion(),
            candidate.plane().name()),
        candidate.copy(),
        candidate.matching().stream().map(source -> "SecretSource " + source.name()).toList());
  }

  /** Whether a place is in a control plane that has projects, between which Secrets move. */
  boolean mayBeProject(SecretAddress place) {
    return planes.keySet().stream()
        .anyMatch(
            plane -> plane.product().projects().isPresent() && Planes.isIn(plane, place, sight));
  }

  /** The Secret at {@code source} as a candidate, for each control plane. */
  List<Candidate> candidates(SecretAddress source) {
    ClusterDeclaration cluster = sight.clusters().get(source.cluster());
    Optional<LiveSecret> secret = sight.find(source);
    return cluster == null || secret.isEmpty()
        ? List.of()
        : planes.entrySet().stream()
            .map(plane ->
                Candidate.of(sight, plane.getKey(), plane.getValue(), cluster, secret.get()))
            .toList();
  }

  /** As {@link Resolution#chain}; of several control planes, those that it is meant for. */
  List<Check> chain(SecretAddress source, Optional<ControlPlane> towards) {
    List<Candidate> all =
        candidates(source).stream()
            .filter(candidate -> towards.isEmpty() || towards.get().equals(candidate.plane()))
            .toList();
    return Stream.<Predicate<Candidate>>of(
            candidate -> candidate.plane().product().optsIn(candidate.secret().content().labels()),
            candidate ->
                candidate.plane().product().concerns(candidate.secret().content().labels()),
            candidate -> true)
        .map(meant -> all.stream().filter(meant).toList())
        .filter(some -> !some.isEmpty())
        .findFirst()
        .orElse(List.of())
        .stream()
        .flatMap(candidate -> candidate.checks().stream())
        .distinct()
        .toList();
  }
}
