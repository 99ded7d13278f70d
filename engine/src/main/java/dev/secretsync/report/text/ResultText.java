package dev.secretsync.report.text;

import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.report.ResultWords;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What apply did, a line per change. Good for one result. */
public final class ResultText {
  private final Style style;
  private final Set<String> hints = new HashSet<>();

  public ResultText(Style style) {
    this.style = style;
  }

  /** Writes one line for every change, and the sum. */
  public void write(Result result, PrintWriter out) {
    result
        .namespacesCreated()
        .forEach(namespace ->
            out.println(
                style.green("applied") + "   namespace " + Shown.name(namespace) + " created"));
    result.changes().forEach(change -> write(change, out));
    result
        .diagnostics()
        .forEach(problem ->
            out.println(
                style.boldRed(stopped(problem) ? "stopped   " : "failed    ")
                    + (problem.subject().isEmpty() ? "" : Shown.name(problem.subject()) + ": ")
                    + Shown.name(problem.summary())
                    + hint(Optional.of(problem))));
    if (!result.changes().isEmpty()) {
      out.println();
    }
    out.println(sum(result));
    if (failedForGood(result)) {
      out.println(
          "Nothing is rolled back by itself: to go back, git revert "
              + result.plan().revision().shortCommit()
              + ", then apply.");
    }
    out.flush();
  }

  private void write(ChangeResult change, PrintWriter out) {
    String word = change.outcome().word();
    String padded = word + " ".repeat("conflict".length() + 2 - word.length());
    out.println(
        switch (change.outcome()) {
              case APPLIED -> style.green(padded);
              case ALREADY -> padded;
              case FAILED, CONFLICT, STALE -> style.boldRed(padded);
              case SKIPPED -> style.yellow(padded);
            }
            + change.action().symbol()
            + " "
            + Shown.name(change.address().toString())
            + change.why().map(why -> ": " + Shown.name(why.summary())).orElse("")
            + hint(change.why().filter(why -> saysMore(change, why))));
  }

  /** What skips a cluster skips all of it: its hint is read once. */
  private boolean saysMore(ChangeResult change, Diagnostic why) {
    return change.outcome() != Outcome.SKIPPED || hints.add(why.hint());
  }

  private static boolean stopped(Diagnostic problem) {
    return problem.code() == Code.INTERRUPTED || problem.code() == Code.TERMINATED;
  }

  /** Whether something failed that will fail again until Git or the cluster is changed. */
  private static boolean failedForGood(Result result) {
    return result.changes().stream()
        .filter(change -> change.outcome() == Outcome.FAILED)
        .flatMap(change -> change.why().stream())
        .anyMatch(why -> why.code() == Code.WRITE_FAILED || why.code() == Code.NOT_VERIFIED);
  }

  private static String hint(Optional<Diagnostic> why) {
    return why.map(Diagnostic::hint)
        .filter(hint -> !hint.isEmpty())
        .map(hint -> "\n            " + Shown.name(hint))
        .orElse("");
  }

  private String sum(Result result) {
    ResultWords words = ResultWords.of(result);
    String verdict =
        switch (words.verdict()) {
          case NOTHING -> words.first();
          case COMPLETE -> style.boldGreen(words.first());
          case COMPLETE_WHERE_READ -> style.bold(words.first());
          case INCOMPLETE, REFUSED -> style.boldRed(words.first());
        };
    return words.rest().isEmpty() ? verdict : verdict + " " + words.rest();
  }
}
