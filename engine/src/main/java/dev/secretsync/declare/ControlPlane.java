package dev.secretsync.declare;

import dev.secretsync.model.LabelRequirement;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.SourceLocation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An instance of Argo CD or Kargo that Secrets of clusters are collected into.
 *
 * @param cluster name of the cluster that hosts it
 * @param product which of the two, and how it is set up
 */
public record ControlPlane(String name, String cluster, Product product, SourceLocation at) {

  /** What runs there. The rules are the same for both; what differs is said here. */
  public sealed interface Product {

    /** The label by which a Secret opts in (R13, R84). */
    String optInLabel();

    /**
     * Whether labels opt in; a Secret that has the label alone may still have to say more (R84).
     */
    boolean optsIn(Map<String, String> labels);

    /** Whether labels look like somebody meant to opt in. */
    boolean concerns(Map<String, String> labels);

    /** Whether labels opt in to the other product only, which is easily taken for this one (T2). */
    boolean mistakes(Map<String, String> labels);

    /** What is missing in labels that do not opt in, in words. */
    String missing(Map<String, String> labels);

    /** What to do about labels that nearly opt in. */
    String howToOptIn();

    /** The namespace that a Secret with these labels, which opt in, asks for. */
    String destination(Map<String, String> labels);

    /** Its namespaces that are known by name. */
    SortedSet<String> namespaces();

    /** Whether a namespace of this name is no project, in whatever version. */
    boolean isReserved(String namespace);

    /** By which labels its other namespaces are found; empty where there are none. */
    Optional<LabelSelector> projects();

    /** Annotations that every copy of what it collects gets. */
    SortedMap<String, String> onCopies();

    /** Whether it has an agent in a cluster, without which nothing is collected there (R81). */
    boolean hasAgentIn(ClusterDeclaration cluster);

    /** Whether what it collects may go on to other clusters (R98). */
    boolean fansOut();

    /**
     * Whether a Secret of this name that is already there may be taken over by a cluster (R30).
     * Everything else that is already there is a conflict (R32).
     */
    boolean adoptable(String name);

    /**
     * Argo CD.
     *
     * @param namespace where it lives, and so all Secrets that it reads
     */
    record ArgoCd(String namespace) implements Product {
      /** The namespace where none is declared. */
      public static final String DEFAULT_NAMESPACE = "argocd";

      static final String OPT_IN = "akuity.io/secret-sync";

      private static final Set<String> ADOPTABLE =
          Set.of(
              "argocd-notifications-secret",
              "argocd-image-updater-secret",
              "application-set-secret");

      @Override
      public String optInLabel() {
        return OPT_IN;
      }

      @Override
      public boolean optsIn(Map<String, String> labels) {
        return "true".equals(labels.get(OPT_IN));
      }

      @Override
      public boolean concerns(Map<String, String> labels) {
        return labels.containsKey(OPT_IN);
      }

      /** The label of Kargo says more than that of Argo CD, and nobody writes it by mistake. */
      @Override
      public boolean mistakes(Map<String, String> labels) {
        return false;
      }

      @Override
      public String missing(Map<String, String> labels) {
        return labels.containsKey(OPT_IN)
            ? "label " + OPT_IN + " is `" + labels.get(OPT_IN) + "`, must be `true`"
            : "it has no label " + OPT_IN + ": \"true\"";
      }

      @Override
      public String howToOptIn() {
        return "write the value `true`, or remove the label";
      }

      @Override
      public String destination(Map<String, String> labels) {
        return namespace;
      }

      @Override
      public boolean isReserved(String other) {
        return other.equals(namespace);
      }

      @Override
      public SortedSet<String> namespaces() {
        return new TreeSet<>(Set.of(namespace));
      }

      @Override
      public Optional<LabelSelector> projects() {
        return Optional.empty();
      }

      /** An Argo CD that finds a copy beside its applications must neither report nor prune it. */
      @Override
      public SortedMap<String, String> onCopies() {
        return new TreeMap<>(
            Map.of(
                "argocd.argoproj.io/compare-options", "IgnoreExtraneous",
                "argocd.argoproj.io/sync-options", "Prune=false"));
      }

      @Override
      public boolean hasAgentIn(ClusterDeclaration cluster) {
        return true;
      }

      @Override
      public boolean fansOut() {
        return true;
      }

      @Override
      public boolean adoptable(String name) {
        return ADOPTABLE.contains(name);
      }
    }

    /**
     * Kargo. Each of its projects is a namespace, found by a label; besides, it has namespaces that
     * all projects share.
     *
     * @param version of Kargo, where it is declared: the names of the shared namespaces depend on
     *     it
     * @param agents the clusters with a Kargo agent; none where none is declared
     * @param sharedNamespaces names of shared namespaces beside those that Kargo itself gives them
     */
    record Kargo(
        Optional<String> version,
        Optional<LabelSelector> agents,
        SortedSet<String> sharedNamespaces)
        implements Product {
      /** Names the project, or a shared namespace (R85). */
      public static final String OPT_IN = "kargo.akuity.io/secret-sync";

      /** Says what kind of credential it is (R87). */
      public static final String CRED_TYPE = "kargo.akuity.io/cred-type";

      /** On the namespaces that are projects. */
      public static final String PROJECT = "kargo.akuity.io/project";

      /** Finds the namespaces that are projects. */
      public static final LabelSelector PROJECTS =
          new LabelSelector(
              List.of(new LabelRequirement.In(PROJECT, new TreeSet<>(Set.of("true")))));

      /** What a credential can be. */
      public static final SortedSet<String> CRED_TYPES =
          Collections.unmodifiableSortedSet(
              new TreeSet<>(Set.of("git", "helm", "image", "generic")));

      /** The shared namespace up to version 1.8. */
      private static final Set<String> OLD = Set.of("kargo-cluster-secrets");

      /** Those of later versions: Kargo and its documents do not agree on the names (T3). */
      private static final Set<String> NEW =
          Set.of("kargo-shared-resources", "kargo-cluster-resources", "kargo-system-resources");

      private static final int LAST_OLD_MAJOR = 1;
      private static final int LAST_OLD_MINOR = 8;

      private static final Pattern VERSION = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})(\\..*)?");

      public Kargo {
        sharedNamespaces = Collections.unmodifiableSortedSet(new TreeSet<>(sharedNamespaces));
      }

      /** Whether some version of Kargo has a shared namespace of this name. */
      static boolean isBuiltIn(String namespace) {
        return OLD.contains(namespace) || NEW.contains(namespace);
      }

      /** Whether the declared version has a shared namespace of this name; all do if none is. */
      public boolean fitsVersion(String name) {
        return namespaces().contains(name);
      }

      private Set<String> builtIn() {
        Optional<Matcher> declared = version.map(VERSION::matcher).filter(Matcher::matches);
        if (declared.isEmpty()) {
          return Stream.concat(OLD.stream(), NEW.stream()).collect(Collectors.toSet());
        }
        int major = Integer.parseInt(declared.get().group(1));
        int minor = Integer.parseInt(declared.get().group(2));
        return major < LAST_OLD_MAJOR || (major == LAST_OLD_MAJOR && minor <= LAST_OLD_MINOR)
            ? OLD
            : NEW;
      }

      @Override
      public String optInLabel() {
        return OPT_IN;
      }

      @Override
      public boolean optsIn(Map<String, String> labels) {
        return !labels.getOrDefault(OPT_IN, "").isEmpty() && labels.containsKey(CRED_TYPE);
      }

      /** Also one that opts in as Argo CD wants it, which is easily mixed up (T2). */
      @Override
      public boolean concerns(Map<String, String> labels) {
        return labels.containsKey(OPT_IN)
            || labels.containsKey(CRED_TYPE)
            || "true".equals(labels.get(ArgoCd.OPT_IN));
      }

      @Override
      public boolean mistakes(Map<String, String> labels) {
        return !concerns(labels) && labels.containsKey(ArgoCd.OPT_IN);
      }

      /** Both labels are needed; that of Argo CD is easily taken for the first (T2). */
      @Override
      public String missing(Map<String, String> labels) {
        if (!labels.containsKey(OPT_IN) && labels.containsKey(ArgoCd.OPT_IN)) {
          return "label "
              + ArgoCd.OPT_IN
              + " is for Argo CD; Kargo needs label "
              + OPT_IN
              + " with the name of a project";
        }
        return labels.getOrDefault(OPT_IN, "").isEmpty()
            ? "it has no label " + OPT_IN + " with the name of a project"
            : "it has no label " + CRED_TYPE;
      }

      @Override
      public String howToOptIn() {
        return "give it both labels, " + OPT_IN + " and " + CRED_TYPE + ", or neither";
      }

      @Override
      public String destination(Map<String, String> labels) {
        return labels.getOrDefault(OPT_IN, "");
      }

      @Override
      public boolean isReserved(String namespace) {
        return isBuiltIn(namespace) || sharedNamespaces.contains(namespace);
      }

      @Override
      public SortedSet<String> namespaces() {
        SortedSet<String> all = new TreeSet<>(sharedNamespaces);
        all.addAll(builtIn());
        return all;
      }

      @Override
      public Optional<LabelSelector> projects() {
        return Optional.of(PROJECTS);
      }

      @Override
      public SortedMap<String, String> onCopies() {
        return new TreeMap<>();
      }

      @Override
      public boolean hasAgentIn(ClusterDeclaration cluster) {
        return agents.filter(selector -> selector.matches(cluster.labels())).isPresent();
      }

      @Override
      public boolean fansOut() {
        return false;
      }

      @Override
      public boolean adoptable(String name) {
        return false;
      }
    }
  }
}
