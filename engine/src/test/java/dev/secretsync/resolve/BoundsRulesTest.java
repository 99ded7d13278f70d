package dev.secretsync.resolve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.SecretSync;
import dev.secretsync.model.Code;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.TrustChange;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.AlteredPlan;
import dev.secretsync.plan.Bounds;
import dev.secretsync.plan.Deviation;
import dev.secretsync.plan.Fate;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.PolicySource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a reviewed plan allows when it is applied later, row by row of cli.md 5.4. */
@DisplayName("a reviewed plan is an upper bound (K9, S7)")
@Tag("K9")
@Tag("S7")
class BoundsRulesTest {
  private static final TestSecret CREDS =
      TestSecret.optedIn().data("token", "visibly-fake-1").data("user", "visibly-fake-user");

  /** What becomes of each reviewed change. */
  private static List<String> fates(Bounds bounds) {
    return bounds.fates().entrySet().stream()
        .map(entry -> entry.getKey() + " " + words(entry.getValue().fate()))
        .toList();
  }

  private static String words(Fate fate) {
    return switch (fate) {
      case Fate.Written written -> "written";
      case Fate.Done done -> "already";
      case Fate.Stale stale -> "stale: " + stale.why().summary();
      case Fate.Skipped skipped -> "skipped";
      case Fate.Conflict conflict -> "conflict";
    };
  }

  private static List<String> writes(Bounds bounds) {
    return bounds.plan().changes().stream()
        .filter(change -> change.action().writes())
        .map(change -> change.action() + " " + change.address())
        .toList();
  }

  private static List<String> lines(Bounds bounds) {
    return bounds.deviations().stream()
        .map(deviation -> deviation.address() + " " + deviation.line())
        .toList();
  }

  /** A fleet that holds a copy in the hub and one in west, both of a Secret of east. */
  private static TestFleet collected() {
    TestFleet fleet = TestFleet.threeClusters().holds("east/akuity/creds", CREDS.allowing("west"));
    fleet.apply();
    return fleet;
  }

  private static TestFleet declared() {
    return TestFleet.threeClusters()
        .managed("one", "labels: {rev: \"1\"}", "allowedClusters: {names: [east]}")
        .managed("two", "labels: {rev: \"1\"}", "allowedClusters: {names: [east]}")
        .managed("three", "labels: {rev: \"1\"}", "allowedClusters: {names: [west]}");
  }

  private static TestFleet declaredAndChanged() {
    TestFleet fleet = declared();
    fleet.apply();
    return fleet
        .managed("one", "labels: {rev: \"2\"}", "allowedClusters: {names: [east]}")
        .managed("two", "labels: {rev: \"2\"}", "allowedClusters: {names: [east]}")
        .managed("three", "labels: {rev: \"2\"}", "allowedClusters: {names: [west]}");
  }

  @Nested
  class WhatStaysWithin {
    @Test
    void everythingWhenNothingMoved() {
      TestFleet fleet = declaredAndChanged();
      Bounds bounds = fleet.apply(fleet.look().plan());
      assertThat(fates(bounds))
          .containsExactly(
              "east/akuity/one written", "east/akuity/two written", "west/akuity/three written");
      assertThat(bounds.deviations()).isEmpty();
      assertThat(fleet.look().writes()).isEmpty();
    }

    @Test
    void theSecondApplyWritesNothingAndEverythingIsThereAlready() {
      TestFleet fleet = declaredAndChanged();
      Plan reviewed = fleet.look().plan();
      fleet.apply(reviewed);
      Bounds second = fleet.apply(reviewed);
      assertThat(writes(second)).isEmpty();
      assertThat(second.deviations()).isEmpty();
      assertThat(fates(second))
          .containsExactly(
              "east/akuity/one already", "east/akuity/two already", "west/akuity/three already");
    }

    @Test
    void aDeleteThatWasCarriedOutIsThereAlready() {
      TestFleet fleet = declared();
      fleet.apply();
      Plan reviewed = fleet.without("managed one").look().plan();
      fleet.apply(reviewed);
      assertThat(fates(fleet.apply(reviewed))).containsExactly("east/akuity/one already");
    }

    @Test
    void theSameChangeOfAnObjectThatMoved() {
      TestFleet fleet = collected();
      fleet.edit("east/akuity/creds", secret -> secret.data("token", "visibly-fake-2"));
      Plan reviewed = fleet.look().plan();
      fleet.edit("west/akuity/creds", secret -> secret.data("token", "visibly-fake-by-hand"));
      assertThat(fates(fleet.apply(reviewed)))
          .containsExactly("hub/argocd/creds written", "west/akuity/creds written");
      assertThat(fleet.look().writes()).isEmpty();
    }

    @Test
    void aKeyThatOthersAddedAndThatStays() {
      TestFleet fleet = collected();
      fleet.edit("east/akuity/creds", secret -> secret.data("token", "visibly-fake-2"));
      Plan reviewed = fleet.look().plan();
      fleet.edit("west/akuity/creds", secret -> secret.label("theirs", "yes"));
      assertThat(fates(fleet.apply(reviewed)))
          .containsExactly("hub/argocd/creds written", "west/akuity/creds written");
    }

    @Test
    void anUnrelatedDeclarationThatIsThereAlready() {
      TestFleet fleet = declaredAndChanged();
      Plan reviewed = fleet.look().plan();
      fleet.managed("unassigned", "labels: {rev: \"1\"}");
      assertThat(fleet.apply(reviewed).deviations()).isEmpty();
    }
  }

  @Nested
  class WhatDoesNot {
    @Test
    void anotherChangeOfTheSameObject() {
      TestFleet fleet = collected();
      fleet.edit("east/akuity/creds", secret -> secret.data("token", "visibly-fake-2"));
      Plan reviewed = fleet.look().plan();
      fleet.edit("west/akuity/creds", secret -> secret.data("user", "visibly-fake-by-hand"));
      Bounds bounds = fleet.apply(reviewed);
      assertThat(fates(bounds))
          .containsExactly(
              "hub/argocd/creds written",
              "west/akuity/creds stale: reviewed: update data.token; now: update data.token,"
                  + " data.user");
      assertThat(writes(bounds)).containsExactly("UPDATE hub/argocd/creds");
      assertThat(bounds.plan().count(Action.STALE::equals)).isOne();
    }

    @Test
    void anObjectThatWasDeleted() {
      TestFleet fleet = declaredAndChanged();
      Plan reviewed = fleet.look().plan();
      fleet.remove("east/akuity/one");
      Bounds bounds = fleet.apply(reviewed);
      assertThat(lines(bounds))
          .containsExactly("east/akuity/one reviewed: update metadata.labels[rev]; now: create");
      assertThat(fates(bounds).get(1)).isEqualTo("east/akuity/two skipped");
      assertThat(writes(bounds)).containsExactly("UPDATE west/akuity/three");
    }

    @Test
    void anObjectThatWasDeletedAndCreatedAgain() {
      TestFleet fleet = declaredAndChanged();
      Plan reviewed = fleet.look().plan();
      TestSecret same = TestSecret.plain().with(fleet.get("east/akuity/one").content());
      fleet.remove("east/akuity/one").holds("east/akuity/one", same);
      assertThat(lines(fleet.apply(reviewed)).getFirst())
          .contains("the object was deleted and created again");
      assertThat(fleet.get("east/akuity/one").content().labels()).containsEntry("rev", "1");
    }

    @Test
    void aDeleteOfAnObjectThatMoved() {
      TestFleet fleet = declared();
      fleet.apply();
      Plan reviewed = fleet.without("managed one").look().plan();
      fleet.edit("east/akuity/one", secret -> secret.label("theirs", "yes"));
      assertThat(fates(fleet.apply(reviewed)))
          .containsExactly(
              "east/akuity/one stale: the object changed since, and this would delete it");
      assertThat(fleet.find("east/akuity/one")).isPresent();
    }

    @Test
    void aNameThatSomebodyElseTookSince() {
      TestFleet fleet = declared();
      Plan reviewed = fleet.look().plan();
      fleet.holds("east/akuity/one", TestSecret.plain());
      Bounds bounds = fleet.apply(reviewed);
      assertThat(fates(bounds))
          .containsExactly(
              "east/akuity/one conflict", "east/akuity/two written", "west/akuity/three written");
    }

    @Test
    void aSourceThatChanged() {
      TestFleet fleet = collected();
      fleet.edit("east/akuity/creds", secret -> secret.data("token", "visibly-fake-2"));
      Plan reviewed = fleet.look().plan();
      fleet.edit("east/akuity/creds", secret -> secret.data("token", "visibly-fake-3"));
      assertThat(lines(fleet.apply(reviewed)))
          .containsExactly(
              "hub/argocd/creds its source east/akuity/creds changed since",
              "west/akuity/creds its source east/akuity/creds changed since");
    }

    @Test
    void aSourceThatAnotherClusterHasNow() {
      TestFleet fleet = TestFleet.threeClusters().holds("east/akuity/creds", CREDS);
      Plan reviewed = fleet.look().plan();
      fleet.remove("east/akuity/creds").holds("west/akuity/creds", CREDS);
      assertThat(lines(fleet.apply(reviewed)).getFirst())
          .contains(
              "it was collected from east/akuity/creds and is collected from west/akuity/creds"
                  + " now");
    }

    @Test
    void aDeclarationWhoseFileMoved() {
      TestFleet fleet = declared();
      Plan reviewed = fleet.look().plan();
      fleet.managed(
          "one", "labels: {rev: \"1\"}", "adopt: true", "allowedClusters: {names: [east]}");
      Bounds bounds = fleet.apply(reviewed);
      assertThat(lines(bounds).getFirst())
          .matches("east/akuity/one its file f\\d+\\.yaml moved from blob \\w{7} to \\w{7}");
      assertThat(writes(bounds)).containsExactly("CREATE west/akuity/three");
    }

    @Test
    void aGrantThatMoved() {
      TestFleet fleet =
          TestFleet.threeClusters()
              .managed("one", "labels: {rev: \"1\"}")
              .allowed("grant", "names: [one]", "names: [east]");
      Plan reviewed = fleet.look().plan();
      fleet.allowed("grant", "names: [one]", "names: [east, west]");
      assertThat(fates(fleet.apply(reviewed)).getFirst())
          .contains("stale: its file")
          .contains("moved");
    }

    @Test
    void aGrantThatWasAdded() {
      TestFleet fleet = declared();
      Plan reviewed = fleet.look().plan();
      fleet.allowed("grant", "names: [one]", "names: [east]");
      assertThat(fates(fleet.apply(reviewed)).getFirst())
          .contains("it follows from f")
          .contains("too now");
    }

    @Test
    void anotherTypeOfTheSecretInItsCluster() {
      TestFleet fleet = TestFleet.threeClusters().holds("east/akuity/creds", CREDS);
      Plan reviewed = fleet.look().plan();
      fleet
          .remove("east/akuity/creds")
          .holds("east/akuity/creds", CREDS.type("kubernetes.io/basic-auth"));
      assertThat(lines(fleet.apply(reviewed)).getFirst())
          .contains("its type was to be Opaque and is kubernetes.io/basic-auth now");
    }

    @Test
    void theDeclarationOfTheClusterMoved() {
      TestFleet fleet = declared();
      Plan reviewed = fleet.look().plan();
      fleet.relabel("east", "region=east", "other=label");
      Bounds bounds = fleet.apply(reviewed);
      assertThat(fates(bounds).getFirst()).contains("stale: its file");
      assertThat(writes(bounds)).containsExactly("CREATE west/akuity/three");
    }

    @Test
    void theSourceThatTakesItMoved() {
      TestFleet fleet = TestFleet.threeClusters().holds("east/akuity/creds", CREDS);
      Plan reviewed = fleet.look().plan();
      fleet.source("team-creds", "", "team in (my-team, other)");
      assertThat(fates(fleet.apply(reviewed)).getFirst()).contains("stale: its file");
    }

    @Test
    void aChangeThatNobodyReviewedHoldsItsClusterBack() {
      TestFleet fleet = declaredAndChanged();
      Plan reviewed = fleet.look().plan();
      fleet.managed("four", "allowedClusters: {names: [east]}");
      Bounds bounds = fleet.apply(reviewed);
      assertThat(bounds.deviations())
          .containsExactly(
              new Deviation(
                  TestFleet.address("east/akuity/four"), false, List.of("not reviewed: create")));
      assertThat(fates(bounds))
          .containsExactly(
              "east/akuity/one skipped", "east/akuity/two skipped", "west/akuity/three written");
      assertThat(writes(bounds)).containsExactly("UPDATE west/akuity/three");
    }

    @Test
    void aSecretThatWasToStayAsItIs() {
      TestFleet fleet = collected();
      Plan reviewed = fleet.look().plan();
      fleet.edit("west/akuity/creds", secret -> secret.data("user", "visibly-fake-by-hand"));
      assertThat(lines(fleet.apply(reviewed)))
          .containsExactly("west/akuity/creds reviewed: no change; now: update data.user");
    }

    @Test
    void withAllOrNothingOneDeviationHoldsEverythingBack() {
      TestFleet fleet = declaredAndChanged();
      Plan reviewed = fleet.look().plan();
      fleet.remove("east/akuity/one");
      Look now = fleet.look();
      Bounds bounds = SecretSync.bounds(reviewed, now.plan(), now.live(), true);
      assertThat(writes(bounds)).isEmpty();
      assertThat(fates(bounds).getLast()).isEqualTo("west/akuity/three skipped");
    }

    @Test
    void withAllOrNothingAnUnreachableClusterHoldsEverythingBack() {
      TestFleet fleet = declaredAndChanged();
      Plan reviewed = fleet.look().plan();
      fleet.at("east").unreachable(true);
      Look now = fleet.look();
      assertThat(writes(SecretSync.bounds(reviewed, now.plan(), now.live(), true))).isEmpty();
    }

    @Test
    void whatBelongsThereAgainIsNotDeletedAndNotCalledDone() {
      TestFleet fleet = declared();
      fleet.apply();
      Plan reviewed = fleet.without("managed one").look().plan();
      fleet.managed("one", "labels: {rev: \"1\"}", "allowedClusters: {names: [east]}");
      assertThat(fates(fleet.apply(reviewed)))
          .containsExactly("east/akuity/one stale: reviewed: delete; now: it belongs there");
    }

    @Test
    void whatIsNoLongerDeclaredIsNotCalledDone() {
      TestFleet fleet = declared();
      Plan reviewed = fleet.look().plan();
      fleet.without("managed one");
      Bounds bounds = fleet.apply(reviewed);
      assertThat(fates(bounds))
          .containsExactly(
              "east/akuity/one stale: it no longer belongs there",
              "east/akuity/two written",
              "west/akuity/three written");
    }

    @Test
    void aNamespaceThatIsGoneIsNotMadeUnasked() {
      TestFleet fleet = declared();
      Plan reviewed = fleet.look().plan();
      fleet.at("east").deleteNamespace("akuity");
      Bounds bounds = fleet.apply(reviewed);
      assertThat(lines(bounds).getFirst())
          .isEqualTo("east/akuity/one its namespace akuity would have to be created");
      assertThat(requireNonNull(bounds.plan().clusters().get("east")).namespacesToCreate())
          .isEmpty();
    }

    @Test
    void aClusterThatDoesNotAnswerIsSkippedAndTheOthersGoOn() {
      TestFleet fleet = declaredAndChanged();
      Plan reviewed = fleet.look().plan();
      fleet.at("east").unreachable(true);
      Bounds bounds = fleet.apply(reviewed);
      assertThat(fates(bounds))
          .containsExactly(
              "east/akuity/one skipped", "east/akuity/two skipped", "west/akuity/three written");
      assertThat(bounds.deviations()).isEmpty();
    }

    @Test
    @DisplayName("K10: what cannot be seen is not called deleted")
    @Tag("K10")
    void aNamespaceThatCannotBeReadIsNotEmpty() {
      TestFleet fleet = declared();
      fleet.apply();
      Plan reviewed = fleet.without("managed one").without("managed two").look().plan();
      fleet.at("east").forbid("akuity");
      assertThat(fates(fleet.apply(reviewed)))
          .containsExactly("east/akuity/one skipped", "east/akuity/two skipped");
    }

    @Test
    void aClusterThatIsNoLongerDeclared() {
      TestFleet fleet = declared();
      Plan reviewed = fleet.look().plan();
      fleet.undeclare("west").without("managed three");
      assertThat(fates(fleet.apply(reviewed)).getLast())
          .isEqualTo("west/akuity/three stale: cluster west is no longer declared");
    }
  }

  @Nested
  @DisplayName("cli.md 6.5: what is left of a change that was interrupted")
  class Interrupted {
    @Test
    void aReplaceOfWhichTheCreateIsLeft() {
      TestFleet fleet = collected();
      fleet
          .remove("east/akuity/creds")
          .holds("east/akuity/creds", CREDS.type("kubernetes.io/basic-auth").allowing("west"));
      Plan reviewed = fleet.look().plan();
      assertThat(reviewed.count(Action.REPLACE::equals)).isEqualTo(2);
      fleet.remove("west/akuity/creds");
      Bounds bounds = fleet.apply(reviewed);
      assertThat(fates(bounds))
          .containsExactly("hub/argocd/creds written", "west/akuity/creds written");
      assertThat(writes(bounds))
          .containsExactly("REPLACE hub/argocd/creds", "CREATE west/akuity/creds");
      assertThat(fleet.look().writes()).isEmpty();
    }

    @Test
    void aReplaceOfAnObjectThatMovedSince() {
      TestFleet fleet = collected();
      fleet
          .remove("east/akuity/creds")
          .holds("east/akuity/creds", CREDS.type("kubernetes.io/basic-auth").allowing("west"));
      Plan reviewed = fleet.look().plan();
      fleet.edit("west/akuity/creds", secret -> secret.label("theirs", "yes"));
      assertThat(fates(fleet.apply(reviewed)).getLast())
          .isEqualTo(
              "west/akuity/creds stale: the object changed since, and this would replace it");
    }

    private TestFleet moving() {
      TestFleet fleet =
          TestFleet.kargo()
              .holds(
                  "east/akuity/creds", TestSecret.forKargo("demo").data("token", "visibly-fake"));
      fleet.apply();
      return fleet.edit("east/akuity/creds", secret -> secret.label(TestSecret.KARGO, "other"));
    }

    @Test
    @DisplayName("R92: a move of which the delete is left")
    @Tag("R92")
    void aMoveOfWhichTheDeleteIsLeft() {
      TestFleet fleet = moving();
      Plan reviewed = fleet.look().plan();
      assertThat(reviewed.count(Action.MOVE::equals)).isOne();
      Look look = fleet.look();
      fleet
          .at("hub")
          .create(TestFleet.address("hub/other/creds").ref(), look.content("hub/other/creds"));
      Bounds bounds = fleet.apply(reviewed);
      assertThat(writes(bounds)).containsExactly("DELETE hub/demo/creds");
      assertThat(fates(bounds)).containsExactly("hub/other/creds written");
      assertThat(fates(fleet.apply(reviewed))).containsExactly("hub/other/creds already");
    }

    @Test
    @DisplayName("R93: the old place is not emptied when somebody touched it since")
    @Tag("R93")
    void aMoveOfWhichTheOldPlaceMoved() {
      TestFleet fleet = moving();
      Plan reviewed = fleet.look().plan();
      Look look = fleet.look();
      fleet
          .at("hub")
          .create(TestFleet.address("hub/other/creds").ref(), look.content("hub/other/creds"));
      fleet.edit("hub/demo/creds", secret -> secret.label("theirs", "yes"));
      assertThat(fates(fleet.apply(reviewed)))
          .containsExactly(
              "hub/other/creds stale: the object changed since, and this would delete it");
      assertThat(fleet.find("hub/demo/creds")).isPresent();
    }

    @Test
    void aDeleteThatIsNotTheRestOfAMove() {
      TestFleet fleet = moving();
      Plan reviewed = fleet.look().plan();
      fleet.remove("east/akuity/creds");
      Bounds bounds = fleet.apply(reviewed);
      assertThat(writes(bounds)).isEmpty();
      assertThat(fleet.find("hub/demo/creds")).isPresent();
    }
  }

  @Nested
  @DisplayName("plans that are not about the same fleet under the same rules: nothing at all")
  class Whole {
    private final TestFleet fleet = declared();
    private final Plan reviewed = fleet.look().plan();

    private void refused(UnaryOperator<Plan> otherwise, String words) {
      Look now = fleet.look();
      Plan other = otherwise.apply(reviewed);
      assertThatThrownBy(() -> SecretSync.bounds(other, now.plan(), now.live(), false))
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused ->
                  assertThat(refused.diagnostics())
                      .hasSize(1)
                      .allSatisfy(why -> {
                        assertThat(why.code()).isEqualTo(Code.PLAN_MISMATCH);
                        assertThat(why.subject() + ": " + why.summary()).isEqualTo(words);
                      }));
    }

    private static Plan with(
        Plan plan,
        String installation,
        PolicySource policy,
        SortedMap<String, PlannedCluster> clusters) {
      return AlteredPlan.of(plan)
          .installation(installation)
          .policy(policy)
          .clusters(clusters)
          .plan();
    }

    private static Plan with(Plan plan, String cluster, Optional<String> identity) {
      SortedMap<String, PlannedCluster> clusters = new TreeMap<>(plan.clusters());
      clusters.computeIfPresent(
          cluster,
          (name, was) ->
              new PlannedCluster(
                  name,
                  identity,
                  was.unreadable(),
                  was.declared(),
                  was.wave(),
                  was.namespacesToCreate()));
      return with(plan, plan.installation(), plan.policy(), clusters);
    }

    @Test
    void anotherInstallation() {
      refused(
          plan -> with(plan, "theirs", plan.policy(), plan.clusters()),
          "plan: is for installation theirs, and this is local");
    }

    @Test
    @Tag("X3")
    void anotherPolicy() {
      refused(
          plan ->
              with(
                  plan,
                  plan.installation(),
                  new PolicySource("", "", new TreeMap<>(Map.of("policy.yaml", "a".repeat(40)))),
                  plan.clusters()),
          "policy.yaml: the policy changed since the plan was judged");
    }

    @Test
    void theSamePolicyFileWithOtherRules() {
      Look now = fleet.look();
      Plan before = judgedBy("a");
      Plan since = judgedBy("b");
      assertThatThrownBy(() -> SecretSync.bounds(before, since, now.live(), false))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("the policy changed since the plan was judged");
    }

    private Plan judgedBy(String blob) {
      return with(
          reviewed,
          reviewed.installation(),
          new PolicySource("", "", new TreeMap<>(Map.of("policy.yaml", blob.repeat(40)))),
          reviewed.clusters());
    }

    @Test
    void theSamePolicyOfAnotherCommit() {
      Look now = fleet.look();
      Plan other =
          with(
              reviewed,
              reviewed.installation(),
              new PolicySource("main", "e".repeat(40), reviewed.policy().files()),
              reviewed.clusters());
      assertThat(SecretSync.bounds(other, now.plan(), now.live(), false).deviations()).isEmpty();
    }

    @Test
    @DisplayName("R40: a cluster that was swapped for another under the same name")
    void anotherCluster() {
      refused(
          plan -> with(plan, "east", Optional.of("uid-of-another")),
          "east: is another cluster than the one that was planned for: the UID of its namespace"
              + " kube-system differs");
    }

    @Test
    void aClusterThatNobodyKnowsOnOneSide() {
      refused(
          plan -> with(plan, "east", Optional.empty()),
          "east: it cannot be told whether this is the cluster that was planned for: the UID of"
              + " its namespace kube-system could be read only once");
    }

    @Test
    void aClusterThatNobodyKnowsOnEitherSideIsHeldByItsObjects() {
      fleet.at("east").anonymous(true);
      Plan anonymous = fleet.look().plan();
      assertThat(fleet.apply(anonymous).deviations()).isEmpty();
    }

    @Test
    @Tag("X6")
    void aChangeOfTrustThatWasNotReviewed() {
      Look now = fleet.look();
      TrustChange change =
          new TrustChange(TrustChange.Kind.SOPS_CONFIG, ".sops.yaml", "a rule was added");
      Plan trusting = trusting(now.plan(), change);
      assertThatThrownBy(() -> SecretSync.bounds(reviewed, trusting, now.live(), false))
          .hasMessageContaining("not reviewed: a rule was added");
      // what was reviewed is merged by the time that it is applied
      assertThat(
              SecretSync.bounds(trusting(reviewed, change), now.plan(), now.live(), false)
                  .deviations())
          .isEmpty();
    }

    private static Plan trusting(Plan plan, TrustChange change) {
      return AlteredPlan.of(plan).trust(List.of(change)).plan();
    }
  }
}
