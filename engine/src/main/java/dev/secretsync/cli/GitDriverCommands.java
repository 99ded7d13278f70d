package dev.secretsync.cli;

import dev.secretsync.document.FileFormat;
import dev.secretsync.files.DiffView;
import dev.secretsync.files.Input;
import dev.secretsync.files.Merging;
import dev.secretsync.files.Output;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.source.git.LineMerge;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * {@code secretsync git-merge} and {@code secretsync git-textconv}. Git takes exit codes up to 128
 * of a merge driver for a conflict, and stops the whole merge at those above.
 */
final class GitDriverCommands {
  private static final int CONFLICT = 1;
  private static final int NOT_DONE = 2;

  private GitDriverCommands() {}

  static int merge(Invocation invocation) {
    return FileRun.run(invocation, GitDriverCommands::merge, (_, said) -> exit(said));
  }

  private static int merge(FileRun run) {
    List<String> words = run.arguments(4, "BASE, OURS, THEIRS and PATH");
    new Merging(run.keys(), run.now(), run.indent(), LineMerge::merge, run.problems())
        .merge(
            new Merging.Versions(
                Path.of(words.get(0)), Path.of(words.get(1)), Path.of(words.get(2)), words.get(3)));
    return ExitCode.OK.number();
  }

  static int textconv(Invocation invocation) {
    return FileRun.run(invocation, GitDriverCommands::textconv, (_, said) -> exit(said));
  }

  private static int textconv(FileRun run) {
    Path file = Path.of(run.arguments(1, "one FILE").getFirst());
    Output output = new Output.Stream(run.invocation().terminal().out());
    try (Input input = Input.of(file)) {
      DiffView view = new DiffView(run.keys());
      FileFormat format = FileFormat.ofPath(input.name());
      if (run.invocation().has(Flag.SHOW_VALUES)) {
        view.writeValues(input, format, output);
      } else {
        view.write(input, format, output);
      }
    }
    return ExitCode.OK.number();
  }

  private static int exit(Collection<Diagnostic> said) {
    List<Diagnostic> errors = said.stream().filter(Diagnostic::isError).toList();
    if (errors.isEmpty()) {
      return ExitCode.OK.number();
    }
    if (errors.stream().anyMatch(error -> error.code() == Code.USAGE)) {
      return ExitCode.USAGE.number();
    }
    return errors.stream().allMatch(error -> error.code() == Code.MERGE_CONFLICT)
        ? CONFLICT
        : NOT_DONE;
  }
}
