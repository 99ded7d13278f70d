package dev.secretsync.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTest {
  @ParameterizedTest
  @CsvSource({
    "kube-system, kube-system, true",
    "kube-system, kube-system-2, false",
    "kube-system, a-kube-system, false",
    "kube-*, kube-system, true",
    "kube-*, kube-, true",
    "kube-*, kube, false",
    "*-token, db-token, true",
    "*-token, token, false",
    "*a*b*, xxaxxbxx, true",
    "*a*b*, xxbxxaxx, false",
    "a*a, a, false",
    "a*a, aa, true",
    "*, '', true",
    "**, anything, true",
    "tls.*, tls.key, true",
    "tls.*, tlsxkey, false",
    "Token, token, false"
  })
  void aPatternOfNamesMatchesTheWhole(String pattern, String name, boolean matches) {
    assertThat(new Wildcard(pattern).matches(name)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "teams/payments.yaml, teams/payments.yaml, true",
    "teams/*.yaml, teams/payments.yaml, true",
    "teams/*.yaml, teams/payments/prod.yaml, false",
    "*.yaml, a.yaml, true",
    "*.yaml, teams/a.yaml, false",
    "teams/**, teams/a.yaml, true",
    "teams/**, teams/a/b/c.yaml, true",
    "teams/**, teams-of-others/a.yaml, false",
    "teams/**, other/teams/a.yaml, false",
    "**/teams/*.yaml, teams/a.yaml, true",
    "**/teams/*.yaml, x/y/teams/a.yaml, true",
    "teams/**/prod.yaml, teams/prod.yaml, true",
    "teams/**/prod.yaml, teams/a/b/prod.yaml, true",
    "teams/**/prod.yaml, teams/a/b/dev.yaml, false",
    "teams/*/prod.yaml, teams/prod.yaml, false",
    "**/a/**/b.yaml, a/x/a/y/b.yaml, true",
    "**, anything/at/all.yaml, true",
    "Teams/**, teams/a.yaml, false"
  })
  @DisplayName("X3: a star stays in its folder, two stars go through all")
  void aPatternOfPathsMatchesTheWhole(String pattern, String path, boolean matches) {
    assertThat(new PathPattern(pattern).matches(path)).isEqualTo(matches);
  }

  @Test
  void noPatternIsNoCondition() {
    assertThat(Patterns.ofTexts(List.of()).match("anything")).isTrue();
    assertThat(Patterns.ofTexts(List.of("a", "b*")).match("bc")).isTrue();
    assertThat(Patterns.ofTexts(List.of("a", "b*")).match("c")).isFalse();
  }

  @Test
  @DisplayName("G8: a hostile pattern takes no time worth measuring")
  void manyStarsAreNoWork() {
    Wildcard wildcard = new Wildcard("*a".repeat(250) + "*b");
    PathPattern path = new PathPattern("**/a/".repeat(100) + "b.yaml");
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 1000; i++) {
            assertThat(wildcard.matches("a".repeat(4000))).isFalse();
            assertThat(path.matches("a/".repeat(2000) + "c.yaml")).isFalse();
          }
        });
  }
}
