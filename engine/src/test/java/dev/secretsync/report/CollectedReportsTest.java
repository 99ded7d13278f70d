package dev.secretsync.report;

import static dev.secretsync.CollectedFleet.adopting;
import static dev.secretsync.CollectedFleet.because;
import static dev.secretsync.CollectedFleet.copy;
import static dev.secretsync.CollectedFleet.declared;
import static dev.secretsync.CollectedFleet.edited;
import static dev.secretsync.CollectedFleet.foreign;
import static dev.secretsync.CollectedFleet.labelled;
import static dev.secretsync.CollectedFleet.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.CollectedFleet;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a plan speaks of what clusters offer. */
class CollectedReportsTest {
  private static final Map<String, String> DATA = Map.of("password", "visibly-fake");
  private static final String SELECTOR =
      "annotation akuity.io/managed-secret-allowed-cluster-selector my-label in (cluster2)";
  private static final DesiredSecret CREDS =
      copy("hub/argocd/creds", "east/akuity/creds", "uid/1", DATA);
  private static final DesiredSecret FANNED_OUT =
      because(copy("west/akuity/creds", "east/akuity/creds", "uid/1", DATA), SELECTOR);
  private static final DesiredSecret NOTIFICATIONS =
      adopting(
          copy(
              "hub/argocd/argocd-notifications-secret",
              "east/akuity/argocd-notifications-secret",
              "uid/1",
              DATA));

  private static JsonNode change(CollectedFleet fleet) {
    return fleet.json().at("/resource_changes/0");
  }

  @Test
  @DisplayName("R16, R45, R49: a copy says where it comes from and what allows it there")
  void aCopySaysWhereItComesFrom() {
    CollectedFleet fleet = new CollectedFleet().wants(CREDS).wants(FANNED_OUT);

    assertThat(fleet.text())
        .contains(
            """
              # hub/argocd/creds will be created
              #   collected from east/akuity/creds   allowed by SecretSource team-creds
              + resource "kubernetes_secret" "argocd/creds" {
                  + data.password                (sensitive value)
                }

              # west/akuity/creds will be created
              #   collected from east/akuity/creds   allowed by annotation \
            akuity.io/managed-secret-allowed-cluster-selector my-label in (cluster2)
            """)
        .contains("Plan: 2 to add, 0 to change, 0 to destroy.\n");
    assertThat(change(fleet).at("/collected/from").asText()).isEqualTo("east/akuity/creds");
    assertThat(change(fleet).at("/collected/control_plane").asText()).isEqualTo("main");
    assertThat(change(fleet).has("declared")).isFalse();
    assertThat(change(fleet).at("/allowed_by/0").asText()).isEqualTo("SecretSource team-creds");
  }

  @Test
  @DisplayName("R68, R107: keys are shown, values never, in no form and on neither side")
  void valuesAreNeverShown() {
    CollectedFleet fleet =
        new CollectedFleet()
            .wants(CREDS)
            .wants(FANNED_OUT)
            .wants(NOTIFICATIONS)
            .holds("hub", edited(CREDS, "password"))
            .holds("hub", foreign(NOTIFICATIONS, Map.of("token", "visibly-fake-token")))
            .holds("west", foreign(FANNED_OUT, DATA));

    String shown = fleet.text() + fleet.json() + fleet.drift() + fleet.plan();
    assertThat(shown).contains("data.password").doesNotContain("visibly-fake", "dmlzaWJseS1mYWtl");
  }

  @Test
  @DisplayName("R31: adoption names the cluster that becomes the owner")
  void adoptionNamesTheNewOwner() {
    CollectedFleet fleet =
        new CollectedFleet().wants(NOTIFICATIONS).holds("hub", foreign(NOTIFICATIONS, DATA));

    assertThat(fleet.text())
        .contains(
            "  # hub/argocd/argocd-notifications-secret will be adopted by cluster east (R31)\n")
        .contains("Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.");
    assertThat(change(fleet).at("/action_reason").asText()).isEqualTo("import_because_adopt");
  }

  @Test
  @DisplayName("R32: a foreign Secret of that name says what a cluster's team can do about it")
  void aForeignSecretSaysWhatToDo() {
    CollectedFleet fleet = new CollectedFleet().wants(CREDS).holds("hub", foreign(CREDS, DATA));

    assertThat(fleet.text())
        .contains(
            """
              ! hub/argocd/creds conflict: it exists and belongs to field manager argocd-server, \
            last written by argocd-server (Apply) 2026-11-20 10:00:00Z
              #   collected from east/akuity/creds   allowed by SecretSource team-creds
              #   nothing is written; rename the Secret in east, or delete the one in hub; only the \
            adoptable Secrets of a control plane are taken over (R30, R32)
            """)
        .doesNotContain("adopt: true");
    assertThat(change(fleet).at("/conflict/owner").asText())
        .isEqualTo("field manager argocd-server");
  }

  @Test
  @DisplayName("R41: a claim that comes second names the owner")
  void aSecondClaimNamesTheOwner() {
    CollectedFleet fleet =
        new CollectedFleet()
            .outdone(
                "west/akuity/creds",
                "hub/argocd/creds",
                "offered by west",
                "cluster east (east/akuity/creds)");

    assertThat(fleet.text())
        .contains(
            """
              ! west/akuity/creds conflict: hub/argocd/creds belongs to cluster east \
            (east/akuity/creds)
              #   offered by west; nothing of it is written: one name has one owner, rename one of \
            them (R41)
            """)
        .contains("1 conflict");
    assertThat(change(fleet).at("/change/actions").toString()).isEqualTo("[\"no-op\"]");
    assertThat(change(fleet).at("/wanted").asText()).isEqualTo("hub/argocd/creds");
    assertThat(change(fleet).at("/action_reason").asText()).isEqualTo("conflict_because_owned");
    assertThat(change(fleet).at("/conflict/owner").asText())
        .isEqualTo("cluster east (east/akuity/creds)");
  }

  @Test
  @DisplayName("R33: a declaration of an owned name is told who owns it and where to change it")
  void aDeclarationOfAnOwnedNameIsToldWhereToChangeIt() {
    String name = "hub/argocd/argocd-notifications-secret";
    CollectedFleet fleet =
        new CollectedFleet()
            .outdone(
                name,
                name,
                "declared at secrets.yaml:3",
                "cluster east (east/akuity/argocd-notifications-secret)");

    assertThat(fleet.text())
        .contains(
            """
              ! hub/argocd/argocd-notifications-secret conflict: it belongs to cluster east \
            (east/akuity/argocd-notifications-secret)
              #   declared at secrets.yaml:3; nothing of it is written while a cluster owns the \
            name: change it there, or take its label off (R33)
            """);
  }

  @Test
  @DisplayName("R25: a blocked offer is refused with the number of its rule, not passed over")
  void aBlockedOfferIsRefusedWithItsRule() {
    CollectedFleet fleet =
        new CollectedFleet()
            .wants(CREDS)
            .blocked(
                "east/akuity/argocd-secret", "hub/argocd/argocd-secret", "Opaque", new TreeMap<>());

    assertThat(fleet.text())
        .contains(
            """
              ! east/akuity/argocd-secret denied
              #   SSY004 blocked-secrets (R20): the name argocd-secret is never synced
              #   offered by east for hub/argocd/argocd-secret
              #   nothing of it is written; the rest of the plan goes on
            """)
        .contains("  # hub/argocd/creds will be created")
        .contains("1 denied");
    assertThat(change(fleet).at("/findings/0/declared").isBoolean()).isTrue();
    assertThat(change(fleet).at("/findings/0/declared").asBoolean()).isFalse();
    assertThat(change(fleet).at("/change/actions").toString()).isEqualTo("[\"no-op\"]");
    assertThat(change(fleet).at("/denied").asBoolean()).isTrue();
    assertThat(change(fleet).at("/action_reason").asText()).isEqualTo("denied_because_blocked");
    assertThat(change(fleet).has("conflict")).isFalse();
  }

  @Test
  @DisplayName("R26: a copy that its own labels block is not created")
  void aBlockedCopyIsNotCreated() {
    CollectedFleet fleet =
        new CollectedFleet()
            .wants(labelled(FANNED_OUT, "argocd.argoproj.io/secret-type", "cluster"));

    assertThat(fleet.text())
        .contains("  ! west/akuity/creds denied\n")
        .contains("blocked-secrets (R23)")
        .contains("  #   nothing of it is written; the rest of the plan goes on\n");
  }

  @Test
  @DisplayName("R39: a delete says why")
  void aDeleteSaysWhy() {
    String why = "east/akuity/creds no longer carries the label akuity.io/secret-sync: true (R35)";
    CollectedFleet fleet =
        new CollectedFleet().holds("hub", written(CREDS)).gone("hub/argocd/creds", why, false);

    assertThat(fleet.text())
        .contains(
            """
              # hub/argocd/creds will be destroyed
              #   because east/akuity/creds no longer carries the label akuity.io/secret-sync: \
            true (R35)
              - resource "kubernetes_secret" "argocd/creds" {
                  - data.password                (sensitive value)
                }
            """)
        .contains("Plan: 0 to add, 0 to change, 1 to destroy.\n");
    assertThat(change(fleet).at("/reason").asText()).isEqualTo(why);
    assertThat(change(fleet).at("/action_reason").asText()).isEqualTo("delete_because_source_gone");
  }

  @Test
  @DisplayName("R38: a release is a forget, and never a destroy")
  void aReleaseIsAForget() {
    CollectedFleet fleet =
        new CollectedFleet()
            .holds("hub", written(NOTIFICATIONS))
            .gone(
                "hub/argocd/argocd-notifications-secret",
                "east/akuity/argocd-notifications-secret is gone (R36)",
                true);

    assertThat(fleet.text())
        .contains("- destroy    . release    ! refused")
        .contains(
            """
              # hub/argocd/argocd-notifications-secret will be released and will not be destroyed
              #   because east/akuity/argocd-notifications-secret is gone (R36)
              . resource "kubernetes_secret" "argocd/argocd-notifications-secret" {
                    # (only our labels, annotations and field manager come off)
                }
            """)
        .contains("Plan: 0 to add, 0 to change, 0 to destroy, 1 to forget.\n");
    JsonNode json = fleet.json();
    assertThat(json.at("/summary/forget").asInt()).isEqualTo(1);
    assertThat(json.at("/summary/remove").asInt()).isZero();
    assertThat(change(fleet).at("/change/actions").toString()).isEqualTo("[\"forget\"]");
    assertThat(change(fleet).at("/preconditions/resourceVersion").asText()).isEqualTo("7");
  }

  @Test
  void aPlanWithoutAReleaseDoesNotSpeakOfIt() {
    assertThat(new CollectedFleet().wants(CREDS).text()).doesNotContain("release", "forget");
  }

  @Test
  @DisplayName("R59: a source that may go everywhere stays as it is where it is")
  void aSourceStaysAsItIs() {
    CollectedFleet fleet =
        new CollectedFleet()
            .wants(CREDS)
            .holds("hub", written(CREDS))
            .itself(
                "east/akuity/creds", "annotation akuity.io/managed-secret-allowed-clusters ALL");

    assertThat(fleet.text())
        .contains(
            """
            No changes. 1 Secret in 3 clusters matches Git at ccccccc and its source.
                  1 source stays as it is
            """);
    assertThat(change(fleet).at("/address").asText()).isEqualTo("east/akuity/creds");
    assertThat(change(fleet).at("/action_reason").asText()).isEqualTo("no_op_because_source");
    assertThat(change(fleet).at("/change/actions").toString()).isEqualTo("[\"no-op\"]");
    assertThat(change(fleet).at("/allowed_by/0").asText()).endsWith(" ALL");
    assertThat(fleet.json().at("/summary/unchanged").asInt()).isEqualTo(1);
  }

  @Test
  void noChangesSpeaksOfSourcesOnlyWhereThereAreSome() {
    DesiredSecret git = declared("east/akuity/registry", DATA);
    CollectedFleet both =
        new CollectedFleet()
            .wants(git)
            .wants(CREDS)
            .holds("east", written(git))
            .holds("hub", written(CREDS));
    CollectedFleet gitOnly = new CollectedFleet().wants(git).holds("east", written(git));

    assertThat(both.text())
        .contains("No changes. 2 Secrets in 3 clusters match Git at ccccccc and their sources.\n");
    assertThat(gitOnly.text())
        .contains("No changes. 1 Secret in 3 clusters matches Git at ccccccc.\n");
  }

  @Test
  @DisplayName("R34: drift of a copy names its source and who changed it")
  void driftOfACopyNamesItsSource() {
    CollectedFleet fleet =
        new CollectedFleet().wants(CREDS).holds("hub", edited(CREDS, "password"));

    assertThat(fleet.drift())
        .contains(
            """
            Changes made outside of Git and outside of the sources:

              # hub/argocd/creds has drifted
              #   collected from east/akuity/creds
                  ~ data.password                (sensitive value, changed)  by kubectl-edit (Apply) \
            2026-11-20 10:01:00Z
            """);
    assertThat(change(fleet).at("/field_changes/0/causes").toString()).isEqualTo("[\"drift\"]");
    assertThat(change(fleet).at("/action_reason").asText()).isEqualTo("update_because_drift");
    JsonNode drift = fleet.json().at("/resource_drift/0");
    assertThat(drift.at("/collected/from").asText()).isEqualTo("east/akuity/creds");
    assertThat(drift.at("/fields/0/also_in_source").isBoolean()).isTrue();
    assertThat(drift.at("/fields/0").has("also_in_git")).isFalse();
  }

  @Test
  @DisplayName("R12: a change of the source is shown as one")
  void aChangeOfTheSourceIsShownAsOne() {
    DesiredSecret moved =
        copy("hub/argocd/creds", "east/akuity/creds", "uid/2", Map.of("password", "visibly-fake2"));
    CollectedFleet fleet = new CollectedFleet().wants(moved).holds("hub", written(CREDS));

    assertThat(fleet.drift()).contains("No drift. What we wrote is what is there.");
    assertThat(change(fleet).at("/field_changes/0/causes").toString()).isEqualTo("[\"source\"]");
    assertThat(change(fleet).at("/action_reason").asText())
        .isEqualTo("update_because_source_changed");
  }

  @Test
  @DisplayName("R62: what depends on a cluster that cannot be read is named")
  void whatCannotBeKnownIsNamed() {
    CollectedFleet fleet =
        new CollectedFleet()
            .holds("hub", written(CREDS))
            .cannotTell(
                "hub/argocd/creds",
                Diagnostic.error(
                    Code.CLUSTER_UNREACHABLE,
                    "hub/argocd/creds",
                    "comes from cluster east, which could not be read",
                    ""));

    assertThat(fleet.text())
        .contains(
            "  ? hub/argocd/creds unknown: comes from cluster east, which could not be read\n")
        .contains("1 Secret unknown · incomplete");
  }

  @Test
  void whatClustersCallTheirSecretsCannotForgeALine() {
    CollectedFleet fleet =
        new CollectedFleet()
            .outdone(
                "west/akuity/x",
                "hub/argocd/x",
                "offered by \u001b[2Kwest\n::error::",
                "cluster \u202eeast\nNo changes.");

    assertThat(fleet.text()).doesNotContain("\u001b", "\u202e", "\n::error::", "\nNo changes.");
  }
}
