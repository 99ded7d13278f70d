package dev.secretsync.apply;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.plan.Plan;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What became of one cluster's part.
 *
 * @param namespacesCreated as {@code cluster/namespace}
 */
record ClusterResult(
    List<ChangeResult> changes, SortedSet<String> namespacesCreated, List<Diagnostic> diagnostics) {

  static Result together(Plan plan, List<ClusterResult> parts) {
    return new Result(
        plan,
        parts.stream().flatMap(part -> part.changes().stream()).toList(),
        parts.stream()
            .flatMap(part -> part.namespacesCreated().stream())
            .collect(Collectors.toCollection(TreeSet::new)),
        parts.stream().flatMap(part -> part.diagnostics().stream()).toList());
  }
}
