package dev.secretsync.cli;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Nearest;
import dev.secretsync.model.RefusedException;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.text.DiagnosticsText;
import dev.secretsync.report.text.Style;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.cli.AlreadySelectedException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** The program: arguments and environment in, exit code out. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args, System.getenv(), Terminal.ofProcess()));
  }

  /** Runs one command where nobody can be asked; what tests and {@code demo} call. */
  public static int run(
      String[] args, Map<String, String> env, InputStream in, PrintStream out, PrintStream err) {
    return run(args, env, Terminal.piped(in, out, err));
  }

  static int run(String[] args, Map<String, String> env, Terminal terminal) {
    List<String> words = List.of(args);
    FilesBefore before = new FilesBefore(ReportFiles.NAMED, words);
    try {
      return run(words, env, terminal);
    } catch (RefusedException refused) {
      complain(refused.diagnostics(), words, before, terminal);
      return ExitCode.worst(
              refused.diagnostics().stream()
                  .filter(Diagnostic::isError)
                  .map(diagnostic -> diagnostic.code().exitCode())
                  .toList())
          .number();
    } catch (RuntimeException | Error broken) {
      // neither its message nor its causes' may be shown: they can hold what was being worked on
      complain(List.of(internal(broken)), words, before, terminal);
      return ExitCode.ERROR.number();
    }
  }

  private static int run(List<String> words, Map<String, String> env, Terminal terminal) {
    if (words.isEmpty() || isHelp(words.getFirst())) {
      return help(words.stream().skip(1).filter(word -> !word.startsWith("-")).toList(), terminal);
    }
    Command command = Commands.in(words).orElseThrow(() -> unknownCommand(words));
    CommandLine line = parse(command, words.subList(command.words().size(), words.size()));
    if (line.hasOption(Flag.HELP.longName())) {
      HelpText.write(Optional.of(command.name()), terminal.out());
      return ExitCode.OK.number();
    }
    if (command.arguments().isEmpty() && !line.getArgList().isEmpty()) {
      throw Invocation.usage(
          command.name() + " takes no argument", "run secretsync " + command.name() + " --help");
    }
    ManifestGeneration.refuse(command, env);
    Invocation invocation = new Invocation(line, env, terminal, Clock.systemUTC());
    invocation.refuseUnwritableFiles(command.flags());
    try (HarmlessLog _ = HarmlessLog.of(command, invocation)) {
      return command.body().run(invocation);
    }
  }

  private static int help(List<String> about, Terminal terminal) {
    Optional<Command> command = Commands.in(about);
    if (command.isEmpty() && !about.isEmpty()) {
      throw unknownCommand(about);
    }
    HelpText.write(command.map(Command::name), terminal.out());
    return ExitCode.OK.number();
  }

  private static boolean isHelp(String word) {
    return word.equals("help") || word.equals("--help") || word.equals("-h");
  }

  /** No flag may be abbreviated: a prefix could match a more dangerous one than was meant. */
  private static CommandLine parse(Command command, List<String> words) {
    words.stream()
        .takeWhile(word -> !word.equals("--"))
        .forEach(word -> refuseGluedValue(command, word));
    try {
      return DefaultParser.builder()
          .setAllowPartialMatching(false)
          .setStripLeadingAndTrailingQuotes(false)
          .get()
          .parse(command.options(), words.toArray(String[]::new));
    } catch (UnrecognizedOptionException e) {
      String flag = e.getOption().split("=", 2)[0];
      if (command.options().hasLongOption(flag)) {
        throw Invocation.usage(flag + " takes no value", "give it alone, or leave it out");
      }
      throw Invocation.usage(
          command.name() + " does not know the flag " + flag,
          Nearest.hint(
              flag,
              command.flags().stream().map(f -> "--" + f.longName()).toList(),
              "run secretsync " + command.name() + " --help"));
    } catch (MissingArgumentException e) {
      throw Invocation.usage(
          "--" + e.getOption().getLongOpt() + " needs a value",
          "run secretsync " + command.name() + " --help");
    } catch (AlreadySelectedException e) {
      throw Invocation.usage("a flag was given twice", "give each flag once");
    } catch (ParseException e) {
      throw Invocation.usage(
          "the flags could not be read", "run secretsync " + command.name() + " --help");
    }
  }

  /**
   * Commons CLI would read {@code -revHEAD} as {@code --rev HEAD}, whatever is switched off. One
   * dash before a whole name is what Terraform's users type, and is taken.
   */
  private static void refuseGluedValue(Command command, String word) {
    if (word.startsWith("-") && !word.startsWith("--") && word.length() > 2) {
      String name = word.substring(1).split("=", 2)[0];
      if (!command.options().hasLongOption(name)) {
        throw Invocation.usage(
            command.name() + " does not know the flag -" + name,
            "run secretsync " + command.name() + " --help");
      }
    }
  }

  /** Of a name with two words, the first alone is no command either. */
  private static RefusedException unknownCommand(List<String> words) {
    List<String> names = Commands.all().stream().map(Command::name).toList();
    boolean begun = names.stream().anyMatch(name -> name.startsWith(words.getFirst() + " "));
    String word =
        begun ? String.join(" ", words.subList(0, Math.min(2, words.size()))) : words.getFirst();
    return Invocation.usage(
        "there is no command " + word,
        Nearest.hint(word, names, "the commands are " + String.join(", ", names)));
  }

  /**
   * Who asked for JSON or for a report gets errors in that form, so that no older file is taken for
   * the answer.
   */
  private static void complain(
      Collection<Diagnostic> diagnostics,
      List<String> words,
      FilesBefore before,
      Terminal terminal) {
    Optional<Command> named = Commands.in(words);
    Consumer<Writer> answer = FailedAnswer.of(named, words, diagnostics);
    if (Words.have(Flag.JSON, words)) {
      answer.accept(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    }
    List<String> read = named.map(one -> Words.argumentsOf(one, words)).orElseGet(List::of);
    Words.valueOf(Flag.JSON_INTO, words)
        .filter(file -> !OutputFile.isAmong(read, file))
        .ifPresent(file -> writeInto(file, answer));
    named.ifPresent(command ->
        ReportFiles.of(command, words, terminal)
            .failed(
                command.name(),
                List.copyOf(diagnostics),
                new RunInfo(Version.current(), Instant.now()),
                before));
    new DiagnosticsText(Style.plain())
        .write(diagnostics, new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
  }

  private static void writeInto(String file, Consumer<Writer> answer) {
    try {
      OutputFile.replace(Path.of(file), answer);
    } catch (IOException | SecurityException | InvalidPathException _) {
      // that it cannot be written was said already, or is less than what is being said
    }
  }

  private static Diagnostic internal(Throwable broken) {
    String where =
        Arrays.stream(broken.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("dev.secretsync"))
            .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
            .findFirst()
            .orElse("an unknown place");
    return Diagnostic.error(
        Code.INTERNAL,
        "",
        "secretsync itself failed: " + broken.getClass().getSimpleName() + " at " + where,
        "this is a bug; report it with this line, which holds no value of yours");
  }
}
