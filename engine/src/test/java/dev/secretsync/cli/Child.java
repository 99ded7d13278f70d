package dev.secretsync.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A secretsync in a process of its own, which can be killed. */
final class Child {
  private volatile CompletableFuture<Process> process = new CompletableFuture<>();
  private String said = "";

  /**
   * Runs it to its end.
   *
   * @param before words before the command, such as those of a shell
   * @return the exit code
   */
  int run(List<String> before, Map<String, String> env, Path kubeconfig, String... words)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(before);
    line.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.secretsync.cli.Main"));
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(env);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    process = new CompletableFuture<>();
    Process started = builder.start();
    process.complete(started);
    said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return started.waitFor();
  }

  /** What the last one printed. */
  String said() {
    return said;
  }

  /** {@code kill -9}, and gone. */
  void kill() {
    try {
      process.join().destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
