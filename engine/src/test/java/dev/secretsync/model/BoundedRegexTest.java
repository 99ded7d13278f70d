package dev.secretsync.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("G8: regexes of a repository")
class BoundedRegexTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+$",
        "(a|a)*b",
        "(.*a){20}",
        "^(data|stringData)$",
        "(?i)secret",
        "\\pN\\z",
        "(?P<n>a)",
        "a{1000}",
        "(ab){40}(c{2}){10}",
        "a{,5}",
        "[)]{5}",
        "x{0}"
      })
  void soundOnesSearchInTime(String text) {
    Optional<Pattern> regex = BoundedRegex.compile(text);
    assertThat(regex).isPresent();
    Assertions.assertTimeoutPreemptively(
        LIMIT, () -> regex.get().matcher("a".repeat(4_000) + "!").find());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(a{100}){100}",
        "(?:(?:.{9}){99}){9}?",
        "((x{0,1000}){1,1000}){1000,}",
        "\\pL{1000}\\pL{1000}\\pL{1000}\\pL{1000}\\pL{1000}",
        "a{1001}",
        "a**",
        "(a",
        "[a",
        "(?=a)",
        "(a)\\1",
        "\\"
      })
  void bombsAndWhatIsNoRe2AreRefusedInTime(String text) {
    Assertions.assertTimeoutPreemptively(
        LIMIT, () -> assertThat(BoundedRegex.compile(text)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {BoundedRegex.MAX_LENGTH, BoundedRegex.MAX_LENGTH + 1})
  void longOnesAreRefused(int length) {
    assertThat(BoundedRegex.compile("a".repeat(length)).isPresent())
        .isEqualTo(length == BoundedRegex.MAX_LENGTH);
  }
}
