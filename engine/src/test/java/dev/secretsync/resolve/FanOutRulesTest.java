package dev.secretsync.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Marks;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which clusters get a Secret that another cluster owns (rules.md E). */
class FanOutRulesTest {
  private static final String HUB = "create hub/argocd/creds";
  private static final String TO_HUB = "create hub/akuity/creds";
  private static final String TO_WEST = "create west/akuity/creds";

  private final TestFleet fleet = TestFleet.threeClusters();

  private List<String> linesFor(TestSecret secret) {
    return fleet.holds("east/akuity/creds", secret).look().lines();
  }

  @DisplayName("authorization")
  @Nested
  class Authorization {
    @DisplayName("R42, R53: without an annotation it is collected and goes nowhere else")
    @Tag("R42")
    @Tag("R53")
    @Test
    void withoutAnnotationItGoesNowhere() {
      assertThat(linesFor(TestSecret.optedIn())).containsExactly(HUB);
    }

    @DisplayName("R43, R47: ALL is all other clusters, never the one that owns it")
    @Tag("R43")
    @Tag("R47")
    @Test
    void allIsAllOthers() {
      assertThat(linesFor(TestSecret.optedIn().allowing("ALL")))
          .containsExactly(TO_HUB, HUB, TO_WEST);
    }

    @DisplayName("R44, R45: a selector matches the declared labels of clusters")
    @Tag("R44")
    @Tag("R45")
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "my-label in (cluster2)|create hub/argocd/creds,create west/akuity/creds",
          "my-label|create hub/argocd/creds,create west/akuity/creds",
          "!my-label|create hub/akuity/creds,create hub/argocd/creds",
          "my-label notin (cluster2)|create hub/akuity/creds,create hub/argocd/creds",
          "my-label in (cluster3)|create hub/argocd/creds",
        })
    void aSelectorSelects(String selector, String expected) {
      assertThat(linesFor(TestSecret.optedIn().allowingSelected(selector)))
          .containsExactly(expected.split(","));
    }

    @DisplayName("R46, R51: names are a list; blanks and repetitions do not count")
    @Tag("R46")
    @Tag("R51")
    @ParameterizedTest
    @ValueSource(strings = {"west", " west ", "west,west", ",west,,", "west , west"})
    void namesAreAList(String names) {
      assertThat(linesFor(TestSecret.optedIn().allowing(names))).containsExactly(HUB, TO_WEST);
    }

    @DisplayName("R47, R52: all in lower case is the name of a cluster, and there is none")
    @Tag("R47")
    @Tag("R52")
    @Test
    void lowerCaseAllIsAName() {
      assertThat(linesFor(TestSecret.optedIn().allowing("all"))).containsExactly(HUB);
      assertThat(fleet.look().hasErrors(Code.OFFER_AUTHORIZATION)).isTrue();
    }

    @DisplayName("R48: ALL among names is ALL, with a word about it")
    @Tag("R48")
    @Test
    void allAmongNamesIsAll() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west,ALL"));
      Look look = fleet.look();
      assertThat(look.lines()).containsExactly(TO_HUB, HUB, TO_WEST);
      assertThat(look.plan().diagnostics())
          .anySatisfy(note -> assertThat(note.subject()).contains("east/akuity/creds"));
      assertThat(look.exitCodes()).isEmpty();
    }

    @DisplayName("R49: both annotations are a union, and each target names what allowed it")
    @Tag("R49")
    @Test
    void bothAnnotationsAreAUnion() {
      fleet
          .cluster("north", "region=north")
          .holds(
              "east/akuity/creds",
              TestSecret.optedIn().allowing("north, west").allowingSelected("region in (west)"));
      Look look = fleet.look();
      assertThat(look.lines()).containsExactly(HUB, "create north/akuity/creds", TO_WEST);
      assertThat(String.join("; ", look.reasons("north/akuity/creds")))
          .contains(TestSecret.NAMES)
          .doesNotContain("region in (west)");
      assertThat(String.join("; ", look.reasons("west/akuity/creds")))
          .contains(TestSecret.NAMES)
          .contains(TestSecret.SELECTOR);
    }

    @DisplayName("R50: empty, or only commas, is nobody, never everybody (T7)")
    @Tag("R50")
    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", " , ,"})
    void emptyIsNobody(String empty) {
      assertThat(linesFor(TestSecret.optedIn().allowing(empty))).containsExactly(HUB);
      assertThat(linesFor(TestSecret.optedIn().allowingSelected(empty.replace(",", ""))))
          .containsExactly(HUB);
    }

    @DisplayName("R50: an empty annotation beside one that allows takes nothing away")
    @Tag("R49")
    @Tag("R50")
    @Test
    void emptyBesideAnother() {
      assertThat(linesFor(TestSecret.optedIn().allowing("").allowingSelected("region=west")))
          .containsExactly(HUB, TO_WEST);
    }

    @DisplayName("R52: an unknown name is an error and named, the other names still count")
    @Tag("R52")
    @Test
    void anUnknownNameIsAnError() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("wset,west"));
      Look look = fleet.look();
      assertThat(look.lines()).containsExactly(HUB, TO_WEST);
      assertThat(look.notes(Code.OFFER_AUTHORIZATION))
          .singleElement()
          .asString()
          .startsWith("east/akuity/creds: ")
          .contains("wset");
      assertThat(look.exitCodes()).containsExactly(ExitCode.DENIED);
    }

    @DisplayName("R54: authorizations of Git do not reach Secrets that a cluster owns")
    @Tag("R54")
    @Test
    void gitDoesNotAuthorizeClustersSecrets() {
      fleet.allowed("wide", "names: [creds], selector: team=my-team", "all: true");
      assertThat(linesFor(TestSecret.optedIn())).containsExactly(HUB);
    }

    @DisplayName(
        "R54, R63: a managed Secret goes where its declaration says, also from a control plane")
    @Tag("R54")
    @Tag("R63")
    @Test
    void managedSecretsGoByTheirDeclaration() {
      fleet.managed("token", "controlPlane: main", "allowedClusters: {selector: region=west}");
      assertThat(fleet.apply().lines())
          .containsExactly("create hub/argocd/token", "create west/akuity/token");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R55: a malformed selector is an error, allows nobody and deletes nothing")
    @Tag("R55")
    @Test
    void aMalformedSelectorFailsClosed() {
      fleet.cluster("north", "region=north");
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      fleet.apply();
      fleet.edit(
          "east/akuity/creds",
          secret ->
              secret
                  .allowing("north")
                  .allowingSelected("region in (")
                  .data("password", "visibly-fake-2"));
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("update hub/argocd/creds");
      assertThat(look.hasErrors(Code.OFFER_AUTHORIZATION)).isTrue();
      assertThat(look.notes(Code.OFFER_AUTHORIZATION))
          .singleElement()
          .asString()
          .startsWith("east/akuity/creds: ");
      assertThat(look.exitCodes()).contains(ExitCode.DENIED);
      fleet.edit("east/akuity/creds", secret -> secret.allowingSelected("region in (west)"));
      assertThat(fleet.apply().lines())
          .containsExactly("create north/akuity/creds", "update west/akuity/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R56: a target that is no longer allowed loses its copy, and the plan says why")
    @Tag("R56")
    @Test
    void aRemovedTargetIsDeleted() {
      fleet.cluster("north", "region=north");
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west,north"));
      fleet.apply();
      fleet.edit("east/akuity/creds", secret -> secret.allowing("north"));
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("delete west/akuity/creds");
      assertThat(look.why("west/akuity/creds")).contains("west").contains("R56");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R56: but only a copy that we own")
    @Tag("R56")
    @Test
    void aForeignCopyStays() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      fleet.apply();
      fleet.holds("west/akuity/creds", TestSecret.plain());
      fleet.edit("east/akuity/creds", secret -> secret.withoutAnnotation(TestSecret.NAMES));
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R57: a new cluster that matches gets it, with no touch to the Secret")
    @Tag("R57")
    @Test
    void aNewClusterGetsIt() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowingSelected("tier=edge"));
      assertThat(fleet.apply().lines()).containsExactly(HUB);
      fleet.cluster("edge1", "tier=edge");
      assertThat(fleet.apply().lines()).containsExactly("create edge1/akuity/creds");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R57: a relabelled cluster gets it or loses it, with no touch to the Secret")
    @Tag("R57")
    @Test
    void aRelabelledClusterChangesThePlan() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowingSelected("my-label=cluster2"));
      fleet.apply();
      fleet.relabel("west", "my-label=cluster9").relabel("hub", "my-label=cluster2");
      assertThat(fleet.apply().lines())
          .containsExactly("create hub/akuity/creds", "delete west/akuity/creds");
      fleet.relabel("west", "my-label=cluster2").relabel("hub", "my-label=cluster9");
      assertThat(fleet.apply().lines())
          .containsExactly("delete hub/akuity/creds", "create west/akuity/creds");
    }
  }

  @DisplayName("loops")
  @Nested
  class Loops {
    @DisplayName("R58: a ring of three clusters converges in one apply")
    @Tag("R58")
    @Test
    void aRingConverges() {
      fleet
          .holds("hub/akuity/of-hub", TestSecret.optedIn().allowing("east"))
          .holds("east/akuity/of-east", TestSecret.optedIn().allowing("west"))
          .holds("west/akuity/of-west", TestSecret.optedIn().allowing("hub"));
      assertThat(fleet.apply().lines())
          .containsExactly(
              "create east/akuity/of-hub",
              "create hub/akuity/of-west",
              "create hub/argocd/of-east",
              "create hub/argocd/of-hub",
              "create hub/argocd/of-west",
              "create west/akuity/of-east");
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R58: a ring in which everybody allows everybody converges in one apply")
    @Tag("R58")
    @Test
    void aFullMeshConverges() {
      for (String name : List.of("hub", "east", "west")) {
        fleet.holds(name + "/akuity/of-" + name, TestSecret.optedIn().allowing("ALL"));
      }
      assertThat(fleet.apply().lines()).hasSize(3 + 6).allMatch(line -> line.startsWith("create"));
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R58: a copy that somebody opts in is still a copy")
    @Tag("R58")
    @Test
    void anOptedInCopyIsNoSource() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      fleet.apply();
      fleet.edit(
          "west/akuity/creds",
          secret -> secret.label(TestSecret.OPT_IN, "true").allowing("hub,east"));
      Look look = fleet.look();
      assertThat(look.lines()).isEmpty();
      assertThat(look.chain("west/akuity/creds")).containsExactly("-R58");
    }

    @DisplayName("R58: nor is one whose labels somebody took off, as long as we wrote it")
    @Tag("R58")
    @Test
    void aStrippedCopyIsNoSource() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      fleet.apply();
      fleet.edit(
          "west/akuity/creds",
          secret ->
              secret
                  .withoutLabel(Marks.INSTALLATION)
                  .withoutLabel(Marks.MANAGED_BY)
                  .label(TestSecret.OPT_IN, "true"));
      assertThat(fleet.look().lines()).containsExactly("update west/akuity/creds");
      fleet.remove("east/akuity/creds");
      assertThat(fleet.look().lines()).containsExactly("delete hub/argocd/creds");
    }

    @DisplayName("R58: nor is a copy of another installation")
    @Tag("R58")
    @Test
    void anotherInstallationsCopyIsNoSource() {
      fleet.holds("west/akuity/creds", TestSecret.optedIn().label(Marks.INSTALLATION, "another"));
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R58: nor is a managed Secret of Git")
    @Tag("R58")
    @Test
    void aManagedSecretIsNoSource() {
      fleet.managed("token", "allowedClusters: {names: [east]}", "labels: {team: my-team}");
      fleet.apply();
      fleet.edit("east/akuity/token", secret -> secret.label(TestSecret.OPT_IN, "true"));
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R43, R59: the owner is allowed by name, selector or ALL: a line, and no write")
    @Tag("R43")
    @Tag("R59")
    @ParameterizedTest
    @CsvSource({"east,", ",region=east", "ALL,"})
    void theOwnerIsANoOp(String names, String selector) {
      TestSecret secret = TestSecret.optedIn();
      secret = names == null ? secret : secret.allowing(names);
      secret = selector == null ? secret : secret.allowingSelected(selector);
      fleet.holds("east/akuity/creds", secret);
      Look look = fleet.apply();
      assertThat(look.writes()).noneMatch(line -> line.contains("east/"));
      assertThat(look.why("east/akuity/creds")).contains("annotation");
      assertThat(look.exitCodes()).isEmpty();
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R43, R59: a cluster that is declared twice is never its own target")
    @Tag("R43")
    @Tag("R59")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClusterDeclaredTwiceIsNoTarget(boolean anonymous) {
      fleet.at("east").anonymous(anonymous);
      fleet
          .alias("east-too", "east", "region=east")
          .holds("east/akuity/creds", TestSecret.optedIn().allowing("ALL"));
      assertThat(fleet.apply().writes()).isEmpty();
    }
  }

  @DisplayName("targets")
  @Nested
  class ThePlaces {
    @DisplayName("R60: the copy lives in the agent namespace of each target")
    @Tag("R60")
    @Test
    void theTargetsOwnAgentNamespace() {
      fleet.clusterIn("north", "agents", "region=north");
      assertThat(linesFor(TestSecret.optedIn().allowing("north")))
          .containsExactly(HUB, "create north/agents/creds");
    }

    @DisplayName("R61: a name that is taken at a target fails that target alone")
    @Tag("R61")
    @Test
    void aTakenNameFailsOneTarget() {
      fleet
          .cluster("north", "region=north")
          .holds("west/akuity/creds", TestSecret.plain())
          .holds("east/akuity/creds", TestSecret.optedIn().allowing("west,north"));
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactly(HUB, "create north/akuity/creds", "conflict west/akuity/creds");
      assertThat(look.exitCodes()).containsExactly(ExitCode.CONFLICT);
      assertThat(fleet.look().lines()).containsExactly("conflict west/akuity/creds");
    }

    @DisplayName("R61, R40: a target that offers the name itself keeps its own Secret")
    @Tag("R40")
    @Tag("R61")
    @Test
    void aTargetThatIsASourceKeepsItsOwn() {
      fleet
          .holds(
              "east/akuity/creds",
              TestSecret.optedIn().allowing("west").created("2026-01-01T00:00:00Z"))
          .holds(
              "west/akuity/creds",
              TestSecret.optedIn().allowing("east").created("2026-02-01T00:00:00Z"));
      Look look = fleet.apply();
      assertThat(look.writes()).containsExactly(HUB);
      assertThat(look.exitCodes()).containsExactly(ExitCode.CONFLICT);
      assertThat(fleet.look().writes()).isEmpty();
    }

    @DisplayName("R41, R61: a managed Secret and a fan-out reach one free name: Git has it")
    @Tag("R41")
    @Tag("R61")
    @Test
    void gitHasAFreeTarget() {
      fleet
          .managed("creds", "allowedClusters: {names: [west]}")
          .holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactlyInAnyOrder(HUB, TO_WEST, "conflict east/akuity/creds");
      assertThat(fleet.get("west/akuity/creds").content().data()).isEmpty();
      assertThat(fleet.look().lines()).containsExactly("conflict east/akuity/creds");
    }

    @DisplayName("R33, R41: a fan-out copy that is there keeps its place against Git")
    @Tag("R33")
    @Tag("R41")
    @Test
    void aFanOutCopyKeepsItsPlace() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      fleet.apply();
      fleet.managed("creds", "allowedClusters: {names: [west]}");
      Look look = fleet.apply();
      assertThat(look.lines()).containsExactly("conflict west/akuity/creds");
      assertThat(fleet.get("west/akuity/creds").content().data()).containsOnlyKeys("password");
    }

    @DisplayName("R41: two control planes, two owners, one target: one has it, the other is told")
    @Tag("R41")
    @Test
    void twoOwnersReachOneTarget() {
      fleet
          .without("source team-creds")
          .cluster("north", "region=north")
          .controlPlane("second", "west", "argocd-two")
          .sourceFor("main", "one", "region=east", "team=my-team")
          .sourceFor("second", "two", "region=west", "team=my-team")
          .holds(
              "east/akuity/creds",
              TestSecret.optedIn().allowing("north").created("2026-02-01T00:00:00Z"))
          .holds(
              "west/akuity/creds",
              TestSecret.optedIn().allowing("north").created("2026-01-01T00:00:00Z"));
      Look look = fleet.apply();
      assertThat(look.lines())
          .containsExactlyInAnyOrder(
              HUB,
              "create north/akuity/creds",
              "create west/argocd-two/creds",
              "conflict east/akuity/creds");
      assertThat(fleet.look().lines()).containsExactly("conflict east/akuity/creds");
    }

    @DisplayName("a missing agent namespace at a target is created with the copy")
    @Tag("R60")
    @Test
    void aMissingNamespaceIsPlanned() {
      fleet.at("west").deleteNamespace("akuity");
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      assertThat(fleet.apply().lines()).containsExactly(HUB, TO_WEST);
      assertThat(fleet.look().lines()).isEmpty();
    }

    @DisplayName("R12, R42: collected and fanned out in one plan and one apply")
    @Tag("R12")
    @Tag("R42")
    @Test
    void onePlanDoesBoth() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      assertThat(fleet.apply().lines()).containsExactly(HUB, TO_WEST);
      assertThat(fleet.look().lines()).isEmpty();
      assertThat(fleet.get("west/akuity/creds").content().data())
          .isEqualTo(fleet.get("east/akuity/creds").content().data());
    }

    @DisplayName("R15, R57: a lost copy comes back")
    @Tag("R57")
    @Test
    void aLostCopyComesBack() {
      fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
      fleet.apply();
      fleet.remove("west/akuity/creds").remove("hub/argocd/creds");
      assertThat(fleet.apply().lines()).containsExactly(HUB, TO_WEST);
    }
  }
}
