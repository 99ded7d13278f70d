package dev.secretsync.declare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.declare.ControlPlane.Product.Kargo;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.LabelSelector.Parsed;
import dev.secretsync.model.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of Kargo in one place: its namespaces, its agents, its labels. */
class KargoTest {
  private static final String OLD = "kargo-cluster-secrets";
  private static final String[] NEW = {
    "kargo-cluster-resources", "kargo-shared-resources", "kargo-system-resources"
  };

  @DisplayName("R85, T3: up to 1.8 there is one shared namespace")
  @ParameterizedTest
  @ValueSource(strings = {"1.8", "1.8.0", "1.8.17", "1.7", "0.9.1"})
  void oldVersionsHaveOneSharedNamespace(String version) {
    assertThat(kargo(version).namespaces()).containsExactly(OLD);
    assertThat(kargo(version).fitsVersion(OLD)).isTrue();
    assertThat(NEW).noneMatch(kargo(version)::fitsVersion);
  }

  @DisplayName("R85, T3: after 1.8 the shared namespaces are those of Kargo and of its documents")
  @ParameterizedTest
  @ValueSource(strings = {"1.9", "1.9.0", "1.10", "1.80", "2.0", "10.1"})
  void newVersionsHaveOthers(String version) {
    assertThat(kargo(version).namespaces()).containsExactly(NEW);
    assertThat(kargo(version).fitsVersion(OLD)).isFalse();
    assertThat(NEW).allMatch(kargo(version)::fitsVersion);
  }

  @DisplayName("R85, T3: without a version all four names are looked at")
  @Test
  void withoutAVersionAllNamesAreLookedAt() {
    Kargo kargo = new Kargo(Optional.empty(), Optional.empty(), new TreeSet<>());
    assertThat(kargo.namespaces()).contains(OLD).contains(NEW).hasSize(4);
    assertThat(kargo.namespaces()).allMatch(kargo::fitsVersion);
  }

  @DisplayName("R85, T3: the names of all versions are reserved, whatever the version")
  @ParameterizedTest
  @ValueSource(strings = {"1.8", "1.9"})
  void namesOfAllVersionsAreReserved(String version) {
    assertThat(kargo(version).isReserved(OLD)).isTrue();
    assertThat(NEW).allMatch(kargo(version)::isReserved);
    assertThat(kargo(version).isReserved("kargo-demo")).isFalse();
  }

  @DisplayName("T3: names of shared namespaces can be added, and then fit every version")
  @Test
  void namesCanBeAdded() {
    Kargo kargo =
        new Kargo(Optional.of("1.9"), Optional.empty(), new TreeSet<>(Set.of(OLD, "platform")));
    assertThat(kargo.namespaces()).contains(NEW).contains(OLD, "platform").hasSize(5);
    assertThat(kargo.isReserved("platform")).isTrue();
    assertThat(kargo.fitsVersion("platform")).isTrue();
  }

  @DisplayName("R81: a cluster has an agent where the selector matches its declared labels")
  @Test
  void agentsAreSelectedByDeclaredLabels() {
    Kargo kargo = new Kargo(Optional.empty(), Optional.of(selector("kargo=yes")), new TreeSet<>());
    assertThat(kargo.hasAgentIn(cluster(Map.of("kargo", "yes")))).isTrue();
    assertThat(kargo.hasAgentIn(cluster(Map.of("kargo", "no")))).isFalse();
    assertThat(kargo("1.9").hasAgentIn(cluster(Map.of("kargo", "yes")))).isFalse();
  }

  private static Kargo kargo(String version) {
    return new Kargo(Optional.of(version), Optional.empty(), new TreeSet<>());
  }

  private static LabelSelector selector(String text) {
    if (LabelSelector.parse(text) instanceof Parsed.Accepted(LabelSelector selector)) {
      return selector;
    }
    throw new AssertionError("malformed: " + List.of(text));
  }

  private static ClusterDeclaration cluster(Map<String, String> labels) {
    return new ClusterDeclaration(
        "east",
        new TreeMap<>(labels),
        "east",
        ClusterDeclaration.DEFAULT_AGENT_NAMESPACE,
        Optional.empty(),
        new SourceLocation("clusters.yaml", 1, 1));
  }
}
