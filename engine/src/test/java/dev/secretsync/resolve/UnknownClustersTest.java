package dev.secretsync.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.ExitCode;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.plan.PlannedCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What cannot be read is unknown: kept, named, and nobody else's chance (rules.md R62). */
class UnknownClustersTest {
  private static final String NOTIFICATIONS = "argocd-notifications-secret";

  private final TestFleet fleet = TestFleet.threeClusters().cluster("north", "region=north");

  @BeforeEach
  void everythingIsInSync() {
    fleet
        .holds("hub/argocd/" + NOTIFICATIONS, TestSecret.plain())
        .holds("east/akuity/" + NOTIFICATIONS, TestSecret.optedIn())
        .holds("east/akuity/creds", TestSecret.optedIn().allowing("west,north"))
        .holds("west/akuity/of-west", TestSecret.optedIn().allowing("north"));
    fleet.apply();
    assertThat(fleet.look().lines()).isEmpty();
  }

  @DisplayName("R62: a target that does not answer does not stop the others")
  @Tag("R62")
  @Test
  void anUnreachableTargetStopsNobody() {
    fleet.edit("east/akuity/creds", secret -> secret.data("password", "visibly-fake-2"));
    fleet.at("north").unreachable(true);
    Look look = fleet.apply();
    assertThat(look.lines()).containsExactly("update hub/argocd/creds", "update west/akuity/creds");
    assertThat(look.plan().clusters().values())
        .filteredOn(cluster -> cluster.unreadable().isPresent())
        .extracting(PlannedCluster::name)
        .containsExactly("north");
    assertThat(look.exitCodes()).containsExactly(ExitCode.UNREACHABLE);
    fleet.at("north").unreachable(false);
    assertThat(fleet.apply().lines()).containsExactly("update north/akuity/creds");
  }

  @DisplayName("a source that does not answer")
  @Nested
  class Source {
    @DisplayName("R62: its copies are unknown, each is named, and nothing is deleted or released")
    @Tag("R62")
    @Test
    void itsCopiesAreKept() {
      fleet.at("east").unreachable(true);
      Look look = fleet.look();
      assertThat(look.lines())
          .containsExactly(
              "unknown hub/argocd/" + NOTIFICATIONS,
              "unknown hub/argocd/creds",
              "unknown north/akuity/creds",
              "unknown west/akuity/creds");
      assertThat(look.why("west/akuity/creds")).contains("east");
      assertThat(look.exitCodes()).containsExactly(ExitCode.UNREACHABLE);
      assertThat(look.plan().complete()).isFalse();
    }

    @DisplayName("R62: nor when its agent namespace may not be read")
    @Tag("R62")
    @Test
    void aForbiddenNamespaceIsUnknown() {
      fleet.at("east").forbid("akuity");
      assertThat(fleet.look().lines())
          .containsExactly(
              "unknown hub/argocd/" + NOTIFICATIONS,
              "unknown hub/argocd/creds",
              "unknown north/akuity/creds",
              "unknown west/akuity/creds");
    }

    @DisplayName("R62: nor when it is not the cluster that is declared")
    @Tag("R62")
    @Test
    void anotherClusterBehindTheNameIsUnknown() {
      fleet.pin("east", "11111111-2222-3333-4444-555555555555");
      assertThat(fleet.look().writes()).isEmpty();
      assertThat(fleet.look().lines()).contains("unknown hub/argocd/creds");
    }

    @DisplayName("R41: what it owns is nobody else's for the taking")
    @Tag("R41")
    @Tag("R62")
    @Test
    void itsNamesAreNotTaken() {
      fleet
          .holds(
              "west/akuity/" + NOTIFICATIONS,
              TestSecret.optedIn()
                  .data("password", "visibly-fake-west")
                  .created("2020-01-01T00:00:00Z"))
          .managed("creds", "controlPlane: main", "allowedClusters: {names: [north]}");
      fleet.at("east").unreachable(true);
      Look look = fleet.apply();
      assertThat(look.writes()).isEmpty();
      assertThat(look.lines())
          .contains("unknown hub/argocd/" + NOTIFICATIONS, "unknown hub/argocd/creds");
      assertThat(look.why("hub/argocd/creds")).contains("east");
      fleet.at("east").unreachable(false);
      assertThat(fleet.get("hub/argocd/creds").content().data()).containsOnlyKeys("password");
      assertThat(fleet.look().writes()).isEmpty();
    }

    @DisplayName("R41: under another name it is still the owner, and still not known")
    @Tag("R41")
    @Tag("R62")
    @Test
    void aRenamedOwnerThatDoesNotAnswerIsNotReleased() {
      fleet.rename("east", "renamed");
      fleet.at("east").unreachable(true);
      assertThat(fleet.look().writes()).isEmpty();
    }

    @DisplayName("R62: a change of its authorization, unseen, deletes nothing")
    @Tag("R56")
    @Tag("R62")
    @Test
    void whatItAllowsNowIsUnknown() {
      fleet.edit("east/akuity/creds", secret -> secret.allowing("north"));
      fleet.at("east").unreachable(true);
      assertThat(fleet.look().writes()).isEmpty();
      fleet.at("east").unreachable(false);
      assertThat(fleet.look().writes()).containsExactly("delete west/akuity/creds");
    }

    @DisplayName("R62: copies of other sources go on")
    @Tag("R62")
    @Test
    void othersGoOn() {
      fleet.edit("west/akuity/of-west", secret -> secret.data("password", "visibly-fake-2"));
      fleet.at("east").unreachable(true);
      assertThat(fleet.look().writes())
          .containsExactly("update hub/argocd/of-west", "update north/akuity/of-west");
    }
  }

  @DisplayName("a control plane that does not answer")
  @Nested
  class Host {
    @DisplayName("R62: fan-out waits too: who owns the name is not known")
    @Tag("R62")
    @Test
    void fanOutWaits() {
      fleet
          .edit("east/akuity/creds", secret -> secret.data("password", "visibly-fake-2"))
          .holds("east/akuity/new", TestSecret.optedIn().allowing("west"));
      fleet.at("hub").unreachable(true);
      Look look = fleet.apply();
      assertThat(look.writes()).isEmpty();
      assertThat(look.lines())
          .contains(
              "unknown north/akuity/creds",
              "unknown north/akuity/of-west",
              "unknown west/akuity/creds",
              "unknown west/akuity/new");
      assertThat(look.why("west/akuity/creds")).contains("control plane main");
      fleet.at("hub").unreachable(false);
      assertThat(fleet.apply().lines())
          .containsExactly(
              "update hub/argocd/creds",
              "create hub/argocd/new",
              "update north/akuity/creds",
              "update west/akuity/creds",
              "create west/akuity/new");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R62: a namespace of the control plane that may not be read is as good as that")
    @Tag("R62")
    @Test
    void aForbiddenControlPlaneNamespace() {
      fleet.edit("east/akuity/creds", secret -> secret.data("password", "visibly-fake-2"));
      fleet.at("hub").forbid("argocd");
      Look look = fleet.look();
      assertThat(look.writes()).isEmpty();
      assertThat(look.lines()).contains("unknown hub/argocd/creds", "unknown west/akuity/creds");
    }

    @DisplayName("R62: a source that goes meanwhile deletes nothing before the host answers")
    @Tag("R39")
    @Tag("R62")
    @Test
    void deletesWaitForTheHost() {
      fleet.remove("east/akuity/creds");
      fleet.at("hub").unreachable(true);
      assertThat(fleet.look().writes()).isEmpty();
      fleet.at("hub").unreachable(false);
      assertThat(fleet.look().writes())
          .containsExactly(
              "delete hub/argocd/creds", "delete north/akuity/creds", "delete west/akuity/creds");
    }

    @DisplayName("R62: another control plane goes on")
    @Tag("R62")
    @Test
    void anotherControlPlaneGoesOn() {
      fleet
          .without("source team-creds")
          .controlPlane("second", "north", "argocd-two")
          .sourceFor("main", "one", "", "team=my-team")
          .sourceFor("second", "two", "region=west", "");
      fleet.at("hub").unreachable(true);
      assertThat(fleet.look().writes()).containsExactly("create north/argocd-two/of-west");
    }

    @DisplayName("R62: managed Secrets of Git do not depend on it")
    @Tag("R62")
    @Test
    void gitGoesOn() {
      fleet.managed("token", "allowedClusters: {names: [west]}");
      fleet.at("hub").unreachable(true);
      assertThat(fleet.look().writes()).containsExactly("create west/akuity/token");
    }
  }

  @DisplayName("R62: when nothing answers, nothing is written")
  @Tag("R62")
  @Test
  void nothingAnswers() {
    fleet.contexts().values().forEach(cluster -> cluster.unreachable(true));
    assertThat(fleet.look().writes()).isEmpty();
    assertThat(fleet.get("hub/argocd/creds").content().data())
        .containsEntry("password", SecretBytes.ofUtf8("visibly-fake"));
  }
}
