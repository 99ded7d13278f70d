package dev.secretsync.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.plan.Action;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clusters offer to the projects of a Kargo, and what becomes of it (rules.md H). */
class KargoRulesTest {
  private static final String SHARED = "kargo-shared-resources";

  private final TestFleet fleet = TestFleet.kargo();

  private void assertValue(String address, String value) {
    assertThat(fleet.get(address).content().data())
        .containsEntry("password", SecretBytes.ofUtf8(value));
  }

  @DisplayName("what is collected")
  @Nested
  class Collecting {
    @DisplayName("R84, R85: with both labels it is created in the project, and stays there")
    @Tag("R84")
    @Tag("R85")
    @Test
    void itIsCreatedInItsProject() {
      fleet.holds("east/akuity/webhook-credentials", TestSecret.forKargo("demo"));
      assertThat(fleet.apply().lines()).containsExactly("create hub/demo/webhook-credentials");
      assertThat(fleet.look().lines()).isEmpty();
      assertThat(fleet.look().exitCodes()).isEmpty();
    }

    @DisplayName("R87: the copy says what kind of credential it is, and does not opt in itself")
    @Tag("R87")
    @Tag("R19")
    @Test
    void theCopyCarriesItsCredentialType() {
      fleet.holds(
          "east/akuity/creds",
          TestSecret.forKargo("demo")
              .annotation("kargo.akuity.io/github-token-scopes", "{}")
              .annotation("secretsync.dev/projects", "other"));
      Look look = fleet.apply();
      assertThat(look.content("hub/demo/creds").labels())
          .containsEntry(TestSecret.CRED_TYPE, "generic")
          .doesNotContainKey(TestSecret.KARGO);
      assertThat(look.content("hub/demo/creds").annotations())
          .containsEntry("kargo.akuity.io/github-token-scopes", "{}")
          .containsEntry(Marks.CONTROL_PLANE, "kargo")
          .doesNotContainKeys(
              "secretsync.dev/projects",
              "argocd.argoproj.io/sync-options",
              "argocd.argoproj.io/compare-options");
    }

    @DisplayName("R81: without a Kargo agent a cluster is no source; the hint says so")
    @Tag("R81")
    @ParameterizedTest
    @ValueSource(strings = {"north", "hub"})
    void withoutAnAgentNothingIsCollected(String cluster) {
      fleet.holds(cluster + "/akuity/creds", TestSecret.forKargo("demo"));
      Look look = fleet.look();
      assertThat(look.lines()).isEmpty();
      assertThat(look.notes(Code.NOT_OFFERED)).singleElement().asString().contains("R81");
      assertThat(look.chain(cluster + "/akuity/creds")).endsWith("-R81");
    }

    @DisplayName("R81: what a cluster sent goes when it loses its Kargo agent")
    @Tag("R81")
    @Test
    void whatItSentGoesWithTheAgent() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("demo"));
      fleet.apply();
      fleet.relabel("east", "region=east");
      Look look = fleet.look();
      assertThat(look.lines()).containsExactly("delete hub/demo/creds");
      assertThat(look.why("hub/demo/creds")).contains("R81");
    }

    @DisplayName("R82: without a SecretSource Kargo takes nothing either")
    @Tag("R82")
    @Tag("R1")
    @Test
    void withoutASourceNothingIsCollected() {
      fleet.without("source team-creds").holds("east/akuity/creds", TestSecret.forKargo("demo"));
      Look look = fleet.look();
      assertThat(look.lines()).isEmpty();
      assertThat(look.notes(Code.NOT_OFFERED)).singleElement().asString().contains("R1");
    }

    @DisplayName("R82: both selectors of one source have to match, and one source is enough")
    @Tag("R82")
    @Tag("R6")
    @Tag("R7")
    @Test
    void bothSelectorsHaveToMatch() {
      fleet
          .source("team-creds", "region=east", "team=my-team")
          .source("theirs", "region=west", "team=theirs")
          .holds("east/akuity/a", TestSecret.forKargo("demo"))
          .holds("west/akuity/b", TestSecret.forKargo("demo"))
          .holds("west/akuity/c", TestSecret.forKargo("demo").label("team", "theirs"));
      Look look = fleet.look();
      assertThat(look.lines()).containsExactly("create hub/demo/a", "create hub/demo/c");
      assertThat(look.stoppedBy("west/akuity/b")).contains("secretSelector");
    }

    @DisplayName("R96: the labels that the source selects by are needed besides the two of Kargo")
    @Tag("R96")
    @Test
    void theSecretSelectorCountsToo() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("demo").withoutLabel("team"));
      Look look = fleet.look();
      assertThat(look.lines()).isEmpty();
      assertThat(look.notes(Code.NOT_OFFERED)).singleElement().asString().contains("R6");
      fleet.edit("east/akuity/creds", secret -> secret.label("team", "my-team"));
      assertThat(fleet.look().lines()).containsExactly("create hub/demo/creds");
    }

    @DisplayName("R83: only the agent namespace counts, as the cluster declares it")
    @Tag("R83")
    @Test
    void onlyTheAgentNamespaceCounts() {
      fleet
          .clusterIn("east", "agents", "kargo=yes")
          .holds("east/agents/right", TestSecret.forKargo("demo"))
          .holds("east/akuity/wrong", TestSecret.forKargo("demo"))
          .holds("hub/demo/inside", TestSecret.forKargo("other"));
      Look look = fleet.look();
      assertThat(look.lines()).containsExactly("create hub/demo/right");
      assertThat(look.chain("hub/demo/inside")).endsWith("-R83");
    }

    @DisplayName("R84: either label missing: ignored, with a hint, and no error")
    @Tag("R84")
    @ParameterizedTest
    @ValueSource(strings = {TestSecret.KARGO, TestSecret.CRED_TYPE})
    void eitherLabelMissingIsIgnored(String missing) {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("demo").withoutLabel(missing));
      Look look = fleet.look();
      assertThat(look.lines()).isEmpty();
      assertThat(look.exitCodes()).isEmpty();
      assertThat(look.notes(Code.NOT_OFFERED))
          .singleElement()
          .asString()
          .contains("R84")
          .contains(missing);
      assertThat(look.hasErrors(Code.NOT_OFFERED)).isFalse();
      assertThat(look.chain("east/akuity/creds")).endsWith("-R84");
    }

    @DisplayName("R84: a label that names no project is no label")
    @Tag("R84")
    @Test
    void anEmptyProjectIsMissing() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo(""));
      Look look = fleet.look();
      assertThat(look.lines()).isEmpty();
      assertThat(look.notes(Code.NOT_OFFERED)).singleElement().asString().contains("R84");
    }

    @DisplayName("R84: neither label is nobody's mistake")
    @Tag("R84")
    @Test
    void neitherLabelIsSilent() {
      fleet.holds("east/akuity/creds", TestSecret.plain().label("team", "my-team"));
      Look look = fleet.look();
      assertThat(look.lines()).isEmpty();
      assertThat(look.plan().diagnostics()).isEmpty();
    }

    @DisplayName("T2: the label of Argo CD alone does not opt in to Kargo, and the hint says which")
    @Tag("T2")
    @Test
    void theLabelOfArgoCdIsAHint() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn());
      Look look = fleet.look();
      assertThat(look.lines()).isEmpty();
      assertThat(look.notes(Code.NOT_OFFERED))
          .singleElement()
          .asString()
          .contains(TestSecret.OPT_IN)
          .contains(TestSecret.KARGO);
    }

    @DisplayName("T2: the label of Argo CD beside the credential type is the same mistake")
    @Tag("T2")
    @Test
    void theLabelOfArgoCdBesideTheTypeIsAHint() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().label(TestSecret.CRED_TYPE, "git"));
      assertThat(fleet.look().notes(Code.NOT_OFFERED))
          .singleElement()
          .asString()
          .contains(TestSecret.OPT_IN)
          .contains(TestSecret.KARGO);
    }

    @DisplayName("T2: where there is an Argo CD its label is meant for that")
    @Tag("T2")
    @Test
    void withAnArgoCdItsLabelIsNoMistake() {
      fleet
          .without("source team-creds")
          .controlPlane("main", "hub")
          .sourceFor("kargo", "kargo-creds", "", "team=my-team")
          .sourceFor("main", "argo-creds", "", "team=my-team")
          .holds("east/akuity/creds", TestSecret.optedIn())
          .holds("west/akuity/theirs", TestSecret.optedIn().label("team", "theirs"));
      Look look = fleet.look();
      assertThat(look.lines()).containsExactly("create hub/argocd/creds");
      assertThat(look.notes(Code.NOT_OFFERED))
          .singleElement()
          .asString()
          .contains("west/akuity/theirs")
          .doesNotContain(TestSecret.KARGO);
    }

    @DisplayName("R85: the shared namespaces, old and new, are places as projects are")
    @Tag("R85")
    @Tag("T3")
    @ParameterizedTest
    @ValueSource(
        strings = {
          "kargo-cluster-secrets",
          "kargo-shared-resources",
          "kargo-cluster-resources",
          "kargo-system-resources"
        })
    void sharedNamespacesArePlaces(String namespace) {
      fleet.holds("east/akuity/creds", TestSecret.forKargo(namespace));
      assertThat(fleet.apply().lines()).containsExactly("create hub/" + namespace + "/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R85, T3: shared namespaces of other names are places once they are declared")
    @Tag("R85")
    @Tag("T3")
    @Test
    void otherSharedNamespacesAreDeclared() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("our-shared"));
      assertThat(fleet.look().lines()).isEmpty();
      fleet.kargo("kargo", "hub", "sharedNamespaces: [our-shared]");
      assertThat(fleet.look().lines()).containsExactly("create hub/our-shared/creds");
    }

    @DisplayName("R86: a missing project fails that Secret alone")
    @Tag("R86")
    @Test
    void aMissingProjectFailsThatSecretAlone() {
      fleet
          .holds("east/akuity/creds", TestSecret.forKargo("nowhere"))
          .holds("east/akuity/fine", TestSecret.forKargo("demo"));
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("create hub/demo/fine");
      assertThat(look.notes(Code.NO_PLACE))
          .singleElement()
          .asString()
          .startsWith("east/akuity/creds")
          .contains("nowhere")
          .contains("R86");
      assertThat(look.hasErrors(Code.NO_PLACE)).isTrue();
      assertThat(look.exitCodes()).containsExactly(ExitCode.DENIED);
      assertThat(look.chain("east/akuity/creds")).endsWith("-R86");
      assertThat(fleet.at("hub").hasNamespace("nowhere")).isFalse();
    }

    @DisplayName("R86: a namespace that is there and is no project is no place")
    @Tag("R86")
    @ParameterizedTest
    @ValueSource(strings = {"apps", "kube-system", "akuity"})
    void aNamespaceThatIsNoProjectIsNoPlace(String namespace) {
      fleet.at("hub").createNamespace(namespace);
      fleet.holds("east/akuity/creds", TestSecret.forKargo(namespace));
      Look look = fleet.look();
      assertThat(look.lines()).isEmpty();
      assertThat(look.notes(Code.NO_PLACE)).singleElement().asString().contains("R86");
    }

    @DisplayName("R86: once the project is made, the Secret gets there")
    @Tag("R86")
    @Test
    void aNewProjectIsFound() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("new"));
      assertThat(fleet.apply().writes()).isEmpty();
      fleet.project("hub", "new");
      assertThat(fleet.apply().lines()).containsExactly("create hub/new/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R87: each of the four credential types is one")
    @Tag("R87")
    @ParameterizedTest
    @ValueSource(strings = {"git", "helm", "image", "generic"})
    void theFourCredentialTypes(String type) {
      fleet.holds(
          "east/akuity/creds", TestSecret.forKargo("demo").label(TestSecret.CRED_TYPE, type));
      assertThat(fleet.look().lines()).containsExactly("create hub/demo/creds");
    }

    @DisplayName("R87: another credential type is an error of that Secret alone")
    @Tag("R87")
    @ParameterizedTest
    @ValueSource(strings = {"Git", "", "oci", "git "})
    void anotherCredentialTypeIsAnError(String type) {
      fleet
          .holds("east/akuity/creds", TestSecret.forKargo("demo").label(TestSecret.CRED_TYPE, type))
          .holds("east/akuity/fine", TestSecret.forKargo("demo"));
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("create hub/demo/fine");
      assertThat(look.notes(Code.NO_PLACE))
          .singleElement()
          .asString()
          .startsWith("east/akuity/creds")
          .contains("R87");
      assertThat(look.exitCodes()).containsExactly(ExitCode.DENIED);
    }

    @DisplayName("R99: what is never synced to Argo CD is never synced to Kargo either")
    @Tag("R99")
    @Tag("R22")
    @ParameterizedTest
    @ValueSource(
        strings = {
          "kubernetes.io/service-account-token",
          "bootstrap.kubernetes.io/token",
          "helm.sh/release.v1"
        })
    void blockedTypesStay(String type) {
      fleet
          .holds("east/akuity/creds", TestSecret.forKargo("demo").type(type))
          .holds("east/akuity/fine", TestSecret.forKargo("demo"));
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("denied east/akuity/creds", "create hub/demo/fine");
      assertThat(look.exitCodes()).containsExactly(ExitCode.DENIED);
      assertThat(fleet.find("hub/demo/creds")).isEmpty();
    }
  }

  @DisplayName("who has a name in a project")
  @Nested
  class Owning {
    private static final String EARLY = "2026-01-01T00:00:00Z";
    private static final String LATE = "2026-02-01T00:00:00Z";

    private TestSecret creds(String owner, String project, String created) {
      return TestSecret.forKargo(project)
          .data("password", "visibly-fake-" + owner)
          .created(created);
    }

    @DisplayName("R88: first create wins; the second cluster is refused and told who has it")
    @Tag("R88")
    @Tag("R97")
    @Test
    void theFirstCreateWins() {
      fleet.holds("west/akuity/webhook-credentials", creds("west", "demo", LATE));
      fleet.apply();
      fleet
          .holds("east/akuity/webhook-credentials", creds("east", "demo", EARLY))
          .holds("east/akuity/fine", TestSecret.forKargo("demo"));
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactly("conflict east/akuity/webhook-credentials", "create hub/demo/fine");
      assertThat(look.why("east/akuity/webhook-credentials")).contains("cluster west");
      assertThat(look.exitCodes()).containsExactly(ExitCode.CONFLICT);
      assertValue("hub/demo/webhook-credentials", "visibly-fake-west");
    }

    @DisplayName("R88: a free name goes to the older Secret")
    @Tag("R88")
    @Tag("R97")
    @Test
    void aFreeNameGoesToTheOlder() {
      fleet
          .holds("east/akuity/creds", creds("east", "demo", LATE))
          .holds("west/akuity/creds", creds("west", "demo", EARLY));
      assertThat(fleet.apply().lines())
          .containsExactly("conflict east/akuity/creds", "create hub/demo/creds");
      assertValue("hub/demo/creds", "visibly-fake-west");
      assertThat(fleet.look().lines()).containsExactly("conflict east/akuity/creds");
    }

    @DisplayName("R88: a Secret that somebody else made in the project is never overwritten")
    @Tag("R88")
    @Test
    void whatOthersMadeIsAConflict() {
      fleet
          .holds("hub/demo/creds", TestSecret.plain().label(TestSecret.CRED_TYPE, "git"))
          .holds("east/akuity/creds", TestSecret.forKargo("demo"));
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("conflict hub/demo/creds");
      assertThat(look.exitCodes()).containsExactly(ExitCode.CONFLICT);
      assertValue("hub/demo/creds", "visibly-fake");
    }

    @DisplayName("R88: what may be adopted in Argo CD is nobody's to adopt in Kargo")
    @Tag("R88")
    @Tag("R30")
    @Test
    void nothingIsAdopted() {
      fleet
          .holds("hub/demo/argocd-notifications-secret", TestSecret.plain())
          .holds("east/akuity/argocd-notifications-secret", TestSecret.forKargo("demo"));
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("conflict hub/demo/argocd-notifications-secret");
      fleet.remove("hub/demo/argocd-notifications-secret");
      fleet.apply();
      fleet.remove("east/akuity/argocd-notifications-secret");
      assertThat(fleet.look().lines())
          .containsExactly("delete hub/demo/argocd-notifications-secret");
    }

    @DisplayName("R89: one name in two projects is two Secrets")
    @Tag("R89")
    @Test
    void oneNameInTwoProjects() {
      fleet
          .holds("east/akuity/creds", TestSecret.forKargo("demo"))
          .holds("west/akuity/creds", TestSecret.forKargo("other"));
      assertThat(fleet.apply().lines())
          .containsExactly("create hub/demo/creds", "create hub/other/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R90: when the owner releases it, the other has it in the next plan")
    @Tag("R90")
    @Test
    void theNextClaimantFollows() {
      fleet
          .holds("east/akuity/creds", creds("east", "demo", EARLY))
          .holds("west/akuity/creds", creds("west", "demo", LATE));
      fleet.apply();
      fleet.edit("east/akuity/creds", secret -> secret.withoutLabel(TestSecret.KARGO));
      assertThat(fleet.apply().lines()).containsExactly("update hub/demo/creds");
      assertValue("hub/demo/creds", "visibly-fake-west");
      assertThat(fleet.look().lines()).isEmpty();
      assertThat(fleet.look().exitCodes()).isEmpty();
    }

    @DisplayName("R90: when the owner moves on, the other has it, and the owner its new place")
    @Tag("R90")
    @Tag("R92")
    @Test
    void theNextClaimantFollowsAMove() {
      fleet
          .holds("east/akuity/creds", creds("east", "demo", EARLY))
          .holds("west/akuity/creds", creds("west", "demo", LATE));
      fleet.apply();
      fleet.edit("east/akuity/creds", secret -> secret.label(TestSecret.KARGO, "other"));
      assertThat(fleet.apply().lines())
          .containsExactly("update hub/demo/creds", "create hub/other/creds");
      assertValue("hub/demo/creds", "visibly-fake-west");
      assertValue("hub/other/creds", "visibly-fake-east");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R91: a changed value, a new key and a lost key all get there")
    @Tag("R91")
    @Test
    void everyChangeGetsThere() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("demo").data("lost", "visibly-fake"));
      fleet.apply();
      fleet.edit(
          "east/akuity/creds",
          secret ->
              secret
                  .withoutData()
                  .data("password", "visibly-fake-2")
                  .data("new", "visibly-fake")
                  .annotation("example.com/contact", "platform"));
      assertThat(fleet.apply().lines()).containsExactly("update hub/demo/creds");
      assertThat(fleet.get("hub/demo/creds").content().data()).containsOnlyKeys("password", "new");
      assertThat(fleet.get("hub/demo/creds").content().annotations())
          .containsEntry("example.com/contact", "platform");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R91: a change in the project is put back")
    @Tag("R91")
    @Test
    void aChangeInTheProjectIsPutBack() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("demo"));
      fleet.apply();
      fleet.edit("hub/demo/creds", secret -> secret.data("password", "visibly-fake-2"));
      assertThat(fleet.apply().lines()).containsExactly("update hub/demo/creds");
      assertValue("hub/demo/creds", "visibly-fake");
    }

    @DisplayName("R94: another credential type is an update in place")
    @Tag("R94")
    @Test
    void anotherCredentialTypeIsAnUpdate() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("demo"));
      fleet.apply();
      String uid = fleet.get("hub/demo/creds").uid();
      fleet.edit("east/akuity/creds", secret -> secret.label(TestSecret.CRED_TYPE, "git"));
      assertThat(fleet.apply().lines()).containsExactly("update hub/demo/creds");
      assertThat(fleet.get("hub/demo/creds").uid()).isEqualTo(uid);
      assertThat(fleet.get("hub/demo/creds").content().labels())
          .containsEntry(TestSecret.CRED_TYPE, "git");
    }

    @DisplayName("R87: a credential type that is spoiled later keeps the copy as it is")
    @Tag("R87")
    @Test
    void aSpoiledCredentialTypeKeepsTheCopy() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("demo"));
      fleet.apply();
      fleet.edit("east/akuity/creds", secret -> secret.label(TestSecret.CRED_TYPE, "gti"));
      Look look = fleet.apply();
      assertThat(look.lines()).isEmpty();
      assertThat(look.notes(Code.KEPT_COPY)).singleElement().asString().contains("R87");
      assertThat(look.exitCodes()).containsExactly(ExitCode.DENIED);
      assertThat(fleet.get("hub/demo/creds").content().labels())
          .containsEntry(TestSecret.CRED_TYPE, "generic");
    }

    @DisplayName("R95: without either label the copy goes, and nothing else")
    @Tag("R95")
    @ParameterizedTest
    @ValueSource(strings = {TestSecret.KARGO, TestSecret.CRED_TYPE})
    void withoutEitherLabelTheCopyGoes(String label) {
      fleet
          .holds("east/akuity/creds", TestSecret.forKargo("demo"))
          .holds("hub/other/creds", TestSecret.plain());
      fleet.apply();
      fleet.edit("east/akuity/creds", secret -> secret.withoutLabel(label));
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("delete hub/demo/creds");
      assertThat(look.why("hub/demo/creds")).contains("R95");
      assertThat(fleet.find("hub/other/creds")).isPresent();
      assertThat(fleet.find("east/akuity/creds")).isPresent();
    }

    @DisplayName("R95: withdrawing deletes what we own only")
    @Tag("R95")
    @Tag("R39")
    @Test
    void whatOthersPutThereStays() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("demo"));
      fleet.apply();
      fleet
          .remove("hub/demo/creds")
          .holds("hub/demo/creds", TestSecret.plain())
          .edit("east/akuity/creds", secret -> secret.withoutLabel(TestSecret.KARGO));
      assertThat(fleet.apply().lines()).isEmpty();
      assertThat(fleet.find("hub/demo/creds")).isPresent();
    }

    @DisplayName("R36: a source that is gone takes its copy along")
    @Tag("R36")
    @Tag("R95")
    @Test
    void aSourceThatIsGone() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("demo"));
      fleet.apply();
      fleet.remove("east/akuity/creds");
      assertThat(fleet.look().lines()).containsExactly("delete hub/demo/creds");
      assertThat(fleet.look().why("hub/demo/creds")).contains("R36");
    }
  }

  @DisplayName("another project")
  @Nested
  class Moving {
    private void demoHasIt() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("demo"));
      fleet.apply();
    }

    private void nowFor(String project) {
      fleet.edit("east/akuity/creds", secret -> secret.label(TestSecret.KARGO, project));
    }

    private void assertTheOldCopyStays(Look look) {
      assertThat(look.writes()).isEmpty();
      assertThat(fleet.find("hub/demo/creds")).isPresent();
      assertValue("hub/demo/creds", "visibly-fake");
    }

    @DisplayName("R92: one line deletes it in the old project and creates it in the new one")
    @Tag("R92")
    @ParameterizedTest
    @ValueSource(strings = {"other", SHARED, "kargo-cluster-resources"})
    void oneLineMovesIt(String place) {
      demoHasIt();
      nowFor(place);
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("move hub/demo/creds to hub/" + place + "/creds");
      assertThat(look.plan().count(Action::writes)).isEqualTo(1);
      assertThat(fleet.find("hub/demo/creds")).isEmpty();
      assertThat(fleet.find("hub/" + place + "/creds")).isPresent();
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R92: and back again, changed on the way")
    @Tag("R92")
    @Tag("R91")
    @Test
    void itMovesBackChanged() {
      demoHasIt();
      nowFor("other");
      fleet.apply();
      nowFor("demo");
      fleet.edit(
          "east/akuity/creds",
          secret -> secret.data("password", "visibly-fake-2").label(TestSecret.CRED_TYPE, "git"));
      assertThat(fleet.apply().lines()).containsExactly("move hub/other/creds to hub/demo/creds");
      assertValue("hub/demo/creds", "visibly-fake-2");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R92: two Secrets of one name change places")
    @Tag("R92")
    @Test
    void twoSecretsChangePlaces() {
      demoHasIt();
      fleet.holds(
          "west/akuity/creds", TestSecret.forKargo("other").data("password", "visibly-fake-west"));
      fleet.apply();
      nowFor("other");
      fleet.edit("west/akuity/creds", secret -> secret.label(TestSecret.KARGO, "demo"));
      assertThat(fleet.apply().lines())
          .containsExactly("update hub/demo/creds", "update hub/other/creds");
      assertValue("hub/demo/creds", "visibly-fake-west");
      assertValue("hub/other/creds", "visibly-fake");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R92: what a move left behind that ended half way is deleted")
    @Tag("R92")
    @Test
    void whatAHalfMoveLeftGoes() {
      demoHasIt();
      nowFor("other");
      Look look = fleet.look();
      fleet
          .at("hub")
          .create(TestFleet.address("hub/other/creds").ref(), look.content("hub/other/creds"));
      Look next = fleet.apply();
      assertThat(next.lines()).containsExactly("delete hub/demo/creds");
      assertThat(next.why("hub/demo/creds")).contains("R92");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R92: what only looks like ours in the old project is not moved and not deleted")
    @Tag("R92")
    @Tag("R39")
    @Test
    void whatOnlyLooksLikeOursStays() {
      fleet
          .holds(
              "hub/demo/creds",
              TestSecret.plain()
                  .label(Marks.INSTALLATION, "local")
                  .label(Marks.MANAGED_BY, Marks.MANAGER)
                  .annotation(Marks.SOURCE_CLUSTER, "east")
                  .annotation(Marks.SOURCE_SECRET, "akuity/creds")
                  .annotation(Marks.CONTROL_PLANE, "kargo"))
          .holds("east/akuity/creds", TestSecret.forKargo("other"));
      assertThat(fleet.apply().lines()).containsExactly("create hub/other/creds");
      assertThat(fleet.find("hub/demo/creds")).isPresent();
    }

    @DisplayName("R93: the name belongs to somebody else there: nothing moves, nothing is deleted")
    @Tag("R93")
    @Test
    void aForeignNameStopsTheMove() {
      demoHasIt();
      fleet.holds("hub/other/creds", TestSecret.plain().data("password", "visibly-fake-theirs"));
      nowFor("other");
      fleet.edit("east/akuity/creds", secret -> secret.data("password", "visibly-fake-2"));
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("conflict hub/other/creds");
      assertThat(look.exitCodes()).containsExactly(ExitCode.CONFLICT);
      assertTheOldCopyStays(look);
      assertValue("hub/other/creds", "visibly-fake-theirs");
      fleet.remove("hub/other/creds");
      assertThat(fleet.apply().lines()).containsExactly("move hub/demo/creds to hub/other/creds");
    }

    @DisplayName("R93: the name belongs to another cluster there, which is named")
    @Tag("R93")
    @Tag("R88")
    @Test
    void anotherClustersNameStopsTheMove() {
      demoHasIt();
      fleet.holds("west/akuity/creds", TestSecret.forKargo("other"));
      fleet.apply();
      nowFor("other");
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("conflict east/akuity/creds");
      assertThat(look.why("east/akuity/creds")).contains("cluster west");
      assertTheOldCopyStays(look);
    }

    @DisplayName("R93: there is no such project")
    @Tag("R93")
    @Tag("R86")
    @Test
    void aMissingProjectStopsTheMove() {
      demoHasIt();
      nowFor("nowhere");
      Look look = fleet.apply();
      assertThat(look.lines()).isEmpty();
      assertThat(look.hasErrors(Code.NO_PLACE)).isTrue();
      assertThat(look.notes(Code.KEPT_COPY)).singleElement().asString().contains("R93");
      assertTheOldCopyStays(look);
    }

    @DisplayName("R93: the new project cannot be read")
    @Tag("R93")
    @Tag("R62")
    @Test
    void aForbiddenProjectStopsTheMove() {
      demoHasIt();
      nowFor("other");
      fleet.at("hub").forbid("other");
      Look look = fleet.apply();
      assertTheOldCopyStays(look);
      assertThat(look.lines()).containsExactly("unknown hub/demo/creds", "unknown hub/other/creds");
      assertThat(look.exitCodes()).containsExactly(ExitCode.UNREACHABLE);
    }

    @DisplayName("R93: what a stuck Secret still has is not given to another that asks for it")
    @Tag("R93")
    @Tag("R88")
    @ParameterizedTest
    @ValueSource(strings = {"other", "nowhere"})
    void aStuckSecretKeepsItsOldPlace(String stuckBefore) {
      demoHasIt();
      fleet
          .holds("hub/other/creds", TestSecret.plain())
          .holds(
              "west/akuity/creds",
              TestSecret.forKargo("demo").data("password", "visibly-fake-west"));
      nowFor(stuckBefore);
      Look look = fleet.apply();
      assertTheOldCopyStays(look);
      assertThat(look.lines()).contains("conflict west/akuity/creds");
      assertThat(look.why("west/akuity/creds")).contains("cluster east");
    }

    @DisplayName("R93: a queue of Secrets whose head cannot move on stays as it is")
    @Tag("R93")
    @Test
    void aStuckQueueStays() {
      demoHasIt();
      fleet.holds("west/akuity/creds", TestSecret.forKargo("other"));
      fleet.apply();
      fleet
          .cluster("south", "kargo=yes")
          .holds("south/akuity/creds", TestSecret.forKargo("demo"))
          .edit("west/akuity/creds", secret -> secret.label(TestSecret.KARGO, "nowhere"));
      nowFor("other");
      Look look = fleet.apply();
      assertTheOldCopyStays(look);
      assertThat(look.lines())
          .containsExactlyInAnyOrder("conflict east/akuity/creds", "conflict south/akuity/creds");
    }

    @DisplayName("R93: who loses the new place to an older Secret keeps the old one")
    @Tag("R93")
    @Tag("R88")
    @Test
    void whoLosesTheNewPlaceKeepsTheOld() {
      demoHasIt();
      fleet
          .cluster("south", "kargo=yes")
          .holds("south/akuity/creds", TestSecret.forKargo("demo"))
          .holds("west/akuity/creds", TestSecret.forKargo("other").created("2020-01-01T00:00:00Z"));
      nowFor("other");
      Look look = fleet.apply();
      assertThat(look.writes()).containsExactly("create hub/other/creds");
      assertThat(fleet.get("hub/demo/creds").content().annotations())
          .containsEntry(Marks.SOURCE_CLUSTER, "east");
      assertThat(fleet.look().writes()).isEmpty();
    }

    @DisplayName("R92: from one control plane to another is no move: each has its own place")
    @Tag("R92")
    @Test
    void anotherHostIsNoMove() {
      demoHasIt();
      fleet.without("controlplane kargo").kargo("kargo", "north").project("north", "demo");
      assertThat(fleet.apply().lines())
          .containsExactly("delete hub/demo/creds", "create north/demo/creds");
    }
  }

  @DisplayName("one way only")
  @Nested
  class OneWay {
    @DisplayName("R98: nothing of Kargo's goes on to clusters, whatever the annotations say")
    @Tag("R98")
    @Test
    void nothingGoesOnToClusters() {
      fleet.holds(
          "east/akuity/creds",
          TestSecret.forKargo("demo").allowing("ALL").allowingSelected("region"));
      assertThat(fleet.apply().lines()).containsExactly("create hub/demo/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R98: annotations that only Argo CD reads cannot be wrong for Kargo")
    @Tag("R98")
    @Test
    void theirMistakesDoNotMatter() {
      fleet.holds(
          "east/akuity/creds",
          TestSecret.forKargo("demo").allowing("nowhere").allowingSelected("region in ("));
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("create hub/demo/creds");
      assertThat(look.plan().diagnostics()).isEmpty();
    }

    @DisplayName("R104: Kargo's own replication is asked for by the source, and left to Kargo")
    @Tag("R104")
    @Test
    void replicationIsLeftToKargo() {
      fleet.holds(
          "east/akuity/creds",
          TestSecret.forKargo(SHARED).annotation("kargo.akuity.io/replicate-to", "*"));
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("create hub/" + SHARED + "/creds");
      assertThat(look.content("hub/" + SHARED + "/creds").annotations())
          .containsEntry("kargo.akuity.io/replicate-to", "*");
    }

    private TestSecret replica() {
      // Kargo repeats all labels and annotations of the original, ours too
      return TestSecret.plain()
          .with(fleet.get("hub/" + SHARED + "/creds").content())
          .writtenBy("kargo")
          .label("kargo.akuity.io/replicated-from", "creds")
          .label("kargo.akuity.io/replicated-sha", "0123456789abcdef")
          .annotation("kargo.akuity.io/replicated-at", "2026-11-20T10:00:00Z");
    }

    @DisplayName("R105: a replica is never written, nor deleted with its original")
    @Tag("R105")
    @Tag("R104")
    @Test
    void aReplicaIsLeftAlone() {
      fleet.holds(
          "east/akuity/creds",
          TestSecret.forKargo(SHARED).annotation("kargo.akuity.io/replicate-to", "*"));
      fleet.apply();
      fleet.holds("hub/demo/creds", replica()).holds("hub/other/creds", replica());
      Look look = fleet.look();
      assertThat(look.lines()).isEmpty();
      assertThat(look.plan().diagnostics()).isEmpty();
      fleet.remove("east/akuity/creds");
      assertThat(fleet.apply().lines()).containsExactly("delete hub/" + SHARED + "/creds");
    }

    @DisplayName("R105: a replica in the place of another Secret is a conflict")
    @Tag("R105")
    @Test
    void aReplicaIsNoTarget() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo(SHARED));
      fleet.apply();
      fleet
          .holds("hub/demo/creds", replica())
          .holds("west/akuity/creds", TestSecret.forKargo("demo"));
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("conflict hub/demo/creds");
      assertThat(look.why("hub/demo/creds")).contains("Kargo");
    }

    @DisplayName("R105: a replica is no source, wherever it is")
    @Tag("R105")
    @Tag("R58")
    @Test
    void aReplicaIsNoSource() {
      fleet.holds(
          "east/akuity/creds",
          TestSecret.forKargo("demo").label("kargo.akuity.io/replicated-from", "creds"));
      Look look = fleet.look();
      assertThat(look.lines()).isEmpty();
      assertThat(look.chain("east/akuity/creds")).endsWith("-R58");
    }

    @DisplayName("R58: a copy in the agent namespace of the host is not offered again")
    @Tag("R58")
    @Test
    void aCopyIsNoSource() {
      fleet
          .relabel("hub", "kargo=yes")
          .project("hub", "akuity")
          .holds("east/akuity/creds", TestSecret.forKargo("akuity"));
      assertThat(fleet.apply().lines()).containsExactly("create hub/akuity/creds");
      fleet.edit("hub/akuity/creds", secret -> secret.label(TestSecret.KARGO, "demo"));
      assertThat(fleet.look().writes()).isEmpty();
    }

    @DisplayName("R40: a Secret that names the project it is in is not written")
    @Tag("R40")
    @Test
    void aSourceIsNeverItsOwnCopy() {
      fleet
          .relabel("hub", "kargo=yes")
          .project("hub", "akuity")
          .holds(
              "hub/akuity/creds", TestSecret.forKargo("akuity").data("password", "visibly-fake"));
      assertThat(fleet.look().writes()).isEmpty();
    }
  }

  @DisplayName("Argo CD and Kargo at once")
  @Nested
  class Both {
    private void argoCdToo() {
      fleet
          .without("source team-creds")
          .controlPlane("main", "hub")
          .sourceFor("kargo", "kargo-creds", "", "team=my-team")
          .sourceFor("main", "argo-creds", "", "team=my-team");
    }

    private TestSecret forBoth() {
      return TestSecret.forKargo("demo").label(TestSecret.OPT_IN, "true");
    }

    @DisplayName("R13, R84: one Secret may be for both, and only Argo CD sends it on")
    @Tag("R84")
    @Tag("R98")
    @Test
    void oneSecretForBoth() {
      argoCdToo();
      fleet.holds("east/akuity/creds", forBoth().allowing("west"));
      assertThat(fleet.apply().lines())
          .containsExactly(
              "create hub/argocd/creds", "create hub/demo/creds", "create west/akuity/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R95: withdrawn from one of them, it stays in the other")
    @Tag("R95")
    @Tag("R35")
    @Test
    void withdrawnFromOne() {
      argoCdToo();
      fleet.holds("east/akuity/creds", forBoth().allowing("west"));
      fleet.apply();
      fleet.edit("east/akuity/creds", secret -> secret.withoutLabel(TestSecret.KARGO));
      assertThat(fleet.apply().lines()).containsExactly("delete hub/demo/creds");
      fleet.edit(
          "east/akuity/creds",
          secret -> secret.label(TestSecret.KARGO, "demo").withoutLabel(TestSecret.OPT_IN));
      assertThat(fleet.apply().lines())
          .containsExactly(
              "delete hub/argocd/creds", "create hub/demo/creds", "delete west/akuity/creds");
    }

    @DisplayName("R84: what Argo CD takes is a near miss for Kargo all the same")
    @Tag("R84")
    @Test
    void aNearMissForTheOtherIsTold() {
      argoCdToo();
      fleet.holds("east/akuity/creds", forBoth().withoutLabel(TestSecret.CRED_TYPE));
      Look look = fleet.look();
      assertThat(look.lines()).containsExactly("create hub/argocd/creds");
      assertThat(look.notes(Code.NOT_OFFERED)).singleElement().asString().contains("R84");
    }

    @DisplayName("R88, R41: to have a name in one of them is nothing in the other")
    @Tag("R88")
    @Test
    void namesAreSeparate() {
      argoCdToo();
      fleet
          .holds("east/akuity/creds", TestSecret.optedIn())
          .holds("west/akuity/creds", TestSecret.forKargo("demo"));
      assertThat(fleet.apply().lines())
          .containsExactly("create hub/argocd/creds", "create hub/demo/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R93: stuck before Kargo, it goes on as usual in Argo CD")
    @Tag("R93")
    @Test
    void stuckInOne() {
      argoCdToo();
      fleet.holds("east/akuity/creds", forBoth());
      fleet.apply();
      fleet.edit(
          "east/akuity/creds",
          secret -> secret.label(TestSecret.KARGO, "nowhere").data("password", "visibly-fake-2"));
      assertThat(fleet.apply().lines()).containsExactly("update hub/argocd/creds");
      assertValue("hub/argocd/creds", "visibly-fake-2");
      assertValue("hub/demo/creds", "visibly-fake");
    }
  }

  @DisplayName("what cannot be read")
  @Nested
  class Unknown {
    private void inSync() {
      fleet
          .holds("east/akuity/creds", TestSecret.forKargo("demo"))
          .holds("west/akuity/shared", TestSecret.forKargo(SHARED));
      fleet.apply();
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R62: without the host nothing is known of any copy")
    @Tag("R62")
    @Test
    void theHostIsDown() {
      inSync();
      fleet.edit("east/akuity/creds", secret -> secret.label(TestSecret.KARGO, "other"));
      fleet.at("hub").unreachable(true);
      Look look = fleet.look();
      assertThat(look.writes()).isEmpty();
      assertThat(look.exitCodes()).containsExactly(ExitCode.UNREACHABLE);
      assertThat(look.hasErrors(Code.NO_PLACE)).isFalse();
      fleet.at("hub").unreachable(false);
      assertThat(fleet.look().lines()).containsExactly("move hub/demo/creds to hub/other/creds");
    }

    @DisplayName("R62, R86: a project that cannot be looked for is unknown, not missing")
    @Tag("R62")
    @Tag("R86")
    @Test
    void discoveryIsForbidden() {
      inSync();
      fleet
          .holds("east/akuity/more", TestSecret.forKargo("other"))
          .edit("west/akuity/shared", secret -> secret.data("password", "visibly-fake-2"));
      fleet.at("hub").forbidDiscovery(true);
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactly(
              "unknown hub/demo/creds",
              "update hub/" + SHARED + "/shared",
              "unknown hub/other/more");
      assertThat(look.hasErrors(Code.NO_PLACE)).isFalse();
      assertThat(look.exitCodes()).containsExactly(ExitCode.UNREACHABLE);
    }

    @DisplayName("R93: from a shared namespace into a project that cannot be looked for: it stays")
    @Tag("R93")
    @Tag("R62")
    @Test
    void noMoveWithoutDiscovery() {
      inSync();
      fleet.edit("west/akuity/shared", secret -> secret.label(TestSecret.KARGO, "demo"));
      fleet.at("hub").forbidDiscovery(true);
      assertThat(fleet.apply().writes()).isEmpty();
      assertThat(fleet.find("hub/" + SHARED + "/shared")).isPresent();
    }

    @DisplayName("R93: nor out of a project that is seen for another reason")
    @Tag("R93")
    @Tag("R62")
    @Test
    void noDeletionWithoutDiscovery() {
      inSync();
      fleet
          .managed("of-git", "namespace: demo", "allowedClusters: {names: [hub]}")
          .edit("east/akuity/creds", secret -> secret.label(TestSecret.KARGO, "other"));
      fleet.at("hub").forbidDiscovery(true);
      assertThat(fleet.apply().writes()).containsExactly("create hub/demo/of-git");
      assertThat(fleet.find("hub/demo/creds")).isPresent();
    }

    @DisplayName("R62: not even when the Kargo has another name by now")
    @Tag("R62")
    @Test
    void aRenamedKargoWithoutDiscovery() {
      inSync();
      fleet
          .without("controlplane kargo")
          .kargo("renamed", "hub")
          .managed("of-git", "namespace: demo", "allowedClusters: {names: [hub]}")
          .edit("east/akuity/creds", secret -> secret.label(TestSecret.KARGO, "other"));
      fleet.at("hub").forbidDiscovery(true);
      assertThat(fleet.apply().writes()).doesNotContain("delete hub/demo/creds");
      assertThat(fleet.find("hub/demo/creds")).isPresent();
    }

    @DisplayName("R62: a project that may not be read is unknown, and the others go on")
    @Tag("R62")
    @Test
    void aForbiddenProjectIsUnknown() {
      inSync();
      fleet
          .holds("east/akuity/more", TestSecret.forKargo("other"))
          .edit("east/akuity/creds", secret -> secret.data("password", "visibly-fake-2"));
      fleet.at("hub").forbid("demo");
      assertThat(fleet.apply().lines())
          .containsExactly("unknown hub/demo/creds", "create hub/other/more");
    }

    @DisplayName("R62: a source that does not answer keeps its copies, also from other claimants")
    @Tag("R62")
    @Tag("R88")
    @Test
    void theSourceIsDown() {
      inSync();
      fleet.holds(
          "west/akuity/creds", TestSecret.forKargo("demo").data("password", "visibly-fake-west"));
      fleet.at("east").unreachable(true);
      Look look = fleet.apply();
      assertThat(look.writes()).isEmpty();
      assertThat(look.lines()).contains("unknown hub/demo/creds");
      assertThat(look.why("hub/demo/creds")).contains("east");
      assertValue("hub/demo/creds", "visibly-fake");
    }

    @DisplayName("R86: a project that is deleted takes its copies along; the Secret has no place")
    @Tag("R86")
    @Test
    void aDeletedProject() {
      inSync();
      fleet.at("hub").deleteNamespace("demo");
      Look look = fleet.apply();
      assertThat(look.lines()).isEmpty();
      assertThat(look.notes(Code.NO_PLACE)).singleElement().asString().contains("demo");
      assertThat(fleet.at("hub").hasNamespace("demo")).isFalse();
    }

    @DisplayName("R86: a namespace that is no project any more is left as it is")
    @Tag("R86")
    @Test
    void aProjectThatIsNoneAnyMore() {
      inSync();
      fleet.at("hub").labelNamespace("demo", java.util.Map.of());
      Look look = fleet.apply();
      assertThat(look.writes()).isEmpty();
      assertThat(look.hasErrors(Code.NO_PLACE)).isTrue();
      assertThat(fleet.find("hub/demo/creds")).isPresent();
    }
  }
}
