package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An apply in a process of its own that is ended while a write is under way. */
@DisplayName("cli.md 6.5: signals, kill -9 and resumption")
class InterruptedApplyIT {
  private static final int SECRETS = 9;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Playground playground = Playground.embedded();
  private final HeldRun held = new HeldRun(playground.embedded("c2"), "POST");
  private final Path record = playground.folder().resolve("result.json");

  @BeforeEach
  void start() throws IOException {
    playground.withQuickstart();
  }

  /** What lets a child hear SIGINT where this process ignores it; newer GNU tools have it. */
  private static final List<String> HEARING = hearing();

  private static List<String> hearing() {
    List<String> env = List.of("env", "--default-signal=INT");
    try {
      Process tried =
          new ProcessBuilder(Stream.concat(env.stream(), Stream.of("true")).toList()).start();
      return tried.waitFor() == 0 ? env : List.of();
    } catch (IOException _) {
      return List.of();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  @AfterEach
  void close() {
    held.close();
    playground.close();
  }

  private Process apply() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(HEARING);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.secretsync.cli.Main",
            "apply",
            playground.repository().toString(),
            "--auto-approve",
            "--parallelism",
            "1",
            "--result",
            record.toString()));
    return held.start(command, playground.env());
  }

  private static void signal(Process process, String name)
      throws IOException, InterruptedException {
    assertThat(
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor())
        .isZero();
  }

  private static void awaitHeard(Process process) throws IOException {
    BufferedReader err = process.errorReader();
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      if (line.startsWith("Stopping: ")) {
        return;
      }
    }
    throw new AssertionError("it did not say that it heard the signal");
  }

  /**
   * Who starts tests in the background of a shell lets them ignore SIGINT, and so their children.
   */
  private static void assumeHeard(String signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (signal.equals("INT") && HEARING.isEmpty() && Files.exists(status)) {
      long ignored =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .findFirst()
              .orElse(0L);
      assumeThat(ignored & 2).as("SIGINT is ignored here").isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143, terminated", "INT, 130, interrupted"})
  @DisplayName("what is under way ends, the rest is skipped, the result says so")
  void aSignalEndsItInGoodOrder(String signal, int exit, String code)
      throws IOException, InterruptedException {
    assumeHeard(signal);
    Process process = apply();
    signal(process, signal);
    awaitHeard(process);
    held.release();
    assertThat(process.waitFor()).isEqualTo(exit);

    JsonNode result = JSON.readTree(record.toFile());
    assertThat(result.path("kind").asText()).isEqualTo("secretsync.result");
    assertThat(result.path("exit_code").asInt()).isEqualTo(exit);
    assertThat(result.path("changes")).hasSize(SECRETS);
    List<JsonNode> east =
        StreamSupport.stream(result.path("changes").spliterator(), false)
            .filter(change -> change.path("address").asText().startsWith("east/"))
            .toList();
    assertThat(east)
        .extracting(change -> change.path("outcome").asText())
        .containsOnlyOnce("applied")
        .contains("skipped");
    assertThat(east)
        .filteredOn(change -> change.path("outcome").asText().equals("skipped"))
        .allSatisfy(
            change -> assertThat(change.path("error").path("name").asText()).isEqualTo(code));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record)))
        .isEqualTo("rw-------");
    assertTheNextRunFinishesIt();
  }

  @Test
  void aSecondSignalEndsItAtOnce() throws IOException, InterruptedException {
    Process process = apply();
    signal(process, "TERM");
    awaitHeard(process);
    signal(process, "TERM");
    assertThat(process.waitFor()).isEqualTo(143);
    assertLinesWereLeft();
    held.release();
    assertTheNextRunFinishesIt();
  }

  @Test
  @DisplayName("kill -9: the lines of the result stay, and the next run finishes the rest")
  void whatWasKilledLeavesItsLines() throws IOException, InterruptedException {
    Process process = apply();
    process.destroyForcibly();
    process.waitFor();
    assertLinesWereLeft();
    held.release();
    assertTheNextRunFinishesIt();
  }

  private void assertLinesWereLeft() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(record)) {
      lines.add(JSON.readTree(line));
    }
    assertThat(lines.get(0).path("kind").asText()).isEqualTo("secretsync.result.partial");
    assertThat(lines.get(0).path("note").asText()).contains("was killed");
    assertThat(lines.get(1).at("/plan/resource_changes")).hasSize(SECRETS);
    assertThat(lines.get(1).path("inputs").path("commit").asText())
        .isEqualTo(playground.commits().getFirst());
    assertThat(lines.subList(2, lines.size()))
        .hasSizeLessThan(SECRETS)
        .allMatch(line -> line.path("outcome").asText().matches("applied|skipped"))
        .noneMatch(line -> line.path("address").asText().startsWith("east/"));
    Playground.Ran merged = playground.run("report", "merge", record.toString());
    // after a signal the lines of what was not begun name it, and that is the worse code
    assertThat(merged.exit()).as("%s%s", merged.out(), merged.err()).isIn(6, 143);
    assertThat(merged.out())
        .contains("the run ended without a word about it", "has not ended, or was killed");
  }

  private void assertTheNextRunFinishesIt() {
    Playground.Ran again =
        playground.run(
            "apply",
            playground.repository().toString(),
            "--auto-approve",
            "--result",
            record.toString());
    assertThat(again.exit()).as("%s%s", again.out(), again.err()).isZero();
    Playground.Ran plan =
        playground.run("plan", playground.repository().toString(), "--detailed-exitcode");
    assertThat(plan.exit()).as("%s%s", plan.out(), plan.err()).isZero();
  }
}
