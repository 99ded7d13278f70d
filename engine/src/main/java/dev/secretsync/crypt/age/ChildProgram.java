package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Another program of the runner, started without a shell and without our keys in its environment
 * (security.md S5), and ended with all that it started when its time is over.
 */
public final class ChildProgram {
  /** How long a program may take, with the time in which a person answers it. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Nothing that we ask for is larger than a file of identities. */
  private static final int MAX_OUTPUT = 16 << 20;

  private static final List<String> OURS = List.of("SOPS_AGE_", "SECRETSYNC_");

  private final Path file;
  private final Map<String, String> env;
  private final Duration patience;

  private ChildProgram(Path file, Map<String, String> env, Duration patience) {
    this.file = file;
    this.env = new TreeMap<>(env);
    this.env.keySet().removeIf(name -> OURS.stream().anyMatch(name::startsWith));
    this.patience = patience;
  }

  /** What came of running it. */
  public sealed interface Outcome<T> {
    record Answered<T>(T answer) implements Outcome<T> {}

    record Broke<T>(Why why) implements Outcome<T> {}
  }

  /** Why there is no answer; what the program itself says is never shown. */
  public enum Why {
    NOT_STARTED("could not be started"),
    FAILED("failed"),
    TOO_MUCH("printed more than 16 MiB"),
    TIMED_OUT("took too long, and was ended");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    /** Follows the program's name in a message. */
    public String words() {
      return words;
    }
  }

  /** What is done with a program while it runs. */
  @FunctionalInterface
  private interface Use<T> {
    Outcome<T> of(Process process) throws IOException, InterruptedException;
  }

  /** What is said to a program, and what becomes of its answers. */
  @FunctionalInterface
  interface Talk<T> {
    T with(InputStream fromProgram, OutputStream toProgram) throws IOException;
  }

  /**
   * The program of this name in a folder of {@code PATH}. Folders that are not absolute do not
   * count: they would be found below the current folder, which may be the repository.
   */
  public static Optional<ChildProgram> onPath(
      String name, Map<String, String> env, Duration patience) {
    return Stream.of(env.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator), -1))
        .flatMap(folder -> path(folder).filter(Path::isAbsolute).stream())
        .flatMap(folder -> path(folder + File.separator + name).stream())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .map(file -> new ChildProgram(file, env, patience));
  }

  /** The same, but a name with a slash is the path of the program. */
  public static Optional<ChildProgram> named(
      String name, Map<String, String> env, Duration patience) {
    return name.contains("/") || name.contains(File.separator)
        ? path(name)
            .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
            .map(file -> new ChildProgram(file.toAbsolutePath(), env, patience))
        : onPath(name, env, patience);
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /**
   * What it prints, when it ends well; the caller closes it.
   *
   * @param arguments must hold no secret: everybody on the machine can read them
   * @param more variables that it gets besides ours
   */
  public Outcome<SecretBytes> output(List<String> arguments, Map<String, String> more) {
    return run(command(arguments, more), ChildProgram::output);
  }

  private static Outcome<SecretBytes> output(Process process)
      throws IOException, InterruptedException {
    process.getOutputStream().close();
    byte[] printed = process.getInputStream().readNBytes(MAX_OUTPUT + 1);
    try {
      if (printed.length > MAX_OUTPUT) {
        return new Outcome.Broke<>(Why.TOO_MUCH);
      }
      return process.waitFor() == 0
          ? new Outcome.Answered<>(SecretBytes.copyOf(printed))
          : new Outcome.Broke<>(Why.FAILED);
    } finally {
      Arrays.fill(printed, (byte) 0);
    }
  }

  /**
   * Starts it with our terminal, for a person to work with; the caller waits for it. Nothing when
   * it could not be started.
   */
  public Optional<Process> onTerminal(List<String> arguments) {
    try {
      return Optional.of(command(arguments, Map.of()).inheritIO().start());
    } catch (IOException | IllegalArgumentException _) { // the latter for a NUL in an argument
      return Optional.empty();
    }
  }

  /** Talks with it, in a folder where it finds nothing of ours, and ends it. */
  <T> Outcome<T> talk(List<String> arguments, Talk<T> talk) {
    ProcessBuilder builder = command(arguments, Map.of());
    builder.directory(file.getRoot().toFile());
    return run(
        builder,
        process ->
            new Outcome.Answered<>(talk.with(process.getInputStream(), process.getOutputStream())));
  }

  private ProcessBuilder command(List<String> arguments, Map<String, String> more) {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(env);
    builder.environment().putAll(more);
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  private <T> Outcome<T> run(ProcessBuilder builder, Use<T> use) {
    Process process;
    try {
      process = builder.start();
    } catch (IOException | IllegalArgumentException _) { // the latter for a NUL in an argument
      return new Outcome.Broke<>(Why.NOT_STARTED);
    }
    FutureTask<Outcome<T>> using = new FutureTask<>(() -> use.of(process));
    Thread.ofPlatform().daemon().name("secretsync-child").start(using);
    try {
      return using.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return new Outcome.Broke<>(Why.TIMED_OUT);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException) { // it closed its side before it was asked to
        return new Outcome.Broke<>(Why.FAILED);
      }
      throw new IllegalStateException("talking with a program broke", e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Outcome.Broke<>(Why.FAILED);
    } finally {
      end(process);
    }
  }

  /** With its own children, which would hold its output open, and our thread with it. */
  private static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
