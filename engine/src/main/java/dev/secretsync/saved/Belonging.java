package dev.secretsync.saved;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Run;
import dev.secretsync.plan.Part;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.ReviewedPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Whether results are of one apply of one fleet; each cluster is in one of them. */
final class Belonging {
  private static final String ONCE = "give the last result of each part, once";

  private final List<SavedResult> parts;
  private final List<Diagnostic> refusals = new ArrayList<>();

  /** By what it is known again. */
  private record Said(List<Run> runs, Optional<Part> about) {
    static Said by(SavedResult part) {
      return new Said(part.record().run().runs(), part.plan().flatMap(Plan::part));
    }
  }

  Belonging(List<SavedResult> parts) {
    this.parts = parts;
  }

  List<Diagnostic> refusals() {
    planned("is of another installation", Plan::installation);
    planned("is of another commit", Plan::revision);
    planned("was judged by another policy", Plan::policy);
    planned("has other changes of what is trusted", Plan::trust);
    planned("has other waves", Plan::waves);
    planned("leaves other Secrets without a cluster", Plan::unassigned);
    part("divides another fleet", Part::fleet);
    part("divides the fleet into more or fewer parts", part -> part.shard().of());
    same("was bounded by another plan", Belonging::reviewed);
    clusters();
    runs();
    return refusals;
  }

  private void planned(String words, Function<Plan, Object> what) {
    same(words, part -> part.plan().map(what));
  }

  private void part(String words, Function<Part, Object> what) {
    same(words, result -> result.plan().flatMap(Plan::part).map(what));
  }

  /** A run that was refused early may not say which plan it was given. */
  private static Optional<Object> reviewed(SavedResult part) {
    Optional<ReviewedPlan> reviewed = part.record().run().reviewed();
    return part.plan().isPresent() || reviewed.isPresent()
        ? Optional.of(reviewed)
        : Optional.empty();
  }

  /** Compares what is known with the first of which it is. */
  private void same(String words, Function<SavedResult, Optional<Object>> what) {
    Optional<SavedResult> first =
        parts.stream().filter(part -> what.apply(part).isPresent()).findFirst();
    parts.stream()
        .filter(part -> what.apply(part).isPresent())
        .filter(part -> first.filter(one -> what.apply(one).equals(what.apply(part))).isEmpty())
        .forEach(part ->
            refuse(
                part,
                words + " than " + first.map(one -> one.file().toString()).orElse(""),
                "merge the results of one apply"));
  }

  private void clusters() {
    Map<String, SavedResult> seen = new HashMap<>();
    for (SavedResult part : parts) {
      SortedSet<String> twice = new TreeSet<>();
      for (String cluster : names(part)) {
        Optional.ofNullable(seen.putIfAbsent(cluster, part))
            .ifPresent(other -> twice.add("cluster " + cluster + " as " + other.file() + " does"));
      }
      if (!twice.isEmpty()) {
        refuse(
            part,
            "tells of "
                + twice.first()
                + (twice.size() > 1 ? ", and of " + (twice.size() - 1) + " more" : ""),
            ONCE);
      }
    }
  }

  /** A result that tells of no cluster could be given twice unnoticed. */
  private void runs() {
    Map<Said, SavedResult> seen = new HashMap<>();
    parts.stream()
        .filter(part -> names(part).isEmpty())
        .forEach(part ->
            Optional.ofNullable(seen.putIfAbsent(Said.by(part), part))
                .ifPresent(other -> refuse(part, "is of the same run as " + other.file(), ONCE)));
  }

  private static SortedSet<String> names(SavedResult part) {
    return part.plan()
        .<SortedSet<String>>map(plan -> new TreeSet<>(plan.clusters().keySet()))
        .orElseGet(TreeSet::new);
  }

  private void refuse(SavedResult part, String summary, String hint) {
    refusals.add(Diagnostic.error(Code.RESULTS_APART, part.file().toString(), summary, hint));
  }
}
