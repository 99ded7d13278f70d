package dev.secretsync.cli;

import java.io.PrintStream;
import java.util.Optional;
import org.apache.commons.cli.Option;

/** What {@code --help} prints. */
final class HelpText {
  private static final int FLAG_WIDTH = 26;
  private static final int COMMAND_WIDTH = 12;

  private HelpText() {}

  static void write(Optional<String> about, PrintStream out) {
    about.flatMap(Commands::named).ifPresentOrElse(c -> command(c, out), () -> overview(out));
  }

  private static void overview(PrintStream out) {
    out.println("secretsync keeps Kubernetes Secrets in sync across clusters, from Git.");
    out.println();
    out.println("Usage: secretsync COMMAND [FLAGS] [PATH]");
    out.println();
    out.println("Commands:");
    Commands.all()
        .forEach(
            command -> out.println("  " + pad(command.name(), COMMAND_WIDTH) + command.summary()));
    out.println();
    out.println("Run secretsync COMMAND --help for its flags and exit codes.");
  }

  private static void command(Command command, PrintStream out) {
    out.println(
        ("Usage: secretsync " + command.name() + " [FLAGS] " + command.arguments())
            .stripTrailing());
    out.println();
    out.println(command.about());
    out.println();
    out.println("Flags:");
    command.options().getOptions().forEach(option -> flag(option, out));
  }

  private static void flag(Option option, PrintStream out) {
    String names =
        (option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ")
            + "--"
            + option.getLongOpt()
            + (option.hasArg() ? " " + option.getArgName() : "");
    out.println("  " + pad(names, FLAG_WIDTH) + option.getDescription());
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
