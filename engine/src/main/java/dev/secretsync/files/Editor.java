package dev.secretsync.files;

import dev.secretsync.crypt.CommandWords;
import dev.secretsync.crypt.age.ChildProgram;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The editor of whoever runs {@code edit}: {@code SOPS_EDITOR}, {@code EDITOR}, or the first of
 * three on the {@code PATH} (formats.md 1.14). It gets the terminal, and neither a shell nor our
 * keys (security.md S5).
 */
final class Editor {
  private static final List<String> VARIABLES = List.of("SOPS_EDITOR", "EDITOR");
  private static final List<String> USUAL = List.of("vim", "nano", "vi");

  private final ChildProgram program;
  private final List<String> arguments;

  private Editor(ChildProgram program, List<String> arguments) {
    this.program = program;
    this.arguments = List.copyOf(arguments);
  }

  /**
   * Finds it.
   *
   * @throws RefusedException when there is none
   */
  static Editor find(Map<String, String> env) {
    for (String variable : VARIABLES) {
      String command = env.getOrDefault(variable, "");
      if (!command.isEmpty()) {
        return named(variable, command, env)
            .orElseThrow(
                () -> none(variable, "names no program that can be run", "correct the variable"));
      }
    }
    return USUAL.stream()
        .flatMap(name -> ChildProgram.onPath(name, env, ChildProgram.PATIENCE).stream())
        .findFirst()
        .map(program -> new Editor(program, List.of()))
        .orElseThrow(() ->
            none(
                "",
                "there is no editor: neither SOPS_EDITOR nor EDITOR is set, and none of "
                    + String.join(", ", USUAL)
                    + " is on the PATH",
                "set EDITOR"));
  }

  private static Optional<Editor> named(String variable, String command, Map<String, String> env) {
    List<String> words =
        CommandWords.of(command)
            .orElseThrow(() -> none(variable, "is no program with arguments", "close its quotes"));
    return ChildProgram.named(words.getFirst(), env, ChildProgram.PATIENCE)
        .map(program -> new Editor(program, words.subList(1, words.size())));
  }

  /**
   * Starts it on a file.
   *
   * @throws RefusedException when that is not possible
   */
  Process start(Path file) {
    List<String> all = new ArrayList<>(arguments);
    all.add(file.toString());
    return program
        .onTerminal(all)
        .orElseThrow(() -> none("", "the editor could not be started", "look at SOPS_EDITOR"));
  }

  /** Ends it with all that it started. */
  static void end(Process editor) {
    Stream.concat(editor.descendants().toList().stream(), Stream.of(editor.toHandle()))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static RefusedException none(String subject, String summary, String hint) {
    return new RefusedException(Diagnostic.error(Code.NO_EDITOR, subject, summary, hint));
  }
}
