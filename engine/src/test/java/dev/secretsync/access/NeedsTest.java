package dev.secretsync.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.PastNamespaces;
import dev.secretsync.desired.Targets;
import dev.secretsync.model.Permission;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which permission follows from which declaration. */
@DisplayName("K8: nobody is granted more than the declarations make necessary")
class NeedsTest {
  private static final String FLEET =
      """
      apiVersion: secretsync.dev/v1alpha1
      kind: Cluster
      metadata: {name: east}
      ---
      apiVersion: secretsync.dev/v1alpha1
      kind: Cluster
      metadata: {name: hub}
      """;

  private static final String SECRET =
      """
      ---
      apiVersion: secretsync.dev/v1alpha1
      kind: ManagedSecret
      metadata: {name: database}
      spec:
        namespace: apps
        allowedClusters: {names: [east]}
        stringData: {}
      """;

  private static final String KARGO =
      """
      ---
      apiVersion: secretsync.dev/v1alpha1
      kind: ControlPlane
      metadata: {name: promote}
      spec: {cluster: hub, kargo: {version: "1.9"}}
      """;

  private static final PastNamespaces PAST =
      new PastNamespaces(
          new TreeSet<>(List.of("old", "kube-system")),
          new TreeMap<>(Map.of("hub", new TreeSet<>(List.of("argocd")))),
          true);

  private static Access in(SortedMap<String, Access> needs, String cluster) {
    return Objects.requireNonNull(needs.get(cluster));
  }

  @Test
  void planOnlyListsAndLooksWhichClusterItIs() {
    assertThat(shown(in(needs(FLEET + SECRET, PastNamespaces.none()), "east"), Identity.PLAN))
        .containsExactly("list secrets in namespace apps", "get namespace kube-system");
  }

  @Test
  void applyWritesWhereSomethingIsDeclaredAndHoldsOneLease() {
    assertThat(shown(in(needs(FLEET + SECRET, PastNamespaces.none()), "east"), Identity.APPLY))
        .containsExactly(
            "create secrets in namespace apps",
            "delete secrets in namespace apps",
            "get secrets in namespace apps",
            "list secrets in namespace apps",
            "patch secrets in namespace apps",
            "create leases in namespace default",
            "delete lease lease in namespace default",
            "get lease lease in namespace default",
            "update lease lease in namespace default",
            "get namespace kube-system");
  }

  @Test
  @DisplayName("R56: where nothing is declared for a cluster, what is left over is only deleted")
  void whereNothingIsDeclaredItOnlyDeletes() {
    assertThat(secrets(in(needs(FLEET + SECRET, PastNamespaces.none()), "hub"), "apps"))
        .containsExactly("delete", "get", "list");
  }

  @Test
  void namespacesOfThePastAreOnlyLookedForUnlessAskedFor() {
    Access access = in(needs(FLEET + SECRET, PAST), "east");
    assertThat(access.leftOut()).containsExactly("old");
    assertThat(secrets(access, "old")).isEmpty();
    assertThat(shown(access, Identity.PLAN)).contains("get namespace old");
    Access asked = in(needs(FLEET + SECRET, PAST, Needs.Wishes.all()), "east");
    assertThat(asked.leftOut()).isEmpty();
    assertThat(secrets(asked, "old")).containsExactly("delete", "get", "list");
  }

  @Test
  @DisplayName("K7: nothing is ever granted on the Secrets of a namespace of Kubernetes")
  void nothingIsGrantedInKubernetesOwnNamespaces() {
    needs(FLEET + SECRET, PAST, Needs.Wishes.all())
        .values()
        .forEach(access -> assertThat(secrets(access, "kube-system")).isEmpty());
  }

  @Test
  @DisplayName("R38: what is let go of where a control plane was is patched, and not created")
  void formerControlPlanesAreReleased() {
    assertThat(secrets(in(needs(FLEET + SECRET, PAST, Needs.Wishes.all()), "hub"), "argocd"))
        .containsExactly("delete", "get", "list", "patch");
  }

  @Test
  @DisplayName("the projects of a Kargo take a list of namespaces, and only in its cluster")
  void projectsAreFoundInTheClusterOfTheKargo() {
    SortedMap<String, Access> needs =
        needs(
            FLEET + SECRET + KARGO,
            PastNamespaces.none(),
            new Needs.Wishes(false, new TreeSet<>(List.of("shop"))));
    assertThat(shown(in(needs, "hub"), Identity.PLAN))
        .contains("list namespaces in the whole cluster", "list secrets in namespace shop");
    assertThat(in(needs, "hub").made()).doesNotContain("shop");
    assertThat(in(needs, "hub").others()).contains("shop", "kargo-shared-resources");
    assertThat(shown(in(needs, "east"), Identity.PLAN))
        .noneMatch(one -> one.contains("whole cluster") || one.contains("shop"));
  }

  @Test
  void togetherIsEnoughForEachOfThem() {
    SortedMap<String, Access> needs = needs(FLEET + SECRET + KARGO, PAST);
    Access together = Access.inEach(needs.values());
    for (Access one : needs.values()) {
      for (Identity identity : Identity.values()) {
        assertThat(together.of(identity)).containsAll(one.of(identity));
      }
    }
    assertThat(Access.isSame(needs.values())).isFalse();
    assertThat(Access.isSame(List.of(together))).isTrue();
  }

  @Test
  void rulesGrantExactlyThePermissions() {
    Access access = in(needs(FLEET + SECRET, PAST, Needs.Wishes.all()), "east");
    TreeSet<Permission> granted = new TreeSet<>();
    access
        .rules(Identity.APPLY)
        .forEach((place, rules) ->
            rules.forEach(rule ->
                rule.verbs()
                    .forEach(verb -> {
                      if (rule.names().isEmpty()) {
                        granted.add(
                            new Permission(
                                rule.group(), rule.resource(), verb, place, Optional.empty()));
                      }
                      rule.names()
                          .forEach(name ->
                              granted.add(
                                  new Permission(
                                      rule.group(),
                                      rule.resource(),
                                      verb,
                                      place,
                                      Optional.of(name))));
                    })));
    assertThat(granted).isEqualTo(access.of(Identity.APPLY));
  }

  private static List<String> shown(Access access, Identity identity) {
    return access.of(identity).stream()
        .map(permission -> permission.verb() + " " + permission.objects())
        .toList();
  }

  private static List<String> secrets(Access access, String namespace) {
    return access.of(Identity.APPLY).stream()
        .filter(one -> one.resource().equals("secrets"))
        .filter(one -> one.namespace().filter(namespace::equals).isPresent())
        .map(Permission::verb)
        .toList();
  }

  private static SortedMap<String, Access> needs(String documents, PastNamespaces past) {
    return needs(documents, past, Needs.Wishes.none());
  }

  private static SortedMap<String, Access> needs(
      String documents, PastNamespaces past, Needs.Wishes wishes) {
    Declarations declared =
        Declarations.parse(
            new SourceTree(
                new Revision("0", "0", false),
                new TreeMap<>(Map.of("all.yaml", new SourceFile("all.yaml", "1", documents)))),
            new Problems());
    return Needs.of(declared, Targets.of(declared, new Problems()), past, wishes, "lease");
  }
}
