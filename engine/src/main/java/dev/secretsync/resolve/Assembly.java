package dev.secretsync.resolve;

import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.desired.Gone;
import dev.secretsync.desired.RefusedOffer;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A desired state that begins as what Git alone says and takes in what clusters offer. */
final class Assembly {
  private final DesiredState fromGit;
  private final SortedMap<String, Part> parts = new TreeMap<>();
  private final List<RefusedOffer> refused = new ArrayList<>();
  private final Map<SecretAddress, DesiredSecret> distributed = new HashMap<>();
  private final Problems notes = new Problems();

  /** One cluster of it. */
  private static final class Part {
    private final DesiredCluster cluster;
    private final SortedMap<SecretRef, DesiredSecret> secrets;
    private final SortedMap<SecretRef, Diagnostic> unreadable;
    private final SortedMap<SecretRef, Diagnostic> kept = new TreeMap<>();
    private final SortedMap<SecretRef, Gone> gone = new TreeMap<>();
    private final SortedMap<SecretRef, String> itself = new TreeMap<>();

    Part(DesiredCluster cluster) {
      this.cluster = cluster;
      secrets = new TreeMap<>(cluster.secrets());
      unreadable = new TreeMap<>(cluster.unreadable());
    }

    DesiredCluster assembled() {
      return new DesiredCluster(
          cluster.name(),
          cluster.context(),
          cluster.identity(),
          secrets,
          unreadable,
          cluster.unopened(),
          cluster.namespaces(),
          kept,
          gone,
          itself);
    }
  }

  Assembly(DesiredState fromGit) {
    this.fromGit = fromGit;
    fromGit.clusters().forEach((name, cluster) -> parts.put(name, new Part(cluster)));
    notes.addAll(fromGit.diagnostics());
  }

  private Part part(SecretAddress address) {
    Part part = parts.get(address.cluster());
    if (part == null) {
      throw new IllegalStateException("cluster of " + address + " is not declared");
    }
    return part;
  }

  /** Whether anything is meant for the place: its content may still be unknown. */
  boolean isTaken(SecretAddress place) {
    Part part = part(place);
    return part.secrets.containsKey(place.ref()) || part.unreadable.containsKey(place.ref());
  }

  /** What Git declares for a place, where it could be opened. */
  Optional<DesiredSecret> fromGit(SecretAddress place) {
    return fromGit.find(place).or(() -> Optional.ofNullable(distributed.get(place)));
  }

  /** Adds a place to what Git declares, once it is known that there is one. */
  void declare(DesiredSecret secret) {
    distributed.put(secret.address(), secret);
    put(secret);
  }

  /** The Secret whose copy a place is meant for. */
  Optional<SecretAddress> owner(SecretAddress place) {
    return Optional.ofNullable(part(place).secrets.get(place.ref()))
        .map(DesiredSecret::origin)
        .filter(Origin.Collected.class::isInstance)
        .map(origin -> ((Origin.Collected) origin).source());
  }

  /** Gives a place to an offer. */
  void put(DesiredSecret secret) {
    Part part = part(secret.address());
    part.unreadable.remove(secret.address().ref());
    part.secrets.put(secret.address().ref(), secret);
  }

  /** Leaves a place as it is, because something that decides about it could not be read. */
  void unknown(SecretAddress place, Diagnostic why) {
    Part part = part(place);
    part.secrets.remove(place.ref());
    part.unreadable.put(place.ref(), why);
  }

  /** Takes a place from Git again, because somebody else has it. */
  void withdraw(SecretAddress place) {
    part(place).secrets.remove(place.ref());
    part(place).unreadable.remove(place.ref());
  }

  void keep(SecretAddress copy, Diagnostic why) {
    part(copy).kept.put(copy.ref(), why);
  }

  void gone(SecretAddress copy, Gone gone) {
    part(copy).gone.put(copy.ref(), gone);
  }

  void itself(SecretAddress source, String allowedBy) {
    part(source).itself.put(source.ref(), allowedBy);
  }

  void refuse(RefusedOffer offer) {
    refused.add(offer);
  }

  void note(Diagnostic diagnostic) {
    notes.add(diagnostic);
  }

  DesiredState state() {
    SortedMap<String, DesiredCluster> clusters = new TreeMap<>();
    parts.forEach((name, part) -> clusters.put(name, part.assembled()));
    return new DesiredState(
        fromGit.revision(),
        fromGit.installation(),
        clusters,
        fromGit.unassigned(),
        refused,
        fromGit.distributions(),
        notes.all());
  }
}
