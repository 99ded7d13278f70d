package dev.secretsync.offline;

import dev.secretsync.declare.AllowedClusters;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.declare.Grant;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.declare.ProjectGrant;
import dev.secretsync.declare.SecretSource;
import dev.secretsync.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a declaration says in clear, field by field, so that two revisions of it can be compared.
 *
 * <p>What people put into labels and annotations of Secrets is compared and not shown: a value in
 * the wrong place is one all the same.
 */
final class Facts {
  /** What is compared; {@code shown} is what may be said of it. */
  private record Fact(String text, String shown) {}

  private static final String EVERYTHING = "everything";
  private final SortedMap<String, Fact> byName = new TreeMap<>();

  private Facts() {}

  static Facts none() {
    return new Facts();
  }

  static Facts of(ManagedSecret secret) {
    Facts facts = new Facts();
    facts.say("name", secret.secretName());
    secret.namespace().ifPresent(namespace -> facts.say("namespace", namespace));
    facts.say("type", secret.type());
    facts.say("immutable", secret.immutable());
    facts.say("adopt", secret.adopt());
    secret.controlPlane().ifPresent(plane -> facts.say("controlPlane", plane));
    secret.projects().ifPresent(projects -> facts.projects(projects));
    secret.labels().forEach((key, value) -> facts.compare("labels." + key, value));
    secret.annotations().forEach((key, value) -> facts.compare("annotations." + key, value));
    facts.grants(secret.grants(), "");
    return facts;
  }

  static Facts of(ClusterDeclaration cluster) {
    Facts facts = new Facts();
    cluster.labels().forEach((key, value) -> facts.say("labels." + key, value));
    facts.say("context", cluster.context());
    facts.say("agentNamespace", cluster.agentNamespace());
    cluster.identity().ifPresent(identity -> facts.say("identity", identity));
    return facts;
  }

  static Facts of(ControlPlane plane) {
    Facts facts = new Facts();
    facts.say("cluster", plane.cluster());
    switch (plane.product()) {
      case Product.ArgoCd(String namespace) -> facts.say("argocd.namespace", namespace);
      case Product.Kargo(var version, var agents, var shared) -> {
        facts.say("kargo.version", version.orElse("any"));
        facts.say("kargo.agents.selector", agents.map(Facts::words).orElse("nobody"));
        facts.say("kargo.sharedNamespaces", shared);
      }
    }
    return facts;
  }

  static Facts of(SecretSource source) {
    Facts facts = new Facts();
    facts.say("controlPlane", source.controlPlane());
    facts.say("clusterSelector", words(source.clusters()));
    facts.say("secretSelector", words(source.secrets()));
    return facts;
  }

  static Facts of(AllowedClusters authorization) {
    Facts facts = new Facts();
    facts.say("secrets.names", authorization.secretNames());
    authorization
        .secretSelector()
        .ifPresent(selector -> facts.say("secrets.selector", selector.toString()));
    facts.grants(authorization.grants(), "AllowedClusters " + authorization.name() + " ");
    return facts;
  }

  /** What {@code after} says otherwise, in order of the names. */
  static List<Field> between(Facts before, Facts after) {
    Set<String> names = new TreeSet<>(before.byName.keySet());
    names.addAll(after.byName.keySet());
    List<Field> fields = new ArrayList<>();
    for (String name : names) {
      Fact old = before.byName.get(name);
      Fact now = after.byName.get(name);
      if (old == null && now != null) {
        fields.add(new Field(Field.Kind.ADDED, name, now.shown()));
      } else if (old != null && now == null) {
        fields.add(new Field(Field.Kind.REMOVED, name, old.shown()));
      } else if (old != null && now != null && !old.text().equals(now.text())) {
        fields.add(new Field(Field.Kind.CHANGED, name, words(old, now)));
      }
    }
    return fields;
  }

  private static String words(Fact old, Fact now) {
    return old.shown().isEmpty() ? "(changed)" : old.shown() + " -> " + now.shown();
  }

  private static String words(LabelSelector selector) {
    return selector.isEmpty() ? EVERYTHING : selector.toString();
  }

  private void say(String name, String text) {
    byName.put(name, new Fact(text, text));
  }

  /** What is off where nothing is said about it. */
  private void say(String name, boolean on) {
    if (on) {
      say(name, "true");
    }
  }

  private void say(String name, Set<String> texts) {
    if (!texts.isEmpty()) {
      say(name, String.join(", ", texts));
    }
  }

  private void compare(String name, String text) {
    byName.put(name, new Fact(text, ""));
  }

  private void projects(ProjectGrant projects) {
    say("projects.all", projects.all());
    say("projects.names", projects.names());
    projects.selector().ifPresent(selector -> say("projects.selector", selector.toString()));
  }

  /** What a plan calls a grant names where it stands, which is said here already. */
  private void grants(List<Grant> grants, String where) {
    for (Grant grant : grants) {
      String name = grant.display().substring(where.length());
      switch (grant) {
        case Grant.All _ -> say(name, "every cluster");
        case Grant.Names(var names, var _) -> say(name, names);
        case Grant.Selector(LabelSelector selector, var _) ->
            say(without(name, selector), selector.toString());
      }
    }
  }

  /** A selector's display ends with the selector itself. */
  private static String without(String display, LabelSelector selector) {
    return display.substring(0, display.length() - (" " + selector).length());
  }

  /** Whether a field says who may have a Secret, and nothing about the Secret itself. */
  static boolean isGrant(Field field) {
    return field.name().startsWith("allowedClusters.") || field.name().startsWith("annotation ");
  }
}
