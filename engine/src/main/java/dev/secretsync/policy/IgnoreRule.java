package dev.secretsync.policy;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * A declared rule about drift that is known, made ready to be asked. It is about fields alone: a
 * Secret that was deleted or made anew is never ignored, nor are the marks that make it ours, or
 * somebody could take Secrets away from us unseen.
 */
public final class IgnoreRule {
  private static final String DATA = "data.";

  private final PolicyDeclaration.IgnoredDrift rule;
  private final Optional<Set<String>> clusters;
  private final Patterns namespaces;
  private final Patterns names;
  private final Patterns keys;
  private final Patterns managers;

  IgnoreRule(PolicyDeclaration.IgnoredDrift rule, SortedMap<String, ClusterDeclaration> declared) {
    this.rule = rule;
    clusters =
        rule.clusters()
            .filter(selector -> !selector.isEmpty())
            .map(selector ->
                declared.values().stream()
                    .filter(cluster -> selector.matches(cluster.labels()))
                    .map(ClusterDeclaration::name)
                    .collect(Collectors.toUnmodifiableSet()));
    namespaces = Patterns.ofTexts(rule.namespaces());
    names = Patterns.ofTexts(rule.names());
    keys = Patterns.ofTexts(rule.keys());
    managers = Patterns.ofTexts(rule.managers());
  }

  public String name() {
    return rule.name();
  }

  /** Where it is declared. */
  public SourceLocation at() {
    return rule.at();
  }

  /** The last day on which it holds, in UTC. */
  public LocalDate until() {
    return rule.until();
  }

  /** Why, as one line; its author may have folded it. */
  public String reason() {
    return rule.reason().strip().replaceAll("\\s+", " ");
  }

  /** What ignores, as people look it up: {@code policy/base.yaml:14 rotated-by-hand}. */
  public String by() {
    return at().file() + ":" + at().line() + " " + name();
  }

  /**
   * Whether it is about this.
   *
   * @param field the field; empty when it is about the whole object
   * @param manager who did it, where the object tells
   */
  public boolean ignores(SecretAddress address, Optional<String> field, Optional<String> manager) {
    return field.filter(this::isAbout).isPresent()
        && clusters.map(some -> some.contains(address.cluster())).orElse(true)
        && namespaces.match(address.ref().namespace())
        && names.match(address.ref().name())
        && (managers.isEmpty() || manager.filter(managers::match).isPresent());
  }

  private boolean isAbout(String field) {
    return field.startsWith(DATA)
        ? keys.match(field.substring(DATA.length()))
        : keys.isEmpty() && !isMark(field);
  }

  /** Whether it is the label or annotation {@code metadata.labels[KEY]} of a mark of ours. */
  private static boolean isMark(String field) {
    String key = field.substring(field.indexOf('[') + 1);
    return key.startsWith(Marks.RESERVED_PREFIX) || key.equals(Marks.MANAGED_BY + "]");
  }
}
