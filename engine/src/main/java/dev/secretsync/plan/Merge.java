package dev.secretsync.plan;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.Shard;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Puts the plans of all shards together. Where none is missing it is the plan that one run would
 * have made of the whole fleet, in whatever order they come.
 */
public final class Merge {
  private static final String SAME_RUN =
      "plan every shard of the same commit with the same flags, and merge those";

  private static final String MISSING = "run its plan again and merge all of them";

  private final Parts parts;

  private Merge(List<NamedPlan> plans) {
    this.parts = new Parts(plans);
  }

  /**
   * The plan of the whole fleet. What belongs to a shard that is not there is unknown, and nothing
   * of the plan can be applied.
   *
   * @param plans at least one
   * @throws RefusedException when they are no parts of one plan
   */
  public static Plan of(List<NamedPlan> plans) {
    Merge merge = new Merge(plans);
    refuse(merge.whole());
    refuse(
        Stream.of(merge.parts.apart(Code.SHARD_MISMATCH, SAME_RUN), merge.twice())
            .flatMap(List::stream)
            .toList());
    refuse(merge.astray());
    return merge.merged();
  }

  private static void refuse(List<Diagnostic> refusals) {
    if (!refusals.isEmpty()) {
      throw new RefusedException(refusals);
    }
  }

  private List<Diagnostic> whole() {
    return parts.plans().stream()
        .filter(named -> named.plan().part().isEmpty())
        .map(named ->
            refused(
                named,
                "is about the whole fleet, and not about a shard of it",
                "apply it as it is, or plan with --shard"))
        .toList();
  }

  private List<Diagnostic> twice() {
    Map<Shard, NamedPlan> seen = new HashMap<>();
    return parts.plans().stream()
        .flatMap(named ->
            Optional.ofNullable(seen.putIfAbsent(shard(named), named)).stream()
                .map(other ->
                    refused(
                        named,
                        "is shard " + shard(named) + ", and so is " + other.name(),
                        "name each shard once")))
        .toList();
  }

  /** The fleet is divided once for all: to draw lots takes longer than all that follows. */
  private List<Diagnostic> astray() {
    SortedMap<Shard, SortedSet<String>> divided =
        parts.plans().getFirst().plan().part().orElseThrow().divided();
    return parts.plans().stream()
        .filter(named ->
            !isAbout(
                divided.getOrDefault(shard(named), Collections.emptySortedSet()), named.plan()))
        .map(named ->
            refused(
                named,
                "is not what shard " + shard(named) + " of its fleet has to be about",
                SAME_RUN))
        .toList();
  }

  private static boolean isAbout(SortedSet<String> clusters, Plan plan) {
    return plan.clusters().keySet().equals(clusters)
        && plan.changes().stream().allMatch(change -> clusters.contains(change.address().cluster()))
        && plan.guards().stream().allMatch(guard -> clusters.contains(guard.cluster()));
  }

  private static Shard shard(NamedPlan named) {
    return named.plan().part().orElseThrow().shard();
  }

  private static Diagnostic refused(NamedPlan named, String summary, String hint) {
    return Diagnostic.error(Code.SHARD_MISMATCH, named.name(), summary, hint);
  }

  private Plan merged() {
    Stream<NamedPlan> missing =
        parts.missing().entrySet().stream().map(entry -> missing(entry.getKey(), entry.getValue()));
    return new Parts(Stream.concat(parts.plans().stream(), missing).toList()).joined();
  }

  /** A shard without a plan is one of which nothing is known; each cluster says so for itself. */
  private NamedPlan missing(Shard shard, SortedSet<String> names) {
    Plan like = parts.plans().getFirst().plan();
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>();
    names.forEach(name -> clusters.put(name, unknown(name, shard, like)));
    return new NamedPlan(
        "shard " + shard,
        new Plan(
            like.revision(),
            like.installation(),
            like.policy(),
            like.trust(),
            clusters,
            List.of(),
            List.of(),
            like.waves(),
            like.unassigned(),
            List.of(
                Diagnostic.error(
                    Code.SHARD_MISSING,
                    "shard " + shard,
                    "is missing, with " + Parts.names(names),
                    MISSING))));
  }

  private static PlannedCluster unknown(String name, Shard shard, Plan like) {
    return new PlannedCluster(
        name,
        Optional.empty(),
        Optional.of(
            Diagnostic.error(
                Code.SHARD_MISSING,
                name,
                "was not planned: shard " + shard + " is missing",
                MISSING)),
        0,
        Plan.wave(name, like.waves()),
        Collections.emptySortedSet());
  }
}
