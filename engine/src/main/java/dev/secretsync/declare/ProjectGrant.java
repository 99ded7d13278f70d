package dev.secretsync.declare;

import dev.secretsync.model.LabelSelector;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which namespaces of a Kargo a Secret goes to (kargo#5788); a union, and none is nobody.
 *
 * @param all every project; never the shared namespaces
 * @param names projects and shared namespaces by name
 * @param selector projects by the labels of their namespaces; never empty (rules.md T7)
 */
public record ProjectGrant(boolean all, SortedSet<String> names, Optional<LabelSelector> selector) {
  static final String BY_SELECTOR = "projects.selector ";

  public ProjectGrant {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    if (selector.filter(LabelSelector::isEmpty).isPresent()) {
      throw new IllegalArgumentException("an empty selector grants nothing (R50)");
    }
  }

  /** When nothing is said: nobody. */
  public static ProjectGrant nobody() {
    return new ProjectGrant(false, Collections.emptySortedSet(), Optional.empty());
  }

  /** Whether it allows nobody. */
  public boolean isNobody() {
    return !all && names.isEmpty() && selector.isEmpty();
  }

  /** What allows a project, in words; empty when nothing does. */
  public Optional<String> allows(String project, Map<String, String> labels) {
    if (names.contains(project)) {
      return Optional.of("projects.names");
    }
    return selector
        .filter(one -> one.matches(labels))
        .map(one -> BY_SELECTOR + one)
        .or(() -> all ? Optional.of("projects.all") : Optional.empty());
  }
}
