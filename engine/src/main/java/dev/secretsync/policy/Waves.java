package dev.secretsync.policy;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.model.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Deals clusters out to the declared waves: each goes into the first one that selects it. */
final class Waves {
  private Waves() {}

  /**
   * The waves that have a cluster, in order. What no wave selects comes last, all at once, because
   * a cluster that nobody thought of must not be the first one to be written to.
   */
  static List<Wave> of(
      Collection<PolicyDeclaration> policies, SortedMap<String, ClusterDeclaration> clusters) {
    List<PolicyDeclaration.Wave> declared =
        policies.stream().flatMap(policy -> policy.waves().stream()).toList();
    if (declared.isEmpty()) {
      return List.of();
    }
    SortedMap<String, ClusterDeclaration> left = new TreeMap<>(clusters);
    List<Wave> waves = new ArrayList<>();
    for (PolicyDeclaration.Wave wave : declared) {
      SortedSet<String> selected = new TreeSet<>();
      left.forEach((name, cluster) -> {
        if (wave.clusters().matches(cluster.labels())) {
          selected.add(name);
        }
      });
      left.keySet().removeAll(selected);
      if (!selected.isEmpty()) {
        waves.add(wave(wave, selected));
      }
    }
    if (!left.isEmpty()) {
      waves.add(
          new Wave(
              Wave.OTHERS,
              new TreeSet<>(left.keySet()),
              OptionalInt.empty(),
              OptionalInt.empty(),
              Duration.ZERO,
              false));
    }
    return waves;
  }

  /** A wave that says nothing about failures lets none pass: that is what a canary is for. */
  private static Wave wave(PolicyDeclaration.Wave wave, SortedSet<String> clusters) {
    int maxFailed =
        wave.maxFailed().flatMap(Share::parse).map(share -> share.of(clusters.size())).orElse(0);
    return new Wave(
        wave.name(),
        clusters,
        wave.maxParallel(),
        OptionalInt.of(maxFailed),
        wave.pause().orElse(Duration.ZERO),
        wave.requireVerified());
  }
}
