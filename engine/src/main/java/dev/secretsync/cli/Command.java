package dev.secretsync.cli;

import java.util.List;
import org.apache.commons.cli.Options;

/**
 * One verb of the command line.
 *
 * @param name what people type
 * @param summary one line for the list of commands
 * @param arguments what may follow it, for the usage line; empty for nothing
 * @param about what it does, reads, writes and exits with
 * @param flags the flags it knows, besides {@code --help}
 * @param body what it does
 */
record Command(
    String name, String summary, String arguments, String about, List<Flag> flags, Body body) {
  Command {
    flags = List.copyOf(flags);
  }

  /** The words of its name. */
  List<String> words() {
    return List.of(name.split(" "));
  }

  Options options() {
    Options options = new Options();
    flags.forEach(flag -> options.addOption(flag.option()));
    options.addOption(Flag.HELP.option());
    return options;
  }

  /** What a command does with what it was given; returns the exit code. */
  @FunctionalInterface
  interface Body {
    int run(Invocation invocation);
  }
}
