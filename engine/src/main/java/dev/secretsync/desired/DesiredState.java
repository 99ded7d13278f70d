package dev.secretsync.desired;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Revision;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the whole fleet should hold.
 *
 * @param revision where that was read
 * @param installation whose objects these are: the value of our label on them
 * @param clusters by declared name
 * @param unassigned declared Secrets that no cluster is authorized to hold
 * @param diagnostics what could not be opened, and warnings
 */
public record DesiredState(
    Revision revision,
    String installation,
    SortedMap<String, DesiredCluster> clusters,
    SortedSet<String> unassigned,
    List<Diagnostic> diagnostics) {
  public DesiredState {
    clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
    unassigned = Collections.unmodifiableSortedSet(new TreeSet<>(unassigned));
    diagnostics = diagnostics.stream().sorted().toList();
  }
}
