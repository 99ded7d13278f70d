package dev.secretsync.resolve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.model.Marks;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.Shard;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Merge;
import dev.secretsync.plan.NamedPlan;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.json.PlanJson;
import dev.secretsync.report.text.PlanText;
import dev.secretsync.report.text.Style;
import dev.secretsync.saved.ReadBack;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every fleet that offers Secrets: hundreds of them, made by chance. */
class ResolutionPropertyTest {
  private static final RunInfo RUN = new RunInfo("0.1.0", Instant.parse("2026-11-21T12:00:00Z"));
  private static final Set<String> ADOPTABLE =
      Set.of("argocd-notifications-secret", "application-set-secret");
  private static final int EVENTS = 40;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @DisplayName("whatever the order of documents and clusters, a plan has the same bytes")
  @ParameterizedTest
  @MethodSource("seeds")
  void orderChangesNothing(long seed) {
    TestFleet fleet = new RandomFleet(seed).fleet();
    String bytes = bytes(fleet.look());
    for (int i = 0; i < 3; i++) {
      assertThat(bytes(fleet.shuffled(new Random(seed + i)).look())).isEqualTo(bytes);
    }
  }

  @DisplayName("R84, R92: nor where a Kargo is in it, with projects that come and go")
  @Tag("R92")
  @ParameterizedTest
  @MethodSource("seeds")
  void orderChangesNothingForKargo(long seed) {
    TestFleet fleet = new RandomFleet(seed, true).fleet();
    String bytes = bytes(fleet.look());
    for (int i = 0; i < 3; i++) {
      assertThat(bytes(fleet.shuffled(new Random(seed + i)).look())).isEqualTo(bytes);
    }
  }

  @DisplayName("cli.md 6.6: plans of all shards, each of what it has to see, make the plan of all")
  @ParameterizedTest
  @MethodSource("seeds")
  void partsMakeTheWhole(long seed) {
    RandomFleet story = new RandomFleet(seed, seed % 2 == 0);
    Random random = new Random(seed);
    for (int of = 1; of <= 8; of++) {
      TestFleet fleet = story.fleet();
      List<NamedPlan> parts = new ArrayList<>();
      for (int index = 1; index <= of; index++) {
        Plan part = fleet.look(Optional.of(new Shard(index, of))).plan();
        ReadBack.assertTheSame(part);
        parts.add(new NamedPlan("part-" + index, part));
      }
      Collections.shuffle(parts, random);
      StringWriter merged = new StringWriter();
      PlanJson.write(Merge.of(parts), RUN, merged);
      StringWriter whole = new StringWriter();
      PlanJson.write(fleet.look().plan(), RUN, whole);
      assertThat(merged.toString()).isEqualTo(whole.toString());
      if (random.nextBoolean()) {
        fleet.apply();
      }
      story.somethingHappens();
      story.somethingHappens();
    }
  }

  @DisplayName("R91, R92: one apply does everything for a Kargo too, moves included")
  @Tag("R91")
  @Tag("R92")
  @ParameterizedTest
  @MethodSource("seeds")
  void applyThenPlanIsEmptyForKargo(long seed) {
    TestFleet fleet = new RandomFleet(seed, true).fleet();
    for (int i = 0; i < 3; i++) {
      Look look = fleet.apply();
      assertThat(look.plan().applyable()).isTrue();
      assertThat(fleet.look().writes()).as("after %s", look.lines()).isEmpty();
    }
  }

  @DisplayName("R93, R95, R105: whatever happens, no move loses a Secret, and nothing of others is")
  @Tag("R39")
  @Tag("R40")
  @Tag("R93")
  @Tag("R95")
  @Tag("R105")
  @ParameterizedTest
  @MethodSource("seeds")
  void noMoveLosesASecret(long seed) {
    RandomFleet story = new RandomFleet(seed, true);
    Random random = new Random(~seed);
    for (int i = 0; i < 2 * EVENTS; i++) {
      story.somethingHappens();
      if (random.nextInt(3) == 0) {
        assertNothingIsLost(applyWatched(story), story.fleet());
      }
    }
    story.answerAll();
    assertNothingIsLost(applyWatched(story), story.fleet());
    assertThat(story.fleet().look().writes()).isEmpty();
  }

  /** A copy goes from one project because it is in another by now, and from nowhere else. */
  private static void assertNothingIsLost(Look look, TestFleet fleet) {
    look.plan().changes().stream()
        .filter(change -> look.why(change).contains("(R92)"))
        .map(change -> look.live().find(change.address()).orElseThrow())
        .forEach(copy -> assertThat(fleet.copiesOf(copy)).as("%s", look.lines()).isNotEmpty());
  }

  @DisplayName("R12: one apply does everything: the plan after it writes nothing")
  @Tag("R12")
  @ParameterizedTest
  @MethodSource("seeds")
  void applyThenPlanIsEmpty(long seed) {
    TestFleet fleet = new RandomFleet(seed).fleet();
    Look first = fleet.apply();
    assertThat(first.plan().applyable()).isTrue();
    assertThat(fleet.look().writes()).as("after %s", first.lines()).isEmpty();
  }

  @DisplayName("R39, R40: whatever happens, nothing is written that somebody else owns")
  @Tag("R39")
  @Tag("R40")
  @Tag("R43")
  @Tag("R58")
  @ParameterizedTest
  @MethodSource("seeds")
  void nothingOfOthersIsEverWritten(long seed) {
    RandomFleet story = new RandomFleet(seed);
    Random random = new Random(~seed);
    for (int i = 0; i < EVENTS; i++) {
      story.somethingHappens();
      if (random.nextInt(3) == 0) {
        applyWatched(story);
      }
    }
    story.answerAll();
    applyWatched(story);
    applyWatched(story);
    assertThat(story.fleet().look().writes()).isEmpty();
  }

  private static Look applyWatched(RandomFleet story) {
    Map<String, LiveSecret> before = story.ofOthers();
    Look look = story.fleet().apply();
    Map<String, LiveSecret> after = story.ofOthers();
    // what was taken over is replaced when its owner gives it another type, and the plan says so
    assertThat(after.keySet()).as("%s", look.lines()).containsAll(before.keySet());
    before.forEach((address, secret) -> {
      LiveSecret now = requireNonNull(after.get(address), address);
      assertThat(now.uid()).isEqualTo(secret.uid());
      if (!mayBeTakenOver(address)) {
        assertThat(now).as("%s by %s", address, look.lines()).isEqualTo(secret);
      }
    });
    look.plan().changes().forEach(change -> assertAllowed(change, look, story.fleet()));
    look.resolution()
        .desired()
        .clusters()
        .values()
        .forEach(
            cluster -> cluster.secrets().values().forEach(secret -> assertNoLoop(secret, look)));
    return look;
  }

  private static boolean mayBeTakenOver(String address) {
    SecretAddress parsed = TestFleet.address(address);
    return ADOPTABLE.contains(parsed.ref().name()) && parsed.ref().namespace().startsWith("argocd");
  }

  private static void assertAllowed(PlannedChange change, Look look, TestFleet fleet) {
    if (change.action() == Action.DELETE || change.action() == Action.RELEASE) {
      assertSourceWasSeen(look.live().find(change.address()).orElseThrow(), look, fleet);
    }
    if (change.action() == Action.DELETE || change.action() == Action.REPLACE) {
      LiveSecret seen = look.live().find(change.address()).orElseThrow();
      assertThat(fleet.at(fleet.contextOf(change.address().cluster())).madeByOthers(seen))
          .as("%s %s", change.action(), change.address())
          .isFalse();
    }
  }

  /** Nothing goes because of a cluster that is declared and did not answer. */
  private static void assertSourceWasSeen(LiveSecret copy, Look look, TestFleet fleet) {
    String identity = copy.content().annotations().get(Marks.SOURCE_IDENTITY);
    fleet.names().stream()
        .filter(name -> ("uid-of-" + fleet.contextOf(name)).equals(identity))
        .forEach(name ->
            assertThat(look.live().clusters().get(name))
                .as("%s of %s", copy.ref(), name)
                .isInstanceOf(Observation.Read.class));
  }

  /** A copy is no source, and no source is its own cluster's target. */
  private static void assertNoLoop(DesiredSecret secret, Look look) {
    if (secret.origin() instanceof Origin.Collected collected) {
      LiveSecret source = look.live().find(collected.source()).orElseThrow();
      assertThat(Ownership.of(source, "local")).isInstanceOf(Ownership.Others.class);
      assertThat(source.content().annotations()).doesNotContainKey(Marks.SOURCE_CLUSTER);
      assertThat(secret.address()).isNotEqualTo(collected.source());
      boolean inControlPlane =
          !List.of("akuity", "agents").contains(secret.address().ref().namespace());
      assertThat(inControlPlane || !secret.address().cluster().equals(collected.source().cluster()))
          .as("%s from %s", secret.address(), collected.source())
          .isTrue();
    }
  }

  /** File names tell the order of documents, and so they are taken out. */
  private static final Pattern INPUTS = Pattern.compile("\"inputs\" : \\{([^{}]*)\\}");

  private static String bytes(Look look) {
    ReadBack.assertTheSame(look.plan());
    StringWriter text = new StringWriter();
    new PlanText(Style.plain(), RUN).write(look.plan(), new PrintWriter(text));
    PlanJson.write(look.plan(), RUN, text);
    // documents change files when they are shuffled, so inputs come in another order with their
    // names
    return INPUTS
        .matcher(text.toString().replaceAll("f\\d{3}\\.yaml", "FILE"))
        .replaceAll(inputs ->
            inputs
                .group(1)
                .lines()
                .map(line -> line.replace(",", ""))
                .sorted()
                .collect(Collectors.joining("\n")));
  }
}
