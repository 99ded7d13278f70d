package dev.secretsync.cli;

import dev.secretsync.files.Encrypting;
import dev.secretsync.files.Input;
import dev.secretsync.files.Output;
import dev.secretsync.model.ExitCode;

/** {@code secretsync encrypt}. */
final class EncryptCommand {
  private EncryptCommand() {}

  static int run(Invocation invocation) {
    return FileRun.run(invocation, EncryptCommand::encrypt);
  }

  private static int encrypt(FileRun run) {
    Output output = run.output();
    if (run.file().isEmpty() && !run.invocation().has(Flag.FILENAME_OVERRIDE)) {
      throw Invocation.usage(
          "standard input needs --filename-override",
          "it says which format and which creation rule are meant");
    }
    try (Input input = run.input()) {
      EncryptionFlags.settings(run, run.name())
          .ifPresent(settings ->
              new Encrypting(run.keys(), run.now(), run.indent(), run.problems())
                  .encrypt(input, run.inputFormat(), run.outputFormat(), settings, output));
    }
    return ExitCode.OK.number();
  }
}
