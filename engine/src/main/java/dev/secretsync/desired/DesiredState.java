package dev.secretsync.desired;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretRef;
import dev.secretsync.source.SourceTree;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the whole fleet should hold.
 *
 * @param revision where that was read
 * @param installation whose objects these are: the value of our label on them
 * @param clusters by declared name
 * @param unassigned declared Secrets that no cluster is authorized to hold
 * @param refused what claimants offered and does not get its place, in order of address
 * @param distributions what is declared for projects that have yet to be found
 * @param diagnostics the files that could not be opened
 */
public record DesiredState(
    Revision revision,
    String installation,
    SortedMap<String, DesiredCluster> clusters,
    SortedSet<String> unassigned,
    List<RefusedOffer> refused,
    List<Distribution> distributions,
    List<Diagnostic> diagnostics) {
  public DesiredState {
    clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
    unassigned = Collections.unmodifiableSortedSet(new TreeSet<>(unassigned));
    distributions = List.copyOf(distributions);
    refused =
        refused.stream()
            .sorted(Comparator.comparing(RefusedOffer::address).thenComparing(RefusedOffer::wanted))
            .toList();
    diagnostics = diagnostics.stream().sorted().toList();
  }

  /**
   * Decrypts what is declared and puts it where it belongs. A file that cannot be opened makes its
   * Secrets unknown, in every cluster, and does not stop the others; a value that no Secret can
   * hold is a problem of the declarations.
   *
   * @param scope where leftovers may be
   */
  public static DesiredState of(
      Declarations declared,
      Targets targets,
      Scope scope,
      SourceTree tree,
      OpenedFiles files,
      String installation,
      Problems problems) {
    SortedMap<String, DesiredCluster> clusters = new TreeMap<>();
    Marker marker = new Marker(tree, installation);
    declared
        .clusters()
        .forEach((name, cluster) ->
            clusters.put(name, cluster(cluster, targets, scope, marker, files, problems)));
    List<Distribution> distributions =
        targets.forProjects().stream()
            .map(one -> distribution(one, marker, files, problems))
            .toList();
    Problems notes = new Problems();
    notes.addAll(files.unopened());
    if (!scope.complete()) {
      notes.add(
          Diagnostic.warning(
              Code.SHALLOW_HISTORY,
              "history",
              "only part of the history is here; a namespace whose last declaration was removed"
                  + " earlier is not looked at",
              "fetch the whole history (fetch-depth: 0)"));
    }
    return new DesiredState(
        tree.revision(),
        installation,
        clusters,
        targets.unassigned(),
        List.of(),
        distributions,
        notes.all());
  }

  /** What is unknown goes to the same projects as what is known, so that it is missed there. */
  private static Distribution distribution(
      Targets.ForProjects target, Marker marker, OpenedFiles files, Problems problems) {
    ManagedSecret secret = target.secret();
    OpenedFiles.Data data = files.dataOf(secret, problems);
    return new Distribution(
        target.kargo().cluster(),
        target.kargo().name(),
        target.kargo().product().namespaces(),
        target.projects(),
        new DesiredSecret(
            SecretAddress.of(target.kargo().cluster(), "", secret.secretName()),
            marker.mark(
                secret,
                data instanceof OpenedFiles.Data.Known known
                    ? known.values()
                    : Collections.emptySortedMap()),
            secret.adopt(),
            new Origin.Declared(secret.at(), marker.blob(secret.file())),
            List.of("controlPlane " + target.kargo().name())),
        data instanceof OpenedFiles.Data.Unknown unknown
            ? Optional.of(unknown.why())
            : Optional.empty());
  }

  private static DesiredCluster cluster(
      ClusterDeclaration cluster,
      Targets targets,
      Scope scope,
      Marker marker,
      OpenedFiles files,
      Problems problems) {
    SortedMap<SecretRef, DesiredSecret> secrets = new TreeMap<>();
    SortedMap<SecretRef, Diagnostic> unreadable = new TreeMap<>();
    targets
        .in(cluster.name())
        .forEach((address, target) -> {
          ManagedSecret secret = target.secret();
          switch (files.dataOf(secret, problems)) {
            case OpenedFiles.Data.Known known ->
                secrets.put(
                    address.ref(),
                    new DesiredSecret(
                        address,
                        marker.mark(secret, known.values()),
                        secret.adopt(),
                        new Origin.Declared(secret.at(), marker.blob(secret.file())),
                        target.reasons()));
            case OpenedFiles.Data.Unknown unknown -> unreadable.put(address.ref(), unknown.why());
          }
        });
    return DesiredCluster.declared(
        cluster.name(),
        cluster.context(),
        cluster.identity(),
        secrets,
        unreadable,
        files.unopenedFiles(),
        scope.namespaces().getOrDefault(cluster.name(), Collections.emptySortedSet()));
  }

  /** The same, without what other clusters than these should hold. */
  public DesiredState in(Set<String> some) {
    SortedMap<String, DesiredCluster> kept = new TreeMap<>(clusters);
    kept.keySet().retainAll(some);
    return new DesiredState(
        revision, installation, kept, unassigned, refused, distributions, diagnostics);
  }

  /** What is declared for an address, where its file could be opened. */
  public Optional<DesiredSecret> find(SecretAddress address) {
    return Optional.ofNullable(clusters.get(address.cluster()))
        .flatMap(cluster -> Optional.ofNullable(cluster.secrets().get(address.ref())));
  }

  /** Every address that something is desired at. */
  public SortedSet<SecretAddress> addresses() {
    return addresses(secret -> true);
  }

  /**
   * Every address that Git declares something for by name. Projects that a selector finds are not
   * among them: a project may be newer than the commit that declared the Secret for it.
   */
  SortedSet<SecretAddress> declared() {
    return addresses(secret ->
        secret.origin() instanceof Origin.Declared
            && distributions.stream().noneMatch(one -> one.found(secret)));
  }

  private SortedSet<SecretAddress> addresses(Predicate<DesiredSecret> which) {
    return clusters.values().stream()
        .flatMap(cluster -> cluster.secrets().values().stream())
        .filter(which)
        .map(DesiredSecret::address)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
