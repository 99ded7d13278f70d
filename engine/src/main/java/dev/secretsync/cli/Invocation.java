package dev.secretsync.cli;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Progress;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.Run;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.text.DiagnosticsText;
import dev.secretsync.report.text.Style;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;

/**
 * One call of one command: its flags, its environment and its terminal.
 *
 * @param line the parsed arguments
 * @param env environment variables
 * @param terminal where it reads and writes
 * @param clock for the timestamps of reports
 */
record Invocation(CommandLine line, Map<String, String> env, Terminal terminal, Clock clock) {
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5})(ms|s|m|h)");

  boolean has(Flag flag) {
    return line.hasOption(flag.longName());
  }

  Optional<String> value(Flag flag) {
    return Optional.ofNullable(line.getOptionValue(flag.longName()));
  }

  /** The PATH argument; the current folder where there is none. */
  Path path() {
    return path(line.getArgList());
  }

  /** The PATH argument of a command that takes something before it. */
  Path pathAfterFirst() {
    return pathAfter(1);
  }

  /** The PATH argument of a command that takes so many others before it. */
  Path pathAfter(int others) {
    return path(line.getArgList().stream().skip(others).toList());
  }

  private static Path path(List<String> arguments) {
    if (arguments.size() > 1) {
      throw usage("takes one PATH, got " + arguments.size(), "quote it if it contains spaces");
    }
    return Path.of(arguments.isEmpty() ? "." : arguments.getFirst());
  }

  int number(Flag flag, int otherwise) {
    return value(flag)
        .map(text -> {
          if (!text.matches("[1-9][0-9]{0,3}")) {
            throw usage("--" + flag.longName() + " takes a number from 1 to 9999", "");
          }
          return Integer.parseInt(text);
        })
        .orElse(otherwise);
  }

  /** An exact number of Secrets, which nobody means twice. */
  OptionalInt count(Flag flag) {
    List<String> given = values(flag);
    if (given.size() > 1) {
      throw usage("--" + flag.longName() + " was given twice", "give it once");
    }
    return given.stream()
        .mapToInt(text -> {
          if (!text.matches("0|[1-9][0-9]{0,8}")) {
            throw usage("--" + flag.longName() + " takes a number of Secrets", "such as 40");
          }
          return Integer.parseInt(text);
        })
        .findFirst();
  }

  /** Every value of a flag that may be repeated. */
  List<String> values(Flag flag) {
    return Optional.ofNullable(line.getOptionValues(flag.longName()))
        .map(List::of)
        .orElse(List.of());
  }

  Duration duration(Flag flag, Duration otherwise) {
    return value(flag).map(text -> duration(flag, text)).orElse(otherwise);
  }

  private static Duration duration(Flag flag, String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw usage("--" + flag.longName() + " takes a duration such as 90s, 5m or 1h", "");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /** A flag that says yes or no, and has to say which. */
  boolean says(Flag flag, boolean otherwise) {
    return value(flag)
        .map(text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default ->
                  throw usage(
                      "--" + flag.longName() + " takes true or false",
                      "such as --" + flag.longName() + "=false");
            })
        .orElse(otherwise);
  }

  Style style() {
    return new Style(terminal.colours(env, has(Flag.NO_COLOR)));
  }

  /** This run, as the traces that it leaves name it; where its log is, the CI service tells. */
  Run run() {
    String who =
        env.getOrDefault(
            "GITHUB_ACTOR", System.getProperty("user.name", "somebody") + "@" + host());
    Optional<String> url =
        env.containsKey("GITHUB_RUN_ID")
            ? Optional.of(
                env.getOrDefault("GITHUB_SERVER_URL", "https://github.com")
                    + "/"
                    + env.getOrDefault("GITHUB_REPOSITORY", "")
                    + "/actions/runs/"
                    + env.get("GITHUB_RUN_ID"))
            : Optional.ofNullable(env.get("CI_JOB_URL"));
    return new Run(UUID.randomUUID().toString(), who, url);
  }

  private String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }

  RunInfo runInfo() {
    return new RunInfo(Version.current(), clock.instant());
  }

  PrintWriter out() {
    return new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8);
  }

  Progress progress() {
    return terminal.errIsTerminal() && !has(Flag.QUIET)
        ? new ProgressLine(terminal.err())
        : Progress.SILENT;
  }

  /** Diagnostics go to stderr, so that stdout carries only what was asked for. */
  void complain(Collection<Diagnostic> diagnostics) {
    List<Diagnostic> said =
        diagnostics.stream().filter(d -> d.isError() || !has(Flag.QUIET)).toList();
    new DiagnosticsText(new Style(terminal.errIsTerminal() && style().colours()))
        .write(said, new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
  }

  /**
   * Writes the answer: JSON or text to stdout, and JSON into a file where that was asked for.
   *
   * @param text writes it for people
   * @param json writes it for programs
   */
  void answer(Consumer<PrintWriter> text, Consumer<Writer> json) {
    PrintWriter out = out();
    if (has(Flag.JSON)) {
      json.accept(out);
    } else {
      text.accept(out);
    }
    out.flush();
    // last: where the file fails, the answer was given nevertheless
    value(Flag.JSON_INTO).ifPresent(file -> writeFile(Path.of(file), json));
  }

  /**
   * Refuses files that cannot be written before anything is done: after an apply it would be too
   * late, and its result would be lost. So is what another flag writes over.
   *
   * @param known the command's flags, for one name can mean another thing elsewhere
   */
  void refuseUnwritableFiles(List<Flag> known) {
    Map<Path, Flag> taken = new HashMap<>();
    Stream.concat(
            Stream.of(Flag.JSON_INTO, Flag.OUT, Flag.MERGED_INTO, Flag.RESULT),
            ReportFiles.FILES.stream())
        .filter(known::contains)
        .filter(this::has)
        .forEach(flag -> {
          Path file = Path.of(value(flag).orElseThrow());
          refuseOverwritten(flag, file);
          // what it is itself says whether it can be written
          if (flag != Flag.RESULT) {
            OutputFile.refuseUnwritable(file);
          }
          Optional.ofNullable(taken.putIfAbsent(OutputFile.target(file), flag))
              .filter(_ -> !Files.exists(file) || Files.isRegularFile(file))
              .ifPresent(other -> {
                throw usage(
                    "--%s and --%s both name %s".formatted(other.longName(), flag.longName(), file),
                    "give each a file of its own");
              });
        });
  }

  /** What is read must not be lost; merges replace one of theirs when they have read them all. */
  private void refuseOverwritten(Flag flag, Path file) {
    List<String> read = new ArrayList<>(line.getArgList());
    if (flag != Flag.JSON_INTO) {
      read.addAll(values(Flag.SINCE));
    }
    if (flag != Flag.OUT
        && flag != Flag.MERGED_INTO
        && Files.isRegularFile(file)
        && OutputFile.isAmong(read, file.toString())) {
      throw usage(
          "--%s would replace %s, which is to be read".formatted(flag.longName(), file),
          "give it a file of its own");
    }
  }

  /** Whether the answer goes into a file that drift was told to compare with. */
  boolean rollsOn(Path file) {
    Path same = OutputFile.target(file);
    return values(Flag.SINCE).stream().map(Path::of).map(OutputFile::target).anyMatch(same::equals)
        && value(Flag.JSON_INTO)
            .map(Path::of)
            .map(OutputFile::target)
            .filter(same::equals)
            .isPresent();
  }

  /** Writes all of it, or leaves nothing that could be taken for the answer of this run. */
  private void writeFile(Path file, Consumer<Writer> content) {
    try {
      OutputFile.replace(file, content);
    } catch (IOException | SecurityException _) {
      // what drift begins with says that it has not ended, and alone knows what was before
      if (!rollsOn(file)) {
        discard(file);
      }
      throw new RefusedException(
          Diagnostic.error(
              Code.OUTPUT_FILE,
              file.toString(),
              "could not be written",
              "choose a file that you may write, on a disk with space"));
    }
  }

  static void discard(Path file) {
    try {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // half of it stays; that it could not be written is said
    }
  }

  static RefusedException usage(String summary, String hint) {
    return new RefusedException(Diagnostic.error(Code.USAGE, "", summary, hint));
  }

  /** The exit code of a run: the worst of what went wrong, else whether there are changes. */
  int exit(Collection<ExitCode> codes, boolean changes) {
    return ending(codes, changes).number();
  }

  ExitCode ending(Collection<ExitCode> codes, boolean changes) {
    ExitCode worst = ExitCode.worst(codes);
    return worst == ExitCode.OK && changes && has(Flag.DETAILED_EXITCODE)
        ? ExitCode.CHANGES
        : worst;
  }
}
