package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S4: reports on a full disk")
class ReportFilesTest {
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

  private Path file(String name, String content) throws IOException {
    return Files.writeString(playground.folder().resolve(name), content);
  }
}
