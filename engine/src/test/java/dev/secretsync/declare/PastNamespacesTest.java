package dev.secretsync.declare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.source.PastFiles;
import dev.secretsync.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PastNamespacesTest {
  private static final String GROUP = "apiVersion: secretsync.dev/v1alpha1\n";

  @Test
  void namespacesOfRemovedDeclarationsAreFound() {
    PastNamespaces past =
        of(
            GROUP + "kind: ManagedSecret\nmetadata: {name: a}\nspec: {namespace: apps}\n",
            GROUP + "kind: ManagedSecret\nmetadata: {name: a}\nspec: {}\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: plain}\nsops: {mac: x}\n",
            GROUP + "kind: Cluster\nmetadata: {name: a}\nspec: {agentNamespace: agents}\n",
            GROUP + "kind: Cluster\nmetadata: {name: b}\n");
    assertThat(past.namespaces()).containsExactly("agents", "akuity", "apps", "plain");
    assertThat(past.complete()).isTrue();
  }

  @Test
  void namespacesOfRemovedControlPlanesAreFoundInTheirClusters() {
    PastNamespaces past =
        of(
            GROUP + "kind: ControlPlane\nspec: {cluster: a, argocd: {namespace: cd}}\n",
            GROUP + "kind: ControlPlane\nspec: {cluster: b, argocd: {}}\n",
            "kind: ControlPlane\nspec: {cluster: d, argocd: {namespace: other}}\n");
    assertThat(past.hosted())
        .isEqualTo(Map.of("a", new TreeSet<>(Set.of("cd")), "b", new TreeSet<>(Set.of("argocd"))));
    assertThat(past.namespaces()).isEmpty();
    assertThat(of(GROUP + "kind: Cluster\nmetadata: {name: a}\n").hosted()).isEmpty();
  }

  @DisplayName("R85, T3: shared namespaces are those of the version that a removed Kargo had")
  @Test
  void sharedNamespacesOfARemovedKargoAreFoundInItsCluster() {
    PastNamespaces past =
        of(
            GROUP + "kind: ControlPlane\nspec: {cluster: a, kargo: {version: '1.8'}}\n",
            GROUP
                + "kind: ControlPlane\n"
                + "spec: {cluster: b, kargo: {version: '1.9', sharedNamespaces: [mine, '../x']}}\n");
    assertThat(past.hosted().get("a")).containsExactly("kargo-cluster-secrets");
    assertThat(past.hosted().get("b"))
        .containsExactly(
            "kargo-cluster-resources", "kargo-shared-resources", "kargo-system-resources", "mine");
    assertThat(past.kargos()).containsExactly("a", "b");
  }

  @DisplayName("R104: projects that were named are looked for where their Kargo was")
  @Test
  void namedProjectsAreFoundWhereTheirKargoWas() {
    PastNamespaces past =
        of(
            GROUP
                + "kind: ManagedSecret\nspec: {controlPlane: main, projects: {names: [demo, 7]}}\n",
            GROUP + "kind: ManagedSecret\nspec: {controlPlane: gone, projects: {names: [old]}}\n",
            GROUP + "kind: ManagedSecret\nspec: {controlPlane: main, projects: {all: true}}\n",
            GROUP
                + "kind: ControlPlane\nmetadata: {name: main}\n"
                + "spec: {cluster: a, kargo: {version: '1.8'}}\n");
    assertThat(past.hosted().get("a")).containsExactly("demo", "kargo-cluster-secrets");
    assertThat(past.namespaces()).containsExactly("old");
  }

  @Test
  void whatWasNeverOursIsLeftOut() {
    PastNamespaces past =
        of(
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: clear}\n",
            "apiVersion: example.com/v1\nkind: ManagedSecret\nspec: {namespace: other}\n",
            GROUP + "kind: ManagedSecret\nspec: {namespace: '../x'}\n",
            GROUP + "kind: ManagedSecret\nspec: [\n");
    assertThat(past.namespaces()).isEmpty();
  }

  @Test
  void anIncompleteHistoryIsPassedOn() {
    assertThat(PastNamespaces.of(new PastFiles(List.of(), false)).complete()).isFalse();
  }

  private static PastNamespaces of(String... texts) {
    return PastNamespaces.of(
        new PastFiles(
            List.of(texts).stream()
                .map(text -> new SourceFile("a.yaml", "0".repeat(40), text))
                .toList(),
            true));
  }
}
