package dev.secretsync.cli;

import dev.secretsync.files.FileStatus;
import dev.secretsync.model.ExitCode;
import java.nio.file.Path;

/** {@code secretsync filestatus}. */
final class FileStatusCommand {
  private FileStatusCommand() {}

  static int run(Invocation invocation) {
    return FileRun.run(
        invocation,
        run -> {
          Path file = Path.of(run.arguments(1, "one FILE").getFirst());
          FileStatus.of(file, run.inputType(), run.problems())
              .ifPresent(
                  encrypted -> invocation.out().println("{\"encrypted\":" + encrypted + "}"));
          return ExitCode.OK.number();
        });
  }
}
