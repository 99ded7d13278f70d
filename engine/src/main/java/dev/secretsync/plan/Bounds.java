package dev.secretsync.plan;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretAddress;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What of a new plan is within what was reviewed. A reviewed plan is an upper bound: where the new
 * one would do anything else in a cluster, nothing at all is written in that cluster (design.md,
 * cli.md 5.4).
 *
 * @param plan the new plan, in which what may not be written is {@link Action#STALE}
 * @param fates what becomes of each change of the reviewed plan that writes, by address
 * @param deviations where the two plans are not the same, in order of address
 */
public record Bounds(
    Plan plan, SortedMap<SecretAddress, Reviewed> fates, List<Deviation> deviations) {
  public Bounds {
    fates = Collections.unmodifiableSortedMap(new TreeMap<>(fates));
    deviations = deviations.stream().sorted().toList();
  }

  /** One change of the reviewed plan, and what becomes of it. */
  public record Reviewed(PlannedChange change, Fate fate) {}

  /** Whether a live Secret was seen at an address. */
  public enum Presence {
    THERE,
    GONE,
    /** Its namespace was not looked at, or could not be read. */
    UNKNOWN
  }

  /**
   * Compares.
   *
   * @param reviewed the plan that somebody agreed to
   * @param now what would be done today
   * @param live what was seen when {@code now} was made
   * @param allOrNothing whether one deviation anywhere keeps everything from being written
   * @throws RefusedException when the plans are not about the same fleet under the same rules, so
   *     that nothing of the reviewed one means what it meant
   */
  public static Bounds of(
      Plan reviewed, Plan now, Function<SecretAddress, Presence> live, boolean allOrNothing) {
    List<Diagnostic> refusals = new WholeComparison(reviewed, now).refusals();
    if (!refusals.isEmpty()) {
      throw new RefusedException(refusals);
    }
    return new PlanComparison(reviewed, now, live).compared(allOrNothing);
  }
}
