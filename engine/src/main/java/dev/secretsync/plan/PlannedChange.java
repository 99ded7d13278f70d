package dev.secretsync.plan;

import dev.secretsync.diff.Difference;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.policy.Finding;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One line of a plan.
 *
 * @param action what apply would do
 * @param difference why
 * @param findings the rules that refuse it; empty unless the action is {@link Action#DENIED}
 * @param inputs blob id of every file of Git that it follows from, by path: a reviewed change is
 *     the same change only while these are
 */
public record PlannedChange(
    Action action,
    Difference difference,
    List<Finding> findings,
    SortedMap<String, String> inputs) {
  public PlannedChange {
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    findings = List.copyOf(findings);
  }

  /** What follows from a difference and the refusals of it. */
  public static PlannedChange of(
      Difference difference, List<Finding> findings, SortedMap<String, String> inputs) {
    return new PlannedChange(
        findings.isEmpty() ? actionFor(difference) : Action.DENIED, difference, findings, inputs);
  }

  private static Action actionFor(Difference difference) {
    return switch (difference) {
      case Difference.Missing d -> Action.CREATE;
      case Difference.Changed d -> d.adoption() ? Action.ADOPT : Action.UPDATE;
      case Difference.Unchangeable d -> Action.REPLACE;
      case Difference.Same d -> Action.NO_OP;
      case Difference.Orphaned d -> Action.DELETE;
      case Difference.Foreign d -> Action.CONFLICT;
      case Difference.NotCollected d -> Action.CONFLICT;
      case Difference.Moved d -> Action.MOVE;
      case Difference.Released d -> Action.RELEASE;
      case Difference.Itself d -> Action.NO_OP;
      case Difference.Unknown d -> Action.UNKNOWN;
    };
  }

  /** Where the Secret is before a move. */
  public Optional<SecretAddress> movedFrom() {
    return difference instanceof Difference.Moved moved
        ? Optional.of(moved.from())
        : Optional.empty();
  }

  /** The Secret it is about. */
  public SecretAddress address() {
    return difference.address();
  }
}
