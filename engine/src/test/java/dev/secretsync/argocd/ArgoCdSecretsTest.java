package dev.secretsync.argocd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.credentials.CredentialFleet;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is told what, for Secrets of Git and for those that clusters offer (systems.md 2.3). */
class ArgoCdSecretsTest {
  private static final String URL = "https://visibly-fake-host.example/team";
  private static final Map<String, String> GOOD = Map.of("url", URL, "password", "visibly-fake");

  private final CredentialFleet fleet = new CredentialFleet(SecretKind.LABEL);

  @DisplayName("systems.md 2.3: what a cluster offers wrongly is said about the source, once")
  @Test
  void anOfferIsToldOnceAtItsSource() {
    fleet.offered("hub", "argocd", "creds", "repo-creds", Map.of("type", "visibly-fake-type"));
    fleet.offered("west", "akuity", "creds", "repo-creds", Map.of("type", "visibly-fake-type"));
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
    fleet.declared("east", "akuity", "creds", "repo-creds", Map.of("url", ""));
    fleet.declared("west", "akuity", "creds", "repo-creds", Map.of("url", ""));
    Problems problems = new Problems();
    ArgoCdSecrets.checkValues(fleet.state(), problems);
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
    fleet.offered("hub", "argocd", "a", "repo-creds", GOOD);
    fleet.declared(
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
      fleet.declared("hub", "argocd", name, "repository", GOOD);
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
    fleet.declared("hub", "argocd", "a", "repository", GOOD);
    fleet.declared("hub", "argocd", "b", "repository-write", GOOD);
    fleet.declared("hub", "argocd", "c", "repo-creds", GOOD);
    fleet.declared("hub", "argocd", "d", "repo-write-creds", GOOD);
    fleet.declared(
        "hub", "argocd", "e", "repository", with(GOOD, "project", "visibly-fake-project"));
    fleet.declared("hub", "argocd", "f", "scm-creds", GOOD);
    fleet.declared("hub", "argocd", "g", "repo-creds", Map.of("url", URL + "/app"));
    fleet.declared("hub", "akuity", "h", "repository", GOOD);
    fleet.declared("west", "argocd", "i", "repository", GOOD);
    assertThat(check()).isEmpty();
  }

  @DisplayName("argo-cd#16831: a repository that two templates would serve alike is told too")
  @Test
  void aRepositoryBetweenTwoTemplates() {
    fleet.declared("hub", "argocd", "a", "repo-creds", GOOD);
    fleet.declared("hub", "argocd", "b", "repo-creds", GOOD);
    fleet.declared("hub", "argocd", "bare", "repository", Map.of("url", URL + "/bare"));
    fleet.declared(
        "hub", "argocd", "far", "repository", Map.of("url", "https://elsewhere.example"));
    fleet.declared("hub", "argocd", "longer", "repo-creds", Map.of("url", URL + "/longer"));
    fleet.declared(
        "hub", "argocd", "longer-bare", "repository", Map.of("url", URL + "/longer/app"));
    fleet.declared("hub", "argocd", "own", "repository", with(GOOD, "url", URL + "/own"));
    assertThat(check())
        .extracting(found -> found.at().orElseThrow().file())
        .containsExactly("a.yaml", "b.yaml", "bare.yaml");
  }

  @DisplayName("systems.md 2.3: no text shows a url or another value")
  @Test
  void nothingShowsAValue() {
    fleet.offered("hub", "argocd", "a", "repository", with(GOOD, "depth", "visibly-fake-depth"));
    fleet.offered("hub", "argocd", "b", "repository", with(GOOD, "type", "visibly-fake-type"));
    assertThat(check()).hasSize(4).noneMatch(found -> found.toString().contains("visibly-fake"));
  }

  private List<Diagnostic> check() {
    Problems problems = new Problems();
    ArgoCdSecrets.check(fleet.state(), problems);
    return problems.all();
  }

  private static Map<String, String> with(Map<String, String> values, String key, String value) {
    Map<String, String> all = new TreeMap<>(values);
    all.put(key, value);
    return all;
  }
}
