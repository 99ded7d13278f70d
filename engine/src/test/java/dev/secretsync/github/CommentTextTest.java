package dev.secretsync.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("cli.md 4.6, 5.3: what a comment says")
class CommentTextTest {
  @Test
  void markdownOfOursLosesItsOwnMark() {
    assertThat(CommentText.trusted("<!-- secretsync:plan {} -->\n### plan\n"))
        .isEqualTo("### plan\n");
    assertThat(CommentText.trusted("### plan\n")).isEqualTo("### plan\n");
    assertThat(CommentText.trusted("x".repeat(64_000))).hasSize(64_000);
  }

  @Test
  void whatIsEmptyOrTooLongIsRefused() {
    for (String text : List.of("", " \n", "<!-- secretsync:plan {} -->", "x".repeat(64_001))) {
      assertThatThrownBy(() -> CommentText.trusted(text)).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void aTextOfAForkStaysInItsBlock() {
    String hostile =
        "```\n</details>\n# title\n@everyone <!-- secretsync:plan {} -->\n````\n\u001b[31m\u202e::error::x";
    String shown = CommentText.untrusted(hostile, "prod", Optional.empty());
    assertThat(shown)
        .contains("\n`````text\n```\n</details>\n")
        .endsWith("\n`````\n\n")
        .doesNotContain("\u001b", "\u202e", "\n::error");
  }

  @Test
  void aLongTextIsCutAndCounted() {
    String shown = CommentText.untrusted("line of text\n".repeat(10_000), "prod", Optional.empty());
    assertThat(shown.length()).isLessThan(64_000);
    Matcher more = Pattern.compile("… (\\d+) more lines\\.").matcher(shown);
    assertThat(more.find()).isTrue();
    assertThat(
            shown.lines().filter(line -> line.equals("line of text")).count()
                + Long.parseLong(more.group(1)))
        .isEqualTo(10_000);
    assertThat(CommentText.untrusted("one line\n", "prod", Optional.empty()))
        .doesNotContain("more lines");
  }

  @DisplayName("a failure names twenty errors at most, and no warning")
  @Test
  void aFailureNamesErrorsAlone() {
    List<Diagnostic> reasons = new ArrayList<>();
    reasons.add(Diagnostic.warning(Code.REDUNDANT, "east", "is allowed twice", ""));
    for (int i = 0; i < 21; i++) {
      reasons.add(Diagnostic.error(Code.SCHEMA, "f" + i, "is wrong", ""));
    }
    String text = CommentText.failure("prod", Optional.empty(), reasons, Optional.empty());
    assertThat(text.lines().filter(line -> line.startsWith("- "))).hasSize(20);
    assertThat(text).doesNotContain("twice").contains("There is no plan. Any plan");
  }

  @Test
  void aFailureSaysThatNothingIsValid() {
    Diagnostic why =
        Diagnostic.error(Code.PLAN_FILE, "plan.json", "is `not` a <b>plan</b> @everyone", "");
    assertThat(
            CommentText.failure(
                "prod",
                Optional.of(Desk.HEAD),
                List.of(why),
                Optional.of("https://github.com/acme/fleet/actions/runs/12")))
        .isEqualTo(
            """
            ### 🔐 secretsync plan · `prod` · **failed**

            > [!CAUTION]
            > There is no plan of commit `2222222`. Any plan that stood here before is void.

            - SSY530: ``is `not` a <b>plan</b> @\u200deveryone``

            <sub>[log of the run](https://github.com/acme/fleet/actions/runs/12)</sub>
            """);
  }

  @Test
  void anApplyWithoutAResultSaysWhatToDoNext() {
    assertThat(
            CommentText.withoutResult(
                "apply",
                List.of(Diagnostic.error(Code.RESULT_FILE, "result.json", "does not exist", "")),
                Optional.of("https://github.com/acme/fleet/actions/runs/12")))
        .isEqualTo(
            """
            ### 🔐 secretsync apply · `apply` · **no result**

            > [!CAUTION]
            > The apply ended without a result: it may have written nothing, or something, or all of \
            its plan. Run it again: it finds out what is done, and finishes the rest. \
            `secretsync plan` shows what is left.

            - SSY602: `does not exist`

            <sub>[log of the run](https://github.com/acme/fleet/actions/runs/12)</sub>
            """);
  }
}
