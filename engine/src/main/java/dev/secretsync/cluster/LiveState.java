package dev.secretsync.cluster;

import dev.secretsync.model.LastWrite;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What could be seen of the fleet.
 *
 * @param clusters one observation for every cluster that was looked at, by declared name
 */
public record LiveState(SortedMap<String, Observation> clusters) {
  public LiveState {
    clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
  }

  /** The Secret at an address, where its namespace could be listed and holds it. */
  public Optional<LiveSecret> find(SecretAddress address) {
    if (clusters.get(address.cluster()) instanceof Observation.Read read
        && read.namespaces().get(address.ref().namespace())
            instanceof Observation.NamespaceState.Listed listed) {
      return Optional.ofNullable(listed.secrets().get(address.ref().name()));
    }
    return Optional.empty();
  }

  /** Whether it is known what is at an address, be it nothing. */
  public boolean sees(SecretAddress address) {
    return clusters.get(address.cluster()) instanceof Observation.Read read
        && switch (read.namespaces().get(address.ref().namespace())) {
          case null -> false;
          case Observation.NamespaceState.Listed listed -> true;
          case Observation.NamespaceState.Absent absent -> true;
          case Observation.NamespaceState.Unknown unknown -> false;
        };
  }

  /** The namespaces of a cluster that were found by a label, with all their labels. */
  public SortedMap<String, SortedMap<String, String>> labelled(String cluster) {
    return clusters.get(cluster) instanceof Observation.Read read
            && read.labelled() instanceof Observation.Labelled.Found found
        ? found.namespaces()
        : Collections.emptySortedMap();
  }

  /** Every Secret that was seen, in order of address. */
  public Stream<Seen> secrets() {
    return clusters.entrySet().stream()
        .flatMap(cluster ->
            cluster.getValue() instanceof Observation.Read read
                ? read.namespaces().values().stream()
                    .filter(Observation.NamespaceState.Listed.class::isInstance)
                    .map(Observation.NamespaceState.Listed.class::cast)
                    .flatMap(listed -> listed.secrets().values().stream())
                    .map(secret -> new Seen(cluster.getKey(), secret))
                : Stream.of());
  }

  /** What the objects of an installation say about their last write. */
  public SortedMap<SecretAddress, LastWrite> lastWrites(String installation) {
    SortedMap<SecretAddress, LastWrite> writes = new TreeMap<>();
    secrets()
        .filter(seen -> mayBeOf(installation, seen.secret()))
        .forEach(seen -> lastWrite(seen.secret()).ifPresent(w -> writes.put(seen.address(), w)));
    return writes;
  }

  /** Also one whose label was stripped: that it is ours is then only known by its field manager. */
  private static boolean mayBeOf(String installation, LiveSecret secret) {
    String label = secret.content().labels().get(Marks.INSTALLATION);
    return label == null
        ? secret.managers().stream().anyMatch(entry -> entry.manager().equals(Marks.MANAGER))
        : label.equals(installation);
  }

  private static Optional<LastWrite> lastWrite(LiveSecret secret) {
    SortedMap<String, String> annotations = secret.content().annotations();
    String version = annotations.get(Marks.SOURCE_VERSION);
    if (version != null) {
      return Optional.of(new LastWrite.Collected(version, Marks.owner(annotations)));
    }
    String file = annotations.get(Marks.SOURCE_FILE);
    String blob = annotations.get(Marks.SOURCE_BLOB);
    String commit = annotations.get(Marks.SOURCE_COMMIT);
    return file == null || blob == null || commit == null
        ? Optional.empty()
        : Optional.of(new LastWrite.Declared(file, blob, commit));
  }

  /**
   * A Secret and the cluster it was seen in.
   *
   * @param cluster the declared name
   * @param secret the Secret
   */
  public record Seen(String cluster, LiveSecret secret) {
    /** Its address in the fleet. */
    public SecretAddress address() {
      return new SecretAddress(cluster, secret.ref());
    }
  }
}
