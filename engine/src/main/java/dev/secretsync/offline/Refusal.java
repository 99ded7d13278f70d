package dev.secretsync.offline;

import dev.secretsync.model.SourceLocation;
import dev.secretsync.policy.Finding;
import java.util.Comparator;

/**
 * A rule's refusal of a declared Secret.
 *
 * @param at the declaration that is refused
 * @param isCertain false where it depends on what the cluster holds, such as whether the Secret
 *     would be created or updated
 */
public record Refusal(Finding finding, SourceLocation at, boolean isCertain)
    implements Comparable<Refusal> {
  private static final Comparator<Refusal> ORDER =
      Comparator.comparing((Refusal one) -> one.finding().address())
          .thenComparing(one -> one.finding().code())
          .thenComparing(one -> one.finding().rule())
          .thenComparing(one -> one.finding().reason());

  @Override
  public int compareTo(Refusal other) {
    return ORDER.compare(this, other);
  }
}
