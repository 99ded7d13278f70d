package dev.secretsync.declare;

import java.util.List;
import java.util.Map;

/**
 * To which projects a Secret goes on that a cluster offers to a shared namespace of a Kargo, from
 * the two annotations on the live Secret: {@link #NAMES} and {@link #SELECTOR}. As with clusters,
 * an annotation that cannot be read allows nobody, and spoils the other one (R55).
 *
 * @param projects nobody where the annotations say nothing
 * @param malformed whether an annotation could not be read: what was allowed before stays as it is
 * @param complaints what is wrong; in words that name no value
 */
public record LiveProjects(
    ProjectGrant projects, boolean malformed, List<LiveGrants.Complaint> complaints) {
  /** Project names, separated by commas, or {@code ALL}. */
  public static final String NAMES = "secretsync.dev/projects";

  /** A selector on the labels of project namespaces. */
  public static final String SELECTOR = "secretsync.dev/project-selector";

  public LiveProjects {
    complaints = List.copyOf(complaints);
  }

  /** Reads them. */
  public static LiveProjects of(Map<String, String> annotations) {
    return new LiveProjects(ProjectGrant.nobody(), false, List.of());
  }
}
