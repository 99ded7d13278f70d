package dev.secretsync.plan;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.policy.Finding;
import dev.secretsync.policy.Policy;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

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
    inputs = unmodifiable(inputs);
    findings = List.copyOf(findings);
  }

  /** What follows from a difference and the refusals of it. */
  public static PlannedChange of(
      Difference difference, List<Finding> findings, SortedMap<String, String> inputs) {
    return new PlannedChange(
        findings.isEmpty() ? actionFor(difference) : Action.DENIED, difference, findings, inputs);
  }

  /** What is unmodifiable already is shared by all changes that follow from the same files. */
  private static SortedMap<String, String> unmodifiable(SortedMap<String, String> inputs) {
    return Collections.unmodifiableSortedMap(inputs).getClass().equals(inputs.getClass())
        ? inputs
        : Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
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

  /** What belongs at the address; empty where nothing does, or nothing is known. */
  Optional<Subject> wanted() {
    return difference.belonging();
  }

  /** The live object that it would touch; empty where there is none. */
  Optional<Seen> seen() {
    return switch (difference) {
      case Difference.Changed d -> Optional.of(d.seen());
      case Difference.Unchangeable d -> Optional.of(d.seen());
      case Difference.Same d -> Optional.of(d.seen());
      case Difference.Foreign d -> Optional.of(d.seen());
      case Difference.Moved d -> Optional.of(d.seen());
      case Difference.Orphaned d -> Optional.of(d.seen());
      case Difference.Released d -> Optional.of(d.seen());
      case Difference.Missing d -> Optional.empty();
      case Difference.NotCollected d -> Optional.empty();
      case Difference.Itself d -> Optional.empty();
      case Difference.Unknown d -> Optional.empty();
    };
  }

  /** The same change as another policy would have judged it. */
  PlannedChange judgedBy(Policy other) {
    return of(difference, other.judge(difference), inputs);
  }

  /** The same change, bound to the files that it follows from. */
  PlannedChange boundTo(BiFunction<SecretAddress, Origin, SortedMap<String, String>> files) {
    return action.writes()
        ? new PlannedChange(
            action,
            difference,
            findings,
            wanted()
                .map(subject -> files.apply(subject.address(), subject.origin()))
                .orElse(inputs))
        : this;
  }

  /** The same change, which may not be made now. */
  PlannedChange notMade() {
    return new PlannedChange(Action.STALE, difference, findings, inputs);
  }

  /** The Secret it is about. */
  public SecretAddress address() {
    return difference.address();
  }
}
