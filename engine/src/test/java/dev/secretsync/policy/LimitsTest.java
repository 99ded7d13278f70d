package dev.secretsync.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.declare.PolicyDeclaration.Limit;
import dev.secretsync.declare.PolicyDeclaration.Protected;
import dev.secretsync.model.LabelRequirement;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.policy.Guard.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("K10: how much one run may do to one cluster before it has to be counted out")
@Tag("K10")
class LimitsTest {
  private static final SourceLocation AT = new SourceLocation("policy.yaml", 5, 3);

  @DisplayName("without a policy: 30 percent of what is managed, and ten in any case")
  @ParameterizedTest(name = "{0} of {1}: limit {2}, tripped {3}")
  @CsvSource({
    "10, 10, 10, false",
    "11, 11, 10, true",
    "10, 33, 10, false",
    "11, 33, 10, true",
    "11, 36, 10, true",
    "11, 37, 11, false",
    "30, 100, 30, false",
    "31, 100, 30, true",
    "40, 100, 30, true",
    "600000000, 2000000000, 600000000, false"
  })
  void theBuiltInLimitIsHeldWhereNoPolicyHasOne(
      int destroyed, int managed, int limit, boolean tripped) {
    assertThat(Policy.builtIn().guards(deletes(destroyed, managed)))
        .containsExactly(
            new Guard(Kind.DELETES, "east", destroyed, managed, limit, Optional.empty(), tripped));
  }

  @DisplayName("a declared limit is the greater of share and floor; a share is rounded down")
  @ParameterizedTest(name = "{2} % or {3}: {0} of {1} tripped {4}")
  @CsvSource({
    "5, 18, 30, 0, false",
    "6, 18, 30, 0, true",
    "6, 18, 30, 6, false",
    "7, 18, 30, 6, true",
    "1, 100, 0, 0, true",
    "1, 1, 99, 0, true",
    "1, 1, 100, 0, false",
    "1, 3, 33, 0, true",
    "1, 3, 34, 0, false",
    "2, 2, 100, 0, false",
    "1, 0, 100, 0, true"
  })
  void aDeclaredLimitReplacesTheBuiltInOne(
      int destroyed, int managed, int percent, int floor, boolean tripped) {
    assertThat(
            guards(
                List.of(policy(Optional.of(limit(percent, floor)), Optional.empty(), none())),
                deletes(destroyed, managed)))
        .singleElement()
        .satisfies(guard -> {
          assertThat(guard.kind()).isEqualTo(Kind.DELETES);
          assertThat(guard.at()).contains(AT);
          assertThat(guard.tripped()).isEqualTo(tripped);
        });
  }

  @Test
  @DisplayName("a limit that says neither share nor floor allows nothing")
  void anEmptyLimitAllowsNothing() {
    Limit empty = new Limit(OptionalInt.empty(), OptionalInt.empty(), AT);
    assertThat(
            guards(
                List.of(policy(Optional.of(empty), Optional.empty(), none())), deletes(1, 1_000)))
        .extracting(Guard::limit, Guard::tripped)
        .containsExactly(tuple(0, true));
  }

  @Test
  @DisplayName("several policies: all are held, so that the strictest decides")
  void theStrictestOfSeveralPoliciesDecides() {
    assertThat(
            guards(
                List.of(
                    policy(Optional.of(limit(100, 0)), Optional.empty(), none()),
                    policy(Optional.of(limit(0, 2)), Optional.empty(), none())),
                deletes(3, 10)))
        .extracting(Guard::limit)
        .containsExactlyInAnyOrder(10, 2);
    assertThat(
            guards(
                List.of(
                    policy(Optional.of(limit(100, 0)), Optional.empty(), none()),
                    policy(Optional.of(limit(0, 2)), Optional.empty(), none())),
                deletes(3, 10)))
        .filteredOn(Guard::tripped)
        .extracting(Guard::limit)
        .containsExactly(2);
  }

  @Test
  @DisplayName("changes have no limit unless one is declared")
  void changesAreLimitedByPoliciesAlone() {
    Counts counts = new Counts("east", 0, 500, 500, false);
    assertThat(Policy.builtIn().guards(counts)).isEmpty();
    assertThat(
            guards(List.of(policy(Optional.empty(), Optional.of(limit(50, 20)), none())), counts))
        .containsExactly(new Guard(Kind.CHANGES, "east", 500, 500, 250, Optional.of(AT), true));
  }

  @Test
  @DisplayName("a protected cluster: one delete is one too many")
  void anythingDestructiveInAProtectedClusterTrips() {
    PolicyDeclaration policy =
        policy(Optional.of(limit(100, 0)), Optional.empty(), protecting("env", "prod"));
    assertThat(guards(List.of(policy), deletes(1, 100)))
        .extracting(Guard::kind, Guard::tripped)
        .containsExactlyInAnyOrder(tuple(Kind.PROTECTED, true), tuple(Kind.DELETES, false));
    assertThat(guards(List.of(policy), new Counts("east", 0, 50, 100, false))).isEmpty();
    assertThat(
            guards(
                List.of(
                    policy(Optional.of(limit(100, 0)), Optional.empty(), protecting("env", "dev"))),
                deletes(1, 100)))
        .extracting(Guard::kind)
        .containsExactly(Kind.DELETES);
  }

  @Test
  @DisplayName("a cluster left with nothing trips whatever the limits are")
  void anEmptiedClusterAlwaysTrips() {
    assertThat(
            guards(
                List.of(policy(Optional.of(limit(100, 100)), Optional.empty(), none())),
                new Counts("east", 1, 1, 1, true)))
        .filteredOn(Guard::tripped)
        .containsExactly(new Guard(Kind.EMPTY, "east", 1, 1, 0, Optional.empty(), true));
  }

  @Test
  @DisplayName("nothing destroyed and nothing changed: no guard has anything to say")
  void nothingToDoIsNothingToGuard() {
    assertThat(
            guards(
                List.of(
                    policy(
                        Optional.of(limit(0, 0)),
                        Optional.of(limit(0, 0)),
                        protecting("env", "prod"))),
                new Counts("east", 0, 0, 100, false)))
        .isEmpty();
  }

  private static Counts deletes(int destroyed, int managed) {
    return new Counts("east", destroyed, destroyed, managed, false);
  }

  private static List<Guard> guards(List<PolicyDeclaration> policies, Counts counts) {
    ClusterDeclaration east =
        new ClusterDeclaration(
            "east",
            new TreeMap<>(Map.of("env", "prod")),
            "east",
            "akuity",
            Optional.empty(),
            new SourceLocation("clusters.yaml", 1, 1));
    return Policy.of(policies, new TreeMap<>(Map.of("east", east)), PolicySource.none())
        .guards(counts);
  }

  private static Limit limit(int percent, int floor) {
    return new Limit(OptionalInt.of(percent), OptionalInt.of(floor), AT);
  }

  private static Optional<Protected> none() {
    return Optional.empty();
  }

  private static Optional<Protected> protecting(String label, String value) {
    return Optional.of(
        new Protected(
            new LabelSelector(
                List.of(new LabelRequirement.In(label, new TreeSet<>(List.of(value))))),
            AT));
  }

  private static PolicyDeclaration policy(
      Optional<Limit> deletes, Optional<Limit> changes, Optional<Protected> guarded) {
    return new PolicyDeclaration(
        "base", List.of(), deletes, changes, List.of(), guarded, List.of(), List.of(), AT);
  }
}
