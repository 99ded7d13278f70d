package dev.secretsync.report;

import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.model.Diagnostic;
import java.io.PrintWriter;
import java.util.Optional;

/** What apply did, a line per change. */
public final class ResultText {
  private final Style style;

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
                style.boldRed("failed")
                    + "    "
                    + Shown.name(problem.subject())
                    + ": "
                    + Shown.name(problem.summary())
                    + hint(Optional.of(problem))));
    if (!result.changes().isEmpty()) {
      out.println();
    }
    out.println(sum(result));
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
            + hint(change.why()));
  }

  private static String hint(Optional<Diagnostic> why) {
    return why.map(Diagnostic::hint)
        .filter(hint -> !hint.isEmpty())
        .map(hint -> "\n            " + Shown.name(hint))
        .orElse("");
  }

  private String sum(Result result) {
    if (result.changes().isEmpty()) {
      return result.plan().applyable()
          ? "Nothing to apply."
          : style.boldRed("Nothing was applied.");
    }
    String numbers =
        result.count(Outcome.APPLIED)
            + " applied, "
            + result.count(Outcome.ALREADY)
            + " already, "
            + result.count(Outcome.FAILED)
            + " failed, "
            + result.count(Outcome.CONFLICT)
            + " in conflict, "
            + (result.count(Outcome.STALE) == 0 ? "" : result.count(Outcome.STALE) + " stale, ")
            + result.count(Outcome.SKIPPED)
            + " skipped.";
    return result.finished()
        ? style.boldGreen("Apply complete.") + " " + numbers
        : style.boldRed("Apply incomplete.")
            + " "
            + numbers
            + (result.count(Outcome.STALE) == 0
                ? " Run apply again to finish the rest."
                : " What is stale needs a new plan.");
  }
}
