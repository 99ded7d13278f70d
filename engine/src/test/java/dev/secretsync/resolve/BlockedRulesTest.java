package dev.secretsync.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.ExitCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that are never synced, whatever allows them (rules.md C). */
class BlockedRulesTest {
  private static final String ARGOCD_TYPE = "argocd.argoproj.io/secret-type";

  private final TestFleet fleet = TestFleet.threeClusters();

  @DisplayName("R20, R21, R25: a blocked name is rejected with its rule, the rest is applied")
  @Tag("R20")
  @Tag("R21")
  @Tag("R25")
  @ParameterizedTest
  @CsvSource({"argocd-secret,R20", "argocd-initial-admin-secret,R21"})
  void aBlockedNameIsRejected(String name, String rule) {
    fleet
        .holds("east/akuity/" + name, TestSecret.optedIn())
        .holds("east/akuity/creds", TestSecret.optedIn());
    Look look = fleet.apply();
    assertThat(look.lines())
        .containsExactlyInAnyOrder("denied east/akuity/" + name, "create hub/argocd/creds");
    assertThat(look.refusal("east/akuity/" + name)).contains(rule);
    assertThat(look.exitCodes()).containsExactly(ExitCode.DENIED);
    assertThat(fleet.find("hub/argocd/creds")).isPresent();
    assertThat(fleet.find("hub/argocd/" + name)).isEmpty();
  }

  @DisplayName("R22: a token of a service account is rejected")
  @Tag("R22")
  @Test
  void aBlockedTypeIsRejected() {
    fleet.holds(
        "east/akuity/token", TestSecret.optedIn().type("kubernetes.io/service-account-token"));
    Look look = fleet.look();
    assertThat(look.lines()).containsExactly("denied east/akuity/token");
    assertThat(look.refusal("east/akuity/token")).contains("R22");
  }

  @DisplayName("R23: a cluster Secret of Argo CD is rejected")
  @Tag("R23")
  @Test
  void aBlockedLabelIsRejected() {
    fleet.holds("east/akuity/in-cluster", TestSecret.optedIn().label(ARGOCD_TYPE, "cluster"));
    Look look = fleet.look();
    assertThat(look.lines()).containsExactly("denied east/akuity/in-cluster");
    assertThat(look.refusal("east/akuity/in-cluster")).contains("R23");
  }

  @DisplayName("R24: one criterion is enough, and all that hold are named")
  @Tag("R24")
  @Test
  void everyCriterionIsNamed() {
    fleet.holds(
        "east/akuity/argocd-secret",
        TestSecret.optedIn()
            .type("kubernetes.io/service-account-token")
            .label(ARGOCD_TYPE, "cluster"));
    assertThat(fleet.look().refusal("east/akuity/argocd-secret"))
        .contains("R20")
        .contains("R22")
        .contains("R23");
  }

  @DisplayName("R25: what is not offered is not rejected either")
  @Tag("R25")
  @Test
  void whatIsNotOfferedIsNotRejected() {
    fleet
        .holds("east/akuity/argocd-secret", TestSecret.plain())
        .holds("west/default/argocd-secret", TestSecret.optedIn())
        .holds(
            "west/akuity/argocd-initial-admin-secret",
            TestSecret.optedIn().label("team", "theirs"));
    Look look = fleet.look();
    assertThat(look.lines()).isEmpty();
    assertThat(look.exitCodes()).isEmpty();
  }

  @DisplayName("R26, R27: blocked Secrets are not fanned out either, whatever allows them")
  @Tag("R26")
  @Tag("R27")
  @Test
  void aBlockedSecretGoesNowhere() {
    fleet.holds(
        "east/akuity/argocd-secret",
        TestSecret.optedIn().allowing("ALL").allowingSelected("region in (east, west)"));
    Look look = fleet.look();
    assertThat(look.lines()).containsExactly("denied east/akuity/argocd-secret");
  }

  @DisplayName("R27: blocked beats adoption")
  @Tag("R27")
  @Test
  void anAdoptableNameMayBeBlocked() {
    fleet
        .holds("hub/argocd/argocd-notifications-secret", TestSecret.plain())
        .holds(
            "east/akuity/argocd-notifications-secret",
            TestSecret.optedIn().label(ARGOCD_TYPE, "cluster"));
    assertThat(fleet.look().lines())
        .containsExactly("denied east/akuity/argocd-notifications-secret");
  }

  @DisplayName("R27: what is blocked does not compete for a name")
  @Tag("R27")
  @Test
  void aBlockedOfferDoesNotCompete() {
    fleet
        .holds(
            "east/akuity/creds",
            TestSecret.optedIn().label(ARGOCD_TYPE, "cluster").created("2026-01-01T00:00:00Z"))
        .holds("west/akuity/creds", TestSecret.optedIn().created("2026-02-01T00:00:00Z"));
    Look look = fleet.look();
    assertThat(look.lines())
        .containsExactlyInAnyOrder("denied east/akuity/creds", "create hub/argocd/creds");
    assertThat(look.change("hub/argocd/creds").difference().toString()).contains("west/akuity");
  }

  @DisplayName("R28: a synced Secret that becomes blocked is not written any more, its copies stay")
  @Tag("R28")
  @Test
  void whatBecomesBlockedIsLeftAsItIs() {
    fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
    fleet.apply();
    fleet.edit(
        "east/akuity/creds",
        secret -> secret.label(ARGOCD_TYPE, "cluster").data("password", "visibly-fake-2"));
    Look look = fleet.apply();
    assertThat(look.lines()).containsExactly("denied east/akuity/creds");
    assertThat(look.notes(Code.KEPT_COPY))
        .anySatisfy(note -> assertThat(note).startsWith("hub/argocd/creds: ").contains("R28"))
        .anySatisfy(note -> assertThat(note).startsWith("west/akuity/creds: ").contains("R28"));
    assertThat(fleet.get("hub/argocd/creds").content().data().get("password"))
        .isNotEqualTo(fleet.get("east/akuity/creds").content().data().get("password"));

    fleet.edit("east/akuity/creds", secret -> secret.withoutLabel(ARGOCD_TYPE));
    assertThat(fleet.apply().lines())
        .containsExactly("update hub/argocd/creds", "update west/akuity/creds");
    assertThat(fleet.look().lines()).isEmpty();
  }

  @DisplayName(
      "R28: a fan-out target that is no longer allowed stays too while its source is blocked")
  @Tag("R28")
  @Test
  void aBlockedSourceDeletesNothing() {
    fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
    fleet.apply();
    fleet.edit(
        "east/akuity/creds",
        secret -> secret.label(ARGOCD_TYPE, "cluster").withoutAnnotation(TestSecret.NAMES));
    assertThat(fleet.look().writes()).isEmpty();
  }

  @DisplayName("R29: credentials of repositories and SCM providers are not blocked")
  @Tag("R29")
  @ParameterizedTest
  @ValueSource(
      strings = {"repository", "repo-creds", "repository-write", "repo-write-creds", "scm-creds"})
  void credentialsAreNotBlocked(String type) {
    fleet.holds("east/akuity/creds", TestSecret.optedIn().label(ARGOCD_TYPE, type));
    assertThat(fleet.look().lines()).containsExactly("create hub/argocd/creds");
  }
}
