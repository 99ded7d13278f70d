package dev.secretsync.plan;

import dev.secretsync.diff.Difference;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.EarlierDrift.Sighting;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Since when drift has been there, as far as earlier reports tell. A report that could not read a
 * cluster neither ends what was there nor hides that it went away.
 *
 * @param reports the earlier ones, the latest first
 * @param gone what has been put right or taken back since the last report that could tell, with the
 *     time of that report
 * @param unseen what was there when it was last looked at, and could not be looked at this time
 */
public record DriftHistory(
    List<EarlierDrift> reports,
    SortedMap<DriftKey, Instant> gone,
    SortedMap<DriftKey, Sighting> unseen) {
  public DriftHistory {
    reports =
        reports.stream()
            .distinct()
            .sorted(Comparator.comparing(EarlierDrift::time).reversed())
            .toList();
    gone = new TreeMap<>(gone);
    unseen = new TreeMap<>(unseen);
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
    return of(List.of());
  }

  private static DriftHistory of(Collection<EarlierDrift> reports) {
    return new DriftHistory(List.copyOf(reports), new TreeMap<>(), new TreeMap<>());
  }

  /**
   * All that reports say together, as one: what a run that could not look at anything passes on.
   *
   * @return empty when there are none
   */
  public static Optional<EarlierDrift> together(Collection<EarlierDrift> reports) {
    DriftHistory history = of(reports);
    return history.reports.stream()
        .findFirst()
        .map(latest -> {
          Map<DriftKey, Sighting> found = new HashMap<>();
          history
              .everything()
              .forEach(key -> history.open(key).ifPresent(it -> found.put(key, it)));
          return new EarlierDrift(latest.time(), found, latest.unreadable(), latest.unknown());
        });
  }

  /**
   * Compares with what there is now.
   *
   * @param now everything that has happened, ignored or not
   * @param plan says what could not be read this time
   */
  static DriftHistory of(Collection<EarlierDrift> earlier, Drift now, Plan plan) {
    DriftHistory history = of(earlier);
    Set<DriftKey> here = now.keys().collect(Collectors.toUnmodifiableSet());
    Set<SecretAddress> unknown = new HashSet<>(unknown(plan));
    SortedMap<DriftKey, Instant> gone = new TreeMap<>();
    SortedMap<DriftKey, Sighting> unseen = new TreeMap<>();
    history
        .everything()
        .filter(key -> !here.contains(key))
        .forEach(key ->
            history
                .open(key)
                .ifPresent(sighting -> {
                  if (unknown.contains(key.address()) || !looked(plan, key.address().cluster())) {
                    unseen.put(key, sighting);
                  } else if (plan.concerns(key.address().cluster())) {
                    gone.put(key, sighting.last());
                  }
                }));
    return new DriftHistory(history.reports, gone, unseen);
  }

  /** Whether a cluster was looked at; one that is no longer declared needs no looking at. */
  private static boolean looked(Plan plan, String cluster) {
    boolean others =
        plan.part().filter(part -> part.fleet().contains(cluster)).isPresent()
            && !plan.concerns(cluster);
    return !others
        && Optional.ofNullable(plan.clusters().get(cluster))
            .flatMap(PlannedCluster::unreadable)
            .isEmpty();
  }

  private Stream<DriftKey> everything() {
    return reports.stream().flatMap(report -> report.found().keySet().stream()).distinct();
  }

  /** What a plan could not compare, in order of address. */
  public static List<SecretAddress> unknown(Plan plan) {
    return plan.changes().stream()
        .filter(change -> change.difference() instanceof Difference.Unknown)
        .map(PlannedChange::address)
        .toList();
  }

  /** What is known of something that was there when somebody last could tell. */
  private Optional<Sighting> open(DriftKey key) {
    return reports.stream()
        .filter(report -> report.found().containsKey(key) || report.couldTell(key.address()))
        .findFirst()
        .flatMap(report -> Optional.ofNullable(report.found().get(key)))
        .flatMap(last ->
            since(key).map(since -> new Sighting(since.first(), last.last(), since.reports())));
  }

  /**
   * Since when something has been there; empty when it is new. A report that was compared with
   * others speaks for the time of those, too.
   */
  public Optional<Since> since(DriftKey key) {
    Optional<Since> since = Optional.empty();
    for (EarlierDrift report : reports) {
      if (since.filter(known -> !report.time().isBefore(known.first())).isPresent()) {
        continue;
      }
      Sighting sighting = report.found().get(key);
      if (sighting != null) {
        int seen = since.map(Since::reports).orElse(0);
        since = Optional.of(new Since(sighting.first(), seen + sighting.reports()));
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
