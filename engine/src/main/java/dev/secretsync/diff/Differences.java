package dev.secretsync.diff;

import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Observation;
import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.desired.LastApplied;
import dev.secretsync.desired.RefusedOffer;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every difference between Git and the fleet. Value-free: from here on no stage can name plaintext.
 *
 * @param revision what was read from Git
 * @param installation whose objects these are
 * @param clusters by declared name
 * @param notCollected offers that do not get the place they were made for
 * @param unassigned declared Secrets that no cluster is authorized to hold
 * @param diagnostics what else is worth saying: leftovers that may not be looked for, objects that
 *     only look like ours
 */
public record Differences(
    Revision revision,
    String installation,
    SortedMap<String, ClusterDifferences> clusters,
    List<Difference> notCollected,
    SortedSet<String> unassigned,
    List<Diagnostic> diagnostics) {
  public Differences {
    clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
    notCollected = notCollected.stream().sorted(Difference.ORDER).toList();
    unassigned = Collections.unmodifiableSortedSet(new TreeSet<>(unassigned));
    diagnostics = diagnostics.stream().sorted().toList();
  }

  /**
   * Compares.
   *
   * @param desired what Git says
   * @param live what could be seen, with verified identities; a cluster that is missing here was
   *     not looked at
   * @param lastApplied what explains why they differ
   */
  public static Differences between(DesiredState desired, LiveState live, LastApplied lastApplied) {
    Problems notes = new Problems();
    SortedMap<String, ClusterDifferences> found = new TreeMap<>();
    desired
        .clusters()
        .forEach((name, cluster) ->
            found.put(name, of(cluster, live, desired.installation(), lastApplied, notes)));
    notes.addAll(desired.diagnostics());
    return new Differences(
        desired.revision(),
        desired.installation(),
        found,
        notCollected(desired),
        desired.unassigned(),
        notes.all());
  }

  private static List<Difference> notCollected(DesiredState desired) {
    return desired.refused().stream()
        .map(offer ->
            (Difference)
                new Difference.NotCollected(
                    offer.address(),
                    offer.wanted(),
                    offer.type(),
                    offer.labels(),
                    offer.origin(),
                    switch (offer.why()) {
                      case RefusedOffer.Why.Blocked blocked -> Optional.<String>empty();
                      case RefusedOffer.Why.Owned owned -> Optional.of(owned.owner());
                    }))
        .toList();
  }

  private static ClusterDifferences of(
      DesiredCluster cluster,
      LiveState live,
      String installation,
      LastApplied lastApplied,
      Problems notes) {
    int declared = cluster.declared();
    Observation seen = live.clusters().get(cluster.name());
    return switch (seen) {
      case null ->
          new ClusterDifferences(
              cluster.name(),
              Optional.empty(),
              Optional.empty(),
              declared,
              Collections.emptySortedSet(),
              List.of());
      case Observation.Unreadable unreadable ->
          ClusterDifferences.unknown(cluster.name(), declared, unreadable.why());
      case Observation.Read read ->
          new ClusterComparison(cluster, read, installation, lastApplied, notes).compare();
    };
  }
}
