package dev.secretsync.report.text;

import dev.secretsync.access.Access;
import dev.secretsync.access.Identity;
import dev.secretsync.access.Rule;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Manifests that {@code kubectl apply -f -} takes: what they grant is in order of identity and
 * namespace, so that a change of them can be reviewed.
 */
public final class RbacYaml {
  private static final String RBAC = "rbac.authorization.k8s.io";

  /** What YAML reads as a text and as nothing else. */
  private static final Pattern PLAIN = Pattern.compile("[a-z][-a-z.]*");

  private static final Pattern WORD = Pattern.compile("true|false|null|yes|no|on|off|y|n");

  private static final int SHOWN = 10;

  private final String namespace;
  private final List<Identity> identities;
  private final PrintWriter out;

  /**
   * @param namespace where the ServiceAccounts live; Roles are named after it, so that the
   *     identities of several repositories can share a cluster
   */
  public RbacYaml(String namespace, Collection<Identity> identities, PrintWriter out) {
    this.namespace = namespace;
    this.identities = List.copyOf(identities);
    this.out = out;
  }

  /**
   * Writes them.
   *
   * @param notes for people, as comments before the first manifest
   */
  public void write(Access access, List<String> notes) {
    notes.forEach(this::note);
    if (!access.leftOut().isEmpty()) {
      note(
          "Left out: namespaces that only earlier commits declared ("
              + some(access.leftOut())
              + ").");
      note("Where one of them exists, plan asks for rights in it: add --past.");
    }
    if (access.projects()) {
      note("Projects of a Kargo are found by a label: name those that Git does not with");
      note("--projects, so that there are Roles in them too.");
    }
    SortedSet<String> namespaces = new TreeSet<>(access.made());
    namespaces.add(namespace);
    namespaces.remove("default");
    namespaces.forEach(this::namespace);
    identities.forEach(this::account);
    for (Identity identity : identities) {
      access
          .rules(identity)
          .forEach((place, rules) ->
              place.ifPresentOrElse(
                  one -> role(identity, Optional.of(one), rules),
                  () -> role(identity, Optional.empty(), rules)));
    }
    out.flush();
  }

  private static String some(SortedSet<String> names) {
    return names.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
  }

  private void note(String text) {
    out.println("# " + Shown.name(text));
  }

  private void head(String version, String kind, String name, Optional<String> in) {
    out.println("---");
    out.println("apiVersion: " + version);
    out.println("kind: " + kind);
    out.println("metadata:");
    out.println("  name: " + text(name));
    in.ifPresent(where -> out.println("  namespace: " + text(where)));
  }

  private void namespace(String name) {
    head("v1", "Namespace", name, Optional.empty());
  }

  private void account(Identity identity) {
    head("v1", "ServiceAccount", "secretsync-" + identity.word(), Optional.of(namespace));
  }

  private void role(Identity identity, Optional<String> in, List<Rule> rules) {
    String kind = in.isPresent() ? "Role" : "ClusterRole";
    String name = namespace + "-" + identity.word();
    head(RBAC + "/v1", kind, name, in);
    out.println("rules:");
    rules.forEach(this::rule);
    head(RBAC + "/v1", kind + "Binding", name, in);
    out.println("roleRef:");
    out.println("  apiGroup: " + RBAC);
    out.println("  kind: " + kind);
    out.println("  name: " + text(name));
    out.println("subjects:");
    out.println("- kind: ServiceAccount");
    out.println("  name: secretsync-" + identity.word());
    out.println("  namespace: " + text(namespace));
  }

  private void rule(Rule rule) {
    out.println("- apiGroups: [" + text(rule.group()) + "]");
    out.println("  resources: [" + text(rule.resource()) + "]");
    if (!rule.names().isEmpty()) {
      out.println("  resourceNames: [" + texts(rule.names()) + "]");
    }
    out.println("  verbs: [" + texts(rule.verbs()) + "]");
  }

  private static String texts(List<String> all) {
    return all.stream().map(RbacYaml::text).collect(Collectors.joining(", "));
  }

  /** No name of Kubernetes holds a quote or a backslash. */
  private static String text(String name) {
    return PLAIN.matcher(name).matches() && !WORD.matcher(name).matches()
        ? name
        : "\"" + name + "\"";
  }

  /** Clusters and their contexts, for a note. */
  public static String clusters(Map<String, String> contexts) {
    return contexts.entrySet().stream()
            .limit(SHOWN)
            .map(one -> one.getKey() + " (context " + one.getValue() + ")")
            .collect(Collectors.joining(", "))
        + (contexts.size() > SHOWN ? " and " + (contexts.size() - SHOWN) + " more" : "");
  }
}
