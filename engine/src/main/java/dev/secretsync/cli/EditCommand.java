package dev.secretsync.cli;

import dev.secretsync.document.FileFormat;
import dev.secretsync.files.Editing;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** {@code secretsync edit}. */
final class EditCommand {
  private EditCommand() {}

  static int run(Invocation invocation) {
    return FileRun.run(invocation, EditCommand::edit);
  }

  private static int edit(FileRun run) {
    Path file = Path.of(run.arguments(1, "one FILE").getFirst());
    Editing editing =
        new Editing(
            run.keys(),
            run.macCheck(),
            run.now(),
            run.indent(),
            run.invocation().env(),
            wrong -> editsAgain(wrong, run.invocation()),
            run.problems());
    if (outcome(file, editing, run) == Editing.Outcome.UNCHANGED) {
      run.problems()
          .add(
              Diagnostic.error(
                  Code.NOT_MODIFIED, file.toString(), "was not changed, and is as it was", ""));
    }
    return ExitCode.OK.number();
  }

  private static Editing.Outcome outcome(Path file, Editing editing, FileRun run) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return editing.edit(file, run.inputType());
    }
    FileFormat format = run.inputType().orElseGet(() -> FileFormat.ofPath(file.toString()));
    return EncryptionFlags.settings(run, file.toString(), run.problems())
        .map(settings -> editing.create(file, format, settings))
        .orElse(Editing.Outcome.FAILED);
  }

  private static boolean editsAgain(List<Diagnostic> wrong, Invocation invocation) {
    if (!invocation.terminal().asks()) {
      return false;
    }
    invocation.complain(wrong);
    return Question.ask("Press enter to edit it again, or type n to drop the changes: ", invocation)
        .filter(answer -> !answer.equals("n"))
        .isPresent();
  }
}
