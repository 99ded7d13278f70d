package dev.secretsync.cli;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.report.Document;
import dev.secretsync.report.Ending;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.ci.Annotations;
import dev.secretsync.report.ci.GitHubOutputs;
import dev.secretsync.report.ci.JunitXml;
import dev.secretsync.report.ci.Metrics;
import dev.secretsync.report.ci.Sarif;
import dev.secretsync.report.html.HtmlReport;
import dev.secretsync.report.json.DiagnosticsJson;
import dev.secretsync.report.markdown.DocumentMarkdown;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The reports that a command was asked for besides its answer, each in a file of its own. They are
 * written when the command has ended, however it has: in the place of every report there is
 * afterwards one of this run, or a word on stderr that says why there is none.
 */
final class ReportFiles {
  /** What replaces a file as a whole, and how it is written. */
  private static final Map<Flag, Format> FORMATS = formats();

  /** Every flag that names a file of these. */
  static final List<Flag> FILES = files();

  /** Every flag of a command that has reports. */
  static final List<Flag> FLAGS =
      Stream.concat(
              FILES.stream(), Stream.of(Flag.METRICS_DETAIL, Flag.SARIF_LABEL, Flag.ANNOTATIONS))
          .toList();

  private static final String PLAN_PATH = "plan_path";

  /** Which output of a workflow names the file of which flag. */
  private static final Map<String, Flag> PATHS =
      Map.of(PLAN_PATH, Flag.OUT, "json_plan_path", Flag.JSON_INTO, "result_path", Flag.RESULT);

  /** The flags of files that a workflow is told the names of. */
  static final Collection<Flag> NAMED = PATHS.values();

  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  /** What GitHub takes as the summary of one step; what is longer it drops as a whole. */
  private static final long SUMMARY_BYTES = 1 << 20;

  /** No character of UTF-16 needs more in UTF-8. */
  private static final int BYTES_PER_CHARACTER = 3;

  private static final int LONGEST_SUMMARY = 300_000;
  private static final int SHORTEST_SUMMARY = 4_000;
  private static final int LARGEST_METRICS = 1 << 24;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<Flag, String> asked;
  private final Set<Flag> said;
  private final Optional<String> sarifLabel;
  private final SortedMap<String, String> paths;
  private final Terminal terminal;
  private final Optional<Instant> started;

  private ReportFiles(
      Function<Flag, Optional<String>> values,
      Predicate<Flag> said,
      Map<String, Flag> outputs,
      Terminal terminal,
      Optional<Instant> started) {
    this.asked = new EnumMap<>(Flag.class);
    FILES.forEach(flag -> values.apply(flag).ifPresent(value -> asked.put(flag, value)));
    this.said = EnumSet.noneOf(Flag.class);
    FLAGS.stream().filter(said).forEach(this.said::add);
    this.sarifLabel = values.apply(Flag.SARIF_LABEL).filter(LABEL.asMatchPredicate());
    this.paths = new TreeMap<>();
    outputs.forEach((name, flag) -> values.apply(flag).ifPresent(value -> paths.put(name, value)));
    this.terminal = terminal;
    this.started = started;
  }

  /** Writes a document whole. */
  private interface Format {
    void write(Document document, Ending ending, Optional<String> label, Writer out);
  }

  private static Map<Flag, Format> formats() {
    Map<Flag, Format> formats = new EnumMap<>(Flag.class);
    formats.put(
        Flag.MARKDOWN_INTO,
        (document, ending, label, out) ->
            DocumentMarkdown.write(document, DocumentMarkdown.COMMENT, out));
    formats.put(Flag.SARIF, Sarif::write);
    formats.put(Flag.JUNIT, (document, ending, label, out) -> JunitXml.write(document, out));
    formats.put(Flag.HTML, (document, ending, label, out) -> HtmlReport.write(document, out));
    return formats;
  }

  private static List<Flag> files() {
    List<Flag> flags = new ArrayList<>(FORMATS.keySet());
    flags.add(Flag.METRICS);
    flags.add(Flag.SUMMARY);
    flags.add(Flag.GITHUB_OUTPUT);
    return List.copyOf(flags);
  }

  /** Those that a command is asked for, which begins now. */
  static ReportFiles of(Invocation invocation) {
    return of(invocation, PATHS);
  }

  /**
   * The same for a command whose flags name other files.
   *
   * @param outputs which output of a workflow names the file of which flag
   */
  static ReportFiles of(Invocation invocation, Map<String, Flag> outputs) {
    if (invocation.has(Flag.METRICS_DETAIL) && !invocation.has(Flag.METRICS)) {
      throw Invocation.usage(
          "--metrics-detail is about metrics, and --metrics was not given", "give --metrics FILE");
    }
    invocation
        .value(Flag.SARIF_LABEL)
        .ifPresent(label -> {
          if (!invocation.has(Flag.SARIF) || !LABEL.matcher(label).matches()) {
            throw Invocation.usage(
                "--sarif-label goes with --sarif, and takes letters, digits, dots and dashes",
                "such as --sarif-label prod");
          }
        });
    return new ReportFiles(
        invocation::value,
        invocation::has,
        outputs,
        invocation.terminal(),
        Optional.of(invocation.clock().instant()));
  }

  /**
   * Says in the place of every report and of the answer that the run has not ended: so nobody takes
   * those of an earlier run for its own, whatever ends it. Where there is none yet there is nothing
   * to be mistaken. Metrics stay, for they say themselves when they were made.
   *
   * @param command what runs; all that it reads from files it has read
   */
  void begin(String command, Invocation invocation) {
    begin(command, invocation, json -> DiagnosticsJson.write(FailedAnswer.UNFINISHED, json));
  }

  /**
   * The same for a command whose answer says more than that.
   *
   * @param answer writes it in JSON
   */
  void begin(String command, Invocation invocation, Consumer<Writer> answer) {
    Document unfinished =
        new Document.Failed(command, FailedAnswer.UNFINISHED, invocation.runInfo());
    Set<ExitCode> codes = EnumSet.of(ExitCode.INTERRUPTED);
    Ending ending = new Ending(ExitCode.INTERRUPTED, codes, Optional.empty());
    asked.forEach((flag, file) -> {
      Format format = FORMATS.get(flag);
      if (format != null) {
        begin(file, out -> format.write(unfinished, ending, sarifLabel, out));
      }
    });
    invocation.value(Flag.JSON_INTO).ifPresent(file -> begin(file, answer));
  }

  private static void begin(String name, Consumer<Writer> content) {
    try {
      Path file = Path.of(name);
      if (OutputFile.isReplaced(file)) {
        OutputFile.replace(file, content);
      }
    } catch (IOException | SecurityException | InvalidPathException _) {
      // the end of the run meets the same and says so
    }
  }

  /**
   * Those that the words of a command line ask for, for it may be their parsing that failed.
   *
   * @param command the command that they name; only its own flags count
   */
  static ReportFiles of(Command command, List<String> words, Terminal terminal) {
    Set<Flag> known = Set.copyOf(command.flags());
    List<String> read = new ArrayList<>(Words.argumentsOf(command, words));
    read.addAll(Words.valuesOf(Flag.SINCE, words));
    return new ReportFiles(
        flag ->
            known.contains(flag)
                ? Words.valueOf(flag, words)
                    .filter(file -> !FILES.contains(flag) || !OutputFile.isAmong(read, file))
                : Optional.empty(),
        flag -> known.contains(flag) && Words.have(flag, words),
        PATHS,
        terminal,
        Optional.empty());
  }

  /**
   * Writes all of them, and says what the command exits with.
   *
   * @param codes every exit code that applies
   * @param changes whether there is anything that {@code --detailed-exitcode} is about
   */
  int write(Document document, Collection<ExitCode> codes, boolean changes, Invocation invocation) {
    Set<ExitCode> all = EnumSet.noneOf(ExitCode.class);
    all.addAll(codes);
    List<Diagnostic> unwritten = write(document, ending(document, all, changes, invocation));
    invocation.complain(unwritten);
    if (unwritten.stream().anyMatch(Diagnostic::isError)) {
      all.add(ExitCode.ERROR);
    }
    return invocation.exit(all, changes);
  }

  /**
   * Writes all of them of what was made before. They say how that ended; the command that shows it
   * ends well.
   *
   * @param codes every exit code that applied when it was made
   */
  int writeAgain(Document document, Set<ExitCode> codes, Invocation invocation) {
    List<Diagnostic> unwritten = write(document, ending(document, codes, false, invocation));
    invocation.complain(unwritten);
    return unwritten.stream().anyMatch(Diagnostic::isError)
        ? ExitCode.ERROR.number()
        : ExitCode.OK.number();
  }

  private Ending ending(
      Document document, Set<ExitCode> codes, boolean changes, Invocation invocation) {
    return new Ending(
        invocation.ending(codes, changes),
        codes,
        started
            .map(from -> Duration.between(from, document.run().now()))
            // what is shown again was made before
            .filter(took -> !took.isNegative()));
  }

  /**
   * Says in all of them that the command failed.
   *
   * @param before files that it may have left as they were
   */
  void failed(String command, List<Diagnostic> diagnostics, RunInfo run, FilesBefore before) {
    paths.values().removeIf(before::hasStill);
    Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
    diagnostics.stream()
        .filter(Diagnostic::isError)
        .forEach(error -> codes.add(error.code().exitCode()));
    Ending ending = new Ending(ExitCode.worst(codes), codes, Optional.empty());
    // that one of them cannot be written was said already, or is less than what is being said
    write(new Document.Failed(command, diagnostics, run), ending);
  }

  private List<Diagnostic> write(Document document, Ending ending) {
    List<Diagnostic> unwritten = new ArrayList<>();
    if (said.contains(Flag.ANNOTATIONS)) {
      Annotations.write(document, new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    }
    asked.forEach((flag, file) -> {
      try {
        write(flag, Path.of(file), document, ending).ifPresent(unwritten::add);
      } catch (IOException | SecurityException | InvalidPathException _) {
        discard(flag, file);
        unwritten.add(
            Diagnostic.error(
                Code.OUTPUT_FILE,
                "--" + flag.longName() + " " + file,
                "could not be written",
                "choose a file in a folder that exists, on a disk that is not full"));
      }
    });
    return unwritten;
  }

  /**
   * A report of an earlier run would be taken for one of this. Metrics say themselves when they
   * were made, and alone know when a run last succeeded: they stay.
   */
  private static void discard(Flag flag, String file) {
    if (FORMATS.containsKey(flag)) {
      try {
        Invocation.discard(Path.of(file));
      } catch (InvalidPathException _) {
        // nothing is there
      }
    }
  }

  private Optional<Diagnostic> write(Flag flag, Path file, Document document, Ending ending)
      throws IOException {
    switch (flag) {
      case SUMMARY -> {
        return summarise(file, document);
      }
      case GITHUB_OUTPUT ->
          OutputFile.append(
              file,
              GitHubOutputs.text(document, ending, written(document), ReportFiles::unguessable));
      case METRICS ->
          OutputFile.replace(
              file,
              Metrics.text(document, ending, said.contains(Flag.METRICS_DETAIL), beginning(file)));
      default ->
          OutputFile.replace(
              file,
              out ->
                  Optional.ofNullable(FORMATS.get(flag))
                      .ifPresent(format -> format.write(document, ending, sarifLabel, out)));
    }
    return Optional.empty();
  }

  /**
   * The outputs that name what is there: a step would go on with the file of another run. Of a run
   * that failed that is the saved plan too, which stays where it was.
   */
  private Map<String, String> written(Document document) {
    SortedMap<String, String> there = new TreeMap<>(paths);
    there.values().removeIf(file -> !Files.exists(Path.of(file)));
    if (document instanceof Document.Failed) {
      there.remove(PLAN_PATH);
    }
    return there;
  }

  static String unguessable() {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return "secretsync-" + HexFormat.of().formatHex(random);
  }

  /** What stands in a file of metrics, as far as anybody would want to keep it. */
  private static String beginning(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LARGEST_METRICS), StandardCharsets.UTF_8);
    }
  }

  /** Behind what other commands of the same step wrote. */
  private static Optional<Diagnostic> summarise(Path file, Document document) throws IOException {
    long taken = Files.isRegularFile(file) ? Files.size(file) : 0;
    int room = Math.clamp((SUMMARY_BYTES - taken) / BYTES_PER_CHARACTER, 0, LONGEST_SUMMARY);
    if (room < SHORTEST_SUMMARY) {
      return Optional.of(
          Diagnostic.warning(
              Code.OUTPUT_FILE,
              "--summary " + file,
              "is full: a summary may have 1 MiB, and GitHub drops what is longer",
              "summarise in a step of its own"));
    }
    StringWriter text = new StringWriter();
    DocumentMarkdown.write(document, room, text);
    OutputFile.append(file, text + "\n");
    return Optional.empty();
  }
}
