package dev.secretsync.cli;

import dev.secretsync.model.ExitCode;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code secretsync completion bash}: a script made from the table of commands. */
final class CompletionCommand {
  private CompletionCommand() {}

  static int run(Invocation invocation) {
    if (!invocation.line().getArgList().equals(List.of("bash"))) {
      throw Invocation.usage("completion knows one shell: bash", "run secretsync completion bash");
    }
    PrintWriter out = invocation.out();
    out.print(script());
    out.flush();
    return ExitCode.OK.number();
  }

  private static String script() {
    String commands =
        Commands.all().stream()
            .map(command -> command.words().getFirst())
            .distinct()
            .collect(Collectors.joining(" ", "", " help"));
    String cases =
        // the first pattern that matches is taken, and plan matches all that plan merge does
        Commands.all().stream()
            .sorted(Comparator.comparingInt(command -> -command.words().size()))
            .map(command ->
                "    "
                    + pattern(command)
                    + ") flags=\""
                    + command.options().getOptions().stream()
                        .map(option -> "--" + option.getLongOpt())
                        .sorted()
                        .collect(Collectors.joining(" "))
                    + "\" ;;\n")
            .collect(Collectors.joining());
    return """
    # bash completion for secretsync
    _secretsync() {
      local word=${COMP_WORDS[COMP_CWORD]} flags=""
      if [[ $COMP_CWORD -eq 1 ]]; then
        mapfile -t COMPREPLY < <(compgen -W "%s" -- "$word")
        return
      fi
      if [[ $COMP_CWORD -eq 2 ]]; then
        case ${COMP_WORDS[1]} in
    %s    esac
      fi
      case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in
    %s  esac
      if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$word")
      else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
      fi
    }
    complete -o filenames -F _secretsync secretsync
    """
        .formatted(commands, secondWords(), cases);
  }

  private static String pattern(Command command) {
    return command.words().size() == 1
        ? command.name() + "\\ *"
        : command.name().replace(" ", "\\ ");
  }

  private static String secondWords() {
    SortedMap<String, String> seconds = new TreeMap<>();
    Commands.all().stream()
        .map(Command::words)
        .filter(words -> words.size() == 2)
        .forEach(words ->
            seconds.merge(words.getFirst(), words.getLast(), (one, other) -> one + " " + other));
    return seconds.entrySet().stream()
        .map(words ->
            "      "
                + words.getKey()
                + (Commands.named(words.getKey()).isPresent()
                    ? ") if [[ $word != -* ]]; then mapfile -t COMPREPLY < <(compgen -f -W \""
                    : ") mapfile -t COMPREPLY < <(compgen -W \"")
                + words.getValue()
                + "\" -- \"$word\"); return"
                + (Commands.named(words.getKey()).isPresent() ? "; fi ;;\n" : " ;;\n"))
        .collect(Collectors.joining());
  }
}
