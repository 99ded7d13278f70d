package dev.secretsync.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.diff.Difference;
import dev.secretsync.model.Code;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.PlannedChange;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who owns what in the control plane, and how that ends (rules.md D). */
class OwnershipRulesTest {
  private static final String NOTIFICATIONS = "argocd-notifications-secret";

  private final TestFleet fleet = TestFleet.threeClusters();

  /** One that Argo CD's installation made, and that a cluster may take over. */
  private void argoCdHasItsOwn(String name) {
    fleet.holds(
        "hub/argocd/" + name,
        TestSecret.plain()
            .withoutData()
            .data("installed", "visibly-fake")
            .label("app.kubernetes.io/part-of", "argocd"));
  }

  @DisplayName("adoption")
  @Nested
  class Adoption {
    @DisplayName("R30, R31: the three adoptable Secrets become the cluster's, with its values")
    @Tag("R30")
    @Tag("R31")
    @ParameterizedTest
    @ValueSource(
        strings = {
          "argocd-notifications-secret",
          "argocd-image-updater-secret",
          "application-set-secret"
        })
    void theClusterTakesItOver(String name) {
      argoCdHasItsOwn(name);
      fleet.holds("east/akuity/" + name, TestSecret.optedIn().data("token", "visibly-fake-east"));
      assertThat(fleet.apply().lines()).containsExactly("adopt hub/argocd/" + name);
      assertThat(fleet.get("hub/argocd/" + name).content().data())
          .containsEntry("token", SecretBytes.ofUtf8("visibly-fake-east"));
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R31: an adoptable Secret that is not there yet is created")
    @Tag("R31")
    @Test
    void nothingToAdoptIsACreate() {
      fleet.holds("east/akuity/" + NOTIFICATIONS, TestSecret.optedIn());
      assertThat(fleet.look().lines()).containsExactly("create hub/argocd/" + NOTIFICATIONS);
    }

    @DisplayName("R31: what a controller holds is not adopted")
    @Tag("R31")
    @Tag("R32")
    @Test
    void aControllersSecretIsNotAdopted() {
      fleet
          .holds("hub/argocd/" + NOTIFICATIONS, TestSecret.plain().heldByAController())
          .holds("east/akuity/" + NOTIFICATIONS, TestSecret.optedIn());
      assertThat(fleet.look().lines()).containsExactly("conflict hub/argocd/" + NOTIFICATIONS);
    }

    @DisplayName("R30: adoptable is a name in the control plane, not at a fan-out target")
    @Tag("R30")
    @Tag("R61")
    @Test
    void nothingIsAdoptedAtATarget() {
      fleet
          .holds("west/akuity/" + NOTIFICATIONS, TestSecret.plain())
          .holds("east/akuity/" + NOTIFICATIONS, TestSecret.optedIn().allowing("west"));
      assertThat(fleet.look().lines())
          .containsExactly(
              "create hub/argocd/" + NOTIFICATIONS, "conflict west/akuity/" + NOTIFICATIONS);
    }

    @DisplayName("R32: any other Secret that was there before is a conflict, and stays as it is")
    @Tag("R32")
    @Test
    void aForeignSecretIsAConflict() {
      fleet
          .holds("hub/argocd/creds", TestSecret.plain().data("theirs", "visibly-fake"))
          .holds("east/akuity/creds", TestSecret.optedIn().allowing("west"))
          .holds("east/akuity/other", TestSecret.optedIn());
      String version = fleet.get("hub/argocd/creds").resourceVersion();
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactly("conflict hub/argocd/creds", "create hub/argocd/other");
      assertThat(look.exitCodes()).containsExactly(ExitCode.CONFLICT);
      assertThat(fleet.get("hub/argocd/creds").resourceVersion()).isEqualTo(version);
      assertThat(fleet.find("west/akuity/creds")).isEmpty();
    }

    @DisplayName("R32: while the place is somebody else's, earlier fan-out copies stay as they are")
    @Tag("R32")
    @Test
    void copiesOfAConflictStay() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      fleet.apply();
      fleet
          .remove("hub/argocd/creds")
          .holds("hub/argocd/creds", TestSecret.plain())
          .edit("east/akuity/creds", secret -> secret.data("password", "visibly-fake-2"));
      assertThat(fleet.look().lines()).containsExactly("conflict hub/argocd/creds");
    }

    @DisplayName(
        "R32: a Secret of another installation is a conflict, even under an adoptable name")
    @Tag("R32")
    @Test
    void anotherInstallationsSecretIsNotTaken() {
      fleet
          .holds("hub/argocd/creds", TestSecret.plain().label(Marks.INSTALLATION, "another"))
          .holds("east/akuity/creds", TestSecret.optedIn());
      assertThat(fleet.look().lines()).containsExactly("conflict hub/argocd/creds");
    }
  }

  @DisplayName("while a cluster owns it")
  @Nested
  class WhileOwned {
    @DisplayName("R33: a warning names the owning cluster")
    @Tag("R33")
    @Test
    void aWarningNamesTheOwner() {
      argoCdHasItsOwn(NOTIFICATIONS);
      fleet.holds("east/akuity/" + NOTIFICATIONS, TestSecret.optedIn());
      assertThat(fleet.apply().notes(Code.OWNED_BY_CLUSTER))
          .singleElement()
          .asString()
          .startsWith("hub/argocd/" + NOTIFICATIONS)
          .contains("east");
      assertThat(fleet.look().notes(Code.OWNED_BY_CLUSTER)).hasSize(1);
      assertThat(fleet.look().exitCodes()).isEmpty();
    }

    @DisplayName("R33: an ordinary copy needs no such warning")
    @Tag("R33")
    @Test
    void ordinaryCopiesAreNotWarnedOf() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn());
      assertThat(fleet.apply().notes(Code.OWNED_BY_CLUSTER)).isEmpty();
      assertThat(fleet.look().notes(Code.OWNED_BY_CLUSTER)).isEmpty();
    }

    @DisplayName("R33: Git cannot edit it: a declaration of that name is refused, naming the owner")
    @Tag("R33")
    @ParameterizedTest
    @ValueSource(strings = {"argocd-notifications-secret", "creds"})
    void gitIsRefused(String name) {
      fleet.holds("east/akuity/" + name, TestSecret.optedIn());
      fleet.apply();
      fleet.managed(name, "controlPlane: main").managed("other", "controlPlane: main");
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactlyInAnyOrder("conflict hub/argocd/" + name, "create hub/argocd/other");
      assertThat(owners(look)).singleElement().asString().contains("east");
      assertThat(look.exitCodes()).containsExactly(ExitCode.CONFLICT);
    }

    @DisplayName("R34: what is edited in the control plane is put back")
    @Tag("R34")
    @Test
    void editsOfTheCopyArePutBack() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn());
      fleet.apply();
      fleet.edit("hub/argocd/creds", secret -> secret.data("password", "visibly-fake-edit"));
      assertThat(fleet.apply().lines()).containsExactly("update hub/argocd/creds");
      assertThat(fleet.get("hub/argocd/creds").content().data())
          .isEqualTo(fleet.get("east/akuity/creds").content().data());
    }

    @DisplayName("R34: what is edited in the owning cluster arrives")
    @Tag("R34")
    @Test
    void editsOfTheSourceArrive() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      fleet.apply();
      fleet.edit("east/akuity/creds", secret -> secret.data("password", "visibly-fake-new"));
      assertThat(fleet.apply().lines())
          .containsExactly("update hub/argocd/creds", "update west/akuity/creds");
      assertThat(fleet.get("west/akuity/creds").content().data())
          .isEqualTo(fleet.get("east/akuity/creds").content().data());
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R40: nothing is ever written to the Secret in the cluster that owns it")
    @Tag("R40")
    @Test
    void theSourceIsNeverWritten() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("ALL"));
      LiveSecret before = fleet.get("east/akuity/creds");
      assertThat(fleet.apply().writes()).isNotEmpty().noneMatch(line -> line.contains("east/"));
      fleet.edit("hub/argocd/creds", secret -> secret.data("password", "visibly-fake-edit"));
      fleet.edit("west/akuity/creds", secret -> secret.data("password", "visibly-fake-edit"));
      fleet.apply();
      assertThat(fleet.get("east/akuity/creds")).isEqualTo(before);
    }

    @DisplayName("R40: not even when Git declares that very place: the source is somebody else's")
    @Tag("R40")
    @Test
    void gitDoesNotWriteTheSourceEither() {
      fleet
          .holds("east/akuity/creds", TestSecret.optedIn())
          .managed("creds", "allowedClusters: {names: [east]}");
      LiveSecret before = fleet.get("east/akuity/creds");
      assertThat(fleet.apply().lines()).contains("conflict east/akuity/creds");
      assertThat(fleet.get("east/akuity/creds")).isEqualTo(before);
    }
  }

  @DisplayName("release")
  @Nested
  class Release {
    @DisplayName("R35, R38: without the label the adopted Secret stays, with its last values")
    @Tag("R35")
    @Tag("R38")
    @ParameterizedTest
    @ValueSource(strings = {"(removed)", "false", "True", ""})
    void theAdoptedSecretStays(String value) {
      argoCdHasItsOwn(NOTIFICATIONS);
      fleet.holds("east/akuity/" + NOTIFICATIONS, TestSecret.optedIn().allowing("west"));
      fleet.apply();
      fleet.edit("east/akuity/" + NOTIFICATIONS, without(value));
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactly(
              "release hub/argocd/" + NOTIFICATIONS, "delete west/akuity/" + NOTIFICATIONS);
      assertThat(look.why("hub/argocd/" + NOTIFICATIONS)).contains("R35");
      LiveSecret left = fleet.get("hub/argocd/" + NOTIFICATIONS);
      assertThat(left.content().data())
          .containsEntry("password", SecretBytes.ofUtf8("visibly-fake"))
          .containsEntry("installed", SecretBytes.ofUtf8("visibly-fake"));
      assertThat(Ownership.of(left, "local")).isInstanceOf(Ownership.Others.class);
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName(
        "R35, R39: without the label the copy and its fan-out are deleted, with the reason")
    @Tag("R35")
    @Tag("R39")
    @ParameterizedTest
    @ValueSource(strings = {"(removed)", "false", "True", ""})
    void theOrdinaryCopyGoes(String value) {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      fleet.apply();
      fleet.edit("east/akuity/creds", without(value));
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactly("delete hub/argocd/creds", "delete west/akuity/creds");
      assertThat(look.why("hub/argocd/creds")).contains("east/akuity/creds").contains("R35");
      assertThat(look.why("west/akuity/creds")).contains("east/akuity/creds").contains("R35");
      assertThat(fleet.look().lines()).isEmpty();
    }

    private UnaryOperator<TestSecret> without(String value) {
      return secret ->
          value.equals("(removed)")
              ? secret.withoutLabel(TestSecret.OPT_IN)
              : secret.label(TestSecret.OPT_IN, value);
    }

    @DisplayName("R38: an adopted Secret is never replaced, also when its owner's has another type")
    @Tag("R38")
    @Test
    void theAdoptedSecretIsNotReplaced() {
      argoCdHasItsOwn(NOTIFICATIONS);
      fleet.holds("east/akuity/" + NOTIFICATIONS, TestSecret.optedIn().allowing("west"));
      fleet.apply();
      LiveSecret adopted = fleet.get("hub/argocd/" + NOTIFICATIONS);
      fleet.remove("east/akuity/" + NOTIFICATIONS);
      fleet.holds(
          "east/akuity/" + NOTIFICATIONS,
          TestSecret.optedIn().allowing("west").type("example.com/other"));
      Look look = fleet.apply();
      assertThat(look.lines()).isEmpty();
      assertThat(look.notes(Code.NO_PLACE)).singleElement().asString().contains("R38");
      assertThat(fleet.get("hub/argocd/" + NOTIFICATIONS)).isEqualTo(adopted);
    }

    @DisplayName("R36, R38: deleting the source releases as well")
    @Tag("R36")
    @Tag("R38")
    @Test
    void deletingTheSourceReleases() {
      argoCdHasItsOwn(NOTIFICATIONS);
      fleet
          .holds("east/akuity/" + NOTIFICATIONS, TestSecret.optedIn())
          .holds("east/akuity/creds", TestSecret.optedIn());
      fleet.apply();
      fleet.remove("east/akuity/" + NOTIFICATIONS).remove("east/akuity/creds");
      Look look = fleet.look();
      assertThat(look.lines())
          .containsExactly("release hub/argocd/" + NOTIFICATIONS, "delete hub/argocd/creds");
      assertThat(look.why("hub/argocd/" + NOTIFICATIONS)).contains("R36");
      assertThat(look.why("hub/argocd/creds")).contains("R36");
    }

    @DisplayName("R36: deleting the whole agent namespace is deleting what was in it")
    @Tag("R36")
    @Test
    void deletingTheNamespaceReleases() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn());
      fleet.apply();
      fleet.at("east").deleteNamespace("akuity");
      assertThat(fleet.look().lines()).containsExactly("delete hub/argocd/creds");
    }

    @DisplayName("R36: a source that waits for its finalizers does not let its copies go to others")
    @Tag("R36")
    @Test
    void aTerminatingSourceWritesNothing() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn());
      fleet.apply();
      fleet.holds("east/akuity/creds", TestSecret.optedIn().beingDeleted());
      assertThat(fleet.look().lines())
          .doesNotContain("create hub/argocd/creds", "update hub/argocd/creds");
    }

    @DisplayName("R37: after the release the warning goes and Git may have it")
    @Tag("R37")
    @Test
    void afterTheReleaseGitMayEdit() {
      argoCdHasItsOwn(NOTIFICATIONS);
      fleet.holds("east/akuity/" + NOTIFICATIONS, TestSecret.optedIn());
      fleet.apply();
      fleet.edit("east/akuity/" + NOTIFICATIONS, s -> s.withoutLabel(TestSecret.OPT_IN));
      assertThat(fleet.apply().notes(Code.OWNED_BY_CLUSTER)).isEmpty();
      fleet.managed(NOTIFICATIONS, "controlPlane: main", "adopt: true");
      assertThat(fleet.apply().lines()).containsExactly("adopt hub/argocd/" + NOTIFICATIONS);
      assertThat(fleet.look().lines()).isEmpty();
      assertThat(fleet.look().exitCodes()).isEmpty();
    }

    @DisplayName("R37: in the very plan of the release Git may have it")
    @Tag("R37")
    @Test
    void gitTakesOverInTheSamePlan() {
      fleet.holds("east/akuity/" + NOTIFICATIONS, TestSecret.optedIn());
      fleet.apply();
      fleet
          .edit("east/akuity/" + NOTIFICATIONS, s -> s.withoutLabel(TestSecret.OPT_IN))
          .managed(NOTIFICATIONS, "controlPlane: main");
      assertThat(fleet.apply().lines()).containsExactly("update hub/argocd/" + NOTIFICATIONS);
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R37: what was released may be claimed again")
    @Tag("R37")
    @Tag("R31")
    @Test
    void aReleasedSecretMayBeAdoptedAgain() {
      argoCdHasItsOwn(NOTIFICATIONS);
      fleet.holds("east/akuity/" + NOTIFICATIONS, TestSecret.optedIn());
      fleet.apply();
      fleet.edit("east/akuity/" + NOTIFICATIONS, s -> s.withoutLabel(TestSecret.OPT_IN));
      fleet.apply();
      fleet.edit("east/akuity/" + NOTIFICATIONS, s -> s.label(TestSecret.OPT_IN, "true"));
      assertThat(fleet.apply().lines()).containsExactly("adopt hub/argocd/" + NOTIFICATIONS);
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R69: to forget and to delete are two actions, and only one destroys anything")
    @Tag("R69")
    @Test
    void forgettingIsNotDeleting() {
      fleet
          .holds("east/akuity/" + NOTIFICATIONS, TestSecret.optedIn())
          .holds("east/akuity/creds", TestSecret.optedIn());
      fleet.apply();
      fleet.remove("east/akuity/" + NOTIFICATIONS).remove("east/akuity/creds");
      Look look = fleet.apply();
      assertThat(look.plan().count(action -> action == Action.RELEASE)).isEqualTo(1);
      assertThat(look.plan().count(Action::isDestructive)).isEqualTo(1);
      assertThat(fleet.find("hub/argocd/" + NOTIFICATIONS)).isPresent();
      assertThat(fleet.find("hub/argocd/creds")).isEmpty();
    }

    @DisplayName("R39: only what we own is deleted: a copy that somebody replaced stays")
    @Tag("R39")
    @Test
    void onlyOursIsDeleted() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      fleet.apply();
      fleet
          .remove("east/akuity/creds")
          .remove("west/akuity/creds")
          .holds("west/akuity/creds", TestSecret.plain());
      assertThat(fleet.look().lines()).containsExactly("delete hub/argocd/creds");
    }

    @DisplayName("R39: a Secret that only carries our labels is never deleted")
    @Tag("R39")
    @Test
    void labelsAloneAreNotEnoughToDelete() {
      fleet.holds(
          "hub/argocd/forged",
          TestSecret.plain()
              .label(Marks.INSTALLATION, "local")
              .label(Marks.MANAGED_BY, Marks.MANAGER)
              .annotation(Marks.SOURCE_CLUSTER, "east")
              .annotation(Marks.SOURCE_SECRET, "akuity/forged")
              .annotation(Marks.CONTROL_PLANE, "main"));
      assertThat(fleet.look().writes()).isEmpty();
    }

    @DisplayName("R38: forged marks on an adoptable name do not change what is somebody else's")
    @Tag("R38")
    @Test
    void forgedMarksReleaseNothing() {
      fleet.holds(
          "hub/argocd/" + NOTIFICATIONS,
          TestSecret.plain()
              .annotation(Marks.SOURCE_CLUSTER, "east")
              .annotation(Marks.SOURCE_SECRET, "akuity/" + NOTIFICATIONS)
              .annotation(Marks.CONTROL_PLANE, "main"));
      assertThat(fleet.look().writes()).isEmpty();
    }

    @DisplayName("R38, R39: a cluster that is no longer declared releases what it owned")
    @Tag("R38")
    @Tag("R39")
    @Test
    void anUndeclaredClusterReleases() {
      argoCdHasItsOwn(NOTIFICATIONS);
      fleet
          .holds("east/akuity/" + NOTIFICATIONS, TestSecret.optedIn())
          .holds("east/akuity/creds", TestSecret.optedIn());
      fleet.apply();
      fleet.undeclare("east");
      Look look = fleet.look();
      assertThat(look.lines())
          .containsExactly("release hub/argocd/" + NOTIFICATIONS, "delete hub/argocd/creds");
      assertThat(look.why("hub/argocd/creds")).contains("east").contains("declared");
    }

    @DisplayName("R14, R39: a source that is no longer in the agent namespace is no source")
    @Tag("R14")
    @Tag("R39")
    @Test
    void aMovedAgentNamespaceReleases() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn());
      fleet.apply();
      fleet.clusterIn("east", "agents", "region=east");
      Look look = fleet.look();
      assertThat(look.writes()).containsExactly("delete hub/argocd/creds");
      assertThat(look.why("hub/argocd/creds")).contains("R14");
    }

    @DisplayName("R1, R39: without its control plane a copy goes")
    @Tag("R1")
    @Tag("R39")
    @Test
    void withoutTheControlPlaneTheCopiesGo() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      fleet.apply();
      fleet.without("controlplane main").without("source team-creds");
      assertThat(fleet.look().lines())
          .containsExactly("delete hub/argocd/creds", "delete west/akuity/creds");
    }
  }

  @DisplayName("two claimants")
  @Nested
  class TwoClaimants {
    private static final String EARLY = "2026-01-01T00:00:00Z";
    private static final String LATE = "2026-02-01T00:00:00Z";

    private TestSecret creds(String owner, String created) {
      return TestSecret.optedIn().data("from", "visibly-fake-" + owner).created(created);
    }

    private void assertOwner(String cluster) {
      assertThat(fleet.get("hub/argocd/creds").content().data())
          .containsEntry("from", SecretBytes.ofUtf8("visibly-fake-" + cluster));
    }

    @DisplayName("R41: the Secret that was created first has it, the other is told who owns it")
    @Tag("R41")
    @Test
    void theEarlierSecretWins() {
      fleet
          .holds("east/akuity/creds", creds("east", LATE))
          .holds("west/akuity/creds", creds("west", EARLY))
          .holds("east/akuity/other", TestSecret.optedIn());
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactlyInAnyOrder(
              "conflict east/akuity/creds", "create hub/argocd/creds", "create hub/argocd/other");
      assertThat(look.why("east/akuity/creds")).contains("west");
      assertThat(look.exitCodes()).containsExactly(ExitCode.CONFLICT);
      assertOwner("west");
      assertThat(fleet.look().lines()).containsExactly("conflict east/akuity/creds");
    }

    @DisplayName("R41: created at the same time, the name of the cluster decides")
    @Tag("R41")
    @Test
    void aTieGoesByName() {
      fleet
          .holds("west/akuity/creds", creds("west", EARLY))
          .holds("east/akuity/creds", creds("east", EARLY));
      assertThat(fleet.apply().lines())
          .containsExactlyInAnyOrder("create hub/argocd/creds", "conflict west/akuity/creds");
      assertOwner("east");
    }

    @DisplayName("R41: who is recorded keeps it, though the other was created earlier")
    @Tag("R41")
    @Test
    void theRecordedOwnerKeepsIt() {
      fleet.holds("west/akuity/creds", creds("west", LATE));
      fleet.apply();
      fleet.holds("east/akuity/creds", creds("east", EARLY));
      assertThat(fleet.apply().lines()).containsExactly("conflict east/akuity/creds");
      assertOwner("west");
    }

    @DisplayName("R41: the recorded owner keeps it when its Secret is made anew")
    @Tag("R41")
    @Test
    void aRecreatedSourceKeepsIt() {
      fleet.holds("west/akuity/creds", creds("west", EARLY));
      fleet.apply();
      fleet
          .holds("east/akuity/creds", creds("east", EARLY))
          .holds("west/akuity/creds", creds("west", LATE));
      assertThat(fleet.look().lines()).containsExactly("conflict east/akuity/creds");
    }

    @DisplayName("R41: the recorded owner keeps it under another name, by its identity")
    @Tag("R41")
    @Test
    void aRenamedClusterKeepsIt() {
      fleet.holds("east/akuity/creds", creds("east", LATE));
      fleet.apply();
      fleet.holds("west/akuity/creds", creds("west", EARLY)).rename("east", "zz-new-east");
      Look look = fleet.apply();
      assertThat(look.lines()).contains("conflict west/akuity/creds");
      assertThat(look.writes()).allMatch(line -> line.equals("update hub/argocd/creds"));
      assertOwner("east");
    }

    @DisplayName("R41: another cluster under the owner's name is another cluster")
    @Tag("R41")
    @Test
    void aNameThatMeansAnotherClusterIsNotTheOwner() {
      fleet.holds("west/akuity/creds", creds("west", LATE));
      fleet.apply();
      fleet
          .cluster("new-west", "region=west")
          .rename("west", "old-west")
          .rename("new-west", "west")
          .holds("new-west/akuity/creds", creds("new-west", EARLY));
      assertThat(fleet.apply().lines()).contains("conflict west/akuity/creds");
      assertOwner("west");
    }

    @DisplayName("R41: where identities may not be read, the name tells the owner")
    @Tag("R41")
    @Test
    void withoutIdentityTheNameTells() {
      fleet.at("east").anonymous(true);
      fleet.at("west").anonymous(true);
      fleet.holds("west/akuity/creds", creds("west", LATE));
      fleet.apply();
      fleet.holds("east/akuity/creds", creds("east", EARLY));
      assertThat(fleet.apply().lines()).containsExactly("conflict east/akuity/creds");
      assertOwner("west");
    }

    @DisplayName("R41: an identity that becomes readable later does not unseat the owner")
    @Tag("R41")
    @Test
    void anIdentityLearnedLaterIsNoOtherOwner() {
      fleet.at("west").anonymous(true);
      fleet.holds("west/akuity/creds", creds("west", LATE));
      fleet.apply();
      fleet.at("west").anonymous(false);
      fleet.holds("east/akuity/creds", creds("east", EARLY));
      assertThat(fleet.apply().lines()).startsWith("conflict east/akuity/creds");
      assertOwner("west");
      assertThat(fleet.look().lines()).containsExactly("conflict east/akuity/creds");
      fleet.at("west").anonymous(true);
      assertThat(fleet.apply().lines()).startsWith("conflict east/akuity/creds");
      assertOwner("west");
    }

    @DisplayName(
        "R41, R35: when the owner releases, the other has it in the same plan, by an update")
    @Tag("R35")
    @Tag("R41")
    @Test
    void theNextClaimantFollows() {
      fleet
          .holds("east/akuity/creds", creds("east", EARLY))
          .holds("west/akuity/creds", creds("west", LATE));
      fleet.apply();
      fleet.edit("east/akuity/creds", secret -> secret.withoutLabel(TestSecret.OPT_IN));
      assertThat(fleet.apply().lines()).containsExactly("update hub/argocd/creds");
      assertOwner("west");
      assertThat(fleet.look().lines()).isEmpty();
      fleet.edit("east/akuity/creds", secret -> secret.label(TestSecret.OPT_IN, "true"));
      assertThat(fleet.look().lines()).containsExactly("conflict east/akuity/creds");
    }

    @DisplayName("R41: three claimants: one has it, both others are told")
    @Tag("R41")
    @Test
    void everyLoserIsTold() {
      fleet
          .holds("hub/akuity/creds", creds("hub", "2026-03-01T00:00:00Z"))
          .holds("east/akuity/creds", creds("east", LATE))
          .holds("west/akuity/creds", creds("west", EARLY));
      assertThat(fleet.apply().lines())
          .containsExactlyInAnyOrder(
              "create hub/argocd/creds", "conflict east/akuity/creds", "conflict hub/akuity/creds");
      assertOwner("west");
    }

    @DisplayName("R41: Git and a cluster claim one free name: Git has it")
    @Tag("R41")
    @Test
    void gitWinsAFreeName() {
      fleet.holds("east/akuity/creds", creds("east", EARLY)).managed("creds", "controlPlane: main");
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactlyInAnyOrder("create hub/argocd/creds", "conflict east/akuity/creds");
      assertThat(look.why("east/akuity/creds")).contains("declar");
      assertThat(fleet.get("hub/argocd/creds").content().data()).isEmpty();
      assertThat(fleet.look().lines()).containsExactly("conflict east/akuity/creds");
    }

    @DisplayName("R41: Git keeps what it owns when a cluster offers the name later")
    @Tag("R41")
    @Test
    void gitKeepsWhatItOwns() {
      fleet.managed("creds", "controlPlane: main");
      fleet.apply();
      fleet.holds("east/akuity/creds", creds("east", EARLY));
      assertThat(fleet.look().lines()).containsExactly("conflict east/akuity/creds");
    }

    @DisplayName("R41, R37: when Git no longer declares it, the cluster that waits has it")
    @Tag("R37")
    @Tag("R41")
    @Test
    void theClusterFollowsGit() {
      fleet.managed("creds", "controlPlane: main").holds("east/akuity/creds", creds("east", EARLY));
      fleet.apply();
      fleet.without("managed creds");
      assertThat(fleet.apply().lines()).containsExactly("update hub/argocd/creds");
      assertOwner("east");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R41: the loser is not fanned out either")
    @Tag("R41")
    @Tag("R42")
    @Test
    void theLoserGoesNowhere() {
      fleet
          .cluster("north", "region=north")
          .holds("east/akuity/creds", creds("east", EARLY))
          .holds("west/akuity/creds", creds("west", LATE).allowing("north"));
      assertThat(fleet.look().lines())
          .containsExactlyInAnyOrder("create hub/argocd/creds", "conflict west/akuity/creds");
    }

    @DisplayName("R41: one Secret in two control planes is no conflict with itself")
    @Tag("R41")
    @Test
    void twoControlPlanesTakeTheSameSecret() {
      fleet
          .without("source team-creds")
          .controlPlane("second", "west", "argocd-two")
          .sourceFor("main", "one", "", "team=my-team")
          .sourceFor("second", "two", "", "team=my-team")
          .cluster("north", "region=north")
          .holds("east/akuity/creds", TestSecret.optedIn().allowing("north"));
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactly(
              "create hub/argocd/creds",
              "create north/akuity/creds",
              "create west/argocd-two/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R41: of two control planes each has its own owner of a name")
    @Tag("R41")
    @Test
    void everyControlPlaneHasItsOwnOwner() {
      fleet
          .without("source team-creds")
          .controlPlane("second", "west", "argocd-two")
          .sourceFor("main", "one", "region=east", "team=my-team")
          .sourceFor("second", "two", "region=west", "team=my-team")
          .holds("east/akuity/creds", creds("east", LATE))
          .holds("west/akuity/creds", creds("west", EARLY));
      assertThat(fleet.look().lines())
          .containsExactly("create hub/argocd/creds", "create west/argocd-two/creds");
    }
  }

  private static List<String> owners(Look look) {
    return look.plan().changes().stream()
        .map(PlannedChange::difference)
        .filter(Difference.NotCollected.class::isInstance)
        .map(offer -> ((Difference.NotCollected) offer).owner().orElse(""))
        .toList();
  }
}
