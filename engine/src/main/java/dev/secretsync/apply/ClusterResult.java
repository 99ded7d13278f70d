package dev.secretsync.apply;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.plan.PlannedChange;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What became of one cluster's part.
 *
 * @param namespacesCreated as {@code cluster/namespace}
 */
record ClusterResult(
    List<ChangeResult> changes, SortedSet<String> namespacesCreated, List<Diagnostic> diagnostics) {

  /** Of a part that nothing is done about. */
  static ClusterResult notTried(List<PlannedChange> changes, Outcome outcome, Diagnostic why) {
    return new ClusterResult(
        changes.stream().map(change -> ChangeResult.notTried(change, outcome, why)).toList(),
        new TreeSet<>(),
        List.of());
  }

  /** Whether the cluster counts as failed; that a name was taken meanwhile concerns it alone. */
  boolean failed() {
    return diagnostics.stream().anyMatch(Diagnostic::isError)
        || changes.stream()
            .anyMatch(change -> !change.done() && change.outcome() != Outcome.CONFLICT);
  }
}
