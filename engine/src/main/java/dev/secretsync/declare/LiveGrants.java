package dev.secretsync.declare;

import dev.secretsync.model.Code;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Which clusters may have a Secret that a cluster owns, from the two annotations on the live Secret
 * (R45-R52). An annotation that cannot be read allows nobody, and spoils the other one (R55).
 *
 * @param grants what allows clusters; a union (R49), and none is nobody (R53)
 * @param malformed whether an annotation could not be read: then {@code grants} is empty, and what
 *     was allowed before stays as it is
 * @param complaints what is wrong; in words that name no value
 */
public record LiveGrants(List<Grant> grants, boolean malformed, List<Complaint> complaints) {
  public LiveGrants {
    grants = List.copyOf(grants);
    complaints = List.copyOf(complaints);
  }

  /**
   * One thing that is wrong with the annotations.
   *
   * @param error whether it is more than a hint
   */
  public record Complaint(Code code, boolean error, String summary, String hint) {}

  /**
   * Reads them.
   *
   * @param annotations of the live Secret
   * @param clusters the declared clusters, which names must be among (R52)
   */
  public static LiveGrants of(Map<String, String> annotations, Collection<String> clusters) {
    return new LiveGrantReader(annotations, clusters).read();
  }
}
