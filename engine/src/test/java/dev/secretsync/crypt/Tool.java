package dev.secretsync.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real program that a test compares us with. */
public final class Tool {
  private final Path program;

  private Tool(Path program) {
    this.program = program;
  }

  /** The program on the PATH; where it is missing the test is skipped, and fails in CI. */
  public static Tool find(String name) {
    Optional<Path> program =
        Stream.of(
                Optional.ofNullable(System.getenv("PATH"))
                    .orElse("")
                    .split(Pattern.quote(File.pathSeparator), -1))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    if ("true".equals(System.getenv("CI"))) {
      assertThat(program).as("CI needs %s on the PATH", name).isPresent();
    }
    assumeThat(program).as("no %s on the PATH", name).isPresent();
    return new Tool(program.orElseThrow());
  }

  /** Runs it in {@code folder} with this environment only, and returns what it prints. */
  public String run(Path folder, Map<String, String> env, String... arguments)
      throws IOException, InterruptedException {
    Ended ended = end(folder, env, arguments);
    assertThat(ended.code).as("%s %s said: %s", program, List.of(arguments), ended.output).isZero();
    return ended.output;
  }

  /** The same where it may fail: whether it did not. */
  public boolean succeeds(Path folder, Map<String, String> env, String... arguments)
      throws IOException, InterruptedException {
    return end(folder, env, arguments).code == 0;
  }

  /** How a run ended: its exit code and what it printed. */
  public record Ran(int exit, String out, String err) {}

  /** Runs it to any end, with {@code input} on its standard input. */
  public Ran attempt(Path folder, Map<String, String> env, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("stderr", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
      builder.environment().keySet().removeIf(key -> !key.equals("PATH"));
      builder.environment().putAll(env);
      Process process = builder.start();
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException _) {
        // it ended without reading
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), output, Files.readString(errors));
    } finally {
      Files.delete(errors);
    }
  }

  private record Ended(int code, String output) {}

  private Ended end(Path folder, Map<String, String> env, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(key -> !key.equals("PATH"));
    builder.environment().putAll(env);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
