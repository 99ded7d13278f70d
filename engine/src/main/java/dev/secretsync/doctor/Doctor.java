package dev.secretsync.doctor;

import dev.secretsync.access.Access;
import dev.secretsync.access.Identity;
import dev.secretsync.cluster.ClusterOpener;
import dev.secretsync.cluster.ClusterOpener.Opening;
import dev.secretsync.crypt.KeyRing;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.desired.EncryptedFiles;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Running;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Looks at keys and clusters before the first run, so that the first run does not fail halfway. */
public final class Doctor {
  private final ClusterOpener clusters;
  private final Identity identity;
  private final Clock clock;

  /**
   * @param identity as whom we come
   * @param clock ours, which that of each cluster is held against
   */
  public Doctor(ClusterOpener clusters, Identity identity, Clock clock) {
    this.clusters = clusters;
    this.identity = identity;
    this.clock = clock;
  }

  /**
   * Looks at all of them, side by side; what is wrong with one does not keep it from the others.
   *
   * @param needs by name of the cluster
   */
  public Findings examine(
      Collection<ClusterDeclaration> declared,
      SortedMap<String, Access> needs,
      EncryptedFiles files,
      KeyRing keys) {
    SortedMap<String, Future<ClusterExamination.Seen>> running = new TreeMap<>();
    Map<String, ClusterDeclaration> byName = new HashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (ClusterDeclaration cluster : declared) {
        byName.put(cluster.name(), cluster);
        Access access = needs.get(cluster.name());
        if (access == null) {
          throw new IllegalStateException("nobody said what cluster " + cluster.name() + " needs");
        }
        running.put(cluster.name(), threads.submit(() -> examine(cluster, access)));
      }
      List<Check> repository = keys(files, keys);
      SortedMap<String, ClusterExamination.Seen> seen = new TreeMap<>();
      running.forEach((name, one) -> seen.put(name, Running.result(one)));
      return new Findings(identity, repository, examinations(seen, byName));
    }
  }

  private ClusterExamination.Seen examine(ClusterDeclaration cluster, Access access) {
    return switch (clusters.open(cluster.name(), cluster.context())) {
      case Opening.Refused(Diagnostic why) ->
          ClusterExamination.Seen.nothing(List.of(Check.of(Topic.REACHABLE, why)));
      case Opening.Opened opened -> {
        try (var open = opened.cluster()) {
          yield new ClusterExamination(cluster, access, identity, clock)
              .of(open, opened.warnings());
        }
      }
    };
  }

  private static List<Check> keys(EncryptedFiles files, KeyRing keys) {
    List<Diagnostic> missing = files.withoutKey(keys);
    if (missing.isEmpty()) {
      return List.of(
          Check.well(
              Topic.KEYS,
              files.count() == 1
                  ? "the one encrypted file can be opened"
                  : "all " + files.count() + " encrypted files can be opened"));
    }
    return missing.stream().map(one -> Check.of(Topic.KEYS, one)).toList();
  }

  /** Whether two names lead to one cluster can only be told when all were seen (T12). */
  private static List<Examination> examinations(
      SortedMap<String, ClusterExamination.Seen> seen, Map<String, ClusterDeclaration> declared) {
    Map<String, List<String>> byUid = new HashMap<>();
    seen.forEach((name, one) ->
        one.uid().ifPresent(uid -> byUid.computeIfAbsent(uid, _ -> new ArrayList<>()).add(name)));
    List<Examination> all = new ArrayList<>();
    seen.forEach((name, one) -> {
      List<Check> checks = new ArrayList<>(one.checks());
      one.uid().stream()
          .flatMap(uid -> byUid.getOrDefault(uid, List.of()).stream())
          .filter(other -> !other.equals(name))
          .forEach(other -> checks.add(Check.of(Topic.IDENTITY, twice(name, other))));
      checks.sort((a, b) -> a.topic().compareTo(b.topic()));
      ClusterDeclaration cluster = declared.get(name);
      all.add(new Examination(name, cluster == null ? name : cluster.context(), checks));
    });
    return all;
  }

  private static Diagnostic twice(String name, String other) {
    return Diagnostic.error(
        Code.SAME_CLUSTER_TWICE,
        name,
        "is the same cluster as " + other + ": both have the same UID of namespace kube-system",
        "declare it once, or point spec.context of one of them at another cluster");
  }
}
