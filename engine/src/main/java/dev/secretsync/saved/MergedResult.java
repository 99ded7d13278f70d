package dev.secretsync.saved;

import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.apply.Trail;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.plan.Part;
import dev.secretsync.plan.Parts;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.report.ApplyRecord;
import dev.secretsync.report.PerformedRun;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One result of several runs, each of which applied its own clusters of one commit. Of one run it
 * is that run's result; of all parts it is what one run over the whole fleet would have told.
 */
public final class MergedResult {
  private static final String AGAIN = "run apply again for its part of the fleet";

  private final List<SavedResult> parts;
  private final Parts plans;

  private MergedResult(List<SavedResult> parts) {
    this.parts = parts;
    this.plans = Belonging.plans(parts);
  }

  /**
   * Puts them together, in whatever order they come.
   *
   * @param parts at least one
   * @throws RefusedException when they do not belong together
   */
  public static ApplyRecord of(List<SavedResult> parts) {
    List<Diagnostic> refusals = new Belonging(parts).refusals();
    if (!refusals.isEmpty()) {
      throw new RefusedException(refusals);
    }
    return parts.size() == 1 && part(parts.getFirst()).isEmpty()
        ? parts.getFirst().record()
        : new MergedResult(List.copyOf(parts)).merged();
  }

  private static Optional<Part> part(SavedResult result) {
    return result.plan().flatMap(Plan::part);
  }

  private ApplyRecord merged() {
    PerformedRun run = run();
    Instant finished =
        parts.stream()
            .map(part -> part.record().finished())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    Optional<Plan> plan =
        Optional.of(plans).filter(some -> !some.plans().isEmpty()).map(Parts::joined);
    boolean somethingEnded =
        parts.stream().anyMatch(part -> part.record() instanceof ApplyRecord.Ended);
    List<Diagnostic> diagnostics = diagnostics(somethingEnded);
    return plan.filter(_ -> somethingEnded)
        .<ApplyRecord>map(whole ->
            new ApplyRecord.Ended(
                new Result(whole, changes(), namespaces(), diagnostics), run, finished))
        .orElseGet(() -> new ApplyRecord.Refused(plan, diagnostics, run, finished));
  }

  private PerformedRun run() {
    List<PerformedRun> runs = parts.stream().map(part -> part.record().run()).toList();
    return new PerformedRun(
        runs.stream().flatMap(one -> one.runs().stream()).toList(),
        runs.getFirst().version(),
        runs.stream().map(PerformedRun::started).min(Comparator.naturalOrder()).orElseThrow(),
        runs.stream().map(PerformedRun::reviewed).flatMap(Optional::stream).findFirst());
  }

  /** Where others wrote, a part that was refused is named: the whole is not done. */
  private List<Diagnostic> diagnostics(boolean somethingEnded) {
    return Stream.concat(
            missing(),
            parts.stream()
                .flatMap(part ->
                    switch (part.record()) {
                      case ApplyRecord.Ended ended -> ended.result().diagnostics().stream();
                      case ApplyRecord.Refused refused ->
                          somethingEnded
                              ? Stream.concat(refused.why().stream(), Stream.of(refused(part)))
                              : refused.why().stream();
                    }))
        .toList();
  }

  private Stream<Diagnostic> missing() {
    return plans.missing().entrySet().stream()
        .map(missing ->
            Diagnostic.error(
                Code.RESULT_INCOMPLETE,
                "shard " + missing.getKey(),
                "has no result, so nothing is known of " + Parts.names(missing.getValue()),
                "give the result of every shard; where its run left none, run apply again"));
  }

  private static Diagnostic refused(SavedResult part) {
    return Diagnostic.error(
        Code.RESULT_INCOMPLETE,
        part.file().toString(),
        "its run was refused, and wrote nothing of its part",
        AGAIN);
  }

  private List<ChangeResult> changes() {
    return parts.stream()
        .flatMap(part ->
            switch (part.record()) {
              case ApplyRecord.Ended ended -> ended.result().changes().stream();
              case ApplyRecord.Refused refused -> notTried(refused);
            })
        .toList();
  }

  private static Stream<ChangeResult> notTried(ApplyRecord.Refused refused) {
    Optional<Diagnostic> why = refused.why().stream().filter(Diagnostic::isError).findFirst();
    return refused.plan().stream()
        .flatMap(plan -> plan.changes().stream())
        .filter(change -> change.action().writes())
        .map(change -> skipped(change, why));
  }

  private static ChangeResult skipped(PlannedChange change, Optional<Diagnostic> why) {
    return new ChangeResult(change.address(), change.action(), Outcome.SKIPPED, why, Trail.NONE);
  }

  private SortedSet<String> namespaces() {
    return parts.stream()
        .map(SavedResult::record)
        .filter(ApplyRecord.Ended.class::isInstance)
        .flatMap(record -> ((ApplyRecord.Ended) record).result().namespacesCreated().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
