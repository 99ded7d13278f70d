package dev.secretsync.offline;

import dev.secretsync.model.SourceLocation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What happened to one declaration of a Secret.
 *
 * @param name what the document calls it; with {@code ->} where that changed
 * @param before where it was declared; empty for a new one
 * @param after where it is declared; empty for one that is gone or cannot be read
 * @param targets what that means for places of the fleet
 * @param fields what it says otherwise
 * @param notes what cannot be told from Git, or is easily overlooked
 */
public record SecretChange(
    Kind kind,
    String name,
    Optional<SourceLocation> before,
    Optional<SourceLocation> after,
    List<TargetChange> targets,
    List<Field> fields,
    List<String> notes)
    implements Comparable<SecretChange> {
  private static final Comparator<SecretChange> ORDER =
      Comparator.comparing(SecretChange::at).thenComparing(SecretChange::name);

  public SecretChange {
    targets = targets.stream().sorted().toList();
    fields = List.copyOf(fields);
    notes = List.copyOf(notes);
  }

  /** What happened to a declaration. */
  public enum Kind {
    /** Only the new revision has it. */
    ADDED,
    /** Both have it, and it says something else. */
    CHANGED,
    /** Both have it and it says the same, in another file. */
    ELSEWHERE,
    /** Only the old revision has it. */
    REMOVED,
    /** One revision has it, and of the other the file cannot be read. */
    UNKNOWN
  }

  /** Where people find it: in the new revision, else in the old one. */
  public SourceLocation at() {
    return after.or(() -> before).orElseThrow();
  }

  @Override
  public int compareTo(SecretChange other) {
    return ORDER.compare(this, other);
  }
}
