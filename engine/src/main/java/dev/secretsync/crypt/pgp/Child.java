package dev.secretsync.crypt.pgp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A program that answers an input; without a shell, and in bounded time and memory (S5). */
final class Child {
  private static final int MAX_ERRORS = 64 << 10;

  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /** What it answered; closing it overwrites the output. */
  static final class Answer implements AutoCloseable {
    private final int exit;
    private final byte[] output;
    private final String errors;

    private Answer(int exit, byte[] output, String errors) {
      this.exit = exit;
      this.output = output;
      this.errors = errors;
    }

    boolean succeeded() {
      return exit == 0;
    }

    int size() {
      return output.length;
    }

    /** Whether it said more than a data key can be; it was stopped then. */
    boolean isCut() {
      return output.length > Literal.MAX_CONTENT;
    }

    <T> T output(Function<byte[], T> use) {
      return use.apply(output);
    }

    /** What it wrote beside the output; not for people. */
    String errors() {
      return errors;
    }

    @Override
    public void close() {
      Arrays.fill(output, (byte) 0);
    }

    @Override
    public String toString() {
      return "(sensitive value)";
    }
  }

  /**
   * Runs it to its end.
   *
   * @return nothing where it cannot be started, takes longer, or the thread is interrupted
   */
  static Optional<Answer> run(
      List<String> command, Map<String, String> environment, byte[] input, Duration patience) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Child child;
    try {
      child = new Child(builder.start());
    } catch (IOException _) {
      return Optional.empty();
    }
    try {
      return Optional.of(child.converse(input, System.nanoTime() + patience.toNanos()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException _) {
      return Optional.empty();
    } finally {
      child.stop();
    }
  }

  /** All three pipes at once: it may answer before it has read everything. */
  private Answer converse(byte[] input, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    Thread.ofPlatform().daemon().start(() -> write(process.getOutputStream(), input));
    FutureTask<byte[]> errors = begin(() -> read(process.getErrorStream(), MAX_ERRORS));
    FutureTask<byte[]> output =
        begin(() -> read(process.getInputStream(), Literal.MAX_CONTENT + 1));
    byte[] answer = output.get(left(deadline), TimeUnit.NANOSECONDS);
    if (answer.length > Literal.MAX_CONTENT) {
      stop();
    }
    String said =
        new String(errors.get(left(deadline), TimeUnit.NANOSECONDS), StandardCharsets.UTF_8);
    if (!process.waitFor(left(deadline), TimeUnit.NANOSECONDS)) {
      Arrays.fill(answer, (byte) 0);
      throw new TimeoutException();
    }
    return new Answer(process.exitValue(), answer, said);
  }

  private static long left(long deadline) {
    return Math.max(1, deadline - System.nanoTime());
  }

  private static <T> FutureTask<T> begin(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static void write(OutputStream out, byte[] input) {
    try (out) {
      out.write(input);
    } catch (IOException _) {
      // it ended before it read everything; its answer says whether that was meant
    }
  }

  /** Nothing behind the limit, so that the child cannot fill our memory. */
  private static byte[] read(InputStream in, int limit) throws IOException {
    try (in) {
      return in.readNBytes(limit);
    }
  }

  private void stop() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
