package dev.secretsync.apply;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.secretsync.CollectedFleet;
import dev.secretsync.plan.PlannedChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("cli.md 6.5: every planned change has exactly one outcome")
class SumTest {
  private static final List<PlannedChange> PLANNED =
      new CollectedFleet()
          .wants(CollectedFleet.declared("east/akuity/a", Map.of("k", "visibly-fake")))
          .wants(CollectedFleet.declared("east/akuity/b", Map.of("k", "visibly-fake")))
          .plan()
          .changes();

  private static ChangeResult applied(PlannedChange change) {
    return new ChangeResult(
        change.address(), change.action(), Outcome.APPLIED, Optional.empty(), Trail.NONE);
  }

  private static final List<ChangeResult> RESULTS = PLANNED.stream().map(SumTest::applied).toList();

  @Test
  void oneForEachIsRight() {
    assertThatCode(() -> Sum.check(PLANNED, RESULTS)).doesNotThrowAnyException();
  }

  @Test
  void oneThatWasLostIsNoticed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Sum.check(PLANNED, RESULTS.subList(0, 1)))
        .withMessage("east/akuity/b has no outcome");
  }

  @Test
  void oneThatIsThereTwiceIsNoticed() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            Sum.check(PLANNED, Stream.concat(RESULTS.stream(), RESULTS.stream().limit(1)).toList()))
        .withMessage("east/akuity/a has more outcomes than were planned");
  }
}
