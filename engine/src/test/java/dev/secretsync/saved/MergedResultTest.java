package dev.secretsync.saved;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.Revision;
import dev.secretsync.model.Run;
import dev.secretsync.model.TrustChange;
import dev.secretsync.plan.AlteredPlan;
import dev.secretsync.plan.Plan;
import dev.secretsync.policy.PolicySource;
import dev.secretsync.policy.Wave;
import dev.secretsync.report.ApplyRecord;
import dev.secretsync.report.Document;
import dev.secretsync.report.Ending;
import dev.secretsync.report.EveryFormat;
import dev.secretsync.report.PerformedRun;
import dev.secretsync.report.ReportSamples;
import dev.secretsync.report.ReviewedPlan;
import dev.secretsync.report.json.ResultJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("cli.md 6.6: report merge")
class MergedResultTest {
  private static final int TRIES = 200;
  private static final Instant NOW = ReportSamples.NOW;
  @TempDir private Path folder;

  private ApplyRecord merge(List<ApplyRecord> records) {
    List<SavedResult> parts = new ArrayList<>();
    for (ApplyRecord record : records) {
      parts.add(saved("result-" + parts.size() + ".json", record));
    }
    return MergedResult.of(parts);
  }

  private SavedResult saved(String name, ApplyRecord record) {
    return TestResults.saved(folder, name, record);
  }

  @Test
  @DisplayName("the result of one run is that result, byte for byte")
  void ofOneRunItIsThatResult() {
    for (ApplyRecord record :
        List.of(
            TestResults.ended(TestResults.everything()),
            TestResults.ended(ReportSamples.mixed()),
            refused(Optional.empty()),
            refused(Optional.of(ReportSamples.everything())))) {
      assertThat(TestResults.json(merge(List.of(record)))).isEqualTo(TestResults.json(record));
    }
  }

  @Test
  @DisplayName("parts of a result are that result again, byte for byte, in any order")
  void partsAreTheWhole() {
    Random random = new Random(18);
    for (int i = 0; i < TRIES; i++) {
      ApplyRecord.Ended whole = TestResults.ended(TestResults.random(random));
      List<ApplyRecord> parts = TestResults.split(whole, 1 + random.nextInt(8), random);
      ApplyRecord merged = merge(parts);
      assertThat(TestResults.json(merged)).as("try %s", i).isEqualTo(TestResults.json(whole));
      assertThat(merged.exitCodes()).isEqualTo(whole.exitCodes());
    }
  }

  @Test
  @DisplayName(
      "results of shards are that of the whole fleet; one without a cluster may be left out")
  void shardsAreTheWholeFleet() {
    Random random = new Random(19);
    for (int i = 0; i < TRIES; i++) {
      ApplyRecord.Ended whole = TestResults.ended(TestResults.random(random));
      List<ApplyRecord> shards = TestResults.shards(whole, 1 + i % 8);
      shards.removeIf(shard ->
          random.nextBoolean() && ((ApplyRecord.Ended) shard).result().plan().clusters().isEmpty());
      Collections.shuffle(shards, random);
      assertThat(TestResults.json(merge(shards)))
          .as("try %s", i)
          .isEqualTo(TestResults.json(whole));
    }
  }

  @Test
  @DisplayName("a shard that has no result is named with its clusters, and the exit code is 6")
  void aMissingShardIsNamed() {
    List<ApplyRecord> shards =
        TestResults.shards(TestResults.ended(TestResults.random(new Random(4))), 3);
    ApplyRecord.Ended gone =
        (ApplyRecord.Ended)
            shards.remove(
                IntStream.range(0, 3)
                    .filter(i ->
                        !((ApplyRecord.Ended) shards.get(i)).result().plan().clusters().isEmpty())
                    .findFirst()
                    .orElseThrow());
    Plan plan = gone.result().plan();
    ApplyRecord merged = merge(shards);
    assertThat(merged.exitCodes()).contains(ExitCode.PARTIAL);
    assertThat(((ApplyRecord.Ended) merged).result().diagnostics())
        .filteredOn(one -> one.code() == Code.RESULT_INCOMPLETE)
        .singleElement()
        .satisfies(missing -> {
          assertThat(missing.subject()).isEqualTo("shard " + plan.part().orElseThrow().shard());
          assertThat(missing.summary()).contains(plan.clusters().keySet());
        });
    assertThat(reports(merged.document()).get("markdown")).contains("Not everything was done");
    assertThat(reports(merged.document()).get("outputs")).contains("complete=false");
    assertThat(merge(List.of(gone)).exitCodes())
        .as("also where only one is there")
        .contains(ExitCode.PARTIAL);
  }

  @Test
  @DisplayName("of a missing shard ten clusters are named, and the others are counted")
  void ofAMissingShardTenClustersAreNamed() {
    for (int clusters = 20; clusters < 30; clusters++) {
      ApplyRecord.Ended idle =
          TestResults.ended(
              new Result(ReportSamples.large(clusters, 0), List.of(), new TreeSet<>(), List.of()));
      List<ApplyRecord> shards = TestResults.shards(idle, 2);
      List<String> gone =
          List.copyOf(((ApplyRecord.Ended) shards.getLast()).result().plan().clusters().keySet());
      int more = gone.size() - 10;
      assertThat(missing(shards.subList(0, 1)))
          .isEqualTo(
              "has no result, so nothing is known of clusters "
                  + String.join(", ", gone.subList(0, Math.min(10, gone.size())))
                  + (more > 0 ? " and " + more + " more" : ""));
    }
    List<ApplyRecord> two = new ArrayList<>(shardsOfTwoClusters());
    two.removeLast();
    assertThat(missing(two)).matches("has no result, so nothing is known of cluster c[01]");
  }

  /** Two shards of a fleet of two clusters, with one in each. */
  private static List<ApplyRecord> shardsOfTwoClusters() {
    ApplyRecord.Ended idle =
        TestResults.ended(
            new Result(ReportSamples.large(2, 0), List.of(), new TreeSet<>(), List.of()));
    List<ApplyRecord> shards = new ArrayList<>();
    for (int of = 2; shards.size() != 2; of++) {
      shards.clear();
      TestResults.shards(idle, of).stream()
          .filter(shard -> !((ApplyRecord.Ended) shard).result().plan().clusters().isEmpty())
          .forEach(shards::add);
    }
    return shards;
  }

  private String missing(List<ApplyRecord> shards) {
    return ((ApplyRecord.Ended) merge(shards))
        .result().diagnostics().stream()
            .filter(one -> one.code() == Code.RESULT_INCOMPLETE)
            .map(Diagnostic::summary)
            .collect(Collectors.joining());
  }

  @Test
  @DisplayName(
      "a fleet of which nothing is planned is not done when the result of a shard is missing")
  void nothingToApplyIsNotSaidOfWhatIsNotKnown() {
    Plan plan = ReportSamples.large(4, 0);
    ApplyRecord.Ended idle =
        TestResults.ended(new Result(plan, List.of(), new TreeSet<>(), List.of()));
    List<ApplyRecord> shards = TestResults.shards(idle, 2);
    assertThat(reports(merge(shards).document()).get("outputs")).contains("Nothing to apply.");
    Map<String, String> part = reports(merge(shards.subList(0, 1)).document());
    assertThat(part.get("outputs")).doesNotContain("Nothing to apply.");
    assertThat(part.get("markdown")).doesNotContain("nothing to apply");
    assertThat(part.get("html")).contains("Apply incomplete.");
  }

  @Test
  void shardsOfAnotherDivisionAreRefused() {
    ApplyRecord.Ended whole =
        TestResults.ended(
            new Result(ReportSamples.large(9, 0), List.of(), new TreeSet<>(), List.of()));
    assertRefused(
            () ->
                merge(
                    List.of(
                        TestResults.shards(whole, 2).get(0), TestResults.shards(whole, 3).get(2))),
            Code.RESULTS_APART)
        .satisfies(refused -> assertThat(said(refused)).contains("into more or fewer parts"));
  }

  @Test
  @DisplayName("parts that were not judged alike are refused, and what differs is said")
  void partsThatWereNotJudgedAlikeAreRefused() {
    Result whole = ReportSamples.mixed();
    ApplyRecord one = TestResults.ended(TestResults.part(whole, Set.of("c1")));
    Plan rest = TestResults.part(whole, Set.of("c2")).plan();
    Map<String, Plan> others =
        Map.of(
            "was judged by another policy than",
            judged(
                rest,
                new PolicySource("origin/other", "", new TreeMap<>()),
                rest.trust(),
                rest.waves()),
            "has other changes of what is trusted than",
            judged(rest, rest.policy(), List.of(), rest.waves()),
            "has other waves than",
            judged(rest, rest.policy(), rest.trust(), List.of()));
    others.forEach((words, plan) ->
        assertRefused(
                () ->
                    merge(
                        List.of(
                            one,
                            TestResults.ended(
                                new Result(plan, List.of(), new TreeSet<>(), List.of())))),
                Code.RESULTS_APART)
            .satisfies(refused -> assertThat(said(refused)).contains(words)));
  }

  private static Plan judged(
      Plan plan, PolicySource policy, List<TrustChange> trust, List<Wave> waves) {
    return new Plan(
        plan.revision(),
        plan.installation(),
        policy,
        trust,
        plan.clusters(),
        plan.changes(),
        plan.guards(),
        waves,
        plan.unassigned(),
        plan.diagnostics());
  }

  @Test
  void shardsOfAnotherFleetAreRefused() {
    assertRefused(
            () ->
                merge(
                    List.of(
                        shard(1, ReportSamples.large(9, 0)), shard(2, ReportSamples.large(10, 0)))),
            Code.RESULTS_APART)
        .satisfies(refused -> assertThat(said(refused)).contains("is about another fleet than"));
  }

  private static ApplyRecord shard(int index, Plan plan) {
    Result idle = new Result(plan, List.of(), new TreeSet<>(), List.of());
    return TestResults.shards(TestResults.ended(idle), 2).get(index - 1);
  }

  @Test
  @DisplayName("every report of the parts is the report of the whole")
  void everyReportIsThatOfTheWhole() {
    for (Result result : List.of(ReportSamples.mixed(), TestResults.everything())) {
      ApplyRecord.Ended whole = TestResults.ended(result);
      List<ApplyRecord> parts = TestResults.split(whole, 3, new Random(3));
      assertThat(reports(merge(parts).document())).isEqualTo(reports(whole.document()));
    }
  }

  private static Map<String, String> reports(Document document) {
    return EveryFormat.of(
        document, new Ending(ExitCode.PARTIAL, Set.of(ExitCode.PARTIAL), Optional.empty()));
  }

  @Test
  @DisplayName("of several runs it names each, from when the first began until the last ended")
  void ofSeveralRunsItNamesEach() {
    ApplyRecord merged =
        merge(
            List.of(
                part("run-b", "c1", NOW.plusSeconds(5), NOW.plusSeconds(7)),
                part("run-a", "c2", NOW.plusSeconds(3), NOW.plusSeconds(4))));
    assertThat(TestResults.json(merged))
        .containsSubsequence("\"runs\" : [ {", "run-a", "run-b", "\"started\"", "12:00:03Z")
        .contains("\"finished\" : \"2026-11-21T12:00:07Z\"")
        .doesNotContain("\"run\" :");
    assertThat(TestResults.json(merge(List.of(merged)))).isEqualTo(TestResults.json(merged));
  }

  private static ApplyRecord part(String run, String cluster, Instant started, Instant finished) {
    return new ApplyRecord.Ended(
        TestResults.part(ReportSamples.mixed(), Set.of(cluster)),
        new PerformedRun(
            new Run(run, run + "@ci", Optional.empty()),
            TestResults.VERSION,
            started,
            Optional.empty()),
        finished);
  }

  private static ApplyRecord refused(Optional<Plan> plan) {
    return new ApplyRecord.Refused(
        plan,
        List.of(Diagnostic.error(Code.GUARD, "c2", "many deletes", "--accept-deletes 1")),
        TestResults.run("refused"),
        NOW.plusSeconds(1));
  }

  @Test
  @DisplayName("what a refused run did not do is skipped, and the whole is not done")
  void whatARefusedRunDidNotDoIsSkipped() {
    Result whole = ReportSamples.mixed();
    ApplyRecord merged =
        merge(
            List.of(
                TestResults.ended(TestResults.part(whole, Set.of("c1", "c3", "c4"))),
                refused(Optional.of(TestResults.part(whole, Set.of("c2")).plan()))));
    Result result = ((ApplyRecord.Ended) merged).result();
    assertThat(result.changes())
        .filteredOn(change -> change.address().cluster().equals("c2"))
        .hasSize(3)
        .allSatisfy(change -> {
          assertThat(change.outcome()).isEqualTo(Outcome.SKIPPED);
          assertThat(change.why()).map(Diagnostic::code).contains(Code.GUARD);
        });
    assertThat(merged.exitCodes()).contains(ExitCode.GUARD, ExitCode.PARTIAL);
    assertThat(TestResults.json(merged)).contains("\"acknowledged\" : false");
  }

  @Test
  @DisplayName("where every run was refused the whole was refused, and nothing of it was tried")
  void whereEveryRunWasRefusedTheWholeWas() {
    Result whole = ReportSamples.mixed();
    ApplyRecord merged =
        merge(
            Stream.of("c1", "c2")
                .map(name -> refused(Optional.of(TestResults.part(whole, Set.of(name)).plan())))
                .toList());
    assertThat(merged).isInstanceOf(ApplyRecord.Refused.class);
    assertThat(((ApplyRecord.Refused) merged).plan().map(plan -> plan.clusters().keySet()))
        .contains(Set.of("c1", "c2"));
    assertThat(merged.exitCodes()).contains(ExitCode.GUARD).doesNotContain(ExitCode.PARTIAL);
  }

  @Test
  @DisplayName(
      "a run that was refused early may not say by which plan it was bounded; if it does,"
          + " it has to be that of the others")
  void aRunThatWasRefusedEarlyWasBoundedByTheSamePlan() {
    ApplyRecord other = TestResults.ended(ReportSamples.mixed());
    ApplyRecord silent = early(Optional.empty());
    assertThat(merge(List.of(silent, other)).run().reviewed()).isEqualTo(other.run().reviewed());
    ApplyRecord bounded =
        early(Optional.of(new ReviewedPlan("bad", NOW, NOW.plusSeconds(1), Optional.empty())));
    assertRefused(() -> merge(List.of(bounded, other)), Code.RESULTS_APART)
        .satisfies(refused -> assertThat(said(refused)).contains("bounded by another plan"));
  }

  private static ApplyRecord early(Optional<ReviewedPlan> reviewed) {
    return new ApplyRecord.Refused(
        Optional.empty(),
        List.of(Diagnostic.error(Code.INTERNAL, "", "failed", "")),
        new PerformedRun(
            new Run("early", "b", Optional.empty()), TestResults.VERSION, NOW, reviewed),
        NOW);
  }

  @Test
  @DisplayName("a run that was refused before it planned anything leaves the whole not done")
  void aRunThatNeverPlannedLeavesTheWholeNotDone() {
    Result done = ReportSamples.applied(ReportSamples.large(1, 4), List.of());
    ApplyRecord early =
        new ApplyRecord.Refused(
            Optional.empty(),
            List.of(Diagnostic.error(Code.INTERNAL, "", "failed", "")),
            TestResults.run("early"),
            NOW);
    ApplyRecord merged = merge(List.of(early, TestResults.ended(done)));
    assertThat(merged.exitCodes()).containsExactlyInAnyOrder(ExitCode.ERROR, ExitCode.PARTIAL);
    assertThat(TestResults.json(merged)).contains("result-0.json", "wrote nothing of its part");
    assertThat(merge(List.of(early, refused(Optional.empty()))).exitCodes())
        .containsExactlyInAnyOrder(ExitCode.ERROR, ExitCode.GUARD);
  }

  @Test
  @DisplayName("a killed run is never a success: what it wrote down counts, the rest is not known")
  void aKilledRunIsNeverASuccess() {
    Result whole = ReportSamples.mixed();
    Plan plan = whole.plan();
    ChangeResult first = whole.changes().getFirst();
    String lines =
        ResultJson.firstLine(TestResults.run("killed"))
            + "\n"
            + ResultJson.plannedLine(plan)
            + "\n"
            + ResultJson.line(whole.changes().getLast(), NOW.plusSeconds(1))
            + "\n"
            + ResultJson.line(first, NOW.plusSeconds(2))
            + "\n";
    String half = ResultJson.line(whole.changes().get(1), NOW).substring(0, 40);
    ApplyRecord read = TestResults.saved(folder, "killed.json", lines + half).record();
    Result result = ((ApplyRecord.Ended) read).result();
    assertThat(result.changes()).hasSameSizeAs(whole.changes()).contains(first);
    assertThat(result.changes().get(1).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.changes().get(1).why())
        .map(Diagnostic::summary)
        .contains("the run ended without a word about it: it may be written, or not");
    assertThat(read.finished()).isEqualTo(NOW.plusSeconds(2));
    assertThat(read.exitCodes()).contains(ExitCode.PARTIAL);
    assertThat(TestResults.json(read)).contains("SSY601", "killed.json");
  }

  @Test
  @DisplayName("a run that was killed before it had planned is incomplete too")
  void aRunKilledBeforeItPlannedIsIncomplete() {
    String line = ResultJson.firstLine(TestResults.run("killed")) + "\n";
    for (String text : List.of(line, line + ResultJson.plannedLine(ReportSamples.everything()))) {
      ApplyRecord read = TestResults.saved(folder, "killed.json", text).record();
      assertThat(read.exitCodes()).containsExactly(ExitCode.PARTIAL);
    }
  }

  @Test
  void everyLineOfAKilledRunIsTakenOnlyAsItWasWritten() {
    String head = ResultJson.firstLine(TestResults.run("killed")) + "\n";
    String planned = ResultJson.plannedLine(ReportSamples.everything()) + "\n";
    String ended = ResultJson.line(ReportSamples.mixed().changes().getFirst(), NOW) + "\n";
    assertThat(TestResults.saved(folder, "good.json", head + planned + ended)).isNotNull();
    for (String edited :
        List.of(
            head.replace("\"id\"", "\"id\":\"x\",\"id\""),
            head.strip(),
            head.replaceFirst("\\{", "{ "),
            head + planned.replaceFirst("\\{", "{ "),
            head + planned.replace("\"commit\"", "\"comment\""),
            head + planned + ended.replace("\"outcome\":\"", "\"outcome\":\"un"),
            head + planned + ended.replace("\"attempts\":1", "\"attempts\":1 "),
            head + planned + ended.replace("c1/", "c9/"),
            head + planned + "{}\n",
            head + "\n")) {
      assertRefused(() -> TestResults.saved(folder, "edited.json", edited), Code.RESULT_FILE);
    }
  }

  @Test
  @DisplayName("an edited result is refused, and nothing of it is repeated")
  void anEditedResultIsRefused() {
    String json = TestResults.json(TestResults.ended(TestResults.everything()));
    for (String edited :
        List.of(
            json.replace("\"outcome\" : \"conflict\"", "\"outcome\" : \"applied\""),
            json.replaceFirst("\"exit_code\" : [0-9]+", "\"exit_code\" : 0"),
            json.replaceFirst("\"applied\" : [0-9]+", "\"applied\" : 99"),
            json.replace("\"stale\" : true,", ""),
            json.replace("\"not_written\"", "\"not_said\""),
            json.replace("\"acknowledged\" : true", "\"acknowledged\" : false"),
            json + " ",
            json.substring(0, json.length() - 3),
            "visibly-fake-no-json",
            "{}",
            "")) {
      assertThat(edited.equals(json)).isFalse();
      assertRefused(() -> TestResults.saved(folder, "edited.json", edited), Code.RESULT_FILE)
          .satisfies(refused ->
              assertThat(refused.toString() + refused.getMessage()).doesNotContain("visibly-fake"));
    }
  }

  @Test
  void aMutatedResultIsRefusedOrIsWhatItSays() {
    byte[] document = TestResults.json(TestResults.ended(ReportSamples.mixed())).getBytes(US_ASCII);
    Random random = new Random(9);
    int taken = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] mutated = document.clone();
      mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(7));
      try {
        ApplyRecord read = ResultDocument.read(mutated, TestResults.VERSION);
        assertThat(TestResults.json(read).getBytes(US_ASCII)).isEqualTo(mutated);
        taken++;
      } catch (UnreadablePlan | UnusablePlan _) {
        // refused
      }
    }
    assertThat(taken).isLessThan(1_500);
  }

  @Test
  @DisplayName("a result of another version, and what is none, is refused by name")
  void otherFilesAreRefused() {
    String json = TestResults.json(TestResults.ended(ReportSamples.mixed()));
    assertRefused(
            () ->
                TestResults.saved(
                    folder,
                    "old.json",
                    json.replace("\"version\" : \"0.1.0\"", "\"version\" : \"0.0.9\"")),
            Code.RESULT_FILE)
        .satisfies(one -> assertThat(said(one)).contains("old.json", "another version"));
    assertRefused(
            () ->
                TestResults.saved(
                    folder,
                    "old-and-killed.json",
                    ResultJson.firstLine(TestResults.run("killed"))
                            .replace("\"version\":\"0.1.0\"", "\"version\":\"0.0.9\"")
                        + "\n"),
            Code.RESULT_FILE)
        .satisfies(one -> assertThat(said(one)).contains("old-and-killed.json", "another version"));
    assertRefused(
            () -> TestResults.saved(folder, "plan.json", "{\"kind\":\"secretsync.plan\"}"),
            Code.RESULT_FILE)
        .satisfies(one -> assertThat(said(one)).contains("is no result of apply"));
    assertRefused(
            () -> SavedResult.read(folder.resolve("nowhere.json"), TestResults.VERSION),
            Code.RESULT_FILE)
        .satisfies(one -> assertThat(said(one)).contains("nowhere.json", "does not exist"));
  }

  @Test
  @DisplayName("results that are not of one apply are refused, and both files are named")
  void resultsThatAreNotOfOneApplyAreRefused() {
    ApplyRecord one = TestResults.ended(TestResults.part(ReportSamples.mixed(), Set.of("c1")));
    Result rest = TestResults.part(ReportSamples.mixed(), Set.of("c2", "c3"));
    AlteredPlan planned = AlteredPlan.of(rest.plan());
    assertApart(one, planned.installation("another").plan(), "is of another installation than");
    assertApart(
        one,
        planned.revision(new Revision("bad".repeat(13) + "b", "7".repeat(40), false)).plan(),
        "is of another commit than");
    ApplyRecord unbounded =
        new ApplyRecord.Ended(
            rest,
            new PerformedRun(
                new Run("b", "b", Optional.empty()), TestResults.VERSION, NOW, Optional.empty()),
            NOW);
    assertRefused(() -> merge(List.of(one, unbounded)), Code.RESULTS_APART)
        .satisfies(refused -> assertThat(said(refused)).contains("bounded by another plan"));
  }

  private void assertApart(ApplyRecord one, Plan otherPlan, String words) {
    Result rest = TestResults.part(ReportSamples.mixed(), Set.of("c2", "c3"));
    ApplyRecord other =
        TestResults.ended(
            new Result(otherPlan, rest.changes(), rest.namespacesCreated(), rest.diagnostics()));
    assertRefused(() -> merge(List.of(one, other)), Code.RESULTS_APART)
        .satisfies(
            refused -> assertThat(said(refused)).contains("result-0.json", "result-1.json", words));
  }

  @Test
  @DisplayName("two results of one cluster are refused: which of them holds is not ours to guess")
  void twoResultsOfOneClusterAreRefused() {
    Result mixed = ReportSamples.mixed();
    assertRefused(
            () ->
                merge(
                    List.of(
                        TestResults.ended(TestResults.part(mixed, Set.of("c1", "c2"))),
                        TestResults.ended(TestResults.part(mixed, Set.of("c2", "c3"))))),
            Code.RESULTS_APART)
        .satisfies(refused ->
            assertThat(said(refused))
                .contains("cluster c2", "result-0.json")
                .doesNotContain(" more"));
    assertRefused(
            () -> merge(List.of(TestResults.ended(mixed), TestResults.ended(mixed))),
            Code.RESULTS_APART)
        .satisfies(refused ->
            assertThat(said(refused))
                .contains("cluster c1 as")
                .contains("result-0.json does, and of 3 more"));
    assertRefused(
        () -> merge(List.of(refused(Optional.empty()), refused(Optional.empty()))),
        Code.RESULTS_APART);
  }

  private static String said(Throwable refused) {
    return String.join(
        "\n",
        ((RefusedException) refused)
            .diagnostics().stream()
                .flatMap(one -> Stream.of(one.subject(), one.summary(), one.hint()))
                .toList());
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      ThrowingCallable reading, Code code) {
    return assertThatThrownBy(reading)
        .isInstanceOf(RefusedException.class)
        .satisfies(refused ->
            assertThat(refused)
                .asInstanceOf(type(RefusedException.class))
                .extracting(RefusedException::diagnostics)
                .satisfies(all -> assertThat(all).allMatch(one -> one.code() == code)));
  }
}
