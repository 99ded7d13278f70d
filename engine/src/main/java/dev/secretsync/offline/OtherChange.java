package dev.secretsync.offline;

import dev.secretsync.model.SourceLocation;
import java.util.Comparator;
import java.util.List;

/**
 * What happened to a declaration that is no Secret and decides where Secrets go.
 *
 * @param kind {@code Cluster}, {@code ControlPlane}, {@code SecretSource} or {@code
 *     AllowedClusters}
 * @param what whether the document is new, another, or gone; {@link Field.Kind#CHANGED} also where
 *     it stayed and means something else, because what it speaks of changed
 * @param at where it is declared, or was
 * @param fields what it says otherwise
 * @param notes what follows
 */
public record OtherChange(
    String kind,
    String name,
    Field.Kind what,
    SourceLocation at,
    List<Field> fields,
    List<String> notes)
    implements Comparable<OtherChange> {
  private static final Comparator<OtherChange> ORDER =
      Comparator.comparing(OtherChange::kind).thenComparing(OtherChange::name);

  public OtherChange {
    fields = List.copyOf(fields);
    notes = List.copyOf(notes);
  }

  @Override
  public int compareTo(OtherChange other) {
    return ORDER.compare(this, other);
  }
}
