package dev.secretsync.inspect;

import dev.secretsync.model.Check;
import java.util.List;

/**
 * Rules that were held against one Secret, in their order.
 *
 * @param about what they are about, for example {@code collected from east/akuity/name}; empty for
 *     the explained Secret itself as a source
 * @param checks the rules; where one failed, that decides
 */
public record Chain(String about, List<Check> checks) {
  public Chain {
    checks = List.copyOf(checks);
  }

  /** Whether every rule was passed, and there was any. */
  public boolean passed() {
    return !checks.isEmpty() && checks.stream().allMatch(Check::passed);
  }
}
