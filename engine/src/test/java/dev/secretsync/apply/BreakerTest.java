package dev.secretsync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("cli.md 6.2: a cluster that gets nowhere is left alone")
class BreakerTest {
  private static final SecretAddress HERE = SecretAddress.of("east", "apps", "a");

  private long now;
  private final Breaker breaker = new Breaker("east", () -> now);

  private void hears(Code... codes) {
    for (Code code : codes) {
      assertThat(breaker.open()).isEmpty();
      breaker.heard(
          new ChangeResult(
              HERE,
              Action.UPDATE,
              Outcome.FAILED,
              Optional.of(Diagnostic.error(code, "", "it failed", "")),
              Trail.NONE));
    }
  }

  private void hearsSuccess() {
    breaker.heard(
        new ChangeResult(HERE, Action.UPDATE, Outcome.APPLIED, Optional.empty(), Trail.NONE));
  }

  @Test
  void threeUnansweredWritesInARowOpenIt() {
    hears(Code.CLUSTER_UNREACHABLE, Code.CLUSTER_UNREACHABLE);
    hearsSuccess();
    hears(Code.CLUSTER_UNREACHABLE, Code.CLUSTER_UNREACHABLE);
    assertThat(breaker.open()).isEmpty();
    hears(Code.CLUSTER_UNREACHABLE);
    assertThat(breaker.open())
        .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo(Code.CLUSTER_UNREACHABLE));
  }

  @Test
  void aMinuteWithoutAnAnswerOpensIt() {
    assertThat(breaker.open()).isEmpty();
    now += Duration.ofSeconds(59).toNanos();
    hears(Code.CLUSTER_UNREACHABLE);
    assertThat(breaker.open()).isEmpty();
    now += Duration.ofSeconds(1).toNanos();
    hears(Code.CLUSTER_UNREACHABLE);
    assertThat(breaker.open()).isPresent();
  }

  @Test
  void aRefusalIsAnAnswer() {
    now += Duration.ofSeconds(100).toNanos();
    hears(
        Code.CLUSTER_UNREACHABLE,
        Code.CLUSTER_UNREACHABLE,
        Code.WRITE_FAILED,
        Code.CLUSTER_UNREACHABLE,
        Code.CLUSTER_UNREACHABLE);
    assertThat(breaker.open()).isEmpty();
  }

  @Test
  void aFirstWriteThatIsForbiddenOpensIt() {
    hears(Code.CLUSTER_FORBIDDEN);
    assertThat(breaker.open())
        .hasValueSatisfying(why -> assertThat(why.subject()).isEqualTo("east"));
  }

  @Test
  void aLaterOneThatIsForbiddenDoesNot() {
    hearsSuccess();
    hears(Code.CLUSTER_FORBIDDEN);
    assertThat(breaker.open()).isEmpty();
  }
}
