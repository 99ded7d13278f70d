package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.fixtures.apiserver.RealApiServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes of secretsync on three real API servers. */
@DisplayName("cli.md 6.1: two applies at once")
@Timeout(300)
class LocksIT {
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private final List<Process> processes = new ArrayList<>();
  private Optional<Playground> playground = Optional.empty();

  @BeforeEach
  void start() throws IOException {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(RealApiServer.available()).as("CI needs KUBEBUILDER_ASSETS").isTrue();
    }
    assumeThat(RealApiServer.available())
        .as("no folder with kube-apiserver and etcd in KUBEBUILDER_ASSETS")
        .isTrue();
    playground = Optional.of(Playground.on(RealApiServer::start).withQuickstart());
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    playground.ifPresent(Playground::close);
  }

  private Playground playground() {
    return playground.orElseThrow();
  }

  /** The lock of c2, which the quickstart calls east. */
  private Optional<String> holder() {
    return playground()
        .somebody("c2")
        .lease()
        .map(lease -> lease.path("spec").path("holderIdentity").asText());
  }

  /** A process of its own, which reaches c2 through the relay if there is one. */
  private Process apply(Optional<HoldingRelay> relay) throws IOException {
    Path kubeconfig = playground().kubeconfig();
    if (relay.isPresent()) {
      String url = playground().cluster("c2").url();
      kubeconfig =
          Files.writeString(
              playground().folder().resolve("relayed"),
              Files.readString(kubeconfig).replace(url, relay.get().url()));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.secretsync.cli.Main",
            "apply",
            playground().repository().toString(),
            "--auto-approve");
    builder.environment().clear();
    builder.environment().putAll(playground().env());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.redirectOutput(playground().folder().resolve("out-" + processes.size()).toFile());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private String out(int number) throws IOException {
    return Files.readString(playground().folder().resolve("out-" + number));
  }

  /** Reads stderr until a whole lock info has been told. */
  private static String lockInfo(Process process) throws IOException {
    BufferedReader err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    StringBuilder told = new StringBuilder();
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      told.append(line).append('\n');
      if (line.startsWith("  Info:")) {
        return told.toString();
      }
    }
    throw new AssertionError("it ended without waiting:\n" + told);
  }

  private static int exit(Process process) throws InterruptedException {
    return process.waitFor();
  }

  @Test
  @DisplayName("one waits, names the other, and finds everything done")
  void oneWaitsAndNamesTheOther() throws IOException, InterruptedException {
    try (HoldingRelay relay = new HoldingRelay(playground().cluster("c2"))) {
      Process first = apply(Optional.of(relay));
      relay.awaitWrite();
      String holder = holder().orElseThrow();
      Process second = apply(Optional.empty());

      assertThat(lockInfo(second))
          .contains("east is locked by another run")
          .contains("  ID:        " + holder)
          .contains("  Path:      east/default/secretsync-local")
          .contains("commit " + playground().commits().getFirst());
      assertThat(holder()).contains(holder);
      relay.release();
      assertThat(exit(first)).as(out(0)).isZero();
      assertThat(exit(second)).as(out(1)).isZero();
    }
    assertThat(out(0)).contains("Apply complete. 9 applied");
    assertThat(out(1)).contains("Apply complete. 0 applied, 4 already");
    assertThat(holder()).isEmpty();
  }

  @Test
  @DisplayName("kill -9 of the one that holds the lock: the other goes on within half a minute")
  void afterAKillTheOtherGoesOn() throws IOException, InterruptedException {
    try (HoldingRelay relay = new HoldingRelay(playground().cluster("c2"))) {
      Process first = apply(Optional.of(relay));
      relay.awaitWrite();
      String holder = holder().orElseThrow();
      Process second = apply(Optional.empty());
      assertThat(lockInfo(second)).contains(holder);

      long killed = System.nanoTime();
      first.destroyForcibly().waitFor();
      assertThat(holder()).as("nobody gave the lock back").contains(holder);
      assertThat(second.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(HALF_A_MINUTE);
      assertThat(exit(second)).as(out(1)).isZero();
    }
    assertThat(out(1)).contains("Apply complete. 4 applied");
    assertThat(holder()).isEmpty();
    assertThat(playground().somebody("c2").secrets())
        .containsKeys("akuity/database", "akuity/registry", "apps/payments-api");
  }

  @Test
  @DisplayName("clock jumps: a lease from the year 2199 is taken after the second that it lasts")
  void aLeaseOfAnotherCenturyIsTakenOver() {
    playground().somebody("c2").lock("visibly-fake-run", 1);
    Playground.Ran ran =
        playground().run("apply", playground().repository().toString(), "--auto-approve");

    assertThat(ran.exit()).as("%s%s", ran.out(), ran.err()).isZero();
    assertThat(ran.err()).contains("visibly-fake-run").contains("2199-01-01T00:00:00Z");
    assertThat(playground().somebody("c2").lease()).map(JsonNode::toString).isEmpty();
  }
}
