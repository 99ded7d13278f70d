package dev.secretsync.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.Shard;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.DriftHistory;
import dev.secretsync.plan.DriftKey;
import dev.secretsync.plan.DriftReport;
import dev.secretsync.plan.EarlierDrift;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.Policy;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.json.DiagnosticsJson;
import dev.secretsync.report.json.DriftJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("earlier reports of drift say what they said, or are refused")
class EarlierReportTest {
  private static final RunInfo RUN = new RunInfo("0.1.0", Instant.parse("2026-11-21T12:00:00Z"));

  @TempDir Path folder;

  @Test
  void aReportSaysWhatItSaid() throws IOException {
    Plan plan = TestPlans.everything();
    EarlierDrift read = EarlierReport.read(file(json(plan))).getFirst().of("platform", RUN.now());
    assertThat(read.time()).isEqualTo(RUN.now());
    assertThat(read.found().keySet()).isEqualTo(keys(Drift.of(plan))).isNotEmpty();
    assertThat(read.unreadable())
        .isEqualTo(
            plan.clusters().values().stream()
                .filter(cluster -> cluster.unreadable().isPresent())
                .map(PlannedCluster::name)
                .collect(Collectors.toSet()))
        .isNotEmpty();
    assertThat(read.unknown()).isEqualTo(Set.copyOf(DriftHistory.unknown(plan))).isNotEmpty();
  }

  @DisplayName("a report of one shard says nothing of the clusters of the others")
  @Test
  void aReportOfAShardSaysNothingOfTheOthers() throws IOException {
    Plan plan = TestPlans.everything();
    Shard shard = Shard.holding("east", 3);
    Set<String> others =
        plan.clusters().keySet().stream()
            .filter(name -> !shard.holds(name))
            .collect(Collectors.toSet());
    Plan part = plan.of(shard, new TreeSet<>(plan.clusters().keySet()));
    assertThat(EarlierReport.read(file(json(part))).getFirst().drift().unreadable())
        .containsAll(others)
        .doesNotContain("east")
        .isNotEmpty();
  }

  @DisplayName("what was ignored was there too, so it is not new when its rule expires")
  @Test
  void whatWasIgnoredWasThereToo() throws IOException {
    String ignored =
        """
        "ignored" : [ { "rule" : "known", "resource_drift" : [ { "address" : "east/akuity/api",
          "fields" : [ { "field" : "data.a", "cause" : "value_changed" } ] } ] } ]\
        """;
    String report = json(TestPlans.everything()).replace("\"ignored\" : [ ]", ignored);
    assertThat(EarlierReport.read(file(report)).getFirst().drift().found())
        .containsKey(
            new DriftKey(
                SecretAddress.of("east", "akuity", "api"),
                Optional.of("data.a"),
                Drift.Cause.VALUE_CHANGED));
  }

  @Test
  void aReportOfAnotherInstallationIsRefused() throws IOException {
    EarlierReport report = EarlierReport.read(file(json(TestPlans.everything()))).getFirst();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> report.of("another", RUN.now()))
        .withMessageContaining("is about another installation");
  }

  @Test
  void aReportFromTheFutureIsRefused() throws IOException {
    EarlierReport report = EarlierReport.read(file(json(TestPlans.everything()))).getFirst();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> report.of("platform", RUN.now().minusMillis(1)))
        .withMessageContaining("later than this run");
  }

  @DisplayName("a report of another version is read, for it only informs")
  @Test
  void anotherVersionIsRead() throws IOException {
    String report = json(TestPlans.everything()).replace("\"0.1.0\"", "\"7.0.0\"");
    assertThat(EarlierReport.read(file(report)).getFirst().installation()).isEqualTo("platform");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"secretsync.drift\", \"secretsync.plan\"",
        "\"format_version\" : \"1.0\", \"format_version\" : \"2.0\"",
        "\"timestamp\" : \"2026-11-21T12:00:00Z\", \"timestamp\" : \"yesterday\"",
        "\"timestamp\", \"time\"",
        "\"kind\" : \"secretsync.drift\", \"kind\" : \"secretsync.plan\"; \"kind\" : \"secretsync.drift\"",
        "\"cause\" : \"value_changed\", \"cause\" : \"VALUE_CHANGED\"",
        "\"unknown\", \"unknowns\"",
        "\"ignored\" : [ ], \"ignored\" : { }",
        "\"status\" : \"read\", \"status\" : 7",
        "\"address\" : \", \"address\" : \"a/b/",
        "\"address\" : \"east/, \"address\" : \"",
        "\"address\" : \"east/, \"address\" : \"/",
        "\"installation\" : \"platform\", \"installation\" : [ ]"
      })
  void whatIsNotAReportIsRefused(String part, String other) throws IOException {
    String report = json(TestPlans.everything());
    assertThat(report).contains(part);
    assertRefused(report.replace(part, other.replace(';', ',')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{}", "not JSON", "{} {}", "\"visibly-fake\""})
  void whatIsNoReportAtAllIsRefused(String text) throws IOException {
    assertRefused(text);
  }

  @DisplayName("a report that was cut off anywhere is refused")
  @Test
  void aCutOffReportIsRefused() throws IOException {
    String report = json(TestPlans.everything()).strip();
    for (int end = 0; end < report.length(); end += 97) {
      assertRefused(report.substring(0, end));
    }
  }

  @Test
  void aHugeFileIsRefused() throws IOException {
    Path file = folder.resolve("huge.json");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(DriftJson.MAX_BYTES + 1L);
    }
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> EarlierReport.read(file))
        .withMessageContaining("is larger than");
  }

  @DisplayName("a report tells what those had seen that it was compared with")
  @Test
  void aReportTellsOfThoseBeforeIt() throws IOException {
    Plan plan = TestPlans.everything();
    EarlierDrift first = EarlierReport.read(file(json(plan))).getFirst().drift();
    RunInfo later = new RunInfo("0.1.0", RUN.now().plusSeconds(60));
    StringWriter out = new StringWriter();
    DriftJson.write(
        DriftReport.of(plan, Policy.builtIn().ignoredDrift(), List.of(first), later.now()),
        plan,
        later,
        out);
    EarlierDrift second = EarlierReport.read(file(out.toString())).getFirst().drift();
    assertThat(second.found().values())
        .isNotEmpty()
        .containsOnly(new EarlierDrift.Sighting(RUN.now(), later.now(), 2));
    for (String forged :
        List.of("\"since\" : \"2027-01-01T00:00:00Z\"", "\"since\" : \"never\"", "\"since\" : 7")) {
      assertRefused(out.toString().replace("\"since\" : \"2026-11-21T12:00:00Z\"", forged));
    }
    for (String number : List.of("0", "-1", "1000000001", "1.5", "\"1\"")) {
      assertRefused(
          out.toString().replace("\"seen_in_reports\" : 1", "\"seen_in_reports\" : " + number));
    }
  }

  @DisplayName("the answer of a drift that failed passes on what it was given")
  @Test
  void aFailedAnswerPassesOnWhatItWasGiven() throws IOException {
    EarlierDrift earlier =
        EarlierReport.read(file(json(TestPlans.everything()))).getFirst().drift();
    EarlierDrift together = DriftHistory.together(List.of(earlier)).orElseThrow();
    SortedMap<String, EarlierDrift> given = new TreeMap<>();
    given.put("platform", together);
    String failed = failed(given);
    List<EarlierReport> read = EarlierReport.read(file(failed));
    assertThat(read).singleElement().returns("platform", EarlierReport::installation);
    assertThat(read.getFirst().drift()).isEqualTo(together);
    assertThat(read.getFirst().of("platform", RUN.now()).found()).isEqualTo(earlier.found());
    assertThat(EarlierReport.read(file(failed(new TreeMap<>())))).isEmpty();
    assertRefused(failed.replace("\"command\" : \"drift\"", "\"command\" : \"plan\""));
    assertRefused(failed.replace("\"earlier\"", "\"later\""));
    assertRefused(failed.replace("\"last_seen\" : \"2026", "\"last_seen\" : \"2025"));
    StringWriter another = new StringWriter();
    DiagnosticsJson.write(List.of(), another);
    assertRefused(another.toString());
  }

  @DisplayName("what a failed answer passes on of another installation stops no later run")
  @Test
  void aFailedAnswerIsAskedAboutOneOfItsInstallations() throws IOException {
    EarlierDrift earlier =
        EarlierReport.read(file(json(TestPlans.everything()))).getFirst().drift();
    SortedMap<String, EarlierDrift> given = new TreeMap<>();
    given.put("another", earlier);
    given.put("platform", earlier);
    List<EarlierReport> both = EarlierReport.read(file(failed(given)));
    assertThat(both).hasSize(2);
    assertThat(EarlierReport.of(both, "platform", RUN.now())).hasSize(1);
    given.remove("platform");
    List<EarlierReport> other = EarlierReport.read(file(failed(given)));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> EarlierReport.of(other, "platform", RUN.now()))
        .withMessageContaining("is about another installation");
  }

  private static String failed(SortedMap<String, EarlierDrift> given) {
    StringWriter out = new StringWriter();
    DriftJson.writeFailed(List.of(Diagnostic.error(Code.USAGE, "", "it failed", "")), given, out);
    return out.toString();
  }

  private void assertRefused(String text) throws IOException {
    Path file = file(text);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> EarlierReport.read(file))
        .satisfies(refused ->
            assertThat(refused.diagnostics())
                .singleElement()
                .satisfies(why -> {
                  assertThat(why.code()).isEqualTo(Code.EARLIER_REPORT);
                  assertThat(why.summary()).isEqualTo("is no report of drift");
                }));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("report.json"), text);
  }

  private static Set<DriftKey> keys(Drift drift) {
    return drift.secrets().stream()
        .flatMap(
            secret -> secret.fields().stream().map(field -> DriftKey.of(secret.address(), field)))
        .collect(Collectors.toSet());
  }

  private static String json(Plan plan) {
    StringWriter out = new StringWriter();
    DriftJson.write(
        DriftReport.of(plan, Policy.builtIn().ignoredDrift(), List.of(), RUN.now()),
        plan,
        RUN,
        out);
    return out.toString();
  }
}
