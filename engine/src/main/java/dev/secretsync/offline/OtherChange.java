package dev.secretsync.offline;

import dev.secretsync.model.SourceLocation;
import java.util.Comparator;
import java.util.List;

/**
 * What happened to a declaration that is no Secret and decides where Secrets go.
 *
 * @param kind {@code Cluster}, {@code ControlPlane}, {@code SecretSource} or {@code
 *     AllowedClusters}
 * @param at where it is declared, or was
 * @param fields what it says otherwise
 * @param notes what follows
 */
public record OtherChange(
    String kind, String name, What what, SourceLocation at, List<Field> fields, List<String> notes)
    implements Comparable<OtherChange> {
  private static final Comparator<OtherChange> ORDER =
      Comparator.comparing(OtherChange::kind).thenComparing(OtherChange::name);

  /** What happened to it. */
  public enum What {
    /** Only the new revision has it. */
    ADDED,
    /** It says something else, or means something else because what it speaks of changed. */
    CHANGED,
    /** Only the old revision has it. */
    REMOVED,
    /** Only the old revision has it, and its file cannot be read any more. */
    UNKNOWN
  }

  public OtherChange {
    fields = List.copyOf(fields);
    notes = List.copyOf(notes);
  }

  @Override
  public int compareTo(OtherChange other) {
    return ORDER.compare(this, other);
  }
}
