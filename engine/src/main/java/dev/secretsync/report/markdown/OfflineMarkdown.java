package dev.secretsync.report.markdown;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.report.OfflineTotals;
import dev.secretsync.report.OfflineWords;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.Shown;
import dev.secretsync.report.text.DiagnosticsText;
import dev.secretsync.report.text.OfflineText;
import dev.secretsync.report.text.Style;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An offline plan as a comment on a pull request (cli.md 4.6). Whatever comes from the repository
 * stands in fences that it cannot end, where nothing is a link, a mention or markup (P3).
 */
public final class OfflineMarkdown {
  /** What is needed to end everything that is open. */
  private static final int RESERVE = 1_000;

  private static final Pattern SYMBOL = Pattern.compile("( +)(-/\\+|[-+~!?#]) (.*)");

  private final RunInfo run;
  private int left;

  private OfflineMarkdown(RunInfo run, int most) {
    this.run = run;
    this.left = most;
  }

  /** Writes the whole comment. */
  public static void write(OfflinePlan plan, RunInfo run, Writer out) {
    MarkdownText.write(text(plan, run, DocumentMarkdown.COMMENT), out);
  }

  /** The comment, of so many characters at most. */
  static String text(OfflinePlan plan, RunInfo run, int most) {
    StringWriter text = new StringWriter();
    PrintWriter lines = new PrintWriter(text);
    new OfflineMarkdown(run, most).write(plan, lines);
    lines.flush();
    return text.toString();
  }

  private void write(OfflinePlan plan, PrintWriter out) {
    OfflineText text = new OfflineText(Style.plain(), run);
    OfflineTotals totals = OfflineTotals.of(plan);
    List<Diagnostic> errors = plan.diagnostics().stream().filter(Diagnostic::isError).toList();
    line(
        out,
        "<!-- secretsync:offline-plan {\"v\":1,\"base\":\""
            + MarkdownText.word(plan.base().commit())
            + "\",\"head\":\""
            + MarkdownText.word(plan.head().commit())
            + "\"} -->");
    line(
        out,
        "### 🔐 secretsync offline plan · **"
            + verdict(plan, totals)
            + "**"
            + totals.extras().stream().map(" · "::concat).collect(Collectors.joining()));
    line(out, "");
    if (!errors.isEmpty()) {
      line(out, "> [!CAUTION]");
      line(out, "> The declarations are invalid. What is shown may be incomplete.");
      line(out, "");
    } else if (!OfflineWords.isCalm(plan)) {
      line(out, "> [!WARNING]");
      line(out, "> This changes who may have or read Secrets, or is refused by policy.");
      line(out, "");
    }
    section("What is wrong", " open", d -> diagnostics(plan, d), out);
    section("Look at these first", " open", first -> text.first(plan, first), out);
    section("Changes in Git", "", changes -> text.changes(plan, changes), out);
    line(
        out,
        "<sub>Git only: clusters were not asked and nothing was decrypted. Base "
            + plan.base().shortCommit()
            + " · commit "
            + plan.head().shortCommit()
            + " · secretsync "
            + run.version()
            + ". No value and no ciphertext is in this comment.</sub>");
  }

  private static String verdict(OfflinePlan plan, OfflineTotals totals) {
    if (plan.hasChanges()) {
      return totals.words();
    }
    return plan.complete() ? "no changes" : "no changes in what could be read";
  }

  private static void diagnostics(OfflinePlan plan, PrintWriter out) {
    if (!plan.diagnostics().isEmpty()) {
      new DiagnosticsText(Style.plain()).write(plan.diagnostics(), out);
    }
  }

  private void line(PrintWriter out, String text) {
    out.print(text + "\n");
    left -= text.length() + 1;
  }

  private void section(String title, String open, Consumer<PrintWriter> content, PrintWriter out) {
    StringWriter written = new StringWriter();
    PrintWriter lines = new PrintWriter(written);
    content.accept(lines);
    lines.flush();
    List<String> body =
        written.toString().strip().lines().map(Shown::name).map(OfflineMarkdown::asDiff).toList();
    if (written.toString().isBlank()) {
      return;
    }
    String fence = MarkdownText.fence(String.join("\n", body));
    line(out, "<details" + open + "><summary>" + title + "</summary>");
    line(out, "");
    line(out, fence + "diff");
    int shown = fitting(body);
    body.stream().limit(shown).forEach(one -> line(out, one));
    if (shown < body.size()) {
      line(out, "... " + (body.size() - shown) + " more lines: see the log of the run");
    }
    line(out, fence);
    line(out, "</details>");
    line(out, "");
  }

  private int fitting(List<String> body) {
    int room = left - RESERVE;
    int shown = 0;
    while (shown < body.size() && room >= body.get(shown).length() + 1) {
      room -= body.get(shown).length() + 1;
      shown++;
    }
    return shown;
  }

  /** The symbol in front, where a diff wants it; {@code !} is how it marks a change. */
  private static String asDiff(String line) {
    Matcher found = SYMBOL.matcher(line);
    if (!found.matches()) {
      return line;
    }
    String symbol = found.group(2).equals("~") ? "!" : found.group(2);
    return symbol + " ".repeat(found.group(1).length() - 1) + found.group(3);
  }
}
