package dev.secretsync.saved;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Run;
import dev.secretsync.plan.NamedPlan;
import dev.secretsync.plan.Part;
import dev.secretsync.plan.Parts;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.ReviewedPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whether results are of one apply of one fleet; each cluster is in one of them. */
final class Belonging {
  private static final String ONE_APPLY = "merge the results of one apply";
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
    refusals.addAll(plans(parts).apart(Code.RESULTS_APART, ONE_APPLY));
    bounds();
    clusters();
    runs();
    return refusals;
  }

  /** Those of results that say what was planned. */
  static Parts plans(List<SavedResult> parts) {
    return new Parts(
        parts.stream()
            .flatMap(part ->
                part.plan().stream().map(plan -> new NamedPlan(part.file().toString(), plan)))
            .toList());
  }

  /** A run that was refused early may not say which plan it was given. */
  private void bounds() {
    List<SavedResult> known =
        parts.stream()
            .filter(part -> part.plan().isPresent() || reviewed(part).isPresent())
            .toList();
    known.stream()
        .filter(part -> !reviewed(part).equals(reviewed(known.getFirst())))
        .forEach(part ->
            refuse(part, "was bounded by another plan than " + known.getFirst().file(), ONE_APPLY));
  }

  private static Optional<ReviewedPlan> reviewed(SavedResult part) {
    return part.record().run().reviewed();
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
