package dev.secretsync.declare;

import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

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

  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  public LiveProjects {
    complaints = List.copyOf(complaints);
  }

  /** What allows a project, in words; empty when nothing does. */
  public Optional<String> allows(String project, Map<String, String> labels) {
    return projects
        .allows(project, labels)
        .map(why ->
            why.startsWith(ProjectGrant.BY_SELECTOR)
                ? "annotation " + SELECTOR + " " + why.substring(ProjectGrant.BY_SELECTOR.length())
                : "annotation " + NAMES);
  }

  /** Reads them. */
  public static LiveProjects of(Map<String, String> annotations) {
    LiveAnnotations live = new LiveAnnotations(annotations, "projects");
    Optional<AllowedNames> names = live.names(NAMES);
    names.flatMap(LiveProjects::lint).ifPresent(lint -> live.hint(NAMES, lint));
    Optional<LabelSelector> selector = live.selector(SELECTOR);
    SortedSet<String> namespaces = new TreeSet<>();
    List<String> others = new ArrayList<>();
    names
        .map(found -> found.named().keySet())
        .orElse(Set.of())
        .forEach(name -> (NAMESPACE.matcher(name).matches() ? namespaces : others).add(name));
    live.bad(
        NAMES,
        others,
        name ->
            new GrantLint(
                "no project can be called " + Shown.word(name),
                "write names of projects, separated by commas, or ALL"),
        new GrantLint("not names of projects", "write names of projects, separated by commas"));
    boolean all = names.filter(AllowedNames::isAll).isPresent();
    return new LiveProjects(
        live.isMalformed() ? ProjectGrant.nobody() : new ProjectGrant(all, namespaces, selector),
        live.isMalformed(),
        live.complaints());
  }

  /** {@code ALL} is no more than projects: shared namespaces beside it are not named in vain. */
  private static Optional<GrantLint> lint(AllowedNames names) {
    return names
        .lint("projects")
        .filter(lint -> !names.named().keySet().stream().anyMatch(Product.Kargo::isBuiltIn));
  }
}
