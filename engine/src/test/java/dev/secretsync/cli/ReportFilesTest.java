package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S4: reports besides the answer of a command")
class ReportFilesTest {
  private static final int USAGE = 64;

  /** What a drift that failed leaves. */
  private static final String ROLLING =
      """
      {"format_version": "1.0", "kind": "secretsync.diagnostics", "valid": false,
       "diagnostics": [], "command": "drift", "earlier": [{"installation": "platform",
       "timestamp": "2026-01-02T00:00:00Z", "found": [{"address": "c1/akuity/database",
       "field": "data.password", "cause": "value_changed", "since": "2026-01-01T00:00:00Z",
       "last_seen": "2026-01-02T00:00:00Z", "seen_in_reports": 2}],
       "unreadable": [], "unknown": []}]}
      """;

  private final Playground playground = Playground.embedded();
  private final Child child = new Child();

  @BeforeEach
  void start() throws IOException {
    playground.withQuickstart();
  }

  @AfterEach
  void end() {
    playground.close();
  }

  @DisplayName(
      "a report of an earlier run is not left standing where that of this one finds no room")
  @Test
  void noReportOfAnEarlierRunIsLeft() throws IOException, InterruptedException {
    Path html = file("r.html", "of yesterday");
    Path sarif = file("s.json", "of yesterday");
    Path metrics = file("m.prom", "secretsync_of_yesterday 1\n");
    String summaries = "of another step\n".repeat(190);
    String outputs = "other=1\n".repeat(381);
    Path summary = file("summary.md", summaries);
    Path output = file("output", outputs);
    int exit =
        child.run(
            List.of("bash", "-c", "ulimit -f 3 && exec \"$@\"", "-"),
            playground.env(),
            playground.folder().resolve("kubeconfig"),
            "validate",
            playground.repository().toString(),
            "--html",
            html.toString(),
            "--sarif",
            sarif.toString(),
            "--metrics",
            metrics.toString(),
            "--summary",
            summary.toString(),
            "--github-output",
            output.toString());
    assertThat(exit).as(child.said()).isEqualTo(1);
    assertThat(child.said())
        .contains("--html " + html, "--summary " + summary, "--github-output " + output)
        .contains("could not be written");
    assertThat(html).doesNotExist();
    assertThat(sarif).content().contains("\"2.1.0\"");
    assertThat(metrics).content().contains("secretsync_exit_code");
    assertThat(summary).hasContent(summaries);
    assertThat(output).hasContent(outputs);
  }

  @DisplayName("cli.md 2.8: with a label a log replaces no other, also when the command fails")
  @Test
  void aLabelPartsALogFromOthers() throws IOException {
    Path sarif = file("s.json", "of yesterday");
    for (List<String> words :
        List.of(
            List.of(playground.repository().toString()),
            List.of(playground.folder().resolve("nowhere").toString()),
            List.of("--nonsense"))) {
      validate(words, "--sarif", sarif.toString(), "--sarif-label", "prod-1.eu_west");
      assertThat(sarif).content().contains("\"id\" : \"secretsync/prod-1.eu_west/\"");
    }
  }

  @Test
  void flagsThatWouldDoNothingAreRefused() {
    String sarif = playground.folder().resolve("s.json").toString();
    assertThat(validate(List.of(), "--sarif-label", "prod").exit()).isEqualTo(USAGE);
    assertThat(validate(List.of(), "--metrics-detail").exit()).isEqualTo(USAGE);
    for (String label : List.of("", "a/b", "-a", "a b", "a".repeat(64))) {
      assertThat(validate(List.of(), "--sarif", sarif, "--sarif-label=" + label).exit())
          .as("label '%s'", label)
          .isEqualTo(USAGE);
    }
    assertThat(validate(List.of(), "--sarif", sarif, "--sarif-label", "a".repeat(63)).exit())
        .isZero();
  }

  @DisplayName("cli.md 2.10: metrics say when a run last succeeded, also those of one that fails")
  @Test
  void aFailureKeepsTheTimeOfTheLastSuccess() throws IOException {
    Path metrics = playground.folder().resolve("m.prom");
    validate(List.of(), "--metrics", metrics.toString());
    String success =
        Files.readString(metrics)
            .lines()
            .filter(line -> line.startsWith("secretsync_last_success_timestamp_seconds{"))
            .findFirst()
            .orElseThrow();
    assertThat(metrics).content().contains("secretsync_run_duration_seconds{");
    validate(List.of("--nonsense"), "--metrics", metrics.toString());
    assertThat(metrics)
        .content()
        .contains(success, "secretsync_exit_code{command=\"validate\"} " + USAGE);
  }

  @DisplayName("GitHub drops a summary above 1 MiB as a whole, so nothing is added to a full one")
  @Test
  void aFullSummaryStaysAsItIs() throws IOException {
    int full = (1 << 20) - 3 * 4_000 + 1;
    Path summary = file("summary.md", "x".repeat(full));
    Playground.Ran ran = validate(List.of(), "--summary", summary.toString());
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).contains("--summary " + summary, "is full", "a step of its own");
    assertThat(summary).hasSize(full);

    file("summary.md", "x".repeat(full - 1));
    assertThat(validate(List.of(), "--summary", summary.toString()).err()).isEmpty();
    assertThat(summary).content().startsWith("x").endsWith("</sub>\n\n");
  }

  @Test
  void aLinkStaysAndWhatItLeadsToIsReplacedWithItsPermissions() throws IOException {
    Path html = file("of-the-server.html", "of yesterday");
    Files.setPosixFilePermissions(html, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(playground.folder().resolve("r.html"), html);
    Path fresh = playground.folder().resolve("j.xml");
    validate(List.of(), "--html", link.toString(), "--junit", fresh.toString());
    assertThat(link).isSymbolicLink();
    assertThat(html).isRegularFile().content().contains("<html");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(html)))
        .isEqualTo("rw-r-----");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
        .as("for whoever serves it or collects it")
        .isEqualTo("rw-r--r--");
  }

  @DisplayName("a pipe is written to, and not replaced")
  @Test
  void aPipeIsWrittenTo() throws IOException, InterruptedException {
    for (String flag : List.of("--junit", "--summary", "--github-output")) {
      Path pipe = playground.folder().resolve("pipe" + flag);
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
      CompletableFuture<String> read =
          CompletableFuture.supplyAsync(() -> {
            try {
              return Files.readString(pipe);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      assertThat(validate(List.of(), flag, pipe.toString()).exit()).isZero();
      assertThat(read).as(flag).succeedsWithin(Duration.ofSeconds(30)).asString().isNotBlank();
      assertThat(Files.isRegularFile(pipe)).isFalse();
    }
  }

  @DisplayName("whatever is wrong with the line, the file that drift rolls on tells what it told")
  @Test
  void aMisspeltLineLosesNoHistory() throws IOException {
    for (List<String> words :
        List.of(
            List.of("drfit", "--since", "FILE", "--json-into", "FILE"),
            List.of("plan", "--since=FILE", "--json-into=FILE"),
            List.of("drift", "-since=FILE", "-json-into=FILE", "--nonsense"))) {
      Path file = file("rolling.json", ROLLING);
      Playground.Ran ran =
          playground.run(
              words.stream()
                  .map(word -> word.replace("FILE", file.toString()))
                  .toArray(String[]::new));
      assertThat(ran.exit()).as("%s", words).isEqualTo(USAGE);
      assertThat(file).content().contains("c1/akuity/database", "SSY901");
    }
  }

  @DisplayName("an earlier report that comes out of a pipe is read once")
  @Test
  void aPipeIsReadOnce() throws IOException, InterruptedException {
    Path pipe = playground.folder().resolve("since");
    Path answer = file("answer.json", "of yesterday");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process writes =
        new ProcessBuilder(
                "sh", "-c", "cat \"$0\" >\"$1\"", file("told", ROLLING).toString(), pipe.toString())
            .start();
    CompletableFuture<Playground.Ran> ran =
        CompletableFuture.supplyAsync(() ->
            playground.run(
                "drift",
                playground.folder().resolve("nowhere").toString(),
                "--since=" + pipe,
                "--json-into=" + answer));
    assertThat(ran)
        .succeedsWithin(Duration.ofSeconds(30))
        .satisfies(it -> assertThat(it.err()).contains("no such folder"));
    assertThat(writes.waitFor()).isZero();
  }

  @DisplayName("what stdout leads to is added to, though it is a regular file")
  @Test
  void whatIsHeldOpenIsNotReplaced() throws IOException, InterruptedException {
    Path said = playground.folder().resolve("said");
    int exit =
        child.run(
            List.of("bash", "-c", "exec \"$@\" >" + said, "-"),
            playground.env(),
            playground.folder().resolve("kubeconfig"),
            "validate",
            playground.repository().toString(),
            "--html",
            "/dev/stdout");
    assertThat(exit).as(child.said()).isZero();
    assertThat(said).content().contains("Valid.", "<html").doesNotContain("has not ended");
  }

  @DisplayName("cli.md 5.7: a run that failed names no result of another run")
  @Test
  void aFailureNamesWhatItWroteItself() throws IOException {
    Path result = file("result.json", "of yesterday");
    for (String wrong : List.of("--nonsense", "--accept-deletes=many")) {
      Path output = file("output", "");
      apply(wrong, result, output);
      assertThat(output).content().contains("exitcode=" + USAGE).doesNotContain("result_path");
      assertThat(result).hasContent("of yesterday");
    }
    Path output = file("output", "");
    apply("--quiet", result, output);
    assertThat(output).content().contains("result_path=" + result);
    assertThat(result).content().contains("nobody can be asked here");
  }

  @DisplayName("a file that is to be read is replaced by no report, however the run ends")
  @Test
  void whatIsReadIsNotReplaced() throws IOException {
    Path read = file("read.json", ROLLING);
    for (List<String> words :
        List.of(
            List.of("drift", "--since", "FILE", "--html", "FILE"),
            List.of("show", "FILE", "--html", "FILE"),
            List.of("show", "--json-into=FILE", "--", "FILE"),
            List.of("plan", "merge", "FILE", "--json-into", "FILE"),
            List.of("apply", "FILE", "--result", "FILE"),
            List.of("apply", "FILE", "--junit", "FILE", "--nonsense"))) {
      Playground.Ran ran =
          playground.run(
              words.stream()
                  .map(word -> word.replace("FILE", read.toString()))
                  .toArray(String[]::new));
      assertThat(ran.exit()).as("%s", words).isEqualTo(USAGE);
      assertThat(read).as("%s", words).hasContent(ROLLING);
    }
  }

  private void apply(String word, Path result, Path output) {
    Playground.Ran ran =
        playground.run(
            "apply",
            playground.repository().toString(),
            word,
            "--result=" + result,
            "--github-output=" + output);
    assertThat(ran.exit()).isEqualTo(USAGE);
  }

  private Playground.Ran validate(List<String> words, String... flags) {
    List<String> all = new ArrayList<>(List.of("validate"));
    all.addAll(words.isEmpty() ? List.of(playground.repository().toString()) : words);
    all.addAll(List.of(flags));
    return playground.run(all.toArray(String[]::new));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(playground.folder().resolve(name), content);
  }
}
