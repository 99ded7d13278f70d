package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.secretsync.fixtures.apiserver.Faults.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("cli.md 4.8: apply --result")
class ResultFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Playground playground = Playground.embedded();
  private final Path record = playground.folder().resolve("result.json");

  @BeforeEach
  void quickstart() throws IOException {
    playground.withQuickstart();
  }

  @AfterEach
  void close() {
    playground.close();
  }

  private Playground.Ran apply(Path into, String... flags) {
    return playground.run(
        Stream.concat(
                Stream.of(
                    "apply",
                    playground.repository().toString(),
                    "--auto-approve",
                    "--result",
                    into.toString()),
                Stream.of(flags))
            .toArray(String[]::new));
  }

  private JsonNode result() throws IOException {
    return JSON.readTree(record.toFile());
  }

  private long writes() {
    return Playground.CONTEXTS.stream()
        .flatMap(context -> playground.requests(context).stream())
        .filter(request -> !request.method().equals("GET"))
        .count();
  }

  @Test
  @DisplayName("it is the record of the run: who, when, what, from which commit and policy")
  void itIsTheRecordOfTheRun() throws IOException {
    playground.env().put("GITHUB_ACTOR", "somebody");
    playground.env().put("GITHUB_RUN_ID", "7");
    playground.env().put("GITHUB_REPOSITORY", "acme/secrets");
    assertThat(apply(record).exit()).isZero();
    JsonNode result = result();
    assertThat(result.path("run").path("who").asText()).isEqualTo("somebody");
    String url = "https://github.com/acme/secrets/actions/runs/7";
    assertThat(result.path("run").path("url").asText()).isEqualTo(url);
    assertThat(result.path("started").asText())
        .isLessThanOrEqualTo(result.path("finished").asText());
    assertThat(result.path("inputs").path("commit").asText())
        .isEqualTo(playground.commits().getFirst());
    assertThat(result.path("policy").has("files")).isTrue();
    assertThat(result.path("clusters").path("east").path("counts").path("applied").asInt())
        .isEqualTo(4);
    assertThat(result.path("changes"))
        .hasSize(9)
        .allSatisfy(change -> {
          assertThat(change.path("outcome").asText()).isEqualTo("applied");
          assertThat(change.path("attempts").asInt()).isEqualTo(1);
          assertThat(change.path("uid").asText()).isNotEmpty();
          assertThat(change.path("resource_version_after").asText()).isNotEmpty();
        });
    JsonNode written = playground.somebody("c2").secret("akuity", "database").path("metadata");
    assertThat(written.path("annotations").path("secretsync.dev/run").asText()).isEqualTo(url);
    assertThat(change("east/akuity/database").path("uid")).isEqualTo(written.path("uid"));
    assertThat(change("east/akuity/database").path("resource_version_after"))
        .isEqualTo(written.path("resourceVersion"));
    assertNothingElseIsLeft();
  }

  @Test
  @DisplayName("another run is no reason to write again")
  void anotherRunIsNoReasonToWrite() throws IOException {
    assertThat(apply(record).exit()).isZero();
    playground.forgetRequests();
    assertThat(apply(record).exit()).isZero();
    assertThat(writes()).isZero();
    assertThat(result().path("changes")).isEmpty();
  }

  @Test
  void attemptsAreCounted() throws IOException {
    playground
        .embedded("c2")
        .faults()
        .plan(
            new Fault.ConnectionDropped(),
            1,
            request ->
                request.method().equals("POST")
                    && request.path().contains("namespaces/apps/secrets"));
    assertThat(apply(record).exit()).isZero();
    assertThat(change("east/apps/payments-api").path("attempts").asInt()).isEqualTo(2);
  }

  @Test
  @DisplayName("where it cannot be made, nothing is written to a cluster")
  void whereItCannotBeMadeNothingIsWritten() throws IOException {
    Playground.Ran nowhere = apply(playground.folder().resolve("missing/result.json"));
    assertThat(nowhere.exit()).isEqualTo(1);
    assertThat(nowhere.err()).contains("SSY553", "cannot be written; nothing was done");
    Playground.Ran folder = apply(playground.folder());
    assertThat(folder.exit()).isEqualTo(1);
    assertThat(folder.err()).contains("is no regular file");
    assertThat(writes()).isZero();
  }

  @Test
  @DisplayName("a run that is refused leaves no older file that looks like its result")
  void aRefusedRunSaysSo() throws IOException {
    Files.writeString(record, "older");
    assertThat(apply(record, "--rev", "no-such-ref").exit()).isEqualTo(65);
    assertThat(result().path("exit_code").asInt()).isEqualTo(65);
    assertThat(result().path("changes")).isEmpty();
    assertThat(result().path("diagnostics").get(0).path("code").asText()).isEqualTo("SSY203");
    assertNothingElseIsLeft();
  }

  @Test
  @DisplayName("K10: a run that a guard stopped says which commit, which policy and which guard")
  void aRunThatAGuardStoppedIsARecordToo() throws IOException {
    assertThat(apply(record).exit()).isZero();
    Files.delete(playground.repository().resolve("secrets/registry.yaml"));
    Files.delete(playground.repository().resolve("secrets/database.yaml"));
    playground.commit();
    assertThat(apply(record).exit()).isEqualTo(9);
    JsonNode result = result();
    assertThat(result.path("exit_code").asInt()).isEqualTo(9);
    assertThat(result.path("inputs").path("commit").asText())
        .isEqualTo(playground.commits().getLast());
    assertThat(result.path("policy").has("files")).isTrue();
    assertThat(result.path("guards"))
        .anySatisfy(guard -> {
          assertThat(guard.path("kind").asText()).isEqualTo("empty");
          assertThat(guard.path("cluster").asText()).isEqualTo("west");
          assertThat(guard.path("tripped").asBoolean()).isTrue();
          assertThat(guard.path("acknowledged").asBoolean(true)).isFalse();
        });
    assertThat(result.path("changes")).isEmpty();
  }

  @Test
  @DisplayName("it says which saved plan bounded the run")
  void itNamesTheReviewedPlan() throws IOException {
    Path plan = playground.folder().resolve("repo.json");
    String repository = playground.repository().toString();
    assertThat(playground.run("plan", repository, "--out", plan.toString()).exit()).isZero();
    String planned = playground.commits().getFirst();
    Files.writeString(playground.repository().resolve("unrelated.txt"), "visible");
    playground.commit();
    assertThat(
            playground
                .run("apply", plan.toString(), repository, "--result", record.toString())
                .exit())
        .isZero();
    JsonNode reviewed = result().path("reviewed");
    assertThat(reviewed.path("commit").asText()).isEqualTo(planned);
    assertThat(reviewed.path("timestamp"))
        .isEqualTo(JSON.readTree(plan.toFile()).path("timestamp"));
    assertThat(reviewed.path("expires")).isEqualTo(JSON.readTree(plan.toFile()).path("expires"));
    assertThat(reviewed.has("signed_by")).isFalse();
  }

  @Test
  @DisplayName("a full disk in the middle: apply goes on, says so and exits 1")
  void aFullDiskDoesNotStopTheRun() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "bash",
            "-c",
            "ulimit -f 10; exec \"$@\"",
            "-",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.secretsync.cli.Main",
            "apply",
            playground.repository().toString(),
            "--auto-approve",
            "--result",
            record.toString());
    builder.environment().clear();
    builder.environment().putAll(playground.env());
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(1);
    assertThat(said).contains("Apply complete. 9 applied", "could not be written to the end");
    List<String> lines = Files.readAllLines(record);
    assertThat(lines.size())
        .as(
            "a head, a plan and some of nine changes: %s",
            lines.stream().map(String::length).toList())
        .isBetween(3, 10);
    for (String line : lines) {
      assertThat(JSON.readTree(line).isObject()).as("whole lines only").isTrue();
    }
    assertNothingElseIsLeft();
    Playground.Ran plan =
        playground.run("plan", playground.repository().toString(), "--detailed-exitcode");
    assertThat(plan.exit()).isZero();
  }

  @Test
  @DisplayName("429: waits as long as the server says, asks with fewer at once, and gets through")
  void aStormOfTooManyRequestsIsSurvived() throws IOException {
    playground
        .embedded("c2")
        .faults()
        .plan(
            new Fault.TooManyRequests(Duration.ZERO),
            4,
            request -> request.method().equals("POST"));
    assertThat(apply(record).exit()).isZero();
    assertThat(result().path("summary").path("applied").asInt()).isEqualTo(9);
  }

  private JsonNode change(String address) throws IOException {
    return StreamSupport.stream(result().path("changes").spliterator(), false)
        .filter(change -> change.path("address").asText().equals(address))
        .findFirst()
        .orElseThrow();
  }

  private void assertNothingElseIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(playground.folder())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("home", "kubeconfig", "repo", "result.json");
    }
  }
}
