package dev.secretsync.declare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source in Git comes to; the folders of test-fixtures show what is said about it. */
class SecretSourceTest {
  private static final String FLEET =
      """
      apiVersion: secretsync.dev/v1alpha1
      kind: Cluster
      metadata: {name: hub, labels: {region: east}}
      ---
      apiVersion: secretsync.dev/v1alpha1
      kind: ControlPlane
      metadata: {name: main}
      spec: {cluster: hub, argocd: {}}
      ---
      """;

  private final Problems problems = new Problems();

  @DisplayName("R1: without a SecretSource there is no source, also beside a control plane")
  @Test
  void withoutADeclarationThereIsNoSource() {
    assertThat(declared(FLEET).sources()).isEmpty();
    assertThat(problems.all()).isEmpty();
  }

  @DisplayName("R3, R8: both halves empty is an error in every spelling, and no source")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{clusterSelector: null}",
        "{clusterSelector: {}, secretSelector: {}}",
        "{clusterSelector: '', secretSelector: '  '}",
        "{clusterSelector: {matchLabels: {}}, secretSelector: {matchExpressions: []}}",
        "{clusterSelector: {matchLabels: null, matchExpressions: null}}"
      })
  void bothHalvesEmptyIsNoSource(String spec) {
    assertThat(declared(FLEET + source(spec)).sources()).isEmpty();
    assertThat(codes()).containsExactly(Code.SCHEMA);
  }

  @DisplayName("R55: a half that cannot be read is an error, never everything, and no source")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{clusterSelector: 'region in (', secretSelector: team=a}",
        "{secretSelector: 'team > 1'}",
        "{secretSelector: [team]}",
        "{clusterSelector: {matchLabels: {region: 1}}}",
        "{secretSelector: {matchExpressions: [{key: team}]}}"
      })
  void aHalfThatCannotBeReadIsNoSource(String spec) {
    assertThat(declared(FLEET + source(spec)).sources()).isEmpty();
    assertThat(problems.hasErrors()).isTrue();
  }

  @DisplayName("R2: a source has two selectors and nothing else to choose by")
  @Test
  void anotherFieldIsAnError() {
    declared(FLEET + source("{secretSelector: team=a, namespaces: [apps]}"));
    assertThat(codes()).containsExactly(Code.SCHEMA);
  }

  @Test
  void aSourceThatNamesNoControlPlaneFeedsTheOnlyOne() {
    assertThat(declared(FLEET + source("{secretSelector: team=a}")).sources())
        .singleElement()
        .extracting(SecretSource::controlPlane)
        .isEqualTo("main");
  }

  @Test
  void aSourceThatNamesNoneOfTwoControlPlanesFeedsNeither() {
    String second = FLEET.replace("name: main", "name: other").replace("argocd: {}", "kargo: {}");
    second = second.substring(second.indexOf("---") + 4);
    assertThat(declared(FLEET + second + source("{secretSelector: team=a}")).sources()).isEmpty();
    assertThat(codes()).containsExactly(Code.UNKNOWN_REFERENCE);
  }

  @DisplayName("R9: a source that no declared cluster matches is worth a warning")
  @Test
  void aSourceThatMatchesNoClusterIsPointedAt() {
    declared(FLEET + source("{clusterSelector: region=west}"));
    assertThat(codes()).containsExactly(Code.REDUNDANT);
    assertThat(problems.hasErrors()).isFalse();
  }

  private static String source(String spec) {
    return """
    apiVersion: secretsync.dev/v1alpha1
    kind: SecretSource
    metadata: {name: team}
    spec: %s
    """
        .formatted(spec);
  }

  private List<Code> codes() {
    return problems.all().stream().map(Diagnostic::code).toList();
  }

  private Declarations declared(String text) {
    return Declarations.parse(
        new SourceTree(
            new Revision("0", "0", false),
            new TreeMap<>(Map.of("a.yaml", new SourceFile("a.yaml", "1", text)))),
        problems);
  }
}
