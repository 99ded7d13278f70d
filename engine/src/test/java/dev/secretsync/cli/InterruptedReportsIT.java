package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process of its own that is ended while it waits for the answer of a cluster. */
@DisplayName("no report of an earlier run is left standing by one that is killed")
class InterruptedReportsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Playground playground = Playground.embedded();
  private final HeldRun held = new HeldRun(playground.embedded("c2"), "GET");

  @BeforeEach
  void start() throws IOException {
    playground.withQuickstart();
  }

  @AfterEach
  void close() {
    held.close();
    playground.close();
  }

  private String file(String name) {
    return playground.folder().resolve(name).toString();
  }

  private List<String> reports(String command) {
    List<String> words = new ArrayList<>(List.of(command, playground.repository().toString()));
    for (String kind : List.of("markdown", "sarif", "junit", "html", "metrics", "json-into")) {
      words.add("--" + kind + "=" + file(kind));
    }
    return words;
  }

  private void run(List<String> words) {
    Playground.Ran ran = playground.run(words.toArray(String[]::new));
    assertThat(ran.exit()).as("%s%s", ran.out(), ran.err()).isZero();
  }

  private Process begun(List<String> words) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.secretsync.cli.Main"));
    line.addAll(words);
    return held.start(line, playground.env());
  }

  @ParameterizedTest
  @CsvSource({"plan, false, 143", "plan, true, 137", "drift, false, 143", "drift, true, 137"})
  @DisplayName("each says that the run has not ended; when one last succeeded is still known")
  void theReportsSayThatItHasNotEnded(String command, boolean killed, int exit)
      throws IOException, InterruptedException {
    if (command.equals("drift")) {
      run(List.of("apply", playground.repository().toString(), "--auto-approve"));
    }
    run(reports(command));
    String metrics = Files.readString(Path.of(file("metrics")));
    assertThat(metrics).contains("secretsync_last_success_timestamp_seconds");

    Process process = begun(reports(command));
    if (killed) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
    assertThat(process.waitFor()).isEqualTo(exit);
    for (String kind : List.of("markdown", "sarif", "junit", "html", "json-into")) {
      assertThat(Files.readString(Path.of(file(kind))))
          .as(kind)
          .contains("the run has not ended, or was killed");
    }
    assertThat(Files.readString(Path.of(file("markdown")))).contains("**failed**");
    JsonNode invocation =
        JSON.readTree(Path.of(file("sarif")).toFile()).at("/runs/0/invocations/0");
    assertThat(invocation.path("executionSuccessful").asBoolean(true)).isFalse();
    assertThat(Files.readString(Path.of(file("junit")))).contains("<error");
    assertThat(JSON.readTree(Path.of(file("json-into")).toFile()).path("valid").asBoolean(true))
        .isFalse();
    assertThat(Files.readString(Path.of(file("metrics")))).isEqualTo(metrics);
  }

  @Test
  @DisplayName("what is not there yet cannot be mistaken, and is not made")
  void nothingIsMadeBeforeThereIsSomethingToSay() throws IOException, InterruptedException {
    Process process = begun(reports("plan"));
    process.destroyForcibly();
    process.waitFor();
    for (String kind : List.of("markdown", "sarif", "junit", "html", "metrics", "json-into")) {
      assertThat(Path.of(file(kind))).doesNotExist();
    }
  }

  @Test
  @DisplayName("kill -9: the file that drift rolls on still knows since when drift is there")
  void aKilledDriftKeepsItsHistory() throws IOException, InterruptedException {
    run(List.of("apply", playground.repository().toString(), "--auto-approve"));
    var edit = Somebody.object();
    edit.putObject("data").put("password", "eA==");
    playground.somebody("c2").patch("akuity", "database", "kubectl-edit", edit);
    List<String> drift =
        List.of(
            "drift",
            playground.repository().toString(),
            "--since=" + file("rolling"),
            "--json-into=" + file("rolling"));
    run(drift);
    String first = JSON.readTree(Path.of(file("rolling")).toFile()).path("timestamp").asText();

    Process process = begun(drift);
    process.destroyForcibly();
    process.waitFor();
    held.release();
    run(drift);
    JsonNode field =
        JSON.readTree(Path.of(file("rolling")).toFile()).at("/resource_drift/0/fields/0");
    assertThat(field.path("since").asText()).isEqualTo(first);
    assertThat(field.path("seen_in_reports").asInt()).isEqualTo(1);
  }
}
