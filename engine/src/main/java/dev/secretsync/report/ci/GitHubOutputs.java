package dev.secretsync.report.ci;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.Document;
import dev.secretsync.report.DriftTotals;
import dev.secretsync.report.DriftWords;
import dev.secretsync.report.Ending;
import dev.secretsync.report.OfflineTotals;
import dev.secretsync.report.ResultWords;
import dev.secretsync.report.Shown;
import dev.secretsync.report.Totals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the next steps of a workflow ask for (cli.md 5.7), as lines of {@code $GITHUB_OUTPUT}. No
 * value can make an output of its own: each either cannot end its line, or stands between
 * delimiters that nobody can guess.
 */
public final class GitHubOutputs {
  private final Map<String, String> outputs = new LinkedHashMap<>();

  private GitHubOutputs() {}

  /**
   * The lines.
   *
   * @param paths further outputs that the command line has given, such as {@code plan_path}
   * @param delimiters a new word each time, which nobody can guess
   */
  public static String text(
      Document document, Ending ending, Map<String, String> paths, Supplier<String> delimiters) {
    GitHubOutputs all = new GitHubOutputs();
    all.about(document);
    all.outputs.put("exitcode", String.valueOf(ending.exit().number()));
    all.outputs.put("failure_reason", reason(ending));
    all.outputs.put("lock_info", locks(document));
    all.outputs.putAll(paths);
    return all.outputs.entrySet().stream()
        .map(output -> line(output.getKey(), output.getValue(), delimiters))
        .collect(Collectors.joining());
  }

  private void about(Document document) {
    switch (document) {
      case Document.Planned d ->
          planned(
              d.plan(),
              Totals.of(d.plan()).line() + (d.plan().complete() ? "" : " It is incomplete."));
      case Document.Drifted d -> {
        String any = String.valueOf(!d.drift().isEmpty());
        DriftTotals totals = DriftTotals.of(d.drift(), d.plan());
        outputs.put("has_drift", any);
        outputs.put("changes", any);
        outputs.put("to_add", String.valueOf(totals.add()));
        outputs.put("to_change", String.valueOf(totals.change()));
        outputs.put("to_destroy", String.valueOf(totals.destroy()));
        outputs.put("to_import", String.valueOf(totals.imported()));
        outputs.put("to_forget", String.valueOf(totals.forget()));
        outputs.put("denied", String.valueOf(Totals.of(d.plan()).denied()));
        outputs.put("complete", String.valueOf(d.plan().complete()));
        outputs.put("summary", DriftWords.summary(d.report(), d.plan()));
      }
      case Document.Applied d -> {
        planned(
            d.result().plan(),
            d.result().changes().isEmpty() && d.result().complete()
                ? "Nothing to apply" + ResultWords.scope(d.result()) + "."
                : "Apply "
                    + (d.result().finished()
                        ? "complete" + ResultWords.scope(d.result())
                        : "incomplete")
                    + ": "
                    + d.result().changes().stream().filter(one -> one.done()).count()
                    + " of "
                    + d.result().changes().size()
                    + " done.");
        if (!d.result().complete()) {
          outputs.put("complete", "false");
        }
      }
      case Document.Offline d -> {
        outputs.put("changes", String.valueOf(d.plan().hasChanges()));
        outputs.put("complete", String.valueOf(d.plan().complete()));
        outputs.put("denied", String.valueOf(OfflineTotals.of(d.plan()).denied()));
        outputs.put("summary", OfflineTotals.of(d.plan()).line());
      }
      case Document.Validated d -> {
        long errors = d.diagnostics().stream().filter(Diagnostic::isError).count();
        outputs.put("summary", errors == 0 ? "Valid." : Shown.count((int) errors, "error") + ".");
      }
      case Document.Failed d -> {
        outputs.put("complete", "false");
        outputs.put("summary", "secretsync " + d.command() + " failed.");
      }
    }
  }

  private void planned(Plan plan, String summary) {
    Totals totals = Totals.of(plan);
    outputs.put("changes", String.valueOf(plan.hasChanges()));
    outputs.put("to_add", String.valueOf(totals.add()));
    outputs.put("to_change", String.valueOf(totals.change()));
    outputs.put("to_destroy", String.valueOf(totals.destroy()));
    outputs.put("to_import", String.valueOf(totals.imported()));
    outputs.put("to_forget", String.valueOf(totals.forget()));
    outputs.put("denied", String.valueOf(totals.denied()));
    outputs.put("applyable", String.valueOf(plan.applyable()));
    outputs.put("complete", String.valueOf(plan.complete()));
    outputs.put("summary", summary);
  }

  /** In the words that workflows for Terraform know, and in ours for what that has not. */
  private static String reason(Ending ending) {
    return switch (ending.exit()) {
      case OK, CHANGES -> "";
      case ERROR -> "error";
      case DENIED -> "denied";
      case PLAN_MISMATCH -> "plan-changed";
      case LOCKED -> "state-locked";
      case PARTIAL -> "apply-failed";
      case UNREACHABLE -> "unreachable";
      case CONFLICT -> "conflict";
      case GUARD -> "guard";
      case DECRYPT -> "decrypt";
      case USAGE -> "usage";
      case CONFIG -> "config";
      case INTERRUPTED, TERMINATED -> "interrupted";
    };
  }

  private static String locks(Document document) {
    Stream<Diagnostic> changes =
        document instanceof Document.Applied applied
            ? applied.result().changes().stream().flatMap(change -> change.why().stream())
            : Stream.of();
    List<String> said = new ArrayList<>();
    Stream.concat(document.diagnostics().stream(), changes)
        .filter(one -> one.code() == Code.LOCKED || one.code() == Code.LOCK_LOST)
        .map(one -> Shown.name(one.summary()))
        .distinct()
        .forEach(said::add);
    return String.join("\n", said);
  }

  private static String line(String name, String value, Supplier<String> delimiters) {
    if (value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return name + "=" + value + "\n";
    }
    String delimiter = delimiters.get();
    if (value.contains(delimiter)) {
      throw new IllegalStateException("what nobody can guess was guessed");
    }
    return name + "<<" + delimiter + "\n" + value + "\n" + delimiter + "\n";
  }
}
