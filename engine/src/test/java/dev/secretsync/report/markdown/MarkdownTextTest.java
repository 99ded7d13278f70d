package dev.secretsync.report.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("P3: names stay names in Markdown")
class MarkdownTextTest {
  @DisplayName("a code span ends where it should, with its fence apart from the text")
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = ';',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a;`a`",
        "a`b;``a`b``",
        "`a;`` `a ``",
        "a`;`` a` ``",
        "a``b`c;```a``b`c```",
        "a|b;`a\\|b`",
        "@team;`@\u200dteam`",
        "\"\";` `"
      })
  void aCodeSpanEndsWhereItShould(String text, String span) {
    assertThat(MarkdownText.code(text)).isEqualTo(span);
  }

  @Test
  void insideOfHtmlNothingIsAnElement() {
    assertThat(MarkdownText.html("<b>&@team</b>"))
        .isEqualTo("<code>&lt;b&gt;&amp;@\u200dteam&lt;/b&gt;</code>");
  }

  @DisplayName("what is longer than 200 characters is cut behind a whole one")
  @Test
  void aLongNameIsCut() {
    assertThat(MarkdownText.line("🔑".repeat(200))).isEqualTo("🔑".repeat(200));
    assertThat(MarkdownText.line("🔑".repeat(201))).isEqualTo("🔑".repeat(199) + "…");
  }

  @Test
  void noLineEndsItsBlock() {
    assertThat(MarkdownText.fence("")).isEqualTo("```");
    assertThat(MarkdownText.fence("a\n```\nb")).isEqualTo("````");
  }
}
