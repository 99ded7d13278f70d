package dev.secretsync.policy;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.declare.PolicyDeclaration.Limit;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How much one run may do to one cluster before somebody has to count it out. Every declared limit
 * is held, so that the strictest decides; where no policy limits deletes, a built-in limit does.
 * That a cluster is left with nothing is always asked, because it is what a lost file, a wrong
 * folder and a mistyped selector look like (K10).
 */
final class Limits {
  private static final int BUILT_IN_PERCENT = 30;
  private static final int BUILT_IN_FLOOR = 10;

  private final List<PolicyDeclaration> declared;
  private final Map<String, ClusterDeclaration> clusters;

  Limits(List<PolicyDeclaration> declared, Map<String, ClusterDeclaration> clusters) {
    this.declared = List.copyOf(declared);
    this.clusters = Map.copyOf(clusters);
  }

  /** Every limit that has something to say about {@code counts}, tripped or not. */
  List<Guard> hold(Counts counts) {
    List<Guard> held = new ArrayList<>();
    if (counts.emptied()) {
      held.add(held(Guard.Kind.EMPTY, counts, counts.destroyed(), 0, Optional.empty()));
    }
    if (counts.destroyed() > 0) {
      protectedBy(counts.cluster())
          .forEach(at ->
              held.add(held(Guard.Kind.PROTECTED, counts, counts.destroyed(), 0, Optional.of(at))));
      deletes(counts, held);
    }
    if (counts.changed() > 0) {
      limits(PolicyDeclaration::changes)
          .forEach(limit -> held.add(limited(Guard.Kind.CHANGES, counts, counts.changed(), limit)));
    }
    return held;
  }

  private void deletes(Counts counts, List<Guard> held) {
    List<Limit> limits = limits(PolicyDeclaration::deletes);
    limits.forEach(
        limit -> held.add(limited(Guard.Kind.DELETES, counts, counts.destroyed(), limit)));
    if (limits.isEmpty()) {
      held.add(
          held(
              Guard.Kind.DELETES,
              counts,
              counts.destroyed(),
              allowed(BUILT_IN_PERCENT, BUILT_IN_FLOOR, counts.managed()),
              Optional.empty()));
    }
  }

  private List<Limit> limits(Function<PolicyDeclaration, Optional<Limit>> which) {
    return declared.stream().flatMap(policy -> which.apply(policy).stream()).toList();
  }

  private List<SourceLocation> protectedBy(String cluster) {
    return Optional.ofNullable(clusters.get(cluster)).stream()
        .flatMap(one ->
            declared.stream()
                .flatMap(policy -> policy.protectedClusters().stream())
                .filter(guarded -> guarded.clusters().matches(one.labels())))
        .map(PolicyDeclaration.Protected::at)
        .toList();
  }

  /** A part of a limit that is not given allows nothing. */
  private static Guard limited(Guard.Kind kind, Counts counts, int count, Limit limit) {
    return held(
        kind,
        counts,
        count,
        allowed(limit.percent().orElse(0), limit.floor().orElse(0), counts.managed()),
        Optional.of(limit.at()));
  }

  private static Guard held(
      Guard.Kind kind, Counts counts, int count, int limit, Optional<SourceLocation> at) {
    return new Guard(kind, counts.cluster(), count, counts.managed(), limit, at, count > limit);
  }

  /** The greater of both; a share is rounded down, so that it is never exceeded. */
  private static int allowed(int percent, int floor, int managed) {
    return Math.max(Math.toIntExact((long) managed * percent / 100), floor);
  }
}
