package dev.secretsync.desired;

import dev.secretsync.declare.AllowedClusters;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.Grant;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.declare.SecretSource;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Which files of Git decide that a Secret belongs to a place, and with which content. While none of
 * their blobs moved, what Git says about that place is what it said before, whatever commits came
 * in between. Policies are not among them: they judge, and a plan names them by itself.
 */
public final class InputFiles
    implements BiFunction<SecretAddress, Origin, SortedMap<String, String>> {
  private final Declarations declared;
  private final SourceTree tree;
  private final Map<SourceLocation, ManagedSecret> secrets = new HashMap<>();
  private final Map<SourceLocation, List<AllowedClusters>> covering = new HashMap<>();
  private final Map<Taken, List<SourceLocation>> taking = new HashMap<>();

  /** A fleet has many Secrets and few sets of files: equal ones are kept once. */
  private final Map<SortedMap<String, String>, SortedMap<String, String>> known = new HashMap<>();

  /** What a control plane takes from a cluster is the same question for all its Secrets. */
  private record Taken(String controlPlane, String cluster) {}

  private InputFiles(Declarations declared, SourceTree tree) {
    this.declared = declared;
    this.tree = tree;
    declared.secrets().forEach(secret -> secrets.put(secret.at(), secret));
  }

  /**
   * Of one revision.
   *
   * @param tree where {@code declared} was read from
   */
  public static InputFiles of(Declarations declared, SourceTree tree) {
    return new InputFiles(declared, tree);
  }

  /**
   * The blob id of each of them, by path; an unmodifiable map, the same one for the same files.
   *
   * @param place where the Secret belongs
   * @param origin where its content comes from
   */
  @Override
  public SortedMap<String, String> apply(SecretAddress place, Origin origin) {
    SortedMap<String, String> files = new TreeMap<>();
    cluster(place.cluster()).ifPresent(cluster -> add(cluster.at(), files));
    switch (origin) {
      case Origin.Declared(SourceLocation at, String blob) -> {
        files.put(at.file(), blob);
        Optional.ofNullable(secrets.get(at)).ifPresent(secret -> addGrants(secret, place, files));
      }
      case Origin.Collected collected -> {
        cluster(collected.source().cluster()).ifPresent(cluster -> add(cluster.at(), files));
        Optional.ofNullable(declared.controlPlanes().get(collected.controlPlane()))
            .ifPresent(plane -> addPlane(plane, files));
        taking
            .computeIfAbsent(
                new Taken(collected.controlPlane(), collected.source().cluster()), this::sources)
            .forEach(at -> add(at, files));
      }
    }
    return known.computeIfAbsent(files, Collections::unmodifiableSortedMap);
  }

  /**
   * Which files say that a control plane takes a Secret from the cluster that owns it.
   *
   * @param collected what it takes
   */
  public SortedSet<String> taking(Origin.Collected collected) {
    SortedSet<String> files = new TreeSet<>();
    Optional.ofNullable(declared.controlPlanes().get(collected.controlPlane()))
        .ifPresent(plane -> files.add(plane.at().file()));
    taking
        .computeIfAbsent(
            new Taken(collected.controlPlane(), collected.source().cluster()), this::sources)
        .forEach(at -> files.add(at.file()));
    return files;
  }

  private void addGrants(ManagedSecret secret, SecretAddress place, SortedMap<String, String> to) {
    cluster(place.cluster())
        .ifPresent(cluster ->
            covering.computeIfAbsent(secret.at(), _ -> covering(secret)).stream()
                .filter(one -> allows(one.grants(), cluster))
                .forEach(one -> add(one.at(), to)));
    secret
        .controlPlane()
        .flatMap(name -> Optional.ofNullable(declared.controlPlanes().get(name)))
        .filter(plane -> plane.cluster().equals(place.cluster()))
        .ifPresent(plane -> add(plane.at(), to));
  }

  private List<AllowedClusters> covering(ManagedSecret secret) {
    return declared.authorizations().stream().filter(one -> one.covers(secret)).toList();
  }

  private static boolean allows(List<Grant> grants, ClusterDeclaration cluster) {
    return grants.stream().anyMatch(grant -> grant.allows(cluster));
  }

  /** Its host too: a copy that goes on to another cluster goes by way of it. */
  private void addPlane(ControlPlane plane, SortedMap<String, String> to) {
    add(plane.at(), to);
    cluster(plane.cluster()).ifPresent(host -> add(host.at(), to));
  }

  private List<SourceLocation> sources(Taken taken) {
    return cluster(taken.cluster()).stream()
        .flatMap(cluster ->
            declared.sources().stream()
                .filter(source -> source.controlPlane().equals(taken.controlPlane()))
                .filter(source -> source.clusters().matches(cluster.labels())))
        .map(SecretSource::at)
        .toList();
  }

  private Optional<ClusterDeclaration> cluster(String name) {
    return Optional.ofNullable(declared.clusters().get(name));
  }

  private void add(SourceLocation at, SortedMap<String, String> to) {
    Optional.ofNullable(tree.files().get(at.file()))
        .map(SourceFile::blobId)
        .ifPresent(blob -> to.put(at.file(), blob));
  }
}
