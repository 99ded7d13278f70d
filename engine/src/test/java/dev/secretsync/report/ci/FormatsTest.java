package dev.secretsync.report.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.apply.Trail;
import dev.secretsync.diff.Writer;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Revision;
import dev.secretsync.model.Run;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.Shard;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.DriftHistory;
import dev.secretsync.plan.DriftReport;
import dev.secretsync.plan.IgnoredDrift;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.policy.KnownDrift;
import dev.secretsync.policy.Policy;
import dev.secretsync.report.Document;
import dev.secretsync.report.Ending;
import dev.secretsync.report.EveryFormat;
import dev.secretsync.report.PerformedRun;
import dev.secretsync.report.ReportSamples;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.markdown.DocumentMarkdown;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("cli.md 2.7-2.10, 4.6, 5.7: what CI systems read")
class FormatsTest {
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final RunInfo RUN = new RunInfo("0.1.0", NOW);
  private static final Ending WELL = ending(ExitCode.OK);

  /** What each format gives a meaning to. */
  private static final String HOSTILE =
      "::error::x\r\n::set-output name=a::b\n%0A::warning::y ##[error] \u001b[31m ``` @octocat"
          + " <img src=x onerror=alert(1)> </testcase> ]]> \" ' \\ & | a,b:c --> \u202etxet\u202c"
          + " \u0000\ud800 name<<EOF\nEOF\nexitcode=0";

  @DisplayName("P3: hostile names stay text in every format")
  @Tag("P3")
  @Test
  void hostileNamesStayText() {
    for (Document document : documents()) {
      EveryFormat.of(document, WELL)
          .forEach((format, text) -> {
            assertThat(text.replace("\n", "").replace("\u200d", ""))
                .as("%s of %s", format, document.command())
                .doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}\\u2028\\u2029].*")
                .doesNotContain("##[");
            assertThat(text.lines())
                .filteredOn(line -> line.startsWith("::"))
                .allMatch(line -> format.equals("annotations"))
                .noneMatch(line -> line.contains("name=a::b") && !line.contains("title="));
          });
    }
  }

  @Test
  void anAnnotationEndsNeitherItsLineNorAProperty() {
    assertThat(WorkflowCommand.of("error").with("file", "a,b:c%\n.yaml").line("x%0A\ny\r"))
        .isEqualTo("::error file=a%2Cb%3Ac%25\ufffd.yaml::x%250A%0Ay%0D\n");
  }

  @Test
  void whatGitHubWouldDropIsCounted() {
    List<Diagnostic> many = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      SourceLocation at = new SourceLocation("f.yaml", i + 1, 1);
      many.add(Diagnostic.error(Code.SCHEMA, at, "wrong", ""));
      many.add(Diagnostic.warning(Code.REDUNDANT, at, "twice", ""));
    }
    StringWriter out = new StringWriter();
    Annotations.write(new Document.Validated(many, RUN), new PrintWriter(out));
    assertThat(EveryFormat.annotations(out.toString()))
        .hasSize(21)
        .last()
        .isEqualTo(
            "::notice title=secretsync validate::3 more errors and 3 more warnings: see the log");
  }

  @Test
  void sarifKeepsAsManyAsGitHubAndCountsTheRest() {
    List<Diagnostic> many =
        IntStream.range(0, Sarif.MOST + 7)
            .mapToObj(i ->
                Diagnostic.warning(Code.REDUNDANT, new SourceLocation("f" + i, 1, 1), "twice", ""))
            .toList();
    StringWriter out = new StringWriter();
    Sarif.write(new Document.Validated(many, RUN), WELL, Optional.empty(), out);
    JsonNode run = EveryFormat.sarif(out.toString());
    assertThat(run.path("results").size()).isEqualTo(Sarif.MOST);
    assertThat(run.path("invocations").toString()).contains("7 more findings left out");

    many = new ArrayList<>(many);
    for (int i = 0; i < Sarif.MOST + 5; i++) {
      many.add(Diagnostic.warning(Code.REDUNDANT, "east/" + i, "twice", ""));
    }
    out = new StringWriter();
    Sarif.write(new Document.Validated(many, RUN), WELL, Optional.empty(), out);
    run = EveryFormat.sarif(out.toString());
    assertThat(run.path("results").size()).isEqualTo(Sarif.MOST);
    JsonNode notifications = run.path("invocations").path(0).path("toolExecutionNotifications");
    assertThat(notifications.size()).isEqualTo(Sarif.MOST + 1);
    assertThat(notifications.toString()).contains("12 more findings left out");
  }

  @Test
  void pathsInSarifAreRelativeAddresses() {
    StringWriter out = new StringWriter();
    SourceLocation at = new SourceLocation("a b/ä:#?%`{@[azAZ09-._~.yaml", 1, 1);
    Sarif.write(
        new Document.Validated(List.of(Diagnostic.error(Code.SCHEMA, at, "x", "")), RUN),
        WELL,
        Optional.of("prod"),
        out);
    JsonNode run = EveryFormat.sarif(out.toString());
    assertThat(run.path("automationDetails").path("id").asText()).isEqualTo("secretsync/prod/");
    assertThat(run.path("results").toString())
        .contains("a%20b/%C3%A4%3A%23%3F%25%60%7B%40%5BazAZ09-._~.yaml");
  }

  @Test
  void aFailedRunKeepsWhenTheLastOneSucceeded() {
    Document good = new Document.Validated(List.of(), RUN);
    Ending took = new Ending(ExitCode.OK, EnumSet.noneOf(ExitCode.class), seconds(2));
    String before = Metrics.text(good, took, false, "");
    assertThat(EveryFormat.metrics(before))
        .containsEntry(
            "secretsync_last_success_timestamp_seconds{command=\"validate\"}", "1795262400.000")
        .containsEntry("secretsync_run_duration_seconds{command=\"validate\"}", "2.000");
    Document bad =
        new Document.Failed(
            "validate",
            List.of(Diagnostic.error(Code.NO_COMMITS, "", "has no commits", "")),
            new RunInfo("0.1.0", NOW.plusSeconds(60)));
    assertThat(EveryFormat.metrics(Metrics.text(bad, ending(ExitCode.CONFIG), false, before)))
        .containsEntry(
            "secretsync_last_success_timestamp_seconds{command=\"validate\"}", "1795262400.000")
        .containsEntry("secretsync_exit_code{command=\"validate\"}", "65")
        .containsEntry(
            "secretsync_last_run_timestamp_seconds{command=\"validate\",result=\"config\"}",
            "1795262460.000");
  }

  private static Optional<Duration> seconds(int number) {
    return Optional.of(Duration.ofSeconds(number));
  }

  @DisplayName("that there are changes, or drift, is no failure")
  @Test
  void whatFoundChangesHasSucceeded() {
    assertThat(Metrics.text(drift(1, 1), ending(ExitCode.CHANGES), false, ""))
        .contains("secretsync_last_success_timestamp_seconds{command=\"drift\"}");
    assertThat(Metrics.text(drift(1, 1), ending(ExitCode.PARTIAL), false, ""))
        .doesNotContain("secretsync_last_success_timestamp_seconds{");
  }

  @Test
  void namesOfSecretsAreLabelsOnlyWhenAskedFor() {
    Document drift = drift(1, 1);
    assertThat(Metrics.text(drift, WELL, false, "")).doesNotContain("s0").contains("c0");
    assertThat(Metrics.text(drift, WELL, true, "")).contains("secret=\"s0\"");
  }

  @DisplayName("cli.md 5.7: no value of an output makes another output")
  @Tag("P3")
  @Test
  void noOutputIsSmuggled() {
    Document failed = new Document.Failed("plan", List.of(), RUN);
    Map<String, String> paths = Map.of("plan_path", "p\nexitcode=0\ndenied<<EOF");
    String text = GitHubOutputs.text(failed, ending(ExitCode.DENIED), paths, () -> "unguessable");
    assertThat(EveryFormat.outputs(text))
        .containsEntry("exitcode", "3")
        .containsEntry("failure_reason", "denied")
        .containsEntry("plan_path", paths.get("plan_path"))
        .doesNotContainKey("denied");
  }

  @Test
  void whatNobodyCanGuessEndsNoValue() {
    Document failed = new Document.Failed("plan", List.of(), RUN);
    Map<String, String> paths = Map.of("plan_path", "p\nguessed\nexitcode=0");
    assertThatThrownBy(() -> GitHubOutputs.text(failed, WELL, paths, () -> "guessed"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsWholeIsNotCalledIncomplete() {
    Plan plan = ReportSamples.large(2, 4);
    assertThat(outputs(ReportSamples.planned(plan)))
        .containsEntry("complete", "true")
        .extractingByKey("summary")
        .asString()
        .doesNotContain("incomplete");
    assertThat(outputs(applied(plan, List.of())))
        .containsEntry("complete", "true")
        .containsEntry("summary", "Apply complete: 8 of 8 done.");
    assertThat(sawAll(applied(plan, List.of()))).isTrue();
    assertThat(outputs(ReportSamples.drifted(ReportSamples.large(1, 0))))
        .containsEntry("has_drift", "false")
        .containsEntry("changes", "false");
  }

  @DisplayName("a run that was killed, or has lost a part, is never called complete")
  @Test
  void whatIsNotWholeIsCalledIncomplete() {
    List<Diagnostic> killed =
        List.of(Diagnostic.error(Code.RESULT_INCOMPLETE, "r.json", "has not ended", "again"));
    for (Plan plan : List.of(ReportSamples.large(2, 4), ReportSamples.large(2, 0))) {
      Document document = applied(plan, killed);
      assertThat(outputs(document))
          .containsEntry("complete", "false")
          .extractingByKey("summary")
          .asString()
          .startsWith("Apply incomplete: ");
      assertThat(sawAll(document)).isFalse();
    }
  }

  @DisplayName("cli.md 5.7: who holds a lock is told, also where it was lost on the way")
  @Test
  void whoHoldsALockIsTold() {
    Plan plan = ReportSamples.large(1, 3);
    Document document =
        new Document.Applied(
            new Result(
                plan,
                plan.changes().stream()
                    .map(change ->
                        new ChangeResult(
                            change.address(),
                            change.action(),
                            Outcome.SKIPPED,
                            Optional.of(
                                Diagnostic.error(Code.LOCK_LOST, "c0", "somebody took it", "")),
                            Trail.NONE))
                    .toList(),
                new TreeSet<>(),
                List.of(Diagnostic.error(Code.LOCKED, "c1", "somebody holds it", ""))),
            performed(),
            RUN);
    assertThat(outputs(document)).containsEntry("lock_info", "somebody holds it\nsomebody took it");
  }

  private static Document applied(Plan plan, List<Diagnostic> said) {
    return new Document.Applied(ReportSamples.applied(plan, said), performed(), RUN);
  }

  private static Map<String, String> outputs(Document document) {
    return EveryFormat.outputs(text(EveryFormat.of(document, WELL), "outputs"));
  }

  private static boolean sawAll(Document document) {
    return EveryFormat.sarif(text(EveryFormat.of(document, WELL), "sarif"))
        .path("invocations")
        .path(0)
        .path("executionSuccessful")
        .booleanValue();
  }

  @DisplayName("cli.md 4.6: every address is in the text or counted, within the limit")
  @Test
  void nothingIsSilentlyLeftOut() {
    Random random = new Random(7);
    for (int i = 0; i < 12; i++) {
      int clusters = 1 + random.nextInt(300);
      int each = 1 + random.nextInt(4_000 / clusters + 1);
      int most = i % 2 == 0 ? DocumentMarkdown.COMMENT : 10_000 + random.nextInt(200_000);
      for (Document document : List.of(drift(clusters, each), result(clusters, each, random))) {
        StringWriter out = new StringWriter();
        DocumentMarkdown.write(document, most, out);
        String text = out.toString();
        assertThat(text).hasSizeLessThanOrEqualTo(most).endsWith("</sub>\n");
        long shown =
            text.lines().filter(line -> line.matches("\\S{1,3} +c\\d+/apps/s\\d+ .*")).count();
        Matcher more = Pattern.compile("… (\\d+) more changes? in").matcher(text);
        long counted = more.find() ? Long.parseLong(more.group(1)) : 0;
        assertThat(shown + counted).isEqualTo((long) clusters * each);
        assertThat(text.split("<details", -1)).hasSameSizeAs(text.split("</details>", -1));
      }
    }
  }

  @Test
  void whatWasNotDoneComesFirst() {
    StringWriter out = new StringWriter();
    DocumentMarkdown.write(result(3, 20, new Random(1)), DocumentMarkdown.COMMENT, out);
    String text = out.toString();
    assertThat(text.indexOf("<b>Not done</b>")).isPositive().isLessThan(text.indexOf(">Done ("));
    assertThat(text).contains("> [!CAUTION]");
  }

  @DisplayName("P7: drift that a rule ignores is said everywhere and counts nowhere")
  @Test
  void ignoredDriftIsSaidAndDoesNotCount() {
    Map<String, String> texts = EveryFormat.of(ReportSamples.spread(), WELL);
    assertThat(text(texts, "markdown"))
        .contains("**40 Secrets drifted** · 4 new findings · 1 gone · 39 ignored · incomplete")
        .contains(
            "Ignored until 2026-12-31 by <code>policy/base.yaml:14 vault-rotates</code>:"
                + " <code>the agent rotates it until it is taken over</code> (39 Secrets)")
        .contains("**Gone since the last report** (1)");
    assertThat(text(texts, "junit"))
        .contains("<testsuite name=\"c01\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\">")
        .contains("ignored until 2026-12-31 by policy/base.yaml:14 vault-rotates:");
    assertThat(EveryFormat.metrics(text(texts, "metrics false")))
        .containsEntry("secretsync_ignored_drift_secrets{cluster=\"c01\"}", "1")
        .containsEntry("secretsync_drifted_secrets{cluster=\"c01\",cause=\"value_changed\"}", "1")
        .doesNotContainKey("secretsync_ignored_drift_secrets{cluster=\"c40\"}");
    JsonNode sarif = EveryFormat.sarif(text(texts, "sarif"));
    assertThat(sarif.path("results").toString()).doesNotContain("token");
    assertThat(sarif.path("invocations").toString())
        .contains("drift of 39 Secrets is ignored until 2026-12-31 by policy/base.yaml:14");
    assertThat(text(texts, "annotations")).doesNotContain("ignored").doesNotContain("token");
    assertThat(EveryFormat.outputs(text(texts, "outputs")))
        .containsEntry("has_drift", "true")
        .containsEntry("changes", "true")
        .containsEntry("to_change", "39")
        .containsEntry("to_add", "1")
        .containsEntry(
            "summary",
            "Drift: 40 Secrets, 4 new findings. 39 findings ignored. 1 gone since the last report.");
  }

  @DisplayName("a Secret that drifted in what counts and in what does not is one case, which fails")
  @Test
  void aSecretOfWhichSomeDriftIsIgnoredFailsOnce() {
    SecretAddress address = SecretAddress.of("east", "akuity", "database");
    Origin origin = new Origin.Declared(new SourceLocation("s.yaml", 1, 1), "b10b");
    IgnoredDrift ignored =
        new IgnoredDrift(
            KnownDrift.by("agent", "rotates", "known", new SourceLocation("p.yaml", 1, 1))
                .rules()
                .getFirst(),
            new Drift(List.of(drifted(address, "data.token", origin))));
    Document document =
        new Document.Drifted(
            new DriftReport(
                new Drift(List.of(drifted(address, "data.password", origin))),
                List.of(ignored),
                DriftHistory.none(),
                List.of()),
            plan(List.of()),
            RUN);
    assertThat(text(EveryFormat.of(document, WELL), "junit"))
        .contains("<testsuite name=\"east\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">")
        .doesNotContain("data.token");
  }

  @Test
  void whatIsNotAsItWasReviewedIsATestThatFails() {
    PlannedChange change = ReportSamples.everything().changes().getFirst();
    Plan plan =
        plan(
            List.of(),
            List.of(
                new PlannedChange(
                    Action.STALE, change.difference(), change.findings(), change.inputs())));
    Document document =
        new Document.Applied(
            new Result(plan, List.of(), new TreeSet<>(), List.of()), performed(), RUN);
    assertThat(text(EveryFormat.of(document, WELL), "junit"))
        .contains("<failure type=\"stale\" message=\"not as it was reviewed\"/>");
  }

  @DisplayName("workflows.md A4: what one script did to forty clusters is one row")
  @Test
  void whatHappenedInManyClustersIsOneRow() {
    String text = text(EveryFormat.of(ReportSamples.spread(), WELL), "markdown");
    assertThat(text)
        .contains(
            "| value changed: `data.password` | `kubectl-edit` | 2026-11-21 07:00:00Z |"
                + " `akuity/database` | **39**: `c01`, `c02`, `c03`, `c04`, `c05`, and 34 more |"
                + " since 2026-11-21 06:00:00Z, new in 3 clusters |\n")
        .contains("| object deleted | unknown | unknown | `akuity/login` | `c02` | new |\n")
        .contains("<details><summary>Clusters (39 of 40 drifted)</summary>");
    assertThat(text.indexOf("did not answer")).isLessThan(text.indexOf("| `c01` | 1 |"));
  }

  @DisplayName("cli.md 6.6: what is true of one shard is not said of the fleet")
  @Test
  void aReportOfAShardSaysWhichOne() {
    Plan whole = ReportSamples.everything();
    Plan shard = whole.of(new Shard(2, 3), new TreeSet<>(whole.clusters().keySet()));
    String clusters = shard.clusters().size() + " of 4";
    for (Document document :
        List.of(
            ReportSamples.planned(shard),
            ReportSamples.drifted(shard),
            new Document.Applied(
                new Result(shard, List.of(), new TreeSet<>(), List.of()), performed(), RUN))) {
      Map<String, String> texts = EveryFormat.of(document, WELL);
      assertThat(text(texts, "markdown").lines())
          .filteredOn(line -> line.startsWith("### "))
          .singleElement()
          .satisfies(title -> assertThat(title).contains("`fleet` · shard 2/3 · **"));
      assertThat(text(texts, "html")).contains("<dd>2/3</dd>", "<dd>" + clusters + "</dd>");
    }
    assertThat(text(EveryFormat.of(ReportSamples.planned(whole), WELL), "markdown"))
        .doesNotContain("shard");
  }

  private static String text(Map<String, String> texts, String format) {
    return Optional.ofNullable(texts.get(format)).orElseThrow();
  }

  private static List<Document> documents() {
    SourceLocation at = new SourceLocation(HOSTILE, 3, 4);
    List<Diagnostic> found =
        List.of(
            Diagnostic.error(Code.SCHEMA, at, HOSTILE, HOSTILE),
            Diagnostic.warning(Code.LOCKED, HOSTILE, HOSTILE, HOSTILE));
    SecretAddress address = SecretAddress.of(HOSTILE, HOSTILE, HOSTILE);
    Plan plan = plan(found);
    return List.of(
        ReportSamples.hostileSpread(),
        new Document.Validated(found, RUN),
        new Document.Failed("plan", found, RUN),
        new Document.Offline(ReportSamples.offline(HOSTILE), RUN),
        new Document.Planned(plan, RUN, Optional.empty()),
        new Document.Drifted(
            DriftReport.of(
                new Drift(List.of(drifted(address, HOSTILE, new Origin.Declared(at, "b10b"))))),
            plan,
            RUN),
        new Document.Applied(
            new Result(
                plan,
                List.of(
                    new ChangeResult(
                        address,
                        Action.UPDATE,
                        Outcome.FAILED,
                        Optional.of(found.getFirst()),
                        Trail.NONE)),
                new TreeSet<>(List.of(HOSTILE)),
                found),
            performed(),
            RUN));
  }

  private static PerformedRun performed() {
    return new PerformedRun(
        new Run("id", HOSTILE, Optional.of(HOSTILE)), "0.1.0", NOW, Optional.empty());
  }

  private static Document drift(int clusters, int each) {
    List<Drift.DriftedSecret> secrets = new ArrayList<>();
    for (SecretAddress address : addresses(clusters, each)) {
      secrets.add(
          drifted(
              address,
              "data.password",
              new Origin.Declared(new SourceLocation("s.yaml", 1, 1), "b10b")));
    }
    return new Document.Drifted(DriftReport.of(new Drift(secrets)), plan(List.of()), RUN);
  }

  private static Drift.DriftedSecret drifted(SecretAddress address, String field, Origin origin) {
    boolean gone = address.ref().name().endsWith("3");
    return new Drift.DriftedSecret(
        address,
        origin,
        List.of(
            new Drift.DriftedField(
                gone ? Optional.empty() : Optional.of(field),
                gone ? Drift.Cause.OBJECT_DELETED : Drift.Cause.VALUE_CHANGED,
                Optional.of(new Writer(HOSTILE, "Update", Optional.of(NOW))),
                false,
                true)));
  }

  private static Document result(int clusters, int each, Random random) {
    List<ChangeResult> changes = new ArrayList<>();
    Action[] actions = {Action.CREATE, Action.UPDATE, Action.DELETE, Action.REPLACE};
    for (SecretAddress address : addresses(clusters, each)) {
      Outcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
      changes.add(
          new ChangeResult(
              address,
              actions[random.nextInt(actions.length)],
              outcome,
              outcome == Outcome.APPLIED
                  ? Optional.empty()
                  : Optional.of(Diagnostic.error(Code.WRITE_FAILED, "", "refused", "again")),
              Trail.NONE));
    }
    return new Document.Applied(
        new Result(plan(List.of()), changes, new TreeSet<>(), List.of()), performed(), RUN);
  }

  private static List<SecretAddress> addresses(int clusters, int each) {
    List<SecretAddress> all = new ArrayList<>();
    for (int c = 0; c < clusters; c++) {
      for (int s = 0; s < each; s++) {
        all.add(SecretAddress.of("c" + c, "apps", "s" + s));
      }
    }
    return all;
  }

  private static Plan plan(List<Diagnostic> found) {
    return plan(found, List.of());
  }

  private static Plan plan(List<Diagnostic> found, List<PlannedChange> changes) {
    return new Plan(
        new Revision("c".repeat(40), "d".repeat(40), false),
        "local",
        Policy.builtIn().source(),
        List.of(),
        new TreeMap<>(),
        changes,
        List.of(),
        List.of(),
        new TreeSet<>(),
        found);
  }

  private static Ending ending(ExitCode exit) {
    return new Ending(exit, EnumSet.of(exit), Optional.empty());
  }
}
