package dev.secretsync.cli;

import dev.secretsync.crypt.ConsolePassphrases;
import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.KeySources;
import dev.secretsync.crypt.sops.MacCheck;
import dev.secretsync.crypt.sops.StoreIndent;
import dev.secretsync.document.FileFormat;
import dev.secretsync.files.CreationRules;
import dev.secretsync.files.Input;
import dev.secretsync.files.Output;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;

/**
 * What the commands on encrypted files have in common: keys, formats, where the result goes, and
 * the exit codes of sops.
 */
final class FileRun {
  private final Invocation invocation;
  private final Problems problems = new Problems();
  private final KeyRing keys;
  private final CreationRules rules;

  private FileRun(Invocation invocation) {
    this.invocation = invocation;
    keys = KeyRing.from(keySources(invocation), problems);
    rules = new CreationRules(namedConfig(), Path.of(""), problems);
  }

  /** What the environment names, and whoever sits at the terminal for passphrases. */
  static KeySources keySources(Invocation invocation) {
    return KeySources.ofEnvironment(invocation.env()).asking(new ConsolePassphrases());
  }

  /** Runs a command; says everything that was wrong, and turns it into the exit code of sops. */
  static int run(Invocation invocation, ToIntFunction<FileRun> command) {
    return run(invocation, command, (_, said) -> SopsExit.of(said).number());
  }

  /** The same with an exit code of its own for what was wrong; 0 for nothing. */
  static int run(
      Invocation invocation,
      ToIntFunction<FileRun> command,
      ToIntBiFunction<FileRun, List<Diagnostic>> exits) {
    FileRun run = new FileRun(invocation);
    int exit;
    try {
      exit = command.applyAsInt(run);
    } catch (RefusedException refused) {
      run.problems.addAll(refused.diagnostics());
      exit = 0;
    }
    List<Diagnostic> said = run.problems.all();
    invocation.complain(said);
    int worst = exits.applyAsInt(run, said);
    return worst == 0 ? exit : worst;
  }

  Invocation invocation() {
    return invocation;
  }

  KeyRing keys() {
    return keys;
  }

  Problems problems() {
    return problems;
  }

  Instant now() {
    return invocation.clock().instant();
  }

  MacCheck macCheck() {
    return invocation.has(Flag.IGNORE_MAC) ? MacCheck.IGNORED : MacCheck.REQUIRED;
  }

  List<String> arguments() {
    return invocation.line().getArgList();
  }

  /** Exactly so many arguments, or a refusal that says which are wanted. */
  List<String> arguments(int number, String wanted) {
    if (arguments().size() != number) {
      throw Invocation.usage("takes " + wanted, "quote what contains spaces or brackets");
    }
    return arguments();
  }

  /** The one file that the command names, or standard input. */
  Input input() {
    return file().map(Input::of).orElseGet(() -> Input.of(invocation.terminal().in(), name()));
  }

  /** The one file that the command names; nothing stands for standard input. */
  Optional<Path> file() {
    if (arguments().size() > 1) {
      throw Invocation.usage("takes one FILE", "quote it if it contains spaces");
    }
    return arguments().stream().findFirst().filter(f -> !f.equals("-")).map(Path::of);
  }

  /** What the input is called, by which its format and creation rule are found. */
  String name() {
    return invocation
        .value(Flag.FILENAME_OVERRIDE)
        .or(() -> file().map(Path::toString))
        .orElse("standard input");
  }

  /** What {@code --input-type} says. */
  Optional<FileFormat> inputType() {
    return format(Flag.INPUT_TYPE);
  }

  FileFormat inputFormat() {
    return inputType().orElseGet(() -> FileFormat.ofPath(name()));
  }

  FileFormat outputFormat() {
    return outputType().orElseGet(this::inputFormat);
  }

  /** What {@code --output-type} says. */
  Optional<FileFormat> outputType() {
    return format(Flag.OUTPUT_TYPE);
  }

  private Optional<FileFormat> format(Flag flag) {
    return invocation
        .value(flag)
        .map(name ->
            FileFormat.named(name)
                .orElseThrow(() ->
                    Invocation.usage(
                        "--" + flag.longName() + " does not know " + name,
                        "one of yaml, json, dotenv, ini, binary")));
  }

  /** Where the result goes: into the file itself, into another, or to standard output. */
  Output output() {
    Optional<Path> other = invocation.value(Flag.OUTPUT).map(Path::of);
    if (!invocation.has(Flag.IN_PLACE)) {
      return other
          .<Output>map(Output.File::new)
          .orElseGet(() -> new Output.Stream(invocation.terminal().out()));
    }
    if (other.isPresent()) {
      throw Invocation.usage("--in-place and --output exclude each other", "give one of them");
    }
    return file()
        .map(Output.File::new)
        .orElseThrow(
            () -> Invocation.usage("--in-place needs a FILE", "name it, or leave --in-place out"));
  }

  /** What {@code .sops.yaml} says; looked for when the first file asks. */
  CreationRules rules() {
    return rules;
  }

  /** The {@code .sops.yaml} that somebody named. */
  Optional<Path> namedConfig() {
    return invocation
        .value(Flag.CONFIG)
        .or(() -> Optional.ofNullable(invocation.env().get("SOPS_CONFIG")))
        .filter(text -> !text.isEmpty())
        .map(Path::of);
  }

  /** How the result is indented: {@code --indent}, else the stores of {@code .sops.yaml}. */
  StoreIndent indent() {
    return indent(
        Path.of(
            invocation
                .value(Flag.FILENAME_OVERRIDE)
                .or(() -> arguments().stream().findFirst()) // an index or a value may follow
                .orElse("")));
  }

  /** The same for one of several files. */
  StoreIndent indent(Path file) {
    return namedIndent().orElseGet(() -> rules.indent(file));
  }

  /** What {@code --indent} says. */
  Optional<StoreIndent> namedIndent() {
    return invocation
        .value(Flag.INDENT)
        .map(_ -> {
          OptionalInt indent = OptionalInt.of(invocation.number(Flag.INDENT, 1));
          return new StoreIndent(indent, indent, indent);
        });
  }
}
