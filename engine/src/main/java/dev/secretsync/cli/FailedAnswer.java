package dev.secretsync.cli;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.plan.DriftHistory;
import dev.secretsync.plan.EarlierDrift;
import dev.secretsync.report.json.DiagnosticsJson;
import dev.secretsync.report.json.DriftJson;
import dev.secretsync.saved.EarlierReport;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The answer in JSON of a run that has none. That of {@code drift} passes on what it was told by
 * {@code --since}: it may be written into the very file that told it, and the next run asks that.
 */
final class FailedAnswer {
  /** What stands in the place of an answer and of every report until a run has ended. */
  static final List<Diagnostic> UNFINISHED =
      List.of(
          Diagnostic.error(
              Code.INTERRUPTED,
              "",
              "the run has not ended, or was killed before it could say how",
              "run it again, unless it is still under way"));

  private FailedAnswer() {}

  /**
   * As the words of the command line ask for it. Whoever gave {@code --since} meant drift, also
   * where its name is misspelt.
   */
  static Consumer<Writer> of(
      Optional<Command> command, List<String> words, Collection<Diagnostic> why) {
    List<String> since = Words.valuesOf(Flag.SINCE, words);
    if (since.isEmpty() && !command.map(Command::name).equals(Optional.of(DriftJson.FAILED))) {
      return json -> DiagnosticsJson.write(why, json);
    }
    // now: the answer may replace them
    SortedMap<String, EarlierDrift> earlier = together(read(since));
    return json -> DriftJson.writeFailed(why, earlier, json);
  }

  /** Of a run of drift that has not ended. */
  static Consumer<Writer> unfinished(List<EarlierReport> earlier) {
    return json -> DriftJson.writeFailed(UNFINISHED, together(earlier), json);
  }

  /** A pipe was read once, and would let nobody read it again; or wait for ever. */
  private static List<EarlierReport> read(List<String> since) {
    List<EarlierReport> reports = new ArrayList<>();
    for (String name : since) {
      try {
        Path file = Path.of(name);
        if (Files.isRegularFile(file)) {
          reports.addAll(EarlierReport.read(file));
        }
      } catch (RefusedException | InvalidPathException _) {
        // this run said so, or failed before it got there; a report that is none tells nothing
      }
    }
    return reports;
  }

  private static SortedMap<String, EarlierDrift> together(List<EarlierReport> reports) {
    Map<String, List<EarlierDrift>> all =
        reports.stream()
            .collect(
                Collectors.groupingBy(
                    EarlierReport::installation,
                    TreeMap::new,
                    Collectors.mapping(EarlierReport::drift, Collectors.toList())));
    SortedMap<String, EarlierDrift> together = new TreeMap<>();
    all.forEach((installation, some) ->
        DriftHistory.together(some).ifPresent(one -> together.put(installation, one)));
    return together;
  }
}
