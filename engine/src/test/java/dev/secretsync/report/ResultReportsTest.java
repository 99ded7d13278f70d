package dev.secretsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.apply.Trail;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Revision;
import dev.secretsync.model.Run;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.policy.Policy;
import dev.secretsync.report.json.ResultJson;
import dev.secretsync.report.text.ResultText;
import dev.secretsync.report.text.Style;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResultReportsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final PerformedRun RUN =
      new PerformedRun(
          new Run("a-run", "somebody", Optional.of("https://ci.example.com/7")),
          "0.1.0",
          NOW,
          Optional.empty());
  private static final Plan PLAN =
      new Plan(
          new Revision("c".repeat(40), "d".repeat(40), false),
          "local",
          Policy.builtIn().source(),
          List.of(),
          new TreeMap<>(),
          List.of(),
          List.of(),
          List.of(),
          new TreeSet<>(),
          List.of());

  private static ChangeResult change(String name, Action action, Outcome outcome, String why) {
    SecretAddress address = SecretAddress.of("east", "akuity", name);
    return new ChangeResult(
        address,
        action,
        outcome,
        why.isEmpty()
            ? Optional.empty()
            : Optional.of(
                Diagnostic.error(Code.WRITE_FAILED, address.toString(), why, "run it again")),
        Trail.NONE);
  }

  private static final Result MIXED =
      new Result(
          PLAN,
          List.of(
              change("d", Action.DELETE, Outcome.SKIPPED, ""),
              change("b", Action.UPDATE, Outcome.FAILED, "refused\u001b[31m by the API server"),
              change("a", Action.CREATE, Outcome.APPLIED, ""),
              change("c", Action.REPLACE, Outcome.CONFLICT, "it moved"),
              change("e", Action.UPDATE, Outcome.ALREADY, "")),
          new TreeSet<>(List.of("east/akuity")),
          List.of());

  @Test
  void everyChangeHasALineInOrderOfAddress() {
    assertThat(text(MIXED))
        .isEqualTo(
            """
            applied   namespace east/akuity created
            applied   + east/akuity/a
            failed    ~ east/akuity/b: refused\ufffd[31m by the API server
                        run it again
            conflict  -/+ east/akuity/c: it moved
                        run it again
            skipped   - east/akuity/d
            already   ~ east/akuity/e

            Apply incomplete. 1 applied, 1 already, 1 failed, 1 in conflict, 1 skipped. Run apply \
            again to finish the rest.
            Nothing is rolled back by itself: to go back, git revert ccccccc, then apply.
            """);
  }

  @Test
  void aFinishedApplySaysSo() {
    Result done =
        new Result(
            PLAN,
            List.of(change("a", Action.CREATE, Outcome.APPLIED, "")),
            new TreeSet<>(),
            List.of());
    assertThat(text(done))
        .endsWith("Apply complete. 1 applied, 0 already, 0 failed, 0 in conflict, 0 skipped.\n");
    assertThat(text(new Result(PLAN, List.of(), new TreeSet<>(), List.of())))
        .isEqualTo("Nothing to apply.\n");
  }

  @Test
  void whatIsStaleIsCountedOnce() {
    Result stale =
        new Result(
            PLAN,
            List.of(change("a", Action.UPDATE, Outcome.STALE, "")),
            new TreeSet<>(),
            List.of());
    assertThat(text(stale))
        .contains(
            "Apply incomplete. 0 applied, 0 already, 0 failed, 0 in conflict, 1 stale, 0 skipped."
                + " What is stale needs a new plan.\n");
    assertThat(stale.exitCodes()).as("nothing was tried, so nothing is partial").isEmpty();
  }

  @Test
  @DisplayName("R38: a release has a line of its own")
  void aReleaseHasALine() {
    Result released =
        new Result(
            PLAN,
            List.of(change("a", Action.RELEASE, Outcome.APPLIED, "")),
            new TreeSet<>(),
            List.of());
    StringWriter json = new StringWriter();
    ResultJson.write(released, RUN, NOW.plusSeconds(5), json);

    assertThat(text(released)).startsWith("applied   . east/akuity/a\n");
    assertThat(json.toString()).contains("\"action\" : \"release\"");
  }

  @Test
  void jsonNamesEveryOutcomeAndEveryExitCode() {
    StringWriter json = new StringWriter();
    ResultJson.write(MIXED, RUN, NOW.plusSeconds(5), json);
    assertThat(json.toString())
        .contains("\"exit_code\" : 8", "\"exit_codes\" : [ 6, 8 ]")
        .contains("\"action\" : \"replace\"", "\"outcome\" : \"conflict\"")
        .contains("\"applied\" : 1", "\"skipped\" : 1")
        .contains("\"namespaces_created\" : [ \"east/akuity\" ]")
        .contains("refused\\u001B[31m");
  }

  private static String text(Result result) {
    StringWriter text = new StringWriter();
    new ResultText(Style.plain()).write(result, new PrintWriter(text));
    return text.toString();
  }
}
