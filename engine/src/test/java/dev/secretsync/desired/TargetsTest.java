package dev.secretsync.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.PastNamespaces;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which clusters a declared Secret goes to, rule by rule (rules.md E). */
class TargetsTest {
  private static final String FLEET =
      """
      apiVersion: secretsync.dev/v1alpha1
      kind: Cluster
      metadata: {name: east, labels: {env: prod, region: east}}
      ---
      apiVersion: secretsync.dev/v1alpha1
      kind: Cluster
      metadata: {name: hub, labels: {env: prod}}
      ---
      apiVersion: secretsync.dev/v1alpha1
      kind: Cluster
      metadata: {name: west, labels: {env: test, region: west}}
      spec: {agentNamespace: agents}
      """;

  private static final String HUB =
      """
      ---
      apiVersion: secretsync.dev/v1alpha1
      kind: ControlPlane
      metadata: {name: main}
      spec: {cluster: hub, argocd: {}}
      """;

  private static final String KARGO =
      HUB.replace("name: main", "name: promote").replace("argocd: {}", "kargo: {version: '1.9'}");

  private final Problems problems = new Problems();

  @DisplayName("R42: a Secret that nothing authorizes goes nowhere")
  @Test
  void withoutAnAuthorizationNobodyGetsIt() {
    Targets targets = targets(managed(""));
    assertThat(targets.byAddress()).isEmpty();
    assertThat(targets.unassigned()).containsExactly("database");
  }

  @DisplayName("R43: all is every declared cluster")
  @Test
  void allIsEveryCluster() {
    assertThat(places(managed("allowedClusters: {all: true}")))
        .containsExactly("east/akuity/database", "hub/akuity/database", "west/agents/database");
  }

  @DisplayName("R44, R57: a selector matches the labels of the declarations, whatever they are now")
  @Test
  void aSelectorMatchesDeclaredLabels() {
    String secret = managed("allowedClusters: {selector: env=prod}");
    assertThat(places(secret)).containsExactly("east/akuity/database", "hub/akuity/database");
    assertThat(places(FLEET.replace("env: test", "env: prod"), secret))
        .contains("west/agents/database");
  }

  @DisplayName("R45: the annotation with a selector is a set-based one")
  @Test
  void theSelectorAnnotationSelects() {
    assertThat(places(annotated("allowed-cluster-selector", "region in (west)")))
        .containsExactly("west/agents/database");
  }

  @DisplayName("R46, R51: the annotation with names is a list; blanks and repetitions do not count")
  @Test
  void theNamesAnnotationNames() {
    assertThat(places(annotated("allowed-clusters", " hub ,, east,hub")))
        .containsExactly("east/akuity/database", "hub/akuity/database");
  }

  @DisplayName("R47: ALL is all clusters, in upper case only")
  @Test
  void allInUpperCaseIsAllClusters() {
    assertThat(places(annotated("allowed-clusters", "ALL"))).hasSize(3);
    targets(annotated("allowed-clusters", "all"));
    assertThat(codes()).contains(Code.UNKNOWN_CLUSTER);
  }

  @DisplayName("R49: several authorizations are a union, and each target names its own")
  @Test
  void severalAuthorizationsAreAUnion() {
    Targets targets = targets(managed("allowedClusters: {names: [west], selector: env=prod}"));
    assertThat(targets.byAddress().keySet()).hasSize(3);
    assertThat(reasons(targets, "west", "agents")).containsExactly("allowedClusters.names");
    assertThat(reasons(targets, "hub", "akuity"))
        .containsExactly("allowedClusters.selector env=prod");
  }

  @DisplayName("R50: an empty annotation is nobody, never everybody (T7)")
  @Test
  void anEmptyAnnotationIsNobody() {
    assertThat(places(annotated("allowed-clusters", ""))).isEmpty();
    assertThat(places(annotated("allowed-clusters", " , "))).isEmpty();
    assertThat(places(annotated("allowed-cluster-selector", ""))).isEmpty();
  }

  @DisplayName("R52: an unknown cluster is an error, never dropped in silence")
  @Test
  void anUnknownClusterIsAnError() {
    targets(managed("allowedClusters: {names: [north]}"));
    assertThat(codes()).contains(Code.UNKNOWN_CLUSTER);
  }

  @DisplayName("R55: a malformed selector is an error and authorizes nobody")
  @Test
  void aMalformedSelectorAuthorizesNobody() {
    assertThat(places(managed("allowedClusters: {selector: 'env in (prod'}"))).isEmpty();
    assertThat(codes()).contains(Code.MALFORMED_SELECTOR);
  }

  @DisplayName(
      "R56: a cluster that is no longer allowed is no longer a target, and still looked at")
  @Test
  void aClusterThatIsNoLongerAllowedIsLookedAt() {
    Declarations declared = declared(FLEET, managed("allowedClusters: {names: [hub]}"));
    Scope scope = Scope.of(declared, PastNamespaces.none());
    assertThat(Targets.of(declared, problems).byAddress().keySet())
        .containsExactly(SecretAddress.of("hub", "akuity", "database"));
    assertThat(scope.namespaces().get("west")).containsExactly("agents");
  }

  @DisplayName("R60: without a namespace it lives in the agent namespace of each cluster")
  @Test
  void theAgentNamespaceIsTheDefault() {
    assertThat(places(managed("namespace: apps\n  allowedClusters: {names: [west]}")))
        .containsExactly("west/apps/database");
    assertThat(places(managed("allowedClusters: {names: [west]}")))
        .containsExactly("west/agents/database");
  }

  @DisplayName("K6: two declarations that reach one place are an error, and neither is preferred")
  @Test
  void twoDeclarationsOfOnePlaceAreAnError() {
    targets(
        managed("allowedClusters: {all: true}") + "---\n" + annotated("allowed-clusters", "west"));
    assertThat(codes()).contains(Code.OVERLAPPING_TARGETS);
  }

  @DisplayName(
      "R63: a Secret of a control plane lives in the namespace of Argo CD, for that reason")
  @Test
  void aSecretOfAControlPlaneLivesThere() {
    Targets targets = Targets.of(declared(FLEET + HUB, managed("controlPlane: main")), problems);
    assertThat(targets.byAddress().keySet())
        .containsExactly(SecretAddress.of("hub", "argocd", "database"));
    assertThat(reasons(targets, "hub", "argocd")).containsExactly("controlPlane main");
    assertThat(targets.unassigned()).isEmpty();
    assertThat(problems.all()).isEmpty();
  }

  @DisplayName("R42, R63: where a Secret of a control plane goes besides needs an authorization")
  @Test
  void aSecretOfAControlPlaneGoesOnWhereItIsAllowed() {
    assertThat(
            places(
                FLEET + HUB,
                managed("controlPlane: main\n  allowedClusters: {names: [west, hub]}")))
        .containsExactly("hub/akuity/database", "hub/argocd/database", "west/agents/database");
  }

  @DisplayName("R49, R63: one declaration that reaches one place twice reaches it for two reasons")
  @Test
  void twoWaysToOnePlaceAreTwoReasons() {
    Targets targets =
        Targets.of(
            declared(
                FLEET + HUB,
                managed(
                    "controlPlane: main\n  namespace: argocd\n  allowedClusters: {names: [hub]}")),
            problems);
    assertThat(reasons(targets, "hub", "argocd"))
        .containsExactly("allowedClusters.names", "controlPlane main");
    assertThat(problems.all()).isEmpty();
  }

  @DisplayName("K6: a Secret of a control plane and another declaration of that place overlap")
  @Test
  void aSecretOfAControlPlaneOverlapsLikeAnyOther() {
    Targets.of(
        declared(
            FLEET + HUB,
            managed("controlPlane: main")
                + "---\n"
                + annotated("allowed-clusters", "hub")
                    .replace("name: database", "name: database\n  namespace: argocd")),
        problems);
    assertThat(codes()).containsExactly(Code.OVERLAPPING_TARGETS);
  }

  @DisplayName("R54: the annotations of a live Secret have no say in a ManagedSecret")
  @Test
  void annotationsHaveNoSayInAManagedSecret() {
    String annotation = "annotations: {akuity.io/managed-secret-allowed-clusters: ALL}";
    assertThat(places(managed(annotation))).isEmpty();
    assertThat(codes()).containsExactly(Code.RESERVED_NAME);
  }

  @DisplayName("R14: with a control plane, every agent namespace and its own one are looked at")
  @Test
  void agentNamespacesAreLookedAtForAControlPlane() {
    Scope scope = Scope.of(declared(FLEET + HUB, ""), PastNamespaces.none());
    assertThat(scope.namespaces())
        .isEqualTo(
            Map.of(
                "east", Set.of("akuity"),
                "hub", Set.of("akuity", "argocd"),
                "west", Set.of("agents")));
  }

  @DisplayName("R39: what a removed control plane left is looked for in its cluster alone")
  @Test
  void aRemovedControlPlaneIsLookedAtWhereItWas() {
    TreeMap<String, SortedSet<String>> hosted = new TreeMap<>();
    hosted.put("hub", new TreeSet<>(Set.of("argocd")));
    assertThat(namespaces(hosted).get("hub")).containsExactly("argocd");
    assertThat(namespaces(hosted).get("west")).isEmpty();
    hosted.put("renamed-since", new TreeSet<>(Set.of("cd")));
    assertThat(namespaces(hosted).values()).allMatch(found -> found.contains("cd"));
  }

  @DisplayName("R104: a Secret for projects has no place yet, and is not unassigned")
  @Test
  void aSecretForProjectsHasNoPlaceYet() {
    Targets targets = kargo("projects: {all: true}");
    assertThat(targets.byAddress()).isEmpty();
    assertThat(targets.unassigned()).isEmpty();
    assertThat(targets.forProjects())
        .singleElement()
        .satisfies(one -> assertThat(one.kargo().name()).isEqualTo("promote"))
        .satisfies(one -> assertThat(one.projects().all()).isTrue());
    assertThat(problems.all()).isEmpty();
  }

  @DisplayName("R42, R104: a Secret for projects goes to clusters too where it is allowed")
  @Test
  void aSecretForProjectsGoesToClustersToo() {
    Targets targets = kargo("projects: {names: [demo]}\n  allowedClusters: {names: [west]}");
    assertThat(targets.byAddress().keySet())
        .containsExactly(SecretAddress.of("west", "agents", "database"));
    assertThat(targets.forProjects()).hasSize(1);
  }

  @DisplayName("R50, R104: for no projects is for nobody, and unassigned")
  @Test
  void forNoProjectsIsForNobody() {
    Targets targets = kargo("projects: {selector: ''}");
    assertThat(targets.forProjects()).isEmpty();
    assertThat(targets.unassigned()).containsExactly("database");
  }

  @DisplayName("R104: projects are those of a Kargo")
  @Test
  void projectsNeedAKargo() {
    assertThat(
            Targets.of(
                    declared(
                        FLEET + HUB, managed("controlPlane: main\n  projects: {names: [demo]}")),
                    problems)
                .forProjects())
        .isEmpty();
    assertThat(codes()).containsExactly(Code.CONTROL_PLANE);
  }

  @DisplayName("K6: two declarations for one named project overlap, however they get there")
  @Test
  void twoDeclarationsForOneProjectOverlap() {
    String one = managed("controlPlane: promote\n  projects: {names: [demo]}");
    String other = one.replace("metadata: {name: database}", "metadata: {name: other}");
    Targets.of(
        declared(FLEET + KARGO, one + "---\n" + other.replace("type: Opaque", "name: database")),
        problems);
    assertThat(codes()).containsExactly(Code.OVERLAPPING_TARGETS);
  }

  @DisplayName("K6: a Secret for a project and one of its namespace in that cluster overlap")
  @Test
  void aSecretForAProjectOverlapsWithOneOfItsNamespace() {
    Targets.of(
        declared(
            FLEET + KARGO,
            managed("controlPlane: promote\n  projects: {names: [demo]}")
                + "---\n"
                + annotated("allowed-clusters", "hub")
                    .replace("name: database", "name: database\n  namespace: demo")),
        problems);
    assertThat(codes()).containsExactly(Code.OVERLAPPING_TARGETS);
  }

  @DisplayName("R49: one declaration that reaches a project twice is no overlap")
  @Test
  void oneDeclarationMayReachAProjectTwice() {
    kargo("projects: {names: [demo]}\n  namespace: demo\n  allowedClusters: {names: [hub]}");
    assertThat(problems.all()).isEmpty();
  }

  @DisplayName("R83, R104: agent namespaces, shared ones and named projects are looked at by name")
  @Test
  void namespacesOfKargoAreLookedAt() {
    Scope scope =
        Scope.of(
            declared(
                FLEET + KARGO,
                managed("controlPlane: promote\n  projects: {names: [demo], selector: team=a}")),
            PastNamespaces.none());
    assertThat(scope.namespaces().get("hub"))
        .containsExactly(
            "akuity",
            "demo",
            "kargo-cluster-resources",
            "kargo-shared-resources",
            "kargo-system-resources");
    assertThat(scope.namespaces().get("west")).containsExactly("agents");
    assertThat(scope.labelled()).containsOnlyKeys("hub");
    assertThat(scope.labelled().get("hub")).hasToString("kargo.akuity.io/project=true");
  }

  @DisplayName("R95: where a Kargo was, its projects are still looked for")
  @Test
  void projectsOfARemovedKargoAreLookedFor() {
    assertThat(labelledAfter("hub")).containsExactly("hub");
    assertThat(labelledAfter("renamed-since")).containsExactly("east", "hub", "west");
    assertThat(Scope.of(declared(FLEET, ""), PastNamespaces.none()).labelled()).isEmpty();
  }

  private Set<String> labelledAfter(String host) {
    PastNamespaces past =
        new PastNamespaces(new TreeSet<>(), new TreeMap<>(), new TreeSet<>(Set.of(host)), true);
    return Scope.of(declared(FLEET, ""), past).labelled().keySet();
  }

  private Targets kargo(String spec) {
    return Targets.of(
        declared(FLEET + KARGO, managed("controlPlane: promote\n  " + spec)), problems);
  }

  private SortedMap<String, SortedSet<String>> namespaces(
      SortedMap<String, SortedSet<String>> hosted) {
    return Scope.of(declared(FLEET, ""), new PastNamespaces(new TreeSet<>(), hosted, true))
        .namespaces();
  }

  @Test
  void withoutAControlPlaneAndSecretsNothingIsLookedAt() {
    Scope scope = Scope.of(declared(FLEET, ""), PastNamespaces.none());
    assertThat(scope.namespaces().values()).allMatch(Set::isEmpty);
  }

  private static String managed(String spec) {
    return """
    apiVersion: secretsync.dev/v1alpha1
    kind: ManagedSecret
    metadata: {name: database}
    spec:
      type: Opaque
      %s
      stringData: {password: "ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]"}
    sops: {version: 3.13.2}
    """
        .formatted(spec.isEmpty() ? "adopt: false" : spec);
  }

  private static String annotated(String annotation, String value) {
    return """
    apiVersion: v1
    kind: Secret
    metadata:
      name: database
      annotations: {akuity.io/managed-secret-%s: "%s"}
    stringData: {password: "ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]"}
    sops: {version: 3.13.2}
    """
        .formatted(annotation, value);
  }

  private List<String> places(String secret) {
    return places(FLEET, secret);
  }

  private List<String> places(String fleet, String secret) {
    return Targets.of(declared(fleet, secret), problems).byAddress().keySet().stream()
        .map(SecretAddress::toString)
        .toList();
  }

  private Targets targets(String secret) {
    return Targets.of(declared(FLEET, secret), problems);
  }

  private static List<String> reasons(Targets targets, String cluster, String namespace) {
    return targets.byAddress().entrySet().stream()
        .filter(e -> e.getKey().equals(SecretAddress.of(cluster, namespace, "database")))
        .flatMap(e -> e.getValue().reasons().stream())
        .toList();
  }

  private List<Code> codes() {
    return problems.all().stream().map(Diagnostic::code).toList();
  }

  private Declarations declared(String fleet, String secret) {
    return Declarations.parse(
        new SourceTree(
            new Revision("0", "0", false),
            new TreeMap<>(
                Map.of(
                    "clusters.yaml", new SourceFile("clusters.yaml", "1", fleet),
                    "secret.yaml", new SourceFile("secret.yaml", "2", secret)))),
        problems);
  }
}
