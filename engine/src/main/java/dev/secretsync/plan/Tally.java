package dev.secretsync.plan;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Subject;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Origin;
import dev.secretsync.policy.Counts;
import java.util.Collection;
import java.util.function.Predicate;

/** Counts what a plan would do in one cluster. */
final class Tally {
  private final String cluster;
  private final Collection<PlannedChange> changes;

  private Tally(String cluster, Collection<PlannedChange> changes) {
    this.cluster = cluster;
    this.changes = changes;
  }

  /**
   * Counts.
   *
   * @param changes those of this cluster, no-ops and refusals too
   */
  static Counts of(String cluster, Collection<PlannedChange> changes) {
    return new Tally(cluster, changes).counts();
  }

  private Counts counts() {
    return new Counts(
        cluster,
        count(change -> change.action().isDestructive()),
        count(change -> change.action().changesLive()),
        count(change -> isManaged(change.difference())),
        changes.stream().noneMatch(change -> mayBeDeclared(change.difference()))
            && changes.stream().anyMatch(Tally::losesWhatGitDeclared));
  }

  private int count(Predicate<PlannedChange> which) {
    return (int) changes.stream().filter(which).count();
  }

  private static boolean isManaged(Difference difference) {
    return switch (difference) {
      case Difference.Same d -> true;
      case Difference.Changed d -> !d.adoption();
      case Difference.Unchangeable d -> true;
      case Difference.Orphaned d -> true;
      case Difference.Moved d -> true;
      case Difference.Released d -> true;
      case Difference.Missing d -> false;
      case Difference.Foreign d -> false;
      case Difference.NotCollected d -> false;
      case Difference.Itself d -> false;
      case Difference.Unknown d -> false;
    };
  }

  /**
   * Whether Git declares it, or may: a file that cannot be opened is no sign that a declaration is
   * gone. Copies of what clusters own keep no cluster from being emptied by Git, and neither does
   * what some cluster could not tell.
   */
  private static boolean mayBeDeclared(Difference difference) {
    return switch (difference) {
      case Difference.Missing d -> isDeclared(d.subject());
      case Difference.Changed d -> isDeclared(d.subject());
      case Difference.Unchangeable d -> isDeclared(d.subject());
      case Difference.Same d -> isDeclared(d.subject());
      case Difference.Foreign d -> isDeclared(d.subject());
      case Difference.Moved d -> isDeclared(d.subject());
      case Difference.NotCollected d -> d.declared();
      case Difference.Unknown d -> d.why().code().exitCode() != ExitCode.UNREACHABLE;
      case Difference.Orphaned d -> false;
      case Difference.Released d -> false;
      case Difference.Itself d -> false;
    };
  }

  private static boolean isDeclared(Subject subject) {
    return subject.origin() instanceof Origin.Declared;
  }

  private static boolean losesWhatGitDeclared(PlannedChange change) {
    return change.action() == Action.DELETE
        && change.difference() instanceof Difference.Orphaned orphaned
        && orphaned.why().isEmpty();
  }
}
