package dev.secretsync.saved;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.secretsync.model.Code;
import dev.secretsync.model.RefusedException;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.offline.SecretChange;
import dev.secretsync.report.ReportSamples;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.markdown.OfflineMarkdown;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may open a pull request may have made such a file (cli.md 5.3). */
@DisplayName("P3: files of saved offline plans, which a fork may hand over")
@Tag("P3")
class OfflineFileTest {
  private static final String VERSION = "0.1.0";
  private static final RunInfo RUN = new RunInfo(VERSION, Instant.parse("2026-11-21T12:00:00Z"));
  private static final int MUTATIONS = 4_000;
  private static final byte[] DOCUMENT = ReadBack.document(ReportSamples.offline("apps"));
  private static final String TEXT = new String(DOCUMENT, US_ASCII);

  @TempDir Path folder;

  @Test
  void whatIsSavedIsReadAgain() {
    Path file = folder.resolve("offline.json");
    PlanFile.write(file, new SavedOfflinePlan(ReportSamples.offline("apps"), RUN));
    assertThat(PlanFile.readAny(file, true, VERSION))
        .isEqualTo(new SavedOfflinePlan(ReportSamples.offline("apps"), RUN));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> PlanFile.read(file, VERSION))
        .withMessageContaining("is an offline plan");
  }

  @Test
  void aSecretMayBeOnOneSideOnly() throws IOException {
    SecretChange there = ReportSamples.offline("apps").secrets().getFirst();
    OfflinePlan plan =
        with(
            new SecretChange(
                SecretChange.Kind.ADDED,
                "new",
                Optional.empty(),
                there.after(),
                List.of(),
                List.of(),
                List.of()),
            new SecretChange(
                SecretChange.Kind.REMOVED,
                "old",
                there.before(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of()));
    ReadBack.assertTheSame(plan);
    OfflinePlan nowhere =
        with(
            new SecretChange(
                SecretChange.Kind.CHANGED,
                "nowhere",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of()));
    assertRefused(new String(ReadBack.document(nowhere), US_ASCII));
  }

  private static OfflinePlan with(SecretChange... secrets) {
    OfflinePlan plan = ReportSamples.offline("apps");
    return new OfflinePlan(
        plan.base(),
        plan.head(),
        plan.policy(),
        plan.trust(),
        plan.reached(),
        List.of(secrets),
        plan.others(),
        plan.refusals(),
        plan.diagnostics());
  }

  @Test
  void whatAnotherVersionMadeIsNotCalledEdited() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("old.json"),
            TEXT.replace("\"version\" : \"0.1.0\"", "\"version\" : \"0.0.9\""));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> PlanFile.readAny(file, true, VERSION))
        .withMessageContaining("was made by another version");
  }

  @Test
  void aSavedPlanIsReadTheSameWay() throws IOException {
    Path file = folder.resolve("plan.json");
    Files.write(file, ReadBack.document(TestPlans.everything()));
    assertThat(PlanFile.readAny(file, true, VERSION))
        .isInstanceOfSatisfying(
            SavedPlan.class, saved -> assertThat(saved.plan()).isEqualTo(TestPlans.everything()));
  }

  @DisplayName("P3: hostile texts stay text in the comment that is rendered anew")
  @Test
  void hostileNamesStayText() throws IOException {
    OfflinePlan hostile = ReportSamples.offline(ReportSamples.HOSTILE.replace("/", ""));
    ReadBack.assertTheSame(hostile);
    Path file = folder.resolve("offline.json");
    PlanFile.write(file, new SavedOfflinePlan(hostile, RUN));
    SavedOfflinePlan read = (SavedOfflinePlan) PlanFile.readAny(file, true, VERSION);
    StringWriter out = new StringWriter();
    OfflineMarkdown.write(read.plan(), read.run(), out);
    String comment = out.toString();
    assertThat(comment.replace("\n", "")).doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}].*");
    assertThat(comment.indexOf("-->")).isLessThan(comment.indexOf('\n'));
    assertThat(outsideOfFences(comment)).doesNotContain("octocat", "onerror", "![", "{{");
  }

  private static String outsideOfFences(String comment) {
    StringBuilder outside = new StringBuilder();
    String fence = "";
    for (String line : comment.lines().toList()) {
      if (fence.isEmpty() && line.startsWith("```")) {
        fence = line.substring(0, line.lastIndexOf('`') + 1);
      } else if (line.equals(fence)) {
        fence = "";
      } else if (fence.isEmpty()) {
        outside.append(line).append('\n');
      }
    }
    assertThat(fence).isEmpty();
    return outside.toString();
  }

  @Test
  void aMutatedDocumentIsRefusedOrCanBeShown() throws IOException {
    Random random = new Random(7);
    int taken = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      int at = random.nextInt(DOCUMENT.length);
      byte[] mutated = DOCUMENT.clone();
      mutated[at] = (byte) (mutated[at] ^ (1 << random.nextInt(8)));
      Path file = Files.write(folder.resolve("mutated.json"), mutated);
      try {
        SavedOfflinePlan read = (SavedOfflinePlan) PlanFile.readAny(file, true, VERSION);
        assertThat(read).isNotEqualTo(new SavedOfflinePlan(ReportSamples.offline("apps"), RUN));
        StringWriter out = new StringWriter();
        OfflineMarkdown.write(read.plan(), read.run(), out);
        assertThat(out.toString()).endsWith("</sub>\n");
        taken++;
      } catch (RefusedException refused) {
        assertThat(refused.diagnostics().getFirst().code()).isEqualTo(Code.PLAN_FILE);
      }
    }
    assertThat(taken).isLessThan(MUTATIONS / 2);
  }

  @DisplayName("what follows from the plan cannot be edited, nor can what is shown as it is")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"denied\" : 1              | \"denied\" : 0",
        "\"complete\" : false        | \"complete\" : true",
        "\"changes\" : true          | \"changes\" : false",
        "\"kind\" : \"Cluster\"      | \"kind\" : \"<img>\"",
        "\"fate\" : \"moved\"        | \"fate\" : \"lost\"",
        "\"line\" : 3                | \"line\" : 3.0",
        "\"column\" : 5              | \"column\" : 5, \"more\" : 1",
        "\"commit\" : \"aaaa        | \"commit\" : \"--> @everyone",
        "\"tree\" : \"dddd          | \"tree\" : \"dddD",
        "\"format_version\" : \"1.0\" | \"format_version\" : \"2.0\"",
        "\"uncommitted\" : true      | \"uncommitted\" : true, \"uncommitted\" : true"
      })
  void editedPartsAreRefused(String from, String to) throws IOException {
    assertThat(TEXT).contains(from);
    assertRefused(TEXT.replaceFirst(Pattern.quote(from), to));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "null",
        "{\"kind\":\"secretsync.offline-plan\"}",
        "{\"kind\":\"secretsync.offline-plan\",\"format_version\":\"1.0\","
            + "\"tool\":{\"name\":\"secretsync\",\"version\":\"0.1.0\"}}"
      })
  void whatIsNoPlanIsRefused(String text) throws IOException {
    assertRefused(text);
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    String open = "{\"kind\":\"secretsync.offline-plan\",\"x\":";
    assertRefused(open + "[".repeat(100_000) + "]".repeat(100_000) + "}");
  }

  @DisplayName("cli.md 5.3: what another run hands over has 5 MiB at most")
  @Test
  void whatIsTooLargeIsRefused() throws IOException {
    Path file = folder.resolve("large.json");
    Files.writeString(file, " ".repeat(PlanFile.MAX_OFFLINE_BYTES + 1));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> PlanFile.readAny(file, true, VERSION))
        .withMessageContaining("larger than the 5 MiB that may come from another run");
  }

  private void assertRefused(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("edited.json"), text, UTF_8);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> PlanFile.readAny(file, true, VERSION))
        .satisfies(refused -> {
          assertThat(refused.diagnostics().getFirst().code()).isEqualTo(Code.PLAN_FILE);
          assertThat(refused.getMessage()).doesNotContain("everyone", "apps");
        });
  }
}
