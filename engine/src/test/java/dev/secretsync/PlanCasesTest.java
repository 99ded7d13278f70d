package dev.secretsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Progress;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.Shard;
import dev.secretsync.plan.DriftReport;
import dev.secretsync.plan.Merge;
import dev.secretsync.plan.NamedPlan;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.Document;
import dev.secretsync.report.Ending;
import dev.secretsync.report.EveryFormat;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.json.DriftJson;
import dev.secretsync.report.json.PlanJson;
import dev.secretsync.report.markdown.DocumentMarkdown;
import dev.secretsync.report.markdown.PlanMarkdown;
import dev.secretsync.report.text.DiagnosticsText;
import dev.secretsync.report.text.DriftText;
import dev.secretsync.report.text.PlanText;
import dev.secretsync.report.text.Style;
import dev.secretsync.saved.ReadBack;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * One folder per case below {@code test-fixtures/plan}: a repository, what the clusters hold, and
 * what the plan says. {@code -Dgolden=update} rewrites the expectations; its README says what the
 * files of a case are. The first line of {@code about.txt} names the rules that a case proves.
 */
class PlanCasesTest {
  private static final Path CASES = Path.of("..", "test-fixtures", "plan");
  private static final RunInfo RUN = new RunInfo("0.1.0", Instant.parse("2026-11-21T12:00:00Z"));
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));

  @DisplayName("R1 R4-R7 R9-R66 R100-R102 R116 T4: each case says which of them it shows")
  @Tag("R27")
  @Tag("R61")
  @Tag("R62")
  @Tag("R63")
  @Tag("R64")
  @Tag("R65")
  @TestFactory
  Stream<DynamicTest> aPlanSaysWhatItsCaseExpects() throws IOException {
    try (Stream<Path> found = Files.list(CASES)) {
      List<Path> cases = found.filter(Files::isDirectory).sorted().toList();
      assertThat(cases).hasSizeGreaterThan(40);
      List<DynamicTest> tests = new ArrayList<>();
      for (Path folder : cases) {
        String about = Files.readAllLines(folder.resolve("about.txt")).getFirst();
        tests.add(dynamicTest(folder.getFileName() + ": " + about, () -> check(folder)));
      }
      return tests.stream();
    }
  }

  private static void check(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("about.txt", "repo", "live.yaml")
          .isSubsetOf(
              "about.txt",
              "before",
              "repo",
              "live.yaml",
              "expected.txt",
              "expected-drift.txt",
              "expected.json",
              "expected.md",
              "expected-drift.json",
              "expected-drift.md",
              "exit");
    }
    Path repository = Files.createTempDirectory("plan-case");
    try {
      check(folder, repository);
    } finally {
      delete(repository);
    }
  }

  private static void check(Path folder, Path repository) throws IOException {
    Map<String, CaseRepository.Commit> commits = new TreeMap<>();
    if (Files.exists(folder.resolve("before"))) {
      commits.put(
          "before",
          CaseRepository.commit(repository, CaseRepository.files(folder.resolve("before"))));
    }
    commits.put(
        "now", CaseRepository.commit(repository, CaseRepository.files(folder.resolve("repo"))));
    Said said = plan(repository, folder.resolve("live.yaml"), commits);
    compare(folder.resolve("expected.txt"), Optional.of(said.text()), true);
    compare(folder.resolve("expected-drift.txt"), said.drift(), true);
    compare(folder.resolve("exit"), Optional.of(said.exit()), true);
    compare(folder.resolve("expected.json"), said.json(), false);
    compare(folder.resolve("expected-drift.json"), said.driftJson(), false);
    compare(folder.resolve("expected.md"), said.markdown(), false);
    compare(folder.resolve("expected-drift.md"), said.driftMarkdown(), false);
    assertHarmless(
        (said.markdown().orElse("") + said.driftMarkdown().orElse("")).replace("\u200d", ""));
    assertHarmless(said.text() + said.drift().orElse(""));
    assertHarmless(said.json().orElse("") + said.driftJson().orElse(""));
  }

  @Test
  void theOrderOfDocumentsAndFilesDoesNotMatter(@TempDir Path temporary) throws IOException {
    Path folder = CASES.resolve("targets-and-reasons");
    SortedMap<String, byte[]> files = CaseRepository.files(folder.resolve("repo"));
    Path live = folder.resolve("live.yaml");
    Path one = temporary.resolve("one");
    Said said = plan(one, live, Map.of("now", CaseRepository.commit(one, files)));
    byte[] clusters = files.remove("clusters.yaml");
    List<String> documents =
        List.of(new String(clusters, StandardCharsets.UTF_8).split("---\n", -1)).reversed();
    files.put("zz/last.yaml", String.join("---\n", documents).getBytes(StandardCharsets.UTF_8));
    Path other = temporary.resolve("other");
    Said again = plan(other, live, Map.of("now", CaseRepository.commit(other, files)));
    assertThat(again.withoutInputs()).isEqualTo(said.withoutInputs());
    assertThat(said.text()).contains("9 to add");
  }

  /** Everything that the commands print. */
  private record Said(
      String text,
      Optional<String> json,
      Optional<String> markdown,
      Optional<String> drift,
      Optional<String> driftJson,
      Optional<String> driftMarkdown,
      String exit) {
    /** Which files a change follows from is the one thing that where they stand decides. */
    Said withoutInputs() {
      return new Said(
          text,
          json.map(all -> all.replaceAll("\"inputs\" : \\{[^{}]*\\}", "")),
          markdown,
          drift,
          driftJson,
          driftMarkdown,
          exit);
    }
  }

  private static Said plan(Path repository, Path live, Map<String, CaseRepository.Commit> commits)
      throws IOException {
    Rendering shown = new Rendering(commits);
    LiveFixture clusters = new LiveFixture(live, commits);
    try (Planned planned =
        new SecretSync(keys(), workTree -> clusters, Progress.SILENT)
            .plan(new Request(repository, "HEAD", false, Optional.empty(), Optional.empty()))) {
      Plan plan = planned.plan();
      DriftReport drift =
          DriftReport.of(plan, planned.policy().ignoredDrift(), List.of(), RUN.now());
      ReadBack.assertTheSame(plan);
      assertPartsMakeTheWhole(repository, clusters, plan);
      assertEveryFormat(new Document.Planned(plan, RUN, Optional.empty()), plan);
      assertEveryFormat(new Document.Drifted(drift, plan, RUN), plan);
      assertThat(
              shown
                  .text(out -> new PlanText(new Style(true), RUN).write(plan, out))
                  .replaceAll("\u001b\\[[0-9;]*m", ""))
          .as("colour only repeats what words say")
          .isEqualTo(shown.text(out -> new PlanText(Style.plain(), RUN).write(plan, out)));
      return new Said(
          shown.diagnostics(plan.diagnostics())
              + shown.text(out -> new PlanText(Style.plain(), RUN).write(plan, out)),
          Optional.of(shown.text(out -> PlanJson.write(plan, RUN, out))),
          Optional.of(shown.text(out -> PlanMarkdown.write(plan, RUN, Optional.empty(), out))),
          drift.drift().isEmpty() && drift.ignored().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  shown.diagnostics(drift.warnings())
                      + shown.text(
                          out -> new DriftText(Style.plain(), RUN).write(drift, plan, out))),
          Optional.of(shown.text(out -> DriftJson.write(drift, plan, RUN, out))),
          Optional.of(
              shown.text(out ->
                  DocumentMarkdown.write(
                      new Document.Drifted(drift, plan, RUN), DocumentMarkdown.COMMENT, out))),
          exit(plan.exitCodes(), plan.hasChanges()));
    } catch (RefusedException refused) {
      Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
      refused.diagnostics().stream()
          .filter(Diagnostic::isError)
          .forEach(error -> codes.add(error.code().exitCode()));
      return new Said(
          shown.diagnostics(refused.diagnostics()),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          exit(codes, false));
    }
  }

  /** cli.md 6.6: byte for byte, however many there are and in whatever order they come. */
  private static void assertPartsMakeTheWhole(Path repository, LiveFixture clusters, Plan whole)
      throws IOException {
    Request request = new Request(repository, "HEAD", false, Optional.empty(), Optional.empty());
    for (int of = 1; of <= 8; of++) {
      List<NamedPlan> parts = new ArrayList<>();
      for (int index = 1; index <= of; index++) {
        try (Planned planned =
            new SecretSync(keys(), workTree -> clusters, Progress.SILENT)
                .plan(request.about(Optional.of(new Shard(index, of))))) {
          ReadBack.assertTheSame(planned.plan());
          parts.add(new NamedPlan("part-" + index, planned.plan()));
        }
      }
      Collections.shuffle(parts, new Random(of));
      assertThat(json(Merge.of(parts))).as("merged from %s parts", of).isEqualTo(json(whole));
    }
  }

  private static String json(Plan plan) {
    StringWriter json = new StringWriter();
    PlanJson.write(plan, RUN, json);
    return json.toString();
  }

  private static void assertEveryFormat(Document document, Plan plan) {
    Ending ending =
        new Ending(ExitCode.worst(plan.exitCodes()), plan.exitCodes(), Optional.empty());
    EveryFormat.of(document, ending)
        .forEach((format, text) -> {
          if (format.equals("annotations")) {
            assertHarmless(text.replaceAll("(?m)^::(error|warning|notice) ", ""));
          } else {
            assertHarmless(text.replace("\u200d", ""));
          }
        });
  }

  /** What {@code plan --detailed-exitcode} exits with. */
  private static String exit(Set<ExitCode> codes, boolean changes) {
    Set<ExitCode> all = EnumSet.noneOf(ExitCode.class);
    all.addAll(codes);
    if (changes) {
      all.add(ExitCode.CHANGES);
    }
    return ExitCode.worst(all).number() + "\n";
  }

  /** S1, P3: no value in any form, and nothing that a terminal or a CI log would act on. */
  private static void assertHarmless(String shown) {
    assertThat(shown).doesNotContain("visibly-fake").doesNotContain("dmlzaWJseS1mYWtl");
    assertThat(shown.replace("\n", "")).doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}\\u2028\\u2029].*");
    assertThat(shown.lines()).noneMatch(line -> line.strip().startsWith("::"));
    assertThat(shown).doesNotContain("##[");
  }

  private static void compare(Path file, Optional<String> said, boolean always) throws IOException {
    if (UPDATE && (always || Files.exists(file))) {
      if (said.isPresent()) {
        Files.writeString(file, said.get());
      } else {
        Files.deleteIfExists(file);
      }
    }
    if (always || Files.exists(file)) {
      assertThat(said)
          .as(file.getFileName().toString())
          .isEqualTo(
              Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.<String>empty());
    }
  }

  private static KeyRing keys() throws IOException {
    return KeyRing.of(
        Files.readAllLines(Path.of("..", "examples", "test-age-key.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .flatMap(line -> AgeIdentity.parse(line).stream())
            .toList());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Texts with the ids of commits and trees replaced by what they are called in the case. */
  private record Rendering(Map<String, CaseRepository.Commit> commits) {
    String text(Consumer<PrintWriter> report) {
      StringWriter text = new StringWriter();
      PrintWriter out = new PrintWriter(text);
      report.accept(out);
      out.flush();
      String said = text.toString();
      for (Map.Entry<String, CaseRepository.Commit> commit : commits.entrySet()) {
        String id = commit.getValue().id();
        said =
            said.replace(id, "<commit " + commit.getKey() + ">")
                .replace(commit.getValue().tree(), "<tree " + commit.getKey() + ">")
                .replace(id.substring(0, 7), "<" + commit.getKey() + ">");
      }
      return said;
    }

    String diagnostics(Collection<Diagnostic> found) {
      return found.isEmpty()
          ? ""
          : text(out -> new DiagnosticsText(Style.plain()).write(found, out)) + "\n";
    }
  }
}
