package dev.secretsync.trust;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.model.TrustChange;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What became of the clusters that policies select by their labels. A cluster that is relabelled,
 * renamed, or reached under another name must not leave the rules that hold for it.
 */
final class ClusterChanges {
  private ClusterChanges() {}

  /**
   * Labels, contexts and pins that differ. A cluster that goes is no change of trust; one that comes
   * is, for it may be a known one under a name and a context that nobody has seen yet.
   */
  static List<TrustChange> between(
      SortedMap<String, ClusterDeclaration> before, SortedMap<String, ClusterDeclaration> now) {
    return now.values().stream()
        .flatMap(cluster ->
            Optional.ofNullable(before.get(cluster.name()))
                .map(old -> differences(old, cluster))
                .orElseGet(() -> Stream.of(arrival(before, cluster)))
                .map(words ->
                    new TrustChange(
                        TrustChange.Kind.CLUSTER,
                        cluster.at().file(),
                        "Cluster " + cluster.name() + ": " + words)))
        .toList();
  }

  private static String arrival(
      SortedMap<String, ClusterDeclaration> before, ClusterDeclaration cluster) {
    return known(before, cluster)
        .map(old ->
            "was called " + old.name() + "; policies go by its labels then, " + orNone(labels(old)))
        .orElseGet(() ->
            "new, by context "
                + cluster.context()
                + "; policies go by the labels that it gives itself, "
                + orNone(labels(cluster)));
  }

  private static Stream<String> differences(ClusterDeclaration old, ClusterDeclaration now) {
    return Stream.of(
            changed("labels", labels(old), labels(now), "; policies go by the former"),
            changed("context", old.context(), now.context(), ""),
            changed("identity", old.identity().orElse(""), now.identity().orElse(""), ""))
        .flatMap(Optional::stream);
  }

  private static Optional<String> changed(String what, String old, String now, String more) {
    return old.equals(now)
        ? Optional.empty()
        : Optional.of(what + " " + orNone(old) + " -> " + orNone(now) + more);
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "none" : text;
  }

  private static String labels(ClusterDeclaration cluster) {
    return String.join(",", cluster.labels().entrySet().stream().map(Object::toString).toList());
  }

  /** The clusters of {@code now}, each with the labels it had before, whatever it is called. */
  static SortedMap<String, ClusterDeclaration> labelledAs(
      SortedMap<String, ClusterDeclaration> before, SortedMap<String, ClusterDeclaration> now) {
    SortedMap<String, ClusterDeclaration> labelled = new TreeMap<>();
    now.forEach((name, cluster) ->
        labelled.put(
            name,
            known(before, cluster)
                .map(old ->
                    new ClusterDeclaration(
                        name,
                        old.labels(),
                        cluster.context(),
                        cluster.agentNamespace(),
                        cluster.identity(),
                        cluster.at()))
                .orElse(cluster)));
    return labelled;
  }

  /** What the clusters that {@code before} pins are called in {@code now}, by their identity. */
  static SortedMap<String, SortedSet<String>> pins(
      SortedMap<String, ClusterDeclaration> before, SortedMap<String, ClusterDeclaration> now) {
    SortedMap<String, SortedSet<String>> pins = new TreeMap<>();
    before
        .values()
        .forEach(old -> old.identity().ifPresent(uid -> pins.put(uid, new TreeSet<>())));
    now.values()
        .forEach(cluster ->
            known(before, cluster)
                .flatMap(ClusterDeclaration::identity)
                .flatMap(uid -> Optional.ofNullable(pins.get(uid)))
                .ifPresent(names -> names.add(cluster.name())));
    return pins;
  }

  /** By what it is before what it is called. */
  private static Optional<ClusterDeclaration> known(
      SortedMap<String, ClusterDeclaration> before, ClusterDeclaration cluster) {
    return before.values().stream()
        .filter(old -> old.identity().isPresent() && old.identity().equals(cluster.identity()))
        .findFirst()
        .or(() ->
            before.values().stream()
                .filter(old -> old.context().equals(cluster.context()))
                .findFirst())
        .or(() -> Optional.ofNullable(before.get(cluster.name())));
  }
}
