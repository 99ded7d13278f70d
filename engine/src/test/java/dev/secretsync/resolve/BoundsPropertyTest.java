package dev.secretsync.resolve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.SecretSync;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Bounds;
import dev.secretsync.plan.Fate;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reviewed plan allows, on hundreds of fleets of chance in which anything happens since. */
@Tag("K9")
@Tag("S7")
class BoundsPropertyTest {
  private static final int EVENTS = 6;
  private static final int ROUNDS = 4;

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  private static RandomFleet story(long seed) {
    return new RandomFleet(seed, seed % 2 == 1);
  }

  @DisplayName("K9: a plan is within itself, and the second apply of it writes nothing")
  @ParameterizedTest
  @MethodSource("seeds")
  void aPlanIsWithinItself(long seed) {
    TestFleet fleet = story(seed).fleet();
    Look look = fleet.look();
    Bounds bounds = look.within(look.plan());
    assertThat(bounds.plan()).isEqualTo(look.plan());
    assertThat(bounds.deviations()).isEmpty();
    assertThat(bounds.fates().values())
        .allSatisfy(
            one -> assertThat(one.fate()).isEqualTo(new Fate.Written(one.change().address())));
    fleet.apply(look.plan());
    Bounds second = fleet.apply(look.plan());
    assertThat(second.plan().hasChanges()).isFalse();
    assertThat(second.fates().values())
        .allSatisfy(one -> assertThat(one.fate()).isEqualTo(new Fate.Done()));
  }

  @DisplayName("K9: whatever happens between, nothing is written that was not reviewed")
  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsWrittenThatWasNotReviewed(long seed) {
    RandomFleet story = story(seed);
    Random random = new Random(~seed);
    for (int round = 0; round < ROUNDS; round++) {
      Look reviewed = story.fleet().look();
      int events = random.nextInt(EVENTS);
      for (int i = 0; i < events; i++) {
        story.somethingHappens();
      }
      applyWatched(reviewed, story.fleet());
      if (random.nextBoolean()) {
        story.fleet().apply();
      }
    }
  }

  private static void applyWatched(Look reviewed, TestFleet fleet) {
    Look now = fleet.look();
    Bounds bounds;
    try {
      bounds = now.within(reviewed.plan());
    } catch (RefusedException _) {
      // clusters that went by another identity in between: nothing is written at all
      return;
    }
    assertThat(bounds.fates().keySet())
        .as("one fate for each change that was reviewed")
        .containsExactlyInAnyOrderElementsOf(
            reviewed.plan().changes().stream()
                .filter(change -> change.action().writes())
                .map(PlannedChange::address)
                .toList());
    Map<SecretAddress, LiveSecret> before = objects(fleet);
    fleet.apply(reviewed.plan());
    Map<SecretAddress, LiveSecret> after = objects(fleet);
    assertOnlyReviewedObjectsChanged(reviewed.plan(), bounds, before, after, fleet);
    for (Bounds.Reviewed one : bounds.fates().values()) {
      if (one.fate() instanceof Fate.Written) {
        assertOutcome(one.change(), reviewed, after, fleet);
      }
    }
  }

  private static Map<SecretAddress, LiveSecret> objects(TestFleet fleet) {
    Map<SecretAddress, LiveSecret> all = new TreeMap<>();
    fleet
        .contexts()
        .forEach((context, cluster) ->
            cluster
                .secrets()
                .forEach(secret -> all.put(new SecretAddress(context, secret.ref()), secret)));
    return all;
  }

  private static SecretAddress there(SecretAddress declared, TestFleet fleet) {
    return new SecretAddress(fleet.contextOf(declared.cluster()), declared.ref());
  }

  /** An object is another one afterwards only where the reviewed plan said so. */
  private static void assertOnlyReviewedObjectsChanged(
      Plan reviewed,
      Bounds bounds,
      Map<SecretAddress, LiveSecret> before,
      Map<SecretAddress, LiveSecret> after,
      TestFleet fleet) {
    Map<SecretAddress, Action> allowed = new HashMap<>();
    reviewed.changes().stream()
        .filter(change -> change.action().writes())
        .filter(change -> fleet.declares(change.address().cluster()))
        .forEach(change -> {
          allowed.put(there(change.address(), fleet), change.action());
          change.movedFrom().ifPresent(from -> allowed.put(there(from, fleet), Action.DELETE));
        });
    Set<SecretAddress> all = new HashSet<>(before.keySet());
    all.addAll(after.keySet());
    for (SecretAddress address : all) {
      Optional<LiveSecret> was = Optional.ofNullable(before.get(address));
      Optional<LiveSecret> is = Optional.ofNullable(after.get(address));
      if (was.equals(is)) {
        continue;
      }
      assertThat(allowed).as("%s by %s", address, bounds).containsKey(address);
      Action action = requireNonNull(allowed.get(address));
      assertThat(did(was, is)).as("%s", address).isIn(mayDo(action));
    }
  }

  private static Action did(Optional<LiveSecret> was, Optional<LiveSecret> is) {
    if (was.isEmpty()) {
      return Action.CREATE;
    }
    if (is.isEmpty()) {
      return Action.DELETE;
    }
    return was.get().uid().equals(is.get().uid()) ? Action.UPDATE : Action.REPLACE;
  }

  private static List<Action> mayDo(Action reviewed) {
    return switch (reviewed) {
      case CREATE, MOVE -> List.of(Action.CREATE);
      case UPDATE, ADOPT, RELEASE -> List.of(Action.UPDATE);
      case REPLACE -> List.of(Action.REPLACE, Action.CREATE);
      case DELETE -> List.of(Action.DELETE);
      default -> List.of();
    };
  }

  /** What was reviewed came about, to the byte: the content is the one that the review was of. */
  private static void assertOutcome(
      PlannedChange change, Look reviewed, Map<SecretAddress, LiveSecret> after, TestFleet fleet) {
    Optional<LiveSecret> is = Optional.ofNullable(after.get(there(change.address(), fleet)));
    if (change.action() == Action.DELETE) {
      assertThat(is).isEmpty();
    } else if (change.action() != Action.RELEASE) {
      assertThat(requireNonNull(is.orElse(null)).content().data())
          .containsAllEntriesOf(
              reviewed
                  .resolution()
                  .desired()
                  .find(change.address())
                  .orElseThrow()
                  .content()
                  .data());
    }
  }

  @DisplayName(
      "K9: with all or nothing, either all that was reviewed is there afterwards or nothing")
  @ParameterizedTest
  @MethodSource("seeds")
  void allOrNothingIsAllOrNothing(long seed) {
    RandomFleet story = story(seed);
    Look reviewed = story.fleet().look();
    for (int i = 0; i < EVENTS; i++) {
      story.somethingHappens();
    }
    Look now = story.fleet().look();
    try {
      Bounds bounds = SecretSync.bounds(reviewed.plan(), now.plan(), now.live(), true);
      List<Fate> open = new ArrayList<>();
      bounds
          .fates()
          .values()
          .forEach(one -> {
            if (!(one.fate() instanceof Fate.Written) && !(one.fate() instanceof Fate.Done)) {
              open.add(one.fate());
            }
          });
      assertThat(bounds.plan().hasChanges() && !open.isEmpty()).isFalse();
      assertThat(bounds.plan().hasChanges() && !bounds.deviations().isEmpty()).isFalse();
    } catch (RefusedException refused) {
      assertThat(refused.diagnostics()).isNotEmpty();
    }
  }
}
