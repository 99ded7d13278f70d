package dev.secretsync.cli;

import dev.secretsync.crypt.sops.TreePath;
import dev.secretsync.files.Decrypting;
import dev.secretsync.files.Input;
import dev.secretsync.model.ExitCode;
import java.util.Optional;

/** {@code secretsync decrypt}. */
final class DecryptCommand {
  private DecryptCommand() {}

  static int run(Invocation invocation) {
    return FileRun.run(invocation, DecryptCommand::decrypt);
  }

  private static int decrypt(FileRun run) {
    Optional<TreePath> extract =
        run.invocation().value(Flag.EXTRACT).flatMap(text -> path(text, run));
    if (run.problems().hasErrors()) {
      return ExitCode.ERROR.number();
    }
    try (Input input = run.input()) {
      new Decrypting(run.keys(), run.macCheck(), run.indent(), run.problems())
          .decrypt(input, run.inputFormat(), run.outputFormat(), extract, run.output());
    }
    return ExitCode.OK.number();
  }

  /** A place in SOPS' spelling; nothing where a problem was added. */
  static Optional<TreePath> path(String text, FileRun run) {
    return switch (TreePath.parse(text)) {
      case TreePath.Parsed.Sound(TreePath path) -> Optional.of(path);
      case TreePath.Parsed.Malformed(var problem) -> {
        run.problems().add(problem);
        yield Optional.empty();
      }
    };
  }
}
