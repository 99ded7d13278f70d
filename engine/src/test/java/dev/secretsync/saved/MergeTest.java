package dev.secretsync.saved;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.model.Code;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.Revision;
import dev.secretsync.model.Shard;
import dev.secretsync.plan.AlteredPlan;
import dev.secretsync.plan.Bounds;
import dev.secretsync.plan.Merge;
import dev.secretsync.plan.NamedPlan;
import dev.secretsync.plan.Part;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** cli.md 6.6: which plans are parts of one, and what they make together. */
class MergeTest {
  private static final Plan WHOLE = TestPlans.everything();
  private static final SortedSet<String> FLEET = new TreeSet<>(WHOLE.clusters().keySet());

  @Test
  @DisplayName(
      "in any order and any number they make the plan, byte for byte, and so do their files")
  void partsMakeTheWhole() {
    Random random = new Random(1);
    for (int of = 1; of <= 8; of++) {
      List<NamedPlan> parts = parts(of);
      parts.forEach(part -> ReadBack.assertTheSame(part.plan()));
      Collections.shuffle(parts, random);
      Plan merged = Merge.of(parts);
      assertThat(merged).isEqualTo(WHOLE);
      assertThat(ReadBack.document(merged)).isEqualTo(ReadBack.document(WHOLE));
    }
  }

  @Test
  @DisplayName("shards without a cluster may be left out")
  void emptyPartsAreNotMissed() {
    for (int of = 1; of <= 8; of++) {
      List<NamedPlan> parts = parts(of);
      parts.removeIf(part -> part.plan().clusters().isEmpty());
      assertThat(Merge.of(parts)).isEqualTo(WHOLE);
    }
  }

  @Test
  @DisplayName(
      "a shard that is missing is named, its clusters are unknown, and nothing can be applied")
  void aMissingPartIsSaid() {
    List<NamedPlan> parts = parts(3);
    Shard shard = Shard.holding("east", 3);
    parts.removeIf(part -> part.plan().part().orElseThrow().shard().equals(shard));
    Plan merged = Merge.of(parts);
    assertThat(merged.clusters().keySet()).isEqualTo(FLEET);
    PlannedCluster east = requireNonNull(merged.clusters().get("east"));
    assertThat(east.unreadable().orElseThrow().summary())
        .isEqualTo("was not planned: shard " + shard + " is missing");
    assertThat(east.wave()).isEqualTo("canary");
    assertThat(merged.complete()).isFalse();
    assertThat(merged.applyable()).isFalse();
    assertThat(merged.missesShard()).isTrue();
    assertThat(merged.exitCodes()).contains(ExitCode.UNREACHABLE);
    assertThat(merged.diagnostics())
        .filteredOn(found -> found.code() == Code.SHARD_MISSING)
        .singleElement()
        .satisfies(found -> assertThat(found.subject()).isEqualTo("shard " + shard))
        .satisfies(found -> assertThat(found.summary()).contains("east"));
    ReadBack.assertTheSame(merged);
    assertThatThrownBy(() -> Bounds.of(merged, WHOLE, address -> Bounds.Presence.UNKNOWN, false))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void whatIsOfAnotherPlanIsRefused() {
    refused(2, plan -> with(plan, new Revision("beef", "7ree", false)), "is of another commit");
    refused(
        2,
        plan -> AlteredPlan.of(plan).installation("another").plan(),
        "is of another installation");
    refused(
        2,
        plan -> with(plan, plan.part().map(part -> new Part(part.shard(), new TreeSet<>()))),
        "is about another fleet");
    refused(
        2,
        plan -> with(plan, plan.part().map(part -> new Part(new Shard(2, 9), part.fleet()))),
        "divides the fleet into more or fewer parts");
  }

  @Test
  @DisplayName("a part that says more than its clusters is refused: what it says could count twice")
  void whatLeavesItsClustersIsRefused() {
    Plan more = with(WHOLE, Optional.of(new Part(new Shard(1, 2), FLEET)));
    assertThatThrownBy(() -> Merge.of(List.of(new NamedPlan("more", more))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is not what shard 1/2 of its fleet has to be about");
  }

  @Test
  void theSameTwiceIsRefused() {
    List<NamedPlan> parts = parts(2);
    parts.add(new NamedPlan("again", parts.getFirst().plan()));
    assertThatThrownBy(() -> Merge.of(parts))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is shard 1/2, and so is part-1");
  }

  @Test
  void aPlanOfTheWholeFleetIsNoPart() {
    assertThatThrownBy(() -> Merge.of(List.of(new NamedPlan("whole", WHOLE))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is about the whole fleet");
  }

  private static void refused(int of, UnaryOperator<Plan> change, String words) {
    List<NamedPlan> parts = parts(of);
    NamedPlan last = parts.removeLast();
    parts.add(new NamedPlan(last.name(), change.apply(last.plan())));
    assertThatThrownBy(() -> Merge.of(parts))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(words + " than part-1");
  }

  private static List<NamedPlan> parts(int of) {
    List<NamedPlan> parts = new ArrayList<>();
    for (int index = 1; index <= of; index++) {
      parts.add(new NamedPlan("part-" + index, WHOLE.of(new Shard(index, of), FLEET)));
    }
    return parts;
  }

  private static Plan with(Plan plan, Revision revision) {
    return AlteredPlan.of(plan).revision(revision).plan();
  }

  private static Plan with(Plan plan, Optional<Part> part) {
    return AlteredPlan.of(plan).part(part).plan();
  }
}
