package dev.secretsync.apply;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Bounds;
import dev.secretsync.plan.Deviation;
import dev.secretsync.plan.Fate;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What became of a plan.
 *
 * @param plan what was planned
 * @param changes one result for every change of the plan that writes, in order of address
 * @param namespacesCreated {@code cluster/namespace} of every namespace that was created
 * @param diagnostics what went wrong outside of single changes
 */
public record Result(
    Plan plan,
    List<ChangeResult> changes,
    SortedSet<String> namespacesCreated,
    List<Diagnostic> diagnostics) {
  public Result {
    changes = changes.stream().sorted(Comparator.comparing(ChangeResult::address)).toList();
    namespacesCreated = new TreeSet<>(namespacesCreated);
    diagnostics = diagnostics.stream().sorted().distinct().toList();
  }

  /** How many changes ended so. */
  public int count(Outcome outcome) {
    return (int) changes.stream().filter(change -> change.outcome() == outcome).count();
  }

  /**
   * Whether it tells of everything: not so where a run was killed, or that of a part is missing.
   */
  public boolean complete() {
    return diagnostics.stream().noneMatch(one -> one.code() == Code.RESULT_INCOMPLETE);
  }

  /** Whether everything that was planned is now done. */
  public boolean finished() {
    return complete() && count(Outcome.APPLIED) + count(Outcome.ALREADY) == changes.size();
  }

  /** The same after something else went wrong, such as telling it. */
  public Result with(Diagnostic problem) {
    List<Diagnostic> more = new ArrayList<>(diagnostics);
    more.add(problem);
    return new Result(plan, changes, namespacesCreated, more);
  }

  /** Every exit code that applies: those of the plan, and those of what went wrong since. */
  public Set<ExitCode> exitCodes() {
    Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
    codes.addAll(plan.exitCodes());
    changes.stream()
        .flatMap(change -> change.why().stream())
        .map(why -> why.code().exitCode())
        .forEach(codes::add);
    addErrors(diagnostics, codes);
    if (changes.stream().anyMatch(change -> change.outcome() == Outcome.CONFLICT)) {
      codes.add(ExitCode.CONFLICT);
    }
    if (!finished() && somethingWasTried()) {
      codes.add(ExitCode.PARTIAL);
    }
    return codes;
  }

  /**
   * When all of it was left alone, for a lock or because it is not as it was reviewed, the reason
   * for that is the code.
   */
  private boolean somethingWasTried() {
    return count(Outcome.SKIPPED) + count(Outcome.STALE) < changes.size();
  }

  /**
   * The same, told to who reviewed a plan: one result for every change of that plan, and apart from
   * them what was found that nobody reviewed.
   *
   * @param bounds what of the new plan was reviewed
   */
  public Result of(Bounds bounds) {
    Map<SecretAddress, ChangeResult> ended = new HashMap<>();
    changes.forEach(change -> ended.put(change.address(), change));
    return new Result(
        plan,
        bounds.fates().values().stream().map(reviewed -> ended(reviewed, ended)).toList(),
        namespacesCreated,
        Stream.concat(
                diagnostics.stream(),
                bounds.deviations().stream()
                    .filter(deviation -> !deviation.reviewed())
                    .map(Result::notReviewed))
            .toList());
  }

  private static ChangeResult ended(
      Bounds.Reviewed reviewed, Map<SecretAddress, ChangeResult> ended) {
    SecretAddress address = reviewed.change().address();
    Action action = reviewed.change().action();
    return switch (reviewed.fate()) {
      case Fate.Done done ->
          new ChangeResult(address, action, Outcome.ALREADY, Optional.empty(), Trail.NONE);
      case Fate.Stale stale -> ChangeResult.notTried(reviewed.change(), Outcome.STALE, stale.why());
      case Fate.Skipped skipped ->
          ChangeResult.notTried(reviewed.change(), Outcome.SKIPPED, skipped.why());
      case Fate.Conflict conflict ->
          ChangeResult.notTried(reviewed.change(), Outcome.CONFLICT, conflict.why());
      case Fate.Written written ->
          Optional.ofNullable(ended.get(written.by()))
              .map(result ->
                  new ChangeResult(address, action, result.outcome(), result.why(), result.trail()))
              .orElseGet(() -> refused(reviewed.change()));
    };
  }

  private static ChangeResult refused(PlannedChange change) {
    return ChangeResult.notTried(
        change,
        Outcome.SKIPPED,
        Diagnostic.error(
            Code.POLICY_DENIED,
            change.address().toString(),
            "not written, because a rule refuses what Git declares",
            "see the plan for the rule"));
  }

  private static Diagnostic notReviewed(Deviation deviation) {
    return Diagnostic.error(
        Code.PLAN_MISMATCH,
        deviation.address().toString(),
        deviation.line(),
        "nothing is written in that cluster; run plan again and have the new plan reviewed");
  }

  private static void addErrors(Collection<Diagnostic> diagnostics, Set<ExitCode> codes) {
    diagnostics.stream()
        .filter(Diagnostic::isError)
        .map(diagnostic -> diagnostic.code().exitCode())
        .forEach(codes::add);
  }
}
