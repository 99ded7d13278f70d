package dev.secretsync.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretBytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes to chosen projects of a Kargo (kargo#5788): from Git by {@code spec.projects}, and from
 * a shared namespace by the annotations of its source.
 */
class ProjectDistributionTest {
  private static final String SHARED = "kargo-shared-resources";
  private static final String NAMES = "secretsync.dev/projects";
  private static final String SELECTOR = "secretsync.dev/project-selector";

  private final TestFleet fleet = TestFleet.kargo().project("hub", "third", "tier=one");

  private void assertTheirs(String address) {
    assertThat(fleet.get(address).content().data())
        .containsEntry("password", SecretBytes.ofUtf8("visibly-fake-theirs"));
  }

  private static TestSecret theirs() {
    return TestSecret.plain().data("password", "visibly-fake-theirs");
  }

  @DisplayName("declared in Git")
  @Nested
  class FromGit {
    private TestFleet goesTo(String projects) {
      return fleet.managed("creds", "controlPlane: kargo", "projects: {" + projects + "}");
    }

    @DisplayName("R104: to the projects that it names, and no others")
    @Tag("R104")
    @Test
    void byName() {
      goesTo("names: [demo, third]");
      assertThat(fleet.apply().lines())
          .containsExactly("create hub/demo/creds", "create hub/third/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R104: to the projects whose labels match, also those that come later")
    @Tag("R104")
    @Test
    void bySelector() {
      goesTo("selector: tier=one");
      assertThat(fleet.apply().lines())
          .containsExactly("create hub/demo/creds", "create hub/third/creds");
      fleet.project("hub", "later", "tier=one").project("hub", "third", "tier=two");
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("create hub/later/creds", "delete hub/third/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R104: to all projects, and to no shared namespace unless it is named")
    @Tag("R104")
    @Test
    void toAll() {
      goesTo("all: true");
      assertThat(fleet.apply().lines())
          .containsExactly(
              "create hub/demo/creds", "create hub/other/creds", "create hub/third/creds");
      goesTo("all: true, names: [" + SHARED + "]");
      assertThat(fleet.apply().lines()).containsExactly("create hub/" + SHARED + "/creds");
    }

    @DisplayName("R86: a project that is named and is not there fails alone")
    @Tag("R86")
    @Test
    void aMissingProjectFailsAlone() {
      goesTo("names: [demo, nowhere]");
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("create hub/demo/creds");
      assertThat(look.notes(Code.NO_PLACE)).singleElement().asString().contains("nowhere");
      assertThat(look.exitCodes()).containsExactly(ExitCode.DENIED);
      assertThat(fleet.at("hub").hasNamespace("nowhere")).isFalse();
    }

    @DisplayName("R104: what has the name already is never overwritten, nor deleted later")
    @Tag("R104")
    @Test
    void aForeignSecretIsAConflict() {
      fleet.holds("hub/demo/creds", theirs());
      goesTo("all: true");
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactly(
              "conflict hub/demo/creds", "create hub/other/creds", "create hub/third/creds");
      assertThat(look.exitCodes()).containsExactly(ExitCode.CONFLICT);
      assertTheirs("hub/demo/creds");
      fleet.without("managed creds");
      assertThat(fleet.apply().lines())
          .containsExactly("delete hub/other/creds", "delete hub/third/creds");
      assertTheirs("hub/demo/creds");
    }

    @DisplayName("R104: a withdrawn project loses what is ours, and that alone")
    @Tag("R104")
    @Test
    void aWithdrawnProjectLosesOurs() {
      goesTo("names: [demo, other]");
      fleet.apply();
      fleet.remove("hub/other/creds").holds("hub/other/creds", theirs());
      goesTo("names: [third]");
      assertThat(fleet.apply().lines())
          .containsExactly("delete hub/demo/creds", "create hub/third/creds");
      assertTheirs("hub/other/creds");
    }

    @DisplayName("R105: a replica of Kargo's is a conflict")
    @Tag("R105")
    @Test
    void aReplicaIsAConflict() {
      fleet.holds("hub/demo/creds", theirs().label(Marks.KARGO_REPLICA, "creds"));
      goesTo("names: [demo]");
      assertThat(fleet.apply().lines()).containsExactly("conflict hub/demo/creds");
      assertTheirs("hub/demo/creds");
    }

    @DisplayName("R88: what a cluster has in a project it keeps; what Git has, Git keeps")
    @Tag("R88")
    @Test
    void theFirstKeepsIt() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("demo"));
      fleet.apply();
      goesTo("names: [demo, other]");
      fleet.holds("west/akuity/creds", TestSecret.forKargo("third"));
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactly(
              "conflict hub/demo/creds", "create hub/other/creds", "create hub/third/creds");
      assertThat(look.why("hub/demo/creds")).contains("cluster east");
      fleet.edit("east/akuity/creds", secret -> secret.label(TestSecret.KARGO, "other"));
      look = fleet.apply();
      assertThat(look.lines()).contains("conflict east/akuity/creds");
      assertThat(look.why("east/akuity/creds")).contains("Git");
    }

    @DisplayName("R93: a Secret that cannot move on keeps its place from Git, too")
    @Tag("R93")
    @Test
    void aStuckSecretKeepsItsPlace() {
      fleet.holds("east/akuity/creds", TestSecret.forKargo("demo"));
      fleet.apply();
      fleet.edit("east/akuity/creds", secret -> secret.label(TestSecret.KARGO, "nowhere"));
      goesTo("names: [demo, other]");
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("conflict hub/demo/creds", "create hub/other/creds");
      assertThat(look.why("hub/demo/creds")).contains("cluster east");
      assertThat(fleet.get("hub/demo/creds").content().annotations())
          .containsEntry(Marks.SOURCE_CLUSTER, "east");
    }

    @DisplayName("R62: where projects cannot be listed, nothing of it is changed")
    @Tag("R62")
    @ParameterizedTest
    @ValueSource(strings = {"names: [demo, other]", "all: true", "selector: tier"})
    void withoutDiscoveryNothingChanges(String projects) {
      goesTo("names: [demo]");
      fleet.apply();
      goesTo(projects);
      fleet.apply();
      fleet.at("hub").forbidDiscovery(true);
      Look look = fleet.apply();
      assertThat(look.writes()).isEmpty();
      assertThat(look.exitCodes()).containsExactly(ExitCode.UNREACHABLE);
      assertThat(fleet.find("hub/demo/creds")).isPresent();
      fleet.at("hub").forbidDiscovery(false);
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R62: a project that may not be read is unknown, and the others go on")
    @Tag("R62")
    @Test
    void aForbiddenProjectIsUnknown() {
      goesTo("all: true");
      fleet.at("hub").forbid("demo");
      assertThat(fleet.apply().lines())
          .containsExactly(
              "unknown hub/demo/creds", "create hub/other/creds", "create hub/third/creds");
    }

    @DisplayName("R62: without the host nothing is known")
    @Tag("R62")
    @Test
    void theHostIsDown() {
      goesTo("all: true");
      fleet.apply();
      fleet.without("managed creds").at("hub").unreachable(true);
      assertThat(fleet.apply().writes()).isEmpty();
    }

    @DisplayName("R86: a project that is deleted takes its copy along")
    @Tag("R86")
    @Test
    void aDeletedProject() {
      goesTo("all: true");
      fleet.apply();
      fleet.at("hub").deleteNamespace("other");
      assertThat(fleet.apply().lines()).isEmpty();
      assertThat(fleet.look().exitCodes()).isEmpty();
      assertThat(fleet.at("hub").hasNamespace("other")).isFalse();
    }

    @DisplayName("R39: without the declaration, or without its Kargo, all its copies go")
    @Tag("R39")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutTheDeclaration(boolean kargoToo) {
      goesTo("all: true");
      fleet.apply();
      fleet.without("managed creds");
      if (kargoToo) {
        fleet.without("controlplane kargo").without("source team-creds");
      }
      assertThat(fleet.apply().lines())
          .containsExactly(
              "delete hub/demo/creds", "delete hub/other/creds", "delete hub/third/creds");
    }
  }

  @DisplayName("offered by a cluster to a shared namespace")
  @Nested
  class FromACluster {
    private void shared(TestSecret secret) {
      fleet.holds("east/akuity/creds", secret);
    }

    private TestSecret forAll() {
      return TestSecret.forKargo(SHARED).data("password", "visibly-fake-east");
    }

    @DisplayName("R104: to the projects that its annotations name or select: a union")
    @Tag("R104")
    @Test
    void byNameAndSelector() {
      shared(forAll().annotation(NAMES, "other").annotation(SELECTOR, "tier=one"));
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactly(
              "create hub/demo/creds",
              "create hub/" + SHARED + "/creds",
              "create hub/other/creds",
              "create hub/third/creds");
      assertThat(look.content("hub/demo/creds").annotations()).doesNotContainKeys(NAMES, SELECTOR);
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R104: ALL is all projects, and without annotations it is Kargo's to share")
    @Tag("R104")
    @Test
    void toAllOrNone() {
      shared(forAll().annotation(NAMES, "ALL"));
      assertThat(fleet.apply().lines()).hasSize(4);
      fleet.edit("east/akuity/creds", secret -> secret.withoutAnnotation(NAMES));
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactly(
              "delete hub/demo/creds", "delete hub/other/creds", "delete hub/third/creds");
      assertThat(look.why("hub/demo/creds")).contains("project demo").contains("R56");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R104: one that is meant for one project goes to no other")
    @Tag("R104")
    @Test
    void notFromAProject() {
      shared(TestSecret.forKargo("demo").annotation(NAMES, "ALL"));
      assertThat(fleet.apply().lines()).containsExactly("create hub/demo/creds");
    }

    @DisplayName("R104: it never clobbers a Secret of the same name, and deletes its own only")
    @Tag("R104")
    @Test
    void aForeignSecretIsAConflict() {
      fleet.holds("hub/demo/creds", theirs());
      shared(forAll().annotation(NAMES, "demo,other"));
      assertThat(fleet.apply().lines())
          .containsExactly(
              "conflict hub/demo/creds",
              "create hub/" + SHARED + "/creds",
              "create hub/other/creds");
      fleet.remove("east/akuity/creds");
      assertThat(fleet.apply().lines())
          .containsExactly("delete hub/" + SHARED + "/creds", "delete hub/other/creds");
      assertTheirs("hub/demo/creds");
    }

    @DisplayName("R105: nor a replica that Kargo made of it")
    @Tag("R105")
    @Test
    void aReplicaIsAConflict() {
      shared(forAll());
      fleet.apply();
      fleet
          .holds(
              "hub/demo/creds",
              TestSecret.plain()
                  .with(fleet.get("hub/" + SHARED + "/creds").content())
                  .label(Marks.KARGO_REPLICA, "creds"))
          .edit("east/akuity/creds", secret -> secret.annotation(NAMES, "demo"));
      assertThat(fleet.apply().lines()).containsExactly("conflict hub/demo/creds");
    }

    @DisplayName("R88, R97: what another cluster offers to the project itself is a clash of names")
    @Tag("R88")
    @Tag("R97")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClashOfNames(boolean sharedIsOlder) {
      shared(
          forAll()
              .annotation(NAMES, "demo")
              .created(sharedIsOlder ? "2026-01-01T00:00:00Z" : "2026-03-01T00:00:00Z"));
      fleet.holds("west/akuity/creds", TestSecret.forKargo("demo").created("2026-02-01T00:00:00Z"));
      Look look = fleet.apply();
      String loser = sharedIsOlder ? "west" : "east";
      assertThat(look.lines())
          .containsExactlyInAnyOrder(
              "conflict " + loser + "/akuity/creds",
              "create hub/demo/creds",
              "create hub/" + SHARED + "/creds");
      assertThat(look.why(loser + "/akuity/creds"))
          .contains("cluster " + (sharedIsOlder ? "east" : "west"));
      assertThat(fleet.get("hub/demo/creds").content().annotations())
          .containsEntry(Marks.SOURCE_CLUSTER, sharedIsOlder ? "east" : "west");
      assertThat(fleet.look().lines()).containsExactly("conflict " + loser + "/akuity/creds");
    }

    @DisplayName("R55: an annotation that cannot be read adds nobody, and takes nothing away")
    @Tag("R55")
    @Test
    void aMalformedAnnotationKeepsTheCopies() {
      shared(forAll().annotation(NAMES, "demo"));
      fleet.apply();
      fleet.edit(
          "east/akuity/creds",
          secret -> secret.annotation(NAMES, "other").annotation(SELECTOR, "tier in ("));
      Look look = fleet.apply();
      assertThat(look.writes()).isEmpty();
      assertThat(look.hasErrors(Code.OFFER_AUTHORIZATION)).isTrue();
      assertThat(fleet.find("hub/demo/creds")).isPresent();
    }

    @DisplayName("R92: from the shared namespace into one project: one move, and the others go")
    @Tag("R92")
    @Test
    void intoOneProject() {
      shared(forAll().annotation(NAMES, "demo"));
      fleet.apply();
      fleet.edit("east/akuity/creds", secret -> secret.label(TestSecret.KARGO, "third"));
      assertThat(fleet.apply().lines())
          .containsExactlyInAnyOrder(
              "move hub/demo/creds to hub/third/creds", "delete hub/" + SHARED + "/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R93: while its move is stuck, its copies in projects stay as well")
    @Tag("R93")
    @Test
    void aStuckMoveKeepsAllCopies() {
      shared(forAll().annotation(NAMES, "demo"));
      fleet.apply();
      fleet
          .holds("hub/third/creds", theirs())
          .edit("east/akuity/creds", secret -> secret.label(TestSecret.KARGO, "third"));
      assertThat(fleet.apply().lines()).containsExactly("conflict hub/third/creds");
      assertThat(fleet.find("hub/demo/creds")).isPresent();
      assertThat(fleet.find("hub/" + SHARED + "/creds")).isPresent();
    }

    @DisplayName("R62: where the shared namespace or the projects cannot be read, all stays")
    @Tag("R62")
    @Test
    void nothingChangesUnseen() {
      shared(forAll().annotation(NAMES, "demo"));
      fleet.apply();
      fleet.edit("east/akuity/creds", secret -> secret.withoutAnnotation(NAMES));
      fleet.at("hub").forbid(SHARED);
      assertThat(fleet.apply().writes()).isEmpty();
      fleet.at("hub").allow(SHARED);
      fleet.at("hub").forbidDiscovery(true);
      assertThat(fleet.apply().writes()).isEmpty();
      fleet.at("hub").forbidDiscovery(false);
      assertThat(fleet.apply().lines()).containsExactly("delete hub/demo/creds");
    }

    @DisplayName("R104: a project that loses the label loses the copy")
    @Tag("R104")
    @Test
    void aRelabelledProject() {
      shared(forAll().annotation(SELECTOR, "tier=two"));
      fleet.apply();
      fleet.project("hub", "other", "tier=none").project("hub", "demo", "tier=two");
      assertThat(fleet.apply().lines())
          .containsExactly("create hub/demo/creds", "delete hub/other/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }
  }

  @DisplayName("T3: the shared namespaces of the declared version")
  @Nested
  class Versions {
    @DisplayName("R85: a name of another version is no place, and that is said")
    @Tag("R85")
    @Tag("T3")
    @ParameterizedTest
    @ValueSource(strings = {"1.8", "1.9"})
    void aNameOfAnotherVersion(String version) {
      String wrong = version.equals("1.8") ? SHARED : "kargo-cluster-secrets";
      String right = version.equals("1.8") ? "kargo-cluster-secrets" : SHARED;
      fleet
          .kargo("kargo", "hub", "version: \"" + version + "\"")
          .holds("east/akuity/wrong", TestSecret.forKargo(wrong))
          .holds("east/akuity/right", TestSecret.forKargo(right));
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("create hub/" + right + "/right");
      assertThat(look.notes(Code.NO_PLACE))
          .singleElement()
          .asString()
          .contains(wrong)
          .contains("version")
          .contains("R85");
    }

    @DisplayName("R85, R92: after an upgrade what was in the old namespace moves to the new one")
    @Tag("R85")
    @Tag("R92")
    @Test
    void anUpgradeIsAMove() {
      fleet
          .kargo("kargo", "hub", "version: \"1.8\"")
          .holds("east/akuity/creds", TestSecret.forKargo("kargo-cluster-secrets"));
      fleet.apply();
      fleet.kargo("kargo", "hub", "version: \"1.9\"");
      assertThat(fleet.apply().writes()).isEmpty();
      fleet.edit("east/akuity/creds", secret -> secret.label(TestSecret.KARGO, SHARED));
      assertThat(fleet.apply().lines())
          .containsExactly("move hub/kargo-cluster-secrets/creds to hub/" + SHARED + "/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }
  }
}
