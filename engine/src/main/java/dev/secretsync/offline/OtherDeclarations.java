package dev.secretsync.offline;

import dev.secretsync.declare.AllowedClusters;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.SecretSource;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.offline.OtherChange.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Compares what decides where Secrets go: clusters, control planes, sources, authorizations. */
final class OtherDeclarations {
  private final Declarations base;
  private final Declarations head;
  private final Doubt inNew;
  private final List<OtherChange> changes = new ArrayList<>();

  OtherDeclarations(Declared base, Declared head) {
    this.base = base.declarations();
    this.head = head.declarations();
    this.inNew = new Doubt(head);
    compare(
        "Cluster",
        this.base.clusters(),
        this.head.clusters(),
        Facts::of,
        ClusterDeclaration::at,
        _ -> List.of());
    compare(
        "ControlPlane",
        this.base.controlPlanes(),
        this.head.controlPlanes(),
        Facts::of,
        ControlPlane::at,
        _ -> List.of());
    compare(
        "AllowedClusters",
        named(this.base.authorizations(), AllowedClusters::name),
        named(this.head.authorizations(), AllowedClusters::name),
        Facts::of,
        AllowedClusters::at,
        _ -> List.of());
    compare(
        "SecretSource",
        named(this.base.sources(), SecretSource::name),
        named(this.head.sources(), SecretSource::name),
        Facts::of,
        SecretSource::at,
        this::intake);
  }

  List<OtherChange> changes() {
    return changes;
  }

  private static <D> SortedMap<String, D> named(List<D> declared, Function<D, String> name) {
    SortedMap<String, D> named = new TreeMap<>();
    declared.forEach(one -> named.putIfAbsent(name.apply(one), one));
    return named;
  }

  private <D> void compare(
      String kind,
      SortedMap<String, D> before,
      SortedMap<String, D> after,
      Function<D, Facts> facts,
      Function<D, SourceLocation> at,
      Function<D, List<String>> notes) {
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      D old = before.get(name);
      D now = after.get(name);
      if (now != null) {
        List<Field> fields =
            Facts.between(old == null ? Facts.none() : facts.apply(old), facts.apply(now));
        List<String> follows = notes.apply(now);
        if (old == null || !fields.isEmpty() || !follows.isEmpty()) {
          What what = old == null ? What.ADDED : What.CHANGED;
          changes.add(new OtherChange(kind, name, what, at.apply(now), fields, follows));
        }
      } else if (old != null) {
        SourceLocation was = at.apply(old);
        What what = inNew.mayDeclareIn(was.file()) ? What.UNKNOWN : What.REMOVED;
        changes.add(new OtherChange(kind, name, what, was, List.of(), List.of()));
      }
    }
  }

  /** Which clusters a source newly takes Secrets from, and what of that is known (R1-R12). */
  private List<String> intake(SecretSource now) {
    Optional<SecretSource> old =
        base.sources().stream().filter(one -> one.name().equals(now.name())).findFirst();
    SortedMap<String, String> before =
        old.map(source -> taken(source, base)).orElseGet(TreeMap::new);
    List<String> notes = new ArrayList<>();
    for (Map.Entry<String, String> one : taken(now, head).entrySet()) {
      if (!one.getValue().equals(before.get(one.getKey()))) {
        notes.add(
            "newly takes from "
                + one.getKey()
                + "/"
                + one.getValue()
                + " into control plane "
                + now.controlPlane()
                + "; which Secrets match there is unknown offline");
      }
    }
    if (notes.isEmpty() && old.filter(one -> !one.secrets().equals(now.secrets())).isPresent()) {
      notes.add("which Secrets match now is unknown offline");
    }
    return notes;
  }

  /** The agent namespaces that a source takes from, by cluster. */
  private static SortedMap<String, String> taken(SecretSource source, Declarations declared) {
    SortedMap<String, String> namespaces = new TreeMap<>();
    Optional.ofNullable(declared.controlPlanes().get(source.controlPlane()))
        .ifPresent(plane ->
            declared.clusters().values().stream()
                .filter(cluster -> source.clusters().matches(cluster.labels()))
                .filter(cluster -> plane.product().hasAgentIn(cluster))
                .forEach(cluster -> namespaces.put(cluster.name(), cluster.agentNamespace())));
    return namespaces;
  }
}
