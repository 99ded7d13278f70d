package dev.secretsync.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a SecretSource takes and what it does not (rules.md A). */
class SourceRulesTest {
  private final TestFleet fleet =
      new TestFleet()
          .cluster("hub", "region=hub")
          .cluster("east", "region=east")
          .cluster("west", "region=west")
          .controlPlane("main", "hub");

  @DisplayName("R1: without a SecretSource nothing is collected, whatever labels it has")
  @Tag("R1")
  @Test
  void withoutASourceNothingIsCollected() {
    fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("ALL"));
    Look look = fleet.look();
    assertThat(look.lines()).isEmpty();
    assertThat(look.notes(Code.NOT_OFFERED)).singleElement().asString().contains("R1");
    assertThat(look.chain("east/akuity/creds")).contains("+R13", "-R1").doesNotContain("+R1");
  }

  @DisplayName("R1: a source of one control plane takes nothing into another")
  @Tag("R1")
  @Test
  void aSourceSpeaksForItsOwnControlPlane() {
    fleet
        .controlPlane("other", "hub", "argocd-other")
        .sourceFor("other", "team", "", "team=my-team")
        .holds("east/akuity/creds", TestSecret.optedIn());
    assertThat(fleet.look().lines()).containsExactly("create hub/argocd-other/creds");
  }

  @DisplayName("R4: without a cluster selector the secret selector holds in every cluster")
  @Tag("R4")
  @Test
  void anEmptyClusterSelectorIsEveryCluster() {
    fleet
        .source("team", "", "team=my-team")
        .holds("hub/akuity/one", TestSecret.optedIn())
        .holds("east/akuity/two", TestSecret.optedIn())
        .holds("west/akuity/three", TestSecret.optedIn())
        .holds("west/akuity/four", TestSecret.optedIn().label("team", "theirs"));
    assertThat(fleet.look().lines())
        .containsExactly(
            "create hub/argocd/one", "create hub/argocd/three", "create hub/argocd/two");
  }

  @DisplayName("R5: without a secret selector every opted-in Secret of the clusters is taken")
  @Tag("R5")
  @Test
  void anEmptySecretSelectorIsEverySecret() {
    fleet
        .source("from-east", "region=east", "")
        .holds("east/akuity/one", TestSecret.optedIn())
        .holds("east/akuity/two", TestSecret.optedIn().withoutLabel("team"))
        .holds("west/akuity/three", TestSecret.optedIn());
    assertThat(fleet.look().lines())
        .containsExactly("create hub/argocd/one", "create hub/argocd/two");
  }

  @DisplayName("R6: with both selectors both must match")
  @Tag("R6")
  @Test
  void bothSelectorsMustMatch() {
    fleet
        .source("narrow", "region in (east)", "team=my-team")
        .holds("east/akuity/both", TestSecret.optedIn())
        .holds("east/akuity/cluster-only", TestSecret.optedIn().label("team", "theirs"))
        .holds("west/akuity/label-only", TestSecret.optedIn());
    Look look = fleet.look();
    assertThat(look.lines()).containsExactly("create hub/argocd/both");
    assertThat(look.stoppedBy("east/akuity/cluster-only")).isNotEmpty();
    assertThat(look.stoppedBy("west/akuity/label-only")).isNotEmpty();
  }

  @DisplayName("R6, R7: halves of two sources do not add up to a match")
  @Tag("R6")
  @Tag("R7")
  @Test
  void oneSourceMustMatchAsAWhole() {
    fleet
        .source("a", "region=east", "team=theirs")
        .source("b", "region=west", "team=my-team")
        .holds("east/akuity/creds", TestSecret.optedIn());
    assertThat(fleet.look().lines()).isEmpty();
  }

  @DisplayName("R7: several sources are a union, and the plan names every one that matched")
  @Tag("R7")
  @Test
  void severalSourcesAreAUnion() {
    fleet
        .source("by-label", "", "team=my-team")
        .source("by-cluster", "region=east", "")
        .holds("east/akuity/both", TestSecret.optedIn())
        .holds("east/akuity/cluster", TestSecret.optedIn().withoutLabel("team"))
        .holds("west/akuity/label", TestSecret.optedIn())
        .holds("west/akuity/neither", TestSecret.optedIn().withoutLabel("team"));
    Look look = fleet.look();
    assertThat(look.lines())
        .containsExactly(
            "create hub/argocd/both", "create hub/argocd/cluster", "create hub/argocd/label");
    assertThat(String.join("; ", look.reasons("hub/argocd/both")))
        .contains("by-label")
        .contains("by-cluster");
    assertThat(String.join("; ", look.reasons("hub/argocd/label")))
        .contains("by-label")
        .doesNotContain("by-cluster");
  }

  @DisplayName("R7: opted in and matched by no source is a hint, not silence")
  @Tag("R7")
  @Test
  void matchedByNoSourceIsAHint() {
    fleet
        .source("team", "", "team=my-team")
        .holds("east/akuity/x", TestSecret.optedIn().label("team", "theirs"));
    assertThat(fleet.look().notes(Code.NOT_OFFERED))
        .singleElement()
        .asString()
        .startsWith("east/akuity/x: ");
  }

  @DisplayName("R9: cluster selectors see the labels of the declaration and no others")
  @Tag("R9")
  @Test
  void clusterLabelsAreThoseOfTheDeclaration() {
    fleet
        .source("from-east", "region=east", "")
        .holds("west/akuity/creds", TestSecret.optedIn().label("region", "east"));
    assertThat(fleet.look().lines()).isEmpty();
    fleet.relabel("west", "region=east");
    assertThat(fleet.look().lines()).containsExactly("create hub/argocd/creds");
  }

  @DisplayName("R10: secret selectors see labels, never annotations or data")
  @Tag("R10")
  @Test
  void secretLabelsAreThoseOfTheLiveSecret() {
    fleet
        .source("team", "", "team=my-team")
        .holds(
            "east/akuity/creds",
            TestSecret.optedIn()
                .withoutLabel("team")
                .annotation("team", "my-team")
                .data("team", "my-team"));
    assertThat(fleet.look().lines()).isEmpty();
    fleet.edit("east/akuity/creds", secret -> secret.label("team", "my-team"));
    assertThat(fleet.look().lines()).containsExactly("create hub/argocd/creds");
  }

  @DisplayName("R10: a secret selector may ask for what is not there")
  @Tag("R10")
  @Test
  void anAbsentLabelMatchesItsNegation() {
    fleet
        .source("not-legacy", "", "!legacy")
        .holds("east/akuity/new", TestSecret.optedIn())
        .holds("east/akuity/old", TestSecret.optedIn().label("legacy", ""));
    assertThat(fleet.look().lines()).containsExactly("create hub/argocd/new");
  }

  @DisplayName(
      "R11: a source that matches all does not do away with opt-in, namespace or deny list")
  @Tag("R11")
  @Test
  void matchingAllBypassesNothing() {
    fleet
        .source("all-of-east", "region=east", "")
        .holds("east/akuity/not-opted-in", TestSecret.plain())
        .holds("east/default/elsewhere", TestSecret.optedIn())
        .holds("east/akuity/argocd-secret", TestSecret.optedIn());
    assertThat(fleet.look().lines()).containsExactly("denied east/akuity/argocd-secret");
  }

  @DisplayName("R12: a source made after the Secret picks it up with no touch to the Secret")
  @Tag("R12")
  @Test
  void aLaterSourceTakesAnEarlierSecret() {
    fleet.holds("east/akuity/creds", TestSecret.optedIn());
    fleet.apply();
    String version = fleet.get("east/akuity/creds").resourceVersion();
    fleet.source("team", "", "team=my-team");
    assertThat(fleet.apply().lines()).containsExactly("create hub/argocd/creds");
    assertThat(fleet.get("east/akuity/creds").resourceVersion()).isEqualTo(version);
    assertThat(fleet.look().lines()).isEmpty();
  }

  @DisplayName("R1, R39: when its last source goes, so does the copy, and the plan says why")
  @Tag("R1")
  @Tag("R39")
  @Test
  void withoutItsSourceTheCopyGoes() {
    fleet.source("team", "", "team=my-team").holds("east/akuity/creds", TestSecret.optedIn());
    fleet.apply();
    fleet.without("source team");
    Look look = fleet.apply();
    assertThat(look.lines()).containsExactly("delete hub/argocd/creds");
    assertThat(look.why("hub/argocd/creds")).contains("R1");
    assertThat(fleet.look().lines()).isEmpty();
  }

  @DisplayName("R7, R39: when the Secret no longer matches, the copy goes")
  @Tag("R7")
  @Tag("R39")
  @Test
  void whatNoLongerMatchesGoes() {
    fleet
        .source("team", "", "team=my-team")
        .source("other", "region=west", "")
        .holds("east/akuity/creds", TestSecret.optedIn());
    fleet.apply();
    fleet.edit("east/akuity/creds", secret -> secret.label("team", "theirs"));
    assertThat(fleet.look().lines()).containsExactly("delete hub/argocd/creds");
  }
}
