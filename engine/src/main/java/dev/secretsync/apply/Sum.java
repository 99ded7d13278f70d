package dev.secretsync.apply;

import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.PlannedChange;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes sure that every planned change has exactly one outcome (cli.md 6.5). */
final class Sum {
  private Sum() {}

  /**
   * Compares what was to be written with what became of it.
   *
   * @throws IllegalStateException when one has no outcome, or two: what we would tell is not true
   */
  static void check(List<PlannedChange> planned, List<ChangeResult> results) {
    SortedMap<SecretAddress, Integer> open = new TreeMap<>();
    planned.forEach(change -> open.merge(change.address(), 1, Integer::sum));
    results.forEach(result -> open.merge(result.address(), -1, Integer::sum));
    open.values().removeIf(left -> left == 0);
    open.forEach((address, left) -> {
      throw new IllegalStateException(
          address + (left > 0 ? " has no outcome" : " has more outcomes than were planned"));
    });
  }
}
