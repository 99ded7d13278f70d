package dev.secretsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.Document;
import dev.secretsync.report.ReportSamples;
import dev.secretsync.report.html.HtmlReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The HTML reports in Chromium: what is shown, filtered and reached by keyboard, in both colours
 * and on a phone, judged by axe-core. The script in {@code src/test/browser} says what has to hold;
 * this makes the pages. Pictures of them are kept in {@code target/screenshots}.
 */
@DisplayName("an HTML report in a browser")
class HtmlReportIT {
  private static final Path SCRIPT =
      Path.of("src", "test", "browser", "report.js").toAbsolutePath();
  private static final int MINUTES = 10;

  @Tag("P3")
  @Test
  void everyPageDoesInChromiumWhatItPromises(@TempDir Path pages) throws Exception {
    assumeBrowser();
    page(pages, "plan-everything", out -> plan(ReportSamples.everything(), out));
    page(pages, "drift-everything", out -> drift(ReportSamples.everything(), out));
    page(pages, "result-mixed", out -> HtmlReport.write(ReportSamples.applied(), out));
    page(pages, "hostile-plan", out -> plan(ReportSamples.hostile(), out));
    page(pages, "hostile-drift", out -> drift(ReportSamples.hostile(), out));
    page(
        pages,
        "failed-plan",
        out ->
            HtmlReport.write(
                new Document.Failed(
                    "plan",
                    List.of(
                        Diagnostic.error(
                            Code.CLUSTER_UNREACHABLE, "c1", "did not answer", "look at it")),
                    ReportSamples.RUN),
                out));
    page(pages, "groups-drift", out -> HtmlReport.write(ReportSamples.spread(), out));
    page(pages, "hostile-groups", out -> HtmlReport.write(ReportSamples.hostileSpread(), out));
    page(
        pages,
        "valid",
        out -> HtmlReport.write(new Document.Validated(List.of(), ReportSamples.RUN), out));
    page(
        pages,
        "invalid",
        out ->
            HtmlReport.write(
                new Document.Validated(
                    List.of(
                        Diagnostic.error(
                            Code.SCHEMA,
                            new SourceLocation("secrets/db.yaml", 3, 5),
                            "is no ManagedSecret",
                            "look at its kind"),
                        Diagnostic.warning(
                            Code.REDUNDANT,
                            new SourceLocation(ReportSamples.HOSTILE, 1, 1),
                            ReportSamples.HOSTILE,
                            ReportSamples.HOSTILE)),
                    ReportSamples.RUN),
                out));
    for (String name : List.of("hostile-names", "policy-relaxed")) {
      OfflinePlan plan = CaseDocuments.offline(name);
      page(
          pages,
          "offline-" + name,
          out -> HtmlReport.write(new Document.Offline(plan, ReportSamples.RUN), out));
    }
    page(pages, "large-plan", out -> plan(ReportSamples.large(100, 100), out));
    for (String name : List.of("hostile-names", "policy-team-folders")) {
      Plan plan = CaseDocuments.plan(name);
      page(pages, "case-" + name, out -> plan(plan, out));
    }
    Plan drifted = CaseDocuments.plan("one-key-drifted");
    page(pages, "case-one-key-drifted", out -> drift(drifted, out));

    Path pictures = Files.createDirectories(Path.of("target", "screenshots").toAbsolutePath());
    List<String> command =
        List.of("node", SCRIPT.toString(), pages.toString(), pictures.toString());
    Path said = pages.resolve("said.txt");
    Process node =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = node.waitFor(MINUTES, TimeUnit.MINUTES);
    node.descendants().forEach(ProcessHandle::destroyForcibly);
    node.destroyForcibly();
    assertThat(ended).as("node ends").isTrue();
    assertThat(node.exitValue()).as(Files.readString(said)).isZero();
    assertThat(Files.readString(said).lines().filter(line -> line.startsWith("ok "))).hasSize(16);
    for (String page : List.of("plan-everything", "drift-everything", "result-mixed")) {
      Path light = pictures.resolve(page + "-light-wide.png");
      assertThat(light).isNotEmptyFile();
      assertThat(pictures.resolve(page + "-dark-wide.png"))
          .isNotEmptyFile()
          .binaryContent()
          .isNotEqualTo(Files.readAllBytes(light));
    }
  }

  private static void assumeBrowser() throws IOException {
    boolean there = Files.isExecutable(chromium()) && isReady();
    if ("true".equals(System.getenv("CI"))) {
      assertThat(there).as("CI needs Chromium, node and the packages of src/test/browser").isTrue();
    }
    assumeThat(there)
        .as("no Chromium, no node, or no 'npm ci' in src/test/browser (or NODE_PATH)")
        .isTrue();
  }

  private static Path chromium() {
    return Path.of(Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium"));
  }

  private static boolean isReady() {
    try {
      return new ProcessBuilder("node", "-e", "require('playwright-core'); require('axe-core')")
              .directory(SCRIPT.toAbsolutePath().resolveSibling(".").normalize().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void plan(Plan plan, Writer out) {
    HtmlReport.write(ReportSamples.planned(plan), out);
  }

  private static void drift(Plan plan, Writer out) {
    HtmlReport.write(ReportSamples.drifted(plan), out);
  }

  private static void page(Path folder, String name, Consumer<Writer> report) {
    try (Writer out = Files.newBufferedWriter(folder.resolve(name + ".html"))) {
      report.accept(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
