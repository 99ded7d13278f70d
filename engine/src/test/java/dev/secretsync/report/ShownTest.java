package dev.secretsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("P3: names cannot act on a terminal or a CI log")
class ShownTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[31m",
        "\r\n",
        "\u0007",
        "\u0000",
        "\u007f",
        "\u009b",
        "\u202e",
        "\u2066",
        "\u200b",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ue000",
        "\ud800",
        "\u061c",
        "\udb40\udc41"
      })
  void whatIsNotPrintableIsReplaced(String hostile) {
    String shown = Shown.name("a" + hostile + "b");
    assertThat(shown).startsWith("a\ufffd").endsWith("b");
    assertThat(shown).doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\u2028\\u2029].*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"team-a", "Größe", "日本語", "a b/c:d", "east/akuity/database", "C#", "🔑"})
  void ordinaryNamesStay(String name) {
    assertThat(Shown.name(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"::add-mask::a", "  ::error::a", "##[add-mask]a", "a ##vso[task]b", "###[x]"})
  void aWorkflowCommandIsNoneAnyMore(String hostile) {
    String shown = Shown.name(hostile);
    assertThat(shown.strip()).doesNotStartWith("::");
    assertThat(shown).doesNotContain("##");
  }

  @ParameterizedTest
  @CsvSource({"0,0 clusters", "1,1 cluster", "2,2 clusters"})
  void countsAreWords(int number, String words) {
    assertThat(Shown.count(number, "cluster")).isEqualTo(words);
  }

  @Test
  void timesAreUtcToTheSecond() {
    assertThat(Shown.time(Optional.of(Instant.parse("2026-11-21T09:30:05.9Z"))))
        .isEqualTo("2026-11-21 09:30:05Z");
    assertThat(Shown.time(Optional.empty())).isEqualTo("at an unknown time");
  }

  @DisplayName("a cluster may tell any time: that of no calendar is shown as it was told")
  @Test
  void noTimeIsTooFarAway() {
    assertThat(Shown.time(Instant.MAX)).isEqualTo("+1000000000-12-31T23:59:59.999999999Z");
    assertThat(Shown.time(Instant.MIN)).isEqualTo("-1000000000-01-01T00:00:00Z");
    assertThat(Shown.time(Instant.parse("9999-12-31T23:59:59.9Z")))
        .isEqualTo("9999-12-31 23:59:59Z");
  }
}
