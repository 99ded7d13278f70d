package dev.secretsync.offline;

import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import java.util.Comparator;
import java.util.List;

/**
 * A cluster that may have a Secret which it could not have before, although the declaration itself
 * is not new ({@link dev.secretsync.model.Code#NEWLY_REACHED}). Often a change elsewhere does that,
 * of a label or of a selector, and nothing beside the Secret shows it.
 *
 * @param at the declaration of the Secret
 * @param reasons what allows it now
 * @param because what changed, so that it does
 */
public record Reached(
    SecretAddress address, SourceLocation at, List<String> reasons, List<String> because)
    implements Comparable<Reached> {
  private static final Comparator<Reached> ORDER =
      Comparator.comparing(Reached::address).thenComparing(Reached::at);

  public Reached {
    reasons = List.copyOf(reasons);
    because = List.copyOf(because);
  }

  @Override
  public int compareTo(Reached other) {
    return ORDER.compare(this, other);
  }
}
