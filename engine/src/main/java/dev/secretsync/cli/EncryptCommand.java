package dev.secretsync.cli;

import dev.secretsync.document.FileFormat;
import dev.secretsync.files.Encrypting;
import dev.secretsync.files.Input;
import dev.secretsync.files.Output;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import java.nio.file.Path;

/** {@code secretsync encrypt}. */
final class EncryptCommand {
  private EncryptCommand() {}

  static int run(Invocation invocation) {
    return invocation.has(Flag.IN_PLACE) && invocation.line().getArgList().size() > 1
        ? FileRun.run(invocation, EncryptCommand::encryptAll, ManyFiles::exit)
        : FileRun.run(invocation, EncryptCommand::encrypt);
  }

  private static int encrypt(FileRun run) {
    Output output = run.output();
    if (run.file().isEmpty() && !run.invocation().has(Flag.FILENAME_OVERRIDE)) {
      throw Invocation.usage(
          "standard input needs --filename-override",
          "it says which format and which creation rule are meant");
    }
    try (Input input = run.input()) {
      encrypt(input, run.name(), output, run, run.problems());
    }
    return ExitCode.OK.number();
  }

  private static void encrypt(
      Input input, String name, Output output, FileRun run, Problems problems) {
    FileFormat from = run.inputType().orElseGet(() -> FileFormat.ofPath(name));
    EncryptionFlags.settings(run, name, problems)
        .ifPresent(settings ->
            new Encrypting(run.keys(), run.now(), run.indent(Path.of(name)), problems)
                .encrypt(input, from, run.outputType().orElse(from), settings, output));
  }

  /** Side by side; what is wrong with one file does not stop the others. */
  private static int encryptAll(FileRun run) {
    if (run.invocation().has(Flag.FILENAME_OVERRIDE) || run.invocation().has(Flag.OUTPUT)) {
      throw Invocation.usage(
          "--filename-override and --output are for one file", "leave them out for several");
    }
    ManyFiles.paths(run).parallelStream()
        .forEach(file -> {
          Problems problems = new Problems();
          try (Input input = Input.of(file)) {
            encrypt(input, file.toString(), new Output.File(file), run, problems);
          } catch (RefusedException e) {
            problems.addAll(e.diagnostics());
          }
          run.problems().addAll(problems.all());
        });
    return ExitCode.OK.number();
  }
}
