package dev.secretsync.plan;

import dev.secretsync.diff.Difference;
import dev.secretsync.model.SecretAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Since when drift has been there, as far as earlier reports tell. A report that could not read a
 * cluster neither ends what was there nor hides that it went away.
 *
 * @param reports the earlier ones, the latest first
 * @param gone what has been put right or taken back since the last report that could tell, with the
 *     time of that report
 */
public record DriftHistory(List<EarlierDrift> reports, SortedMap<DriftKey, Instant> gone) {
  public DriftHistory {
    reports =
        reports.stream()
            .distinct()
            .sorted(Comparator.comparing(EarlierDrift::time).reversed())
            .toList();
    gone = new TreeMap<>(gone);
  }

  /**
   * How long something has been there.
   *
   * @param first the time of the earliest report without interruption
   * @param reports how many of them had it
   */
  public record Since(Instant first, int reports) {}

  /** Where no report was given. */
  public static DriftHistory none() {
    return new DriftHistory(List.of(), new TreeMap<>());
  }

  /**
   * Compares with what there is now.
   *
   * @param now everything that has happened, ignored or not
   * @param plan says what could not be read this time
   */
  static DriftHistory of(Collection<EarlierDrift> earlier, Drift now, Plan plan) {
    DriftHistory history = new DriftHistory(List.copyOf(earlier), new TreeMap<>());
    Set<DriftKey> here = now.keys().collect(Collectors.toUnmodifiableSet());
    Set<String> unreadable =
        plan.clusters().values().stream()
            .filter(cluster -> cluster.unreadable().isPresent())
            .map(PlannedCluster::name)
            .collect(Collectors.toUnmodifiableSet());
    Set<SecretAddress> unknown = new HashSet<>(unknown(plan));
    SortedMap<DriftKey, Instant> gone = new TreeMap<>();
    history.reports.stream()
        .flatMap(report -> report.found().stream())
        .distinct()
        .filter(key -> !here.contains(key))
        .filter(key -> plan.concerns(key.address().cluster()))
        .filter(key -> !unreadable.contains(key.address().cluster()))
        .filter(key -> !unknown.contains(key.address()))
        .forEach(key -> history.lastSeen(key).ifPresent(time -> gone.put(key, time)));
    return new DriftHistory(history.reports, gone);
  }

  /** What a plan could not compare, in order of address. */
  public static List<SecretAddress> unknown(Plan plan) {
    return plan.changes().stream()
        .filter(change -> change.difference() instanceof Difference.Unknown)
        .map(PlannedChange::address)
        .toList();
  }

  /** The time of the last report that could tell, if it was there then. */
  private Optional<Instant> lastSeen(DriftKey key) {
    return reports.stream()
        .filter(report -> report.found().contains(key) || report.couldTell(key.address()))
        .findFirst()
        .filter(report -> report.found().contains(key))
        .map(EarlierDrift::time);
  }

  /** Since when something has been there; empty when it is new. */
  public Optional<Since> since(DriftKey key) {
    Optional<Since> since = Optional.empty();
    int seen = 0;
    for (EarlierDrift report : reports) {
      if (report.found().contains(key)) {
        seen++;
        since = Optional.of(new Since(report.time(), seen));
      } else if (report.couldTell(key.address())) {
        break;
      }
    }
    return since;
  }

  /**
   * How long the same has been there in the clusters of a group.
   *
   * @param fresh in how many of them no earlier report saw it without interruption
   * @param first when the first of the others was seen first
   */
  public record Past(int fresh, Optional<Instant> first) {}

  /** How long the members of a group have been there. */
  public Past past(DriftGroup group) {
    List<Optional<Since>> all = group.keys().map(this::since).toList();
    return new Past(
        (int) all.stream().filter(Optional::isEmpty).count(),
        all.stream().flatMap(Optional::stream).map(Since::first).min(Comparator.naturalOrder()));
  }

  /** How much of this no earlier report had without interruption. */
  public int countNew(Drift drift) {
    return (int) drift.keys().filter(key -> since(key).isEmpty()).count();
  }

  /** Whether there is anything to compare with. */
  public boolean isEmpty() {
    return reports.isEmpty();
  }
}
