package dev.secretsync.declare;

import dev.secretsync.document.Node;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads who may have a Secret, from both forms. Whatever is empty allows nobody (R42, R50). */
final class GrantReader {
  /** Annotation of a plain Secret: cluster names, or {@link #ALL} (R46, R47). */
  static final String NAMES_ANNOTATION = "akuity.io/managed-secret-allowed-clusters";

  /** Annotation of a plain Secret: a selector on the clusters' labels (R45). */
  static final String SELECTOR_ANNOTATION = "akuity.io/managed-secret-allowed-cluster-selector";

  /** The word for every cluster, in exactly this case (R47). */
  static final String ALL = "ALL";

  /** A cluster that a grant names, and where. */
  record NamedCluster(String name, SourceLocation at) {}

  private final TextPlaces places;
  private final SelectorReader selectors;
  private final List<Diagnostic> problems;
  private final List<NamedCluster> named = new ArrayList<>();

  GrantReader(TextPlaces places, SelectorReader selectors, List<Diagnostic> problems) {
    this.places = places;
    this.selectors = selectors;
    this.problems = problems;
  }

  /** All clusters that were named so far. */
  List<NamedCluster> named() {
    return named;
  }

  /** Reads {@code all}, {@code names} and {@code selector}; {@code origin} is what plans say. */
  List<Grant> clusters(Fields clusters, String origin) {
    List<Grant> grants = new ArrayList<>();
    if (clusters.isTrue("all")) {
      grants.add(new Grant.All(origin + ".all"));
    }
    SortedSet<String> names = new TreeSet<>();
    for (Node element : clusters.elements("names")) {
      Fields.text(element).ifPresent(name -> listed(name, element.at(), names));
    }
    if (!names.isEmpty()) {
      grants.add(new Grant.Names(names, origin + ".names"));
    }
    clusters
        .get("selector")
        .ifPresent(node -> selector(node, origin + ".selector").ifPresent(grants::add));
    if (clusters.isTrue("all") && grants.size() > 1) {
      problems.add(
          Diagnostic.warning(
              Code.REDUNDANT,
              clusters.place("all"),
              "all makes names and selector pointless",
              "keep one of them"));
    }
    return grants;
  }

  /**
   * Reads {@code all}, {@code names} and {@code selector} of projects. They are a union, and {@code
   * all} is no more than projects, so that a shared namespace beside it is not said in vain: what
   * is said in vain is for {@link KargoChecks}.
   */
  ProjectGrant projects(Fields projects) {
    SortedSet<String> names = new TreeSet<>();
    for (Node element : projects.elements("names")) {
      Fields.text(element).ifPresent(name -> project(name, element.at(), names));
    }
    Optional<LabelSelector> selector = projects.get("selector").flatMap(selectors::read);
    if (selector.filter(LabelSelector::isEmpty).isPresent()) {
      warn(GrantLint.nobody("projects"), projects.place("selector"));
    }
    return new ProjectGrant(
        projects.isTrue("all"), names, selector.filter(found -> !found.isEmpty()));
  }

  private void project(String name, SourceLocation at, SortedSet<String> names) {
    if (name.equals(ALL)) {
      problems.add(
          Diagnostic.error(
              Code.RESERVED_NAME, at, "ALL is not a project", "write all: true instead"));
    } else if (!name.startsWith("ENC[")) {
      names.add(name);
    }
  }

  private void listed(String name, SourceLocation at, SortedSet<String> names) {
    if (name.equals(ALL)) {
      problems.add(
          Diagnostic.error(
              Code.RESERVED_NAME, at, "ALL is not a cluster", "write all: true instead"));
    } else if (!name.startsWith("ENC[")) {
      named.add(new NamedCluster(name, at));
      names.add(name);
    }
  }

  /** Reads the two annotations of a plain Secret; both together are a union (R49). */
  List<Grant> annotations(Fields annotations) {
    List<Grant> grants = new ArrayList<>();
    annotations.get(NAMES_ANNOTATION).ifPresent(node -> names(node, grants));
    annotations
        .get(SELECTOR_ANNOTATION)
        .filter(node -> Fields.text(node).isPresent())
        .ifPresent(
            node -> selector(node, "annotation " + SELECTOR_ANNOTATION).ifPresent(grants::add));
    return grants;
  }

  private void names(Node node, List<Grant> grants) {
    Optional<String> text = Fields.text(node);
    if (text.isEmpty()) {
      return;
    }
    AllowedNames names = AllowedNames.parse(text.get());
    names.lint("clusters").ifPresent(lint -> warn(lint, node.at()));
    names.grant(names.columns().keySet()).ifPresent(grants::add);
    names
        .named()
        .forEach((name, column) -> named.add(new NamedCluster(name, places.inside(node, column))));
  }

  private Optional<Grant> selector(Node node, String display) {
    Optional<LabelSelector> selector = selectors.read(node);
    if (selector.filter(LabelSelector::isEmpty).isPresent()) {
      warn(GrantLint.nobody("clusters"), node.at());
    }
    return selector.filter(s -> !s.isEmpty()).map(s -> new Grant.Selector(s, display + " " + s));
  }

  private void warn(GrantLint lint, SourceLocation at) {
    problems.add(Diagnostic.warning(Code.REDUNDANT, at, lint.summary(), lint.hint()));
  }
}
