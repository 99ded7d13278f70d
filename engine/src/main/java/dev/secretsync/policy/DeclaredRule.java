package dev.secretsync.policy;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.declare.PolicyDeclaration.Match;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.policy.Intent.Shape;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * A declared rule, made ready to be asked about every change of a fleet.
 *
 * <p>A rule without {@code actions} is about a Secret's being there: it is asked about every
 * change, about what stays as it is, and about what is declared before any file is opened. One with
 * {@code actions} is asked only about what would be written.
 */
final class DeclaredRule {
  private final PolicyDeclaration.Rule rule;
  private final Optional<Set<String>> clusters;
  private final Patterns namespaces;
  private final Patterns names;
  private final Patterns types;
  private final Optional<LabelSelector> labels;
  private final Patterns keys;
  private final Set<String> actions;
  private final Set<String> owners;
  private final Patterns paths;

  DeclaredRule(PolicyDeclaration.Rule rule, SortedMap<String, ClusterDeclaration> declared) {
    this.rule = rule;
    Match match = rule.match();
    clusters =
        match
            .clusters()
            .filter(selector -> !selector.isEmpty())
            .map(selector ->
                declared.values().stream()
                    .filter(cluster -> selector.matches(cluster.labels()))
                    .map(ClusterDeclaration::name)
                    .collect(Collectors.toUnmodifiableSet()));
    namespaces = Patterns.ofTexts(match.namespaces());
    names = Patterns.ofTexts(match.names());
    types = Patterns.ofTexts(match.types());
    labels = match.labels().filter(selector -> !selector.isEmpty());
    keys = Patterns.ofTexts(match.keys());
    actions = Set.copyOf(match.actions());
    owners = Set.copyOf(match.owners());
    paths = Patterns.ofPaths(match.paths());
  }

  String name() {
    return rule.name();
  }

  SourceLocation at() {
    return rule.at();
  }

  /** Why, as one line; its author may have folded it. */
  Optional<String> reason() {
    return rule.reason()
        .map(text -> text.strip().replaceAll("\\s+", " "))
        .filter(t -> !t.isEmpty());
  }

  /** Whether it can match anything in a cluster. */
  boolean mayBeInCluster(String cluster) {
    return clusters.map(names -> names.contains(cluster)).orElse(true);
  }

  /** Whether it can match anything in a namespace, which may have yet to be found. */
  boolean mayBeInNamespace(String namespace) {
    return namespace.isEmpty() || namespaces.match(namespace);
  }

  /** Whether it can match what follows from a file, or from none. */
  boolean mayFollowFrom(Optional<String> path) {
    return paths.isEmpty() || path.filter(paths::match).isPresent();
  }

  /** What a deny rule has against something. */
  enum Objection {
    NONE,
    /** It matches what is declared. */
    DECLARED,
    /** It matches only what is there, which whoever may label it can bring about. */
    THERE
  }

  /** What this has against {@code intent}, as a deny rule. */
  Objection objection(Intent intent) {
    if (!acts(intent, false)
        || !names.match(intent.address().ref().name())
        || !isOwned(intent)
        || !mayBeInCluster(intent.address().cluster())
        || !namespaces.match(intent.address().ref().namespace())
        || !(paths.isEmpty() || any(paths, intent.paths()))
        || !(keys.isEmpty() || any(keys, aboutKeys(intent)))) {
      return Objection.NONE;
    }
    if (matches(intent.shape())) {
      return Objection.DECLARED;
    }
    return !actions.isEmpty() && intent.there().filter(this::matches).isPresent()
        ? Objection.THERE
        : Objection.NONE;
  }

  /**
   * Whether this, as an allow rule, covers all of {@code intent} as far as it follows from {@code
   * path}.
   */
  boolean covers(Intent intent, Optional<String> path) {
    return acts(intent, true)
        && names.match(intent.address().ref().name())
        && isOwned(intent)
        && mayBeInCluster(intent.address().cluster())
        && mayBeInNamespace(intent.address().ref().namespace())
        && mayFollowFrom(path)
        && all(keys, aboutKeys(intent))
        && matches(intent.shape());
  }

  /** Where nothing is written there is nothing that could be one of the actions. */
  private boolean acts(Intent intent, boolean otherwise) {
    return actions.isEmpty()
        || intent.act().map(act -> actions.contains(act.word())).orElse(otherwise);
  }

  private boolean isOwned(Intent intent) {
    return owners.isEmpty() || owners.contains(intent.owner().word());
  }

  private boolean matches(Shape shape) {
    return types.match(shape.type())
        && labels.map(selector -> selector.matches(shape.labels())).orElse(true);
  }

  private Collection<String> aboutKeys(Intent intent) {
    return actions.isEmpty() || intent.act().isEmpty() ? intent.keys() : intent.written();
  }

  private static boolean any(Patterns patterns, Collection<String> texts) {
    for (String text : texts) {
      if (patterns.match(text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean all(Patterns patterns, Collection<String> texts) {
    for (String text : texts) {
      if (!patterns.match(text)) {
        return false;
      }
    }
    return true;
  }
}
