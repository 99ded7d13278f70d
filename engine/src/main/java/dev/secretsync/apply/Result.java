package dev.secretsync.apply;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.plan.Plan;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

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

  /** Whether everything that was planned is now done. */
  public boolean finished() {
    return count(Outcome.APPLIED) + count(Outcome.ALREADY) == changes.size();
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

  /** When all of it was left alone, for example for a lock, the reason for that is the code. */
  private boolean somethingWasTried() {
    return count(Outcome.SKIPPED) < changes.size();
  }

  private static void addErrors(Collection<Diagnostic> diagnostics, Set<ExitCode> codes) {
    diagnostics.stream()
        .filter(Diagnostic::isError)
        .map(diagnostic -> diagnostic.code().exitCode())
        .forEach(codes::add);
  }
}
