package dev.secretsync.kargo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.credentials.CredentialFleet;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is told what, for Secrets of Git and for those that clusters offer (R100, T4). */
class KargoSecretsTest {
  private static final String URL = "https://visibly-fake-host.example/team/app";
  private static final Map<String, String> LOGIN =
      Map.of("username", "visibly-fake-user", "password", "visibly-fake-password");

  private final CredentialFleet fleet = new CredentialFleet(CredentialType.LABEL);

  @DisplayName("R87, R100: what a cluster offers wrongly is said about the source, once")
  @Test
  void anOfferIsToldOnceAtItsSource() {
    offered("a", "git", "");
    fleet.offered("west", "akuity", "a", "git", with(Map.of("repoURL", "")));
    fleet.offered("hub", "demo", "b", "gitt", Map.of());
    assertThat(check())
        .allSatisfy(found -> {
          assertThat(found.code()).isEqualTo(Code.KARGO_OFFER);
          assertThat(found.isError()).isTrue();
        })
        .extracting(Diagnostic::subject)
        .containsExactly("east/akuity/a", "east/akuity/b");
  }

  @DisplayName("R100: values that Git declares are judged before any cluster is")
  @Test
  void aDeclaredValueIsToldOnceAtItsDeclaration() {
    fleet.declared("east", "demo", "a", "git", with(Map.of("repoURL", "")));
    fleet.declared("west", "demo", "a", "git", with(Map.of("repoURL", "")));
    Problems problems = new Problems();
    KargoSecrets.checkValues(fleet.state(), problems);
    assertThat(problems.all())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.code()).isEqualTo(Code.KARGO_SECRET);
          assertThat(found.at()).contains(new SourceLocation("a.yaml", 4, 11));
        });
    assertThat(check()).isEmpty();
  }

  @DisplayName("T4: a regex that sorts before an exact URL hides it, and both are told")
  @Test
  void aRegexHidesAnExactUrl() {
    regex("a", "git", "/team/");
    declared("b", "git", URL);
    assertThat(check())
        .allMatch(found -> !found.isError() && found.code() == Code.KARGO_SECRET)
        .extracting(Diagnostic::summary)
        .containsExactly(
            "the regex in repoURL also fits the URL of b (declared at b.yaml:4)",
            "Kargo never gets to it: the regex of a (declared at a.yaml:4) fits its URL");
  }

  @DisplayName("T4: it hides what it fits in either spelling")
  @Test
  void aRegexFitsTheUrlAsItStandsOrNormalised() {
    regex("a", "git", "[.]git$");
    regex("b", "git", "^https://visibly-fake-host.example/team/app$");
    declared("c", "git", URL + ".git");
    assertThat(check())
        .last()
        .extracting(Diagnostic::summary)
        .asString()
        .contains("a (declared at a.yaml:4), b (declared at b.yaml:4)");
  }

  @DisplayName("T4: behind it by name, in another namespace or type, or elsewhere it hides nothing")
  @Test
  void aRegexThatHidesNothing() {
    declared("exact", "git", URL);
    regex("a", "git", "/other/");
    regex("b", "helm", "/team/");
    regex("z", "git", "/team/");
    fleet.declared(
        "hub", "other", "c", "git", with(Map.of("repoURL", "/team/", "repoURLIsRegex", "true")));
    fleet.declared(
        "west", "demo", "d", "git", with(Map.of("repoURL", "/team/", "repoURLIsRegex", "true")));
    assertThat(check()).isEmpty();
  }

  @DisplayName("T4: a regex that a cluster offers hides a URL that Git declares")
  @Test
  void anOfferHidesADeclaration() {
    fleet.offered(
        "hub", "demo", "a", "git", with(Map.of("repoURL", "/team/", "repoURLIsRegex", "true")));
    declared("b", "git", URL);
    assertThat(check())
        .extracting(Diagnostic::code)
        .containsExactlyInAnyOrder(Code.KARGO_OFFER, Code.KARGO_SECRET);
  }

  @DisplayName("T4: two Secrets for one URL are told, both by name; Kargo takes the first")
  @Test
  void twoSecretsForOneUrl() {
    declared("a", "git", URL);
    declared("b", "git", URL + ".git/");
    regex("c", "image", "/team/");
    regex("d", "image", "/team/");
    declared("e", "generic", URL);
    declared("f", "generic", URL);
    assertThat(check())
        .hasSize(4)
        .first()
        .extracting(Diagnostic::summary)
        .isEqualTo("key repoURL leads to the same place as that of b (declared at b.yaml:4)");
  }

  @DisplayName("T4: searches that would take for ever are left out, and that is told")
  @Test
  void endlessSearchesAreLeftOut() {
    regex("a", "git", "(x{30}y?){20}");
    declared("b", "git", URL + "x".repeat(1 << 17));
    assertThat(check())
        .singleElement()
        .extracting(Diagnostic::summary)
        .asString()
        .contains("not compared with every URL");
  }

  @DisplayName("T4: no text shows a url or another value")
  @Test
  void nothingShowsAValue() {
    regex("a", "git", "visibly-fake");
    declared("b", "git", URL);
    declared("c", "git", URL);
    assertThat(check()).isNotEmpty().noneMatch(found -> found.toString().contains("visibly-fake"));
  }

  private List<Diagnostic> check() {
    Problems problems = new Problems();
    KargoSecrets.check(fleet.state(), problems);
    return problems.all();
  }

  private void offered(String name, String type, String url) {
    fleet.offered("hub", "demo", name, type, with(Map.of("repoURL", url)));
  }

  private void declared(String name, String type, String url) {
    fleet.declared("hub", "demo", name, type, with(Map.of("repoURL", url)));
  }

  private void regex(String name, String type, String regex) {
    fleet.declared(
        "hub", "demo", name, type, with(Map.of("repoURL", regex, "repoURLIsRegex", "true")));
  }

  private static Map<String, String> with(Map<String, String> values) {
    Map<String, String> all = new TreeMap<>(LOGIN);
    all.putAll(values);
    return all;
  }
}
