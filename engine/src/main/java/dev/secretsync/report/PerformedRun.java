package dev.secretsync.report;

import dev.secretsync.model.Run;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the result of an apply says about the run itself, or about the runs of all its parts.
 *
 * @param runs who ran it, and where its log is; several where results were merged
 * @param version of secretsync
 * @param started when the first of them did
 * @param reviewed the saved plan that bounded it; empty where there was none
 */
public record PerformedRun(
    List<Run> runs, String version, Instant started, Optional<ReviewedPlan> reviewed) {
  /** More would be a list that nobody reads. */
  private static final int NAMED = 3;

  public PerformedRun {
    runs = runs.stream().sorted(Comparator.comparing(Run::id)).distinct().toList();
  }

  /** One run. */
  public PerformedRun(Run run, String version, Instant started, Optional<ReviewedPlan> reviewed) {
    this(List.of(run), version, started, reviewed);
  }

  /** The same, bounded by a saved plan. */
  public PerformedRun boundedBy(ReviewedPlan plan) {
    return new PerformedRun(runs, version, started, Optional.of(plan));
  }

  /** Who ran it, for people. */
  public String who() {
    return few(runs.stream().map(Run::who).collect(Collectors.toCollection(TreeSet::new)));
  }

  /** What the Secrets that were written say of it, for people. */
  public String trace() {
    return few(runs.stream().map(Run::trace).collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Where its log is, if it has one log. */
  public Optional<String> url() {
    List<Optional<String>> urls = runs.stream().map(Run::url).distinct().toList();
    return urls.size() == 1 ? urls.getFirst() : Optional.empty();
  }

  private static String few(SortedSet<String> names) {
    int more = names.size() - NAMED;
    return names.stream().limit(NAMED).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
