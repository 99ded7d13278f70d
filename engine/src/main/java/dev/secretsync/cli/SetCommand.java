package dev.secretsync.cli;

import dev.secretsync.crypt.sops.TreePath;
import dev.secretsync.files.Changing;
import dev.secretsync.files.Input;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code secretsync set} and {@code secretsync unset}. */
final class SetCommand {
  private SetCommand() {}

  static int set(Invocation invocation) {
    return FileRun.run(invocation, SetCommand::set);
  }

  static int unset(Invocation invocation) {
    return FileRun.run(invocation, SetCommand::unset);
  }

  private static int set(FileRun run) {
    boolean fromFile = run.invocation().has(Flag.VALUE_FILE);
    boolean fromStdin = run.invocation().has(Flag.VALUE_STDIN);
    if (fromFile && fromStdin) {
      throw Invocation.usage(
          "--value-file and --value-stdin exclude each other", "give one of them");
    }
    List<String> words =
        fromStdin
            ? run.arguments(2, "FILE and INDEX with --value-stdin")
            : run.arguments(3, "FILE, INDEX and VALUE");
    Optional<TreePath> path = path(words.get(1), run);
    try (Input value = value(words, fromFile, fromStdin, run)) {
      path.ifPresent(place ->
          changing(run)
              .set(
                  Path.of(words.getFirst()),
                  run.inputType(),
                  place,
                  value,
                  run.invocation().has(Flag.IDEMPOTENT)));
    }
    return ExitCode.OK.number();
  }

  private static Input value(List<String> words, boolean fromFile, boolean fromStdin, FileRun run) {
    if (fromStdin) {
      return Input.of(run.invocation().terminal().in(), "the value on standard input");
    }
    return fromFile ? Input.of(Path.of(words.get(2))) : Input.ofArgument(words.get(2), "VALUE");
  }

  private static int unset(FileRun run) {
    List<String> words = run.arguments(2, "FILE and INDEX");
    path(words.get(1), run)
        .ifPresent(path ->
            changing(run)
                .unset(
                    Path.of(words.getFirst()),
                    run.inputType(),
                    path,
                    run.invocation().has(Flag.IDEMPOTENT)));
    return ExitCode.OK.number();
  }

  /** SOPS has an exit code of its own for an index of these two commands. */
  private static Optional<TreePath> path(String text, FileRun run) {
    return switch (TreePath.parse(text)) {
      case TreePath.Parsed.Sound(TreePath path) -> Optional.of(path);
      case TreePath.Parsed.Malformed(Diagnostic why) -> {
        run.problems()
            .add(Diagnostic.error(Code.BAD_SET_INDEX, why.subject(), why.summary(), why.hint()));
        yield Optional.empty();
      }
    };
  }

  private static Changing changing(FileRun run) {
    return new Changing(run.keys(), run.macCheck(), run.now(), run.indent(), run.problems());
  }
}
