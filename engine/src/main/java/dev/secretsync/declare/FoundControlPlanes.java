package dev.secretsync.declare;

import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.Nearest;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The control planes that were found, who names them, and the sources that feed them. */
final class FoundControlPlanes {
  private record Reference(String name, SourceLocation at) {}

  private record Source(
      String name,
      Optional<String> controlPlane,
      LabelSelector clusters,
      LabelSelector secrets,
      SourceLocation at) {}

  /** A Secret that names a control plane, or projects, and where. */
  record Use(ManagedSecret secret, SourceLocation controlPlane, SourceLocation projects) {}

  private final SortedSet<String> names = new TreeSet<>();
  private final SortedMap<String, ControlPlane> planes = new TreeMap<>();
  private final List<Reference> references = new ArrayList<>();
  private final List<SourceLocation> onlyOne = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private final List<Use> uses = new ArrayList<>();

  /** Notes the name, so that whoever uses it is not told that it is unknown. */
  void declared(String name) {
    names.add(name);
  }

  void add(ControlPlane plane) {
    planes.putIfAbsent(plane.name(), plane);
  }

  void named(String name, SourceLocation at) {
    references.add(new Reference(name, at));
  }

  /** Notes a Secret that may go to a control plane. */
  void used(ManagedSecret secret, SourceLocation controlPlane, SourceLocation projects) {
    if (secret.controlPlane().isPresent() || secret.projects().isPresent()) {
      uses.add(new Use(secret, controlPlane, projects));
    }
  }

  List<Use> uses() {
    return uses;
  }

  /** A source that names no control plane, which works with exactly one. */
  void onlyOne(SourceLocation at) {
    onlyOne.add(at);
  }

  void source(
      String name,
      Optional<String> controlPlane,
      LabelSelector clusters,
      LabelSelector secrets,
      SourceLocation at) {
    sources.add(new Source(name, controlPlane, clusters, secrets, at));
  }

  SortedMap<String, ControlPlane> planes() {
    return planes;
  }

  /** The sources whose control plane is known. */
  List<SecretSource> sources() {
    Optional<String> only = names.size() == 1 ? Optional.of(names.first()) : Optional.empty();
    return sources.stream()
        .flatMap(s ->
            s.controlPlane().or(() -> only).filter(planes::containsKey).stream()
                .map(plane -> new SecretSource(s.name(), plane, s.clusters(), s.secrets(), s.at())))
        .toList();
  }

  void check(SortedMap<String, ClusterDeclaration> clusters, Problems problems) {
    checkReferences(problems);
    checkNamespaces(clusters, problems);
    for (Source source : sources) {
      if (clusters.values().stream().noneMatch(c -> source.clusters().matches(c.labels()))) {
        problems.add(
            Diagnostic.warning(
                Code.REDUNDANT,
                source.at(),
                "clusterSelector matches no declared cluster",
                "compare it with the labels of the clusters, or remove the source"));
      }
    }
  }

  private void checkReferences(Problems problems) {
    for (Reference plane : references) {
      if (!names.contains(plane.name())) {
        problems.add(
            Diagnostic.error(
                Code.UNKNOWN_REFERENCE,
                plane.at(),
                "unknown control plane " + Shown.word(plane.name()),
                Nearest.hint(plane.name(), names, "declare it with kind ControlPlane")));
      }
    }
    if (names.size() != 1) {
      for (SourceLocation at : onlyOne) {
        problems.add(
            Diagnostic.error(
                Code.UNKNOWN_REFERENCE,
                at,
                "controlPlane is missing, and there is not exactly one",
                "name a ControlPlane"));
      }
    }
  }

  /** A Secret must not be its own copy, and one copy must not be wanted by two. */
  private void checkNamespaces(SortedMap<String, ClusterDeclaration> clusters, Problems problems) {
    Map<List<String>, ControlPlane> first = new HashMap<>();
    for (ControlPlane plane : inOrderOfPlace()) {
      Optional.ofNullable(clusters.get(plane.cluster()))
          .filter(host -> plane.product().namespaces().contains(host.agentNamespace()))
          .ifPresent(host ->
              problems.add(
                  Diagnostic.error(
                      Code.CONTROL_PLANE,
                      plane.at(),
                      "control plane "
                          + Shown.name(plane.name())
                          + " lives in the agent namespace of cluster "
                          + Shown.name(host.name())
                          + ", so a Secret there would be its own copy",
                      "give the cluster another spec.agentNamespace than "
                          + Shown.name(host.agentNamespace()))));
      rival(plane, first)
          .ifPresent(other ->
              problems.add(
                  Diagnostic.error(
                      Code.CONTROL_PLANE,
                      plane.at(),
                      "control planes "
                          + Shown.name(other.name())
                          + " and "
                          + Shown.name(plane.name())
                          + (areKargos(plane, other)
                              ? " are both Kargo, and share the projects of cluster "
                              : " live in the same namespace of cluster ")
                          + Shown.name(plane.cluster()),
                      "the other is at " + other.at() + "; keep one, and name it in all sources")));
    }
  }

  /** The first control plane that Secrets would collide in with those of {@code plane}. */
  private static Optional<ControlPlane> rival(
      ControlPlane plane, Map<List<String>, ControlPlane> first) {
    List<ControlPlane> others = new ArrayList<>();
    for (String namespace : plane.product().namespaces()) {
      Optional.ofNullable(first.putIfAbsent(List.of(plane.cluster(), namespace), plane))
          .ifPresent(others::add);
    }
    if (plane.product() instanceof Product.Kargo) {
      Optional.ofNullable(first.putIfAbsent(List.of(plane.cluster()), plane))
          .ifPresent(others::add);
    }
    return others.stream().min(Comparator.comparing(other -> !areKargos(plane, other)));
  }

  private static boolean areKargos(ControlPlane one, ControlPlane other) {
    return one.product() instanceof Product.Kargo && other.product() instanceof Product.Kargo;
  }

  private List<ControlPlane> inOrderOfPlace() {
    return planes.values().stream()
        .sorted(
            Comparator.comparing((ControlPlane p) -> p.at().file())
                .thenComparingInt(p -> p.at().line()))
        .toList();
  }
}
