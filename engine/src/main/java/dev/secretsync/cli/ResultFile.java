package dev.secretsync.cli;

import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Journal;
import dev.secretsync.apply.Result;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.ApplyRecord;
import dev.secretsync.report.PerformedRun;
import dev.secretsync.report.ReviewedPlan;
import dev.secretsync.report.json.ResultJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The file of {@code --result}: a line for each change while the run goes on, so that a run that is
 * killed leaves what it did; one JSON document in its place when the run ends. It is there before
 * the first write, or there is no write. What fails later does not stop the run: it is said, and
 * leads to an exit code.
 */
final class ResultFile implements Journal, AutoCloseable {
  private final Optional<Path> file;
  private final Optional<FileChannel> lines;
  private PerformedRun run;
  private final Clock clock;
  private boolean failed;

  private ResultFile(
      Optional<Path> file, Optional<FileChannel> lines, PerformedRun run, Clock clock) {
    this.file = file;
    this.lines = lines;
    this.run = run;
    this.clock = clock;
  }

  /**
   * Begins the file that the flag names; one that keeps nothing where there is no flag.
   *
   * @throws RefusedException when it cannot be written
   */
  static ResultFile open(Invocation invocation, PerformedRun run) {
    Optional<Path> file = invocation.value(Flag.RESULT).map(Path::of).map(Path::toAbsolutePath);
    if (file.isEmpty()) {
      return new ResultFile(file, Optional.empty(), run, invocation.clock());
    }
    Path path = file.get();
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(path)) {
        throw new RefusedException(unwritten(path, "is no regular file", "name another"));
      }
      FileChannel lines = begin(path, ResultJson.firstLine(run) + "\n");
      return new ResultFile(file, Optional.of(lines), run, invocation.clock());
    } catch (IOException | SecurityException _) {
      throw new RefusedException(
          unwritten(
              path,
              "cannot be written; nothing was done",
              "choose a file in a folder that exists, on a disk that is not full"));
    }
  }

  /** Whoever looks finds the old file or one with its first line; only its owner may read it. */
  private static FileChannel begin(Path file, String first) throws IOException {
    Path fresh = temporary(file);
    FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE);
    try {
      writeAll(channel, first);
      move(fresh, file);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  /** Says which saved plan bounds the run, in everything that is said of it from here on. */
  synchronized void boundedBy(ReviewedPlan plan) {
    run = run.boundedBy(plan);
  }

  /** Says what is about to be written. */
  void planned(Plan plan) {
    append(() -> ResultJson.plannedLine(plan));
  }

  @Override
  public void ended(ChangeResult result) {
    append(() -> ResultJson.line(result, clock.instant()));
  }

  private synchronized void append(Supplier<String> line) {
    if (lines.isEmpty() || failed) {
      return;
    }
    FileChannel channel = lines.get();
    try {
      long good = channel.position();
      try {
        writeAll(channel, line.get() + "\n");
      } catch (IOException e) {
        failed = true;
        channel.truncate(good); // half a line would spoil the lines before it
      }
    } catch (IOException e) {
      failed = true;
    }
  }

  /** Puts the whole result in the place of the lines; the same result, and that this failed. */
  synchronized Result finish(Result result) {
    if (file.isEmpty()) {
      return result;
    }
    Result told = failed ? result.with(incomplete()) : result;
    if (replaced(json -> ResultJson.write(told, run, clock.instant(), json))) {
      return told;
    }
    return result.with(incomplete());
  }

  /** Says that the run was refused, so that no older file is taken for its result. */
  synchronized void refused(Collection<Diagnostic> diagnostics) {
    if (file.isPresent()) {
      replaced(Optional.empty(), diagnostics);
    }
  }

  /** The same, once it is known what would have been done. */
  synchronized void refused(Plan plan, Collection<Diagnostic> diagnostics) {
    if (file.isPresent()) {
      replaced(Optional.of(plan), diagnostics);
    }
  }

  private void replaced(Optional<Plan> plan, Collection<Diagnostic> diagnostics) {
    ApplyRecord refused =
        new ApplyRecord.Refused(plan, List.copyOf(diagnostics), run, clock.instant());
    replaced(json -> ResultJson.write(refused, json));
  }

  private boolean replaced(Consumer<Writer> json) {
    Path path = file.orElseThrow();
    StringWriter text = new StringWriter();
    json.accept(text);
    try {
      Path fresh = temporary(path);
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        writeAll(channel, text.toString());
        channel.force(true);
      } catch (IOException e) {
        Files.deleteIfExists(fresh);
        throw e;
      }
      move(fresh, path);
      return true;
    } catch (IOException | SecurityException _) {
      return false;
    }
  }

  private Diagnostic incomplete() {
    return unwritten(
        file.orElseThrow(),
        "could not be written to the end",
        "the lines that are in it are true; 'secretsync plan' shows what is left to do");
  }

  private static Diagnostic unwritten(Path file, String summary, String hint) {
    return Diagnostic.error(Code.OUTPUT_FILE, "--result " + file, summary, hint);
  }

  /** Made for its owner alone. */
  private static Path temporary(Path file) throws IOException {
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of("/"));
    return Files.createTempFile(folder, ".secretsync-", ".tmp");
  }

  private static void move(Path fresh, Path file) throws IOException {
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void writeAll(FileChannel channel, String text) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  @Override
  public void close() {
    for (FileChannel channel : lines.stream().toList()) {
      try {
        channel.close();
      } catch (IOException _) {
        // everything that could be written was
      }
    }
  }
}
