package dev.secretsync.argocd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import dev.secretsync.model.SourceLocation;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is told what, for Secrets of Git and for those that clusters offer (systems.md 2.3). */
class ArgoCdSecretsTest {
  private static final String URL = "https://visibly-fake-host.example/team";
  private static final Map<String, String> GOOD = Map.of("url", URL, "password", "visibly-fake");

  private final SortedMap<String, SortedMap<SecretRef, DesiredSecret>> fleet = new TreeMap<>();

  @DisplayName("systems.md 2.3: what a cluster offers wrongly is said about the source, once")
  @Test
  void anOfferIsToldOnceAtItsSource() {
    offered("hub", "argocd", "creds", "repo-creds", Map.of("type", "visibly-fake-type"));
    offered("west", "akuity", "creds", "repo-creds", Map.of("type", "visibly-fake-type"));
    assertThat(check())
        .allSatisfy(found -> {
          assertThat(found.code()).isEqualTo(Code.ARGOCD_OFFER);
          assertThat(found.subject()).isEqualTo("east/akuity/creds");
          assertThat(found.isError()).isTrue();
        })
        .extracting(Diagnostic::summary)
        .containsExactly(
            "a repo-creds Secret needs key url", "key type is none of git, helm and oci");
  }

  @DisplayName("systems.md 2.3: values that Git declares are judged before any cluster is")
  @Test
  void aDeclaredValueIsToldOnceAtItsDeclaration() {
    declared("east", "akuity", "creds", "repo-creds", Map.of("url", ""));
    declared("west", "akuity", "creds", "repo-creds", Map.of("url", ""));
    Problems problems = new Problems();
    ArgoCdSecrets.checkValues(state(), problems);
    assertThat(problems.all())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.code()).isEqualTo(Code.ARGOCD_SECRET);
          assertThat(found.at()).contains(new SourceLocation("creds.yaml", 4, 11));
        });
    assertThat(check()).isEmpty();
  }

  @DisplayName("argo-cd#24790, argo-cd#16831: two credentials for one url are told, both by name")
  @Test
  void twoCredentialsForOneUrl() {
    offered("hub", "argocd", "a", "repo-creds", GOOD);
    declared(
        "hub", "argocd", "b", "repo-creds", Map.of("url", URL.toUpperCase(Locale.ROOT) + ".git"));
    assertThat(check())
        .allMatch(found -> !found.isError())
        .extracting(Diagnostic::summary)
        .containsExactlyInAnyOrder(
            "key url leads to the same place as that of b (declared at b.yaml:4)",
            "key url leads to the same place as that of a (collected from east/akuity/a)");
  }

  @DisplayName("argo-cd#24790: many of them are counted")
  @Test
  void manyCredentialsForOneUrl() {
    for (String name : List.of("a", "b", "c", "d", "e")) {
      declared("hub", "argocd", name, "repository", GOOD);
    }
    assertThat(check())
        .hasSize(5)
        .last()
        .extracting(Diagnostic::summary)
        .asString()
        .endsWith(
            "(declared at a.yaml:4), b (declared at b.yaml:4), c (declared at c.yaml:4) and 1 more");
  }

  @DisplayName("argo-cd#24790: another cluster, namespace, kind or project is another place")
  @Test
  void whatArgoCdTellsApartIsFine() {
    declared("hub", "argocd", "a", "repository", GOOD);
    declared("hub", "argocd", "b", "repository-write", GOOD);
    declared("hub", "argocd", "c", "repo-creds", GOOD);
    declared("hub", "argocd", "d", "repo-write-creds", GOOD);
    declared("hub", "argocd", "e", "repository", with(GOOD, "project", "visibly-fake-project"));
    declared("hub", "argocd", "f", "scm-creds", GOOD);
    declared("hub", "argocd", "g", "repo-creds", Map.of("url", URL + "/app"));
    declared("hub", "akuity", "h", "repository", GOOD);
    declared("west", "argocd", "i", "repository", GOOD);
    assertThat(check()).isEmpty();
  }

  @DisplayName("argo-cd#16831: a repository that two templates would serve alike is told too")
  @Test
  void aRepositoryBetweenTwoTemplates() {
    declared("hub", "argocd", "a", "repo-creds", GOOD);
    declared("hub", "argocd", "b", "repo-creds", GOOD);
    declared("hub", "argocd", "bare", "repository", Map.of("url", URL + "/bare"));
    declared("hub", "argocd", "far", "repository", Map.of("url", "https://elsewhere.example"));
    declared("hub", "argocd", "longer", "repo-creds", Map.of("url", URL + "/longer"));
    declared("hub", "argocd", "longer-bare", "repository", Map.of("url", URL + "/longer/app"));
    declared("hub", "argocd", "own", "repository", with(GOOD, "url", URL + "/own"));
    assertThat(check())
        .extracting(found -> found.at().orElseThrow().file())
        .containsExactly("a.yaml", "b.yaml", "bare.yaml");
  }

  @DisplayName("systems.md 2.3: no text shows a url or another value")
  @Test
  void nothingShowsAValue() {
    offered("hub", "argocd", "a", "repository", with(GOOD, "depth", "visibly-fake-depth"));
    offered("hub", "argocd", "b", "repository", with(GOOD, "type", "visibly-fake-type"));
    assertThat(check()).hasSize(4).noneMatch(found -> found.toString().contains("visibly-fake"));
  }

  private List<Diagnostic> check() {
    Problems problems = new Problems();
    ArgoCdSecrets.check(state(), problems);
    return problems.all();
  }

  private static Map<String, String> with(Map<String, String> values, String key, String value) {
    Map<String, String> all = new TreeMap<>(values);
    all.put(key, value);
    return all;
  }

  private void declared(
      String cluster, String namespace, String name, String kind, Map<String, String> values) {
    Origin origin = new Origin.Declared(new SourceLocation(name + ".yaml", 4, 11), "");
    desired(SecretAddress.of(cluster, namespace, name), kind, values, origin);
  }

  private void offered(
      String cluster, String namespace, String name, String kind, Map<String, String> values) {
    Origin origin =
        new Origin.Collected(SecretAddress.of("east", "akuity", name), "uid", "uid/1", "main");
    desired(SecretAddress.of(cluster, namespace, name), kind, values, origin);
  }

  private void desired(
      SecretAddress address, String kind, Map<String, String> values, Origin origin) {
    SortedMap<String, SecretBytes> data = new TreeMap<>();
    values.forEach((key, value) -> data.put(key, SecretBytes.ofUtf8(value)));
    SecretContent content =
        new SecretContent(
            SecretContent.DEFAULT_TYPE,
            false,
            data,
            new TreeMap<>(Map.of(SecretKind.LABEL, kind)),
            Collections.emptySortedMap());
    fleet
        .computeIfAbsent(address.cluster(), name -> new TreeMap<>())
        .put(address.ref(), new DesiredSecret(address, content, false, origin, List.of("test")));
  }

  private DesiredState state() {
    SortedMap<String, DesiredCluster> clusters = new TreeMap<>();
    fleet.forEach((name, secrets) ->
        clusters.put(
            name,
            new DesiredCluster(
                name,
                name,
                Optional.empty(),
                secrets,
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedSet(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap())));
    return new DesiredState(
        new Revision("0".repeat(40), "0".repeat(40), false),
        "test",
        clusters,
        Collections.emptySortedSet(),
        List.of(),
        List.of(),
        List.of());
  }
}
