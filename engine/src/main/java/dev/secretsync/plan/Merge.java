package dev.secretsync.plan;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.Shard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the plans of all shards together. Where none is missing it is the plan that one run would
 * have made of the whole fleet, in whatever order they come.
 */
public final class Merge {
  private static final String SAME_RUN =
      "plan every shard of the same commit with the same flags, and merge those";

  /** How many names one line takes. */
  private static final int FEW = 10;

  /**
   * What all parts share; of what does not, the first is said, for the others may follow from it.
   */
  private static final List<Shared> SHARED =
      List.of(
          new Shared(Plan::revision, "is of another commit"),
          new Shared(plan -> part(plan).fleet(), "is about another fleet"),
          new Shared(plan -> part(plan).shard().of(), "divides the fleet into more or fewer"),
          new Shared(Plan::installation, "is for another installation"),
          new Shared(Plan::policy, "was judged by another policy"),
          new Shared(Plan::trust, "has other changes of what is trusted"),
          new Shared(Plan::waves, "has other waves"),
          new Shared(Plan::unassigned, "leaves other Secrets without a cluster"));

  private final List<Named> parts;
  private final Named first;
  private final List<Diagnostic> refusals = new ArrayList<>();

  private record Shared(Function<Plan, Object> what, String words) {}

  /**
   * A plan and what people call it.
   *
   * @param name the file that it was read from
   * @param plan of one shard
   */
  public record Named(String name, Plan plan) {
    private Part part() {
      return Merge.part(plan);
    }
  }

  private static Part part(Plan plan) {
    return plan.part().orElseThrow();
  }

  private Merge(List<Named> parts) {
    this.parts = List.copyOf(parts);
    this.first = parts.getFirst();
  }

  /**
   * The plan of the whole fleet. What belongs to a shard that is not there is unknown, and nothing
   * of the plan can be applied.
   *
   * @param plans at least one
   * @throws RefusedException when they are no parts of one plan
   */
  public static Plan of(List<Named> plans) {
    List<Diagnostic> whole =
        plans.stream()
            .filter(named -> named.plan().part().isEmpty())
            .map(named ->
                refused(
                    named.name(),
                    "is about the whole fleet, and not about a shard of it",
                    "apply it as it is, or plan with --shard"))
            .toList();
    if (!whole.isEmpty()) {
      throw new RefusedException(whole);
    }
    Merge merge = new Merge(plans);
    merge.check();
    if (!merge.refusals.isEmpty()) {
      throw new RefusedException(merge.refusals);
    }
    return merge.merged();
  }

  private void check() {
    parts.stream()
        .flatMap(named ->
            SHARED.stream()
                .filter(one -> !one.what.apply(named.plan()).equals(one.what.apply(first.plan())))
                .findFirst()
                .map(one -> refused(named.name(), one.words + " than " + first.name(), SAME_RUN))
                .stream())
        .forEach(refusals::add);
    Map<Shard, String> seen = new HashMap<>();
    for (Named named : parts) {
      Shard shard = named.part().shard();
      String other = seen.putIfAbsent(shard, named.name());
      if (other != null) {
        refusals.add(
            refused(
                named.name(),
                "is shard " + shard + ", and so is " + other,
                "name each shard once"));
      }
      if (!keepsToItsClusters(named)) {
        refusals.add(
            refused(
                named.name(),
                "is not what shard " + shard + " of its fleet has to be about",
                SAME_RUN));
      }
    }
  }

  private static boolean keepsToItsClusters(Named named) {
    Plan plan = named.plan();
    SortedSet<String> ours = named.part().clusters();
    return plan.clusters().keySet().equals(ours)
        && plan.changes().stream().allMatch(change -> ours.contains(change.address().cluster()))
        && plan.guards().stream().allMatch(guard -> ours.contains(guard.cluster()));
  }

  private static Diagnostic refused(String subject, String summary, String hint) {
    return Diagnostic.error(Code.SHARD_MISMATCH, subject, summary, hint);
  }

  private Plan merged() {
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>();
    parts.forEach(named -> clusters.putAll(named.plan().clusters()));
    List<Diagnostic> missing = new ArrayList<>();
    Part.missing(parts.stream().map(Named::part).toList())
        .forEach((shard, names) -> {
          missing.add(
              Diagnostic.error(
                  Code.SHARD_MISSING,
                  "shard " + shard,
                  "is missing, with " + names(names),
                  "run its plan again and merge all of them"));
          names.forEach(name -> clusters.put(name, unknown(name, shard)));
        });
    Plan plan = first.plan();
    return new Plan(
        plan.revision(),
        plan.installation(),
        plan.policy(),
        plan.trust(),
        clusters,
        parts.stream().flatMap(named -> named.plan().changes().stream()).toList(),
        parts.stream().flatMap(named -> named.plan().guards().stream()).toList(),
        plan.waves(),
        plan.unassigned(),
        Stream.concat(
                missing.stream(),
                parts.stream().flatMap(named -> named.plan().diagnostics().stream()))
            .toList());
  }

  /** Each cluster is named for itself besides. */
  private static String names(SortedSet<String> clusters) {
    int more = clusters.size() - FEW;
    return (clusters.size() == 1 ? "cluster " : "clusters ")
        + clusters.stream().limit(FEW).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private PlannedCluster unknown(String name, Shard shard) {
    return new PlannedCluster(
        name,
        Optional.empty(),
        Optional.of(
            Diagnostic.error(
                Code.SHARD_MISSING,
                name,
                "was not planned: shard " + shard + " is missing",
                "run its plan again and merge all of them")),
        0,
        Plan.wave(name, first.plan().waves()),
        Collections.emptySortedSet());
  }
}
