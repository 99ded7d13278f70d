package dev.secretsync.cli;

import dev.secretsync.apply.Result;
import dev.secretsync.files.WholeFile;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.report.ApplyRecord;
import dev.secretsync.report.Shown;
import dev.secretsync.report.json.ResultJson;
import dev.secretsync.report.text.ResultText;
import dev.secretsync.saved.MergedResult;
import dev.secretsync.saved.SavedResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code secretsync report merge}: one result of what several runs of apply left. */
final class ReportMergeCommand {
  private ReportMergeCommand() {}

  static int run(Invocation invocation) {
    ReportFiles reports = ReportFiles.of(invocation, Map.of("result_path", Flag.MERGED_INTO));
    Optional<String> named = invocation.value(Flag.MERGED_INTO);
    Optional<Path> out = named.map(Path::of);
    try {
      ApplyRecord merged = MergedResult.of(read(invocation));
      out.ifPresent(file -> write(file, merged));
      tell(merged, invocation);
      return reports.write(merged.document(), merged.exitCodes(), false, invocation);
    } catch (RefusedException refused) {
      // a result of an earlier merge would be taken for one of this; what was to be merged stays
      named
          .filter(file -> !OutputFile.isAmong(invocation.line().getArgList(), file))
          .map(Path::of)
          .ifPresent(Invocation::discard);
      throw refused;
    }
  }

  /** Says of every file at once what is wrong with it. */
  private static List<SavedResult> read(Invocation invocation) {
    List<String> files = invocation.line().getArgList();
    if (files.isEmpty()) {
      throw Invocation.usage(
          "report merge needs a result", "name the files that apply --result wrote");
    }
    List<SavedResult> parts = new ArrayList<>();
    List<Diagnostic> refusals = new ArrayList<>();
    for (String file : files) {
      try {
        parts.add(SavedResult.read(Path.of(file), Version.current()));
      } catch (RefusedException refused) {
        refusals.addAll(refused.diagnostics());
      }
    }
    if (!refusals.isEmpty()) {
      throw new RefusedException(refusals);
    }
    return parts;
  }

  private static void write(Path file, ApplyRecord merged) {
    StringWriter json = new StringWriter();
    ResultJson.write(merged, json);
    try {
      WholeFile.write(
          file,
          json.toString().getBytes(StandardCharsets.US_ASCII),
          Optional.of(WholeFile.OWNER_ONLY));
    } catch (IOException | SecurityException | UnsupportedOperationException _) {
      throw new RefusedException(
          Diagnostic.error(
              Code.OUTPUT_FILE,
              "--out " + file,
              "could not be written",
              "choose a file in a folder that exists, on a disk that is not full"));
    }
  }

  private static void tell(ApplyRecord merged, Invocation invocation) {
    switch (merged) {
      case ApplyRecord.Ended ended -> {
        invocation.complain(ended.result().plan().diagnostics());
        invocation.answer(
            text -> {
              text.println(heading(ended.result(), merged, invocation));
              text.println();
              new ResultText(invocation.style()).write(ended.result(), text);
            },
            json -> ResultJson.write(merged, json));
      }
      case ApplyRecord.Refused refused -> {
        invocation.complain(refused.why());
        invocation.answer(ReportMergeCommand::nothing, json -> ResultJson.write(merged, json));
      }
    }
  }

  private static String heading(Result result, ApplyRecord merged, Invocation invocation) {
    int files = invocation.line().getArgList().size();
    return (files == 1 ? "1 result" : files + " results")
        + " · commit "
        + Shown.name(result.plan().revision().shortCommit())
        + " · installation "
        + Shown.name(result.plan().installation())
        + " · "
        + Shown.count(result.plan().clusters().size(), "cluster")
        + " · ended "
        + Shown.time(merged.finished());
  }

  private static void nothing(PrintWriter text) {
    text.println("Nothing was applied: no run got as far as that.");
  }
}
