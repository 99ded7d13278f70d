package dev.secretsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.secretsync.model.ExitCode;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.report.Document;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.html.HtmlReport;
import dev.secretsync.report.json.OfflineJson;
import dev.secretsync.report.markdown.OfflineMarkdown;
import dev.secretsync.report.text.DiagnosticsText;
import dev.secretsync.report.text.OfflineText;
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
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * One folder per case below {@code test-fixtures/offline}: two commits, and what the offline plan
 * says of them. {@code -Dgolden=update} rewrites the texts, never an {@code exit}; the README there
 * says what the files of a case are. No case has a key or a cluster.
 */
class OfflineCasesTest {
  private static final Path CASES = Path.of("..", "test-fixtures", "offline");
  private static final RunInfo RUN = new RunInfo("0.1.0", Instant.parse("2026-11-21T12:00:00Z"));
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));
  private static final Pattern CIPHERTEXT = Pattern.compile("(?:data|iv|tag):([A-Za-z0-9+/=]{8,})");
  private static final Pattern WRAPPED =
      Pattern.compile("^ +([A-Za-z0-9+/=]{40,})$", Pattern.MULTILINE);

  @DisplayName("P1 K10 X1 X2 X3 X4 X6 X7 X8 R116: each case says which of them it shows")
  @Tag("P1")
  @Tag("X3")
  @Tag("X4")
  @Tag("X6")
  @Tag("X7")
  @TestFactory
  Stream<DynamicTest> anOfflinePlanSaysWhatItsCaseExpects() throws IOException {
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

  @Test
  void theOrderOfFilesAndDocumentsDoesNotMatter(@TempDir Path temporary) throws IOException {
    Path folder = CASES.resolve("cluster-relabelled");
    SortedMap<String, byte[]> base = CaseRepository.files(folder.resolve("base"));
    SortedMap<String, byte[]> head = CaseRepository.files(folder.resolve("head"));
    Said said = compare(temporary.resolve("one"), base, head);
    for (SortedMap<String, byte[]> files : List.of(base, head)) {
      String clusters = new String(files.get("clusters.yaml"), StandardCharsets.UTF_8);
      files.put(
          "clusters.yaml",
          String.join("---\n", List.of(clusters.split("---\n", -1)).reversed())
              .getBytes(StandardCharsets.UTF_8));
    }
    Said other = compare(temporary.resolve("other"), base, head);
    assertThat(lines(other.text())).isEqualTo(lines(said.text()));
  }

  /** The lines of documents moved with them. */
  private static List<String> lines(String text) {
    return text.lines().map(line -> line.replaceAll("yaml:[0-9]+", "yaml")).toList();
  }

  private static void check(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("about.txt", "base", "head", "exit")
          .isSubsetOf(
              "about.txt", "base", "head", "exit", "expected.txt", "expected.json", "expected.md");
    }
    SortedMap<String, byte[]> base = CaseRepository.files(folder.resolve("base"));
    SortedMap<String, byte[]> head = CaseRepository.files(folder.resolve("head"));
    Path repository = Files.createTempDirectory("offline-case");
    try {
      Said said = compare(repository, base, head);
      compare(folder.resolve("expected.txt"), said.text(), true);
      compare(folder.resolve("expected.json"), said.json(), false);
      assertHarmless(said.text(), base, head);
      compare(folder.resolve("expected.md"), said.markdown(), false);
      assertHarmless(said.json(), base, head);
      assertHarmless(said.markdown(), base, head);
      assertHarmless(said.html(), base, head);
      assertInFences(said.markdown());
      assertThat(said.exit()).isEqualTo(Files.readString(folder.resolve("exit")).strip());
    } finally {
      try (Stream<Path> files = Files.walk(repository)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Everything that the command prints. */
  private record Said(String text, String json, String markdown, String html, String exit) {}

  private static Said compare(
      Path repository, SortedMap<String, byte[]> base, SortedMap<String, byte[]> head)
      throws IOException {
    Map<String, CaseRepository.Commit> commits = new TreeMap<>();
    commits.put("base", CaseRepository.commit(repository, base));
    commits.put("head", CaseRepository.commit(repository, head));
    OfflinePlan plan =
        GitOnly.offline(
            new Request(repository, "HEAD", false, Optional.empty(), Optional.empty()),
            commits.get("base").id());
    ReadBack.assertTheSame(plan);
    String text = shown(commits, out -> new OfflineText(Style.plain(), RUN).write(plan, out));
    assertThat(
            shown(commits, out -> new OfflineText(new Style(true), RUN).write(plan, out))
                .replaceAll("\u001b\\[[0-9;]*m", ""))
        .as("colour only repeats what words say")
        .isEqualTo(text);
    String found =
        plan.diagnostics().isEmpty()
            ? ""
            : shown(
                    commits,
                    out -> new DiagnosticsText(Style.plain()).write(plan.diagnostics(), out))
                + "\n";
    return new Said(
        found + text,
        shown(commits, out -> OfflineJson.write(plan, RUN, out)),
        shown(commits, out -> OfflineMarkdown.write(plan, RUN, out)),
        shown(commits, out -> HtmlReport.write(new Document.Offline(plan, RUN), out)),
        exit(plan));
  }

  /** What {@code plan --offline --detailed-exitcode} exits with. */
  private static String exit(OfflinePlan plan) {
    Set<ExitCode> all = EnumSet.noneOf(ExitCode.class);
    all.addAll(plan.exitCodes());
    if (plan.hasChanges()) {
      all.add(ExitCode.CHANGES);
    }
    return String.valueOf(ExitCode.worst(all).number());
  }

  private static String shown(
      Map<String, CaseRepository.Commit> commits, Consumer<PrintWriter> report) {
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

  /**
   * S1, P3: no value, no ciphertext, nothing that a terminal or a CI log would act on; and never a
   * word about values, of which nothing is known.
   */
  @SafeVarargs
  private static void assertHarmless(String shown, SortedMap<String, byte[]>... revisions) {
    assertThat(shown)
        .doesNotContain("visibly-fake")
        .doesNotContain("dmlzaWJseS1mYWtl")
        .doesNotContain("value changed")
        .doesNotContain("value, changed")
        .doesNotContain("##[");
    assertThat(shown.replace("\n", "")).doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}\\u2028\\u2029].*");
    assertThat(shown.lines()).noneMatch(line -> line.strip().startsWith("::"));
    for (SortedMap<String, byte[]> files : revisions) {
      for (byte[] file : files.values()) {
        String text = new String(file, StandardCharsets.UTF_8);
        for (Pattern secret : List.of(CIPHERTEXT, WRAPPED)) {
          Matcher found = secret.matcher(text);
          while (found.find()) {
            assertThat(shown).doesNotContain(found.group(1));
          }
        }
      }
    }
  }

  /** P3: names stand in fences only, and no line inside ends one. */
  private static void assertInFences(String markdown) {
    String fence = "";
    for (String line : markdown.lines().toList()) {
      if (fence.isEmpty()) {
        assertThat(line).doesNotContain("@").doesNotContain("![").doesNotContain("secrets/");
        fence = line.matches("`{3,}diff") ? line.replace("diff", "") : "";
      } else if (line.strip().matches("`{" + fence.length() + ",}")) {
        fence = "";
      }
    }
    assertThat(fence).isEmpty();
  }

  private static void compare(Path file, String said, boolean always) throws IOException {
    if (UPDATE && (always || Files.exists(file))) {
      Files.writeString(file, said);
    }
    if (always || Files.exists(file)) {
      assertThat(said)
          .as(file.getFileName().toString())
          .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
    }
  }
}
