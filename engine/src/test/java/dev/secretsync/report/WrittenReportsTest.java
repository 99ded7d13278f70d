package dev.secretsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A folder of {@code test-fixtures/reports} for each kind of document. {@code -Dgolden=update}
 * rewrites them.
 */
@DisplayName("cli.md 2.7-2.10, 4.6, 5.7: what CI systems read of each kind of document, as a whole")
class WrittenReportsTest {
  private static final Path FOLDERS = Path.of("..", "test-fixtures", "reports");
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));

  private static final Map<String, String> FILES =
      Map.of(
          "markdown", "comment.md",
          "sarif", "sarif.json",
          "junit", "junit.xml",
          "metrics false", "metrics.prom",
          "metrics true", "metrics-detail.prom",
          "annotations", "annotations.txt",
          "outputs", "outputs.txt");

  @Test
  void aPlan() throws IOException {
    check("plan", ReportSamples.planned(ReportSamples.everything()), ExitCode.UNREACHABLE);
  }

  @Test
  void drift() throws IOException {
    check("drift", ReportSamples.drifted(ReportSamples.everything()), ExitCode.UNREACHABLE);
  }

  @Test
  void anApply() throws IOException {
    check("apply", ReportSamples.applied(), ExitCode.PARTIAL);
  }

  @Test
  void anOfflinePlan() throws IOException {
    check(
        "offline",
        new Document.Offline(ReportSamples.offline("apps"), ReportSamples.RUN),
        ExitCode.DENIED);
  }

  @Test
  void findings() throws IOException {
    check(
        "validate",
        new Document.Validated(
            List.of(
                Diagnostic.error(
                    Code.PLAINTEXT_VALUE,
                    new SourceLocation("secrets/db.yaml", 7, 3),
                    "data.password is not encrypted",
                    "encrypt it"),
                Diagnostic.warning(Code.REDUNDANT, "east", "is allowed twice", ""),
                Diagnostic.error(Code.NO_COMMITS, "", "there is no commit yet", "")),
            ReportSamples.RUN),
        ExitCode.CONFIG);
  }

  @Test
  void noFindings() throws IOException {
    check("valid", new Document.Validated(List.of(), ReportSamples.RUN), ExitCode.OK);
  }

  @Test
  void aFailure() throws IOException {
    check(
        "failed",
        new Document.Failed(
            "plan",
            List.of(
                Diagnostic.error(Code.LOCKED, "east", "somebody@ci holds the lock", "wait for it")),
            ReportSamples.RUN),
        ExitCode.LOCKED);
  }

  private static void check(String name, Document document, ExitCode exit) throws IOException {
    Ending ending = new Ending(exit, Set.of(exit), Optional.of(Duration.ofMillis(1_234)));
    Map<String, String> texts = EveryFormat.of(document, ending);
    SortedMap<String, String> expected = new TreeMap<>();
    FILES.forEach((format, file) ->
        expected.put(
            file,
            Optional.ofNullable(texts.get(format))
                .orElseThrow()
                .replaceAll("java=\"[0-9]+\"", "java=\"JAVA\"")));
    // names of Secrets add nothing where there are none, and what is empty needs no file
    expected.values().removeIf(String::isEmpty);
    if (Optional.ofNullable(expected.get("metrics.prom"))
        .equals(Optional.ofNullable(expected.get("metrics-detail.prom")))) {
      expected.remove("metrics-detail.prom");
    }
    Path folder = FOLDERS.resolve(name);
    if (UPDATE) {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> file : expected.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    }
    assertThat(written(folder)).isEqualTo(expected);
  }

  private static Map<String, String> written(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, String> texts = new TreeMap<>();
      for (Path file : files.toList()) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
      return texts;
    }
  }
}
