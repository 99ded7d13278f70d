package dev.secretsync.report.html;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.report.Document;
import dev.secretsync.report.Shown;
import dev.secretsync.report.html.HtmlContent.Clusters;
import dev.secretsync.report.html.HtmlContent.Labels;
import dev.secretsync.report.html.HtmlContent.Tone;
import java.util.List;

/** What has nothing to say but diagnostics, as a page. */
final class FindingsHtml {
  private FindingsHtml() {}

  /** What is wrong with the declarations. */
  static HtmlContent validated(Document.Validated document) {
    int errors = (int) document.diagnostics().stream().filter(Diagnostic::isError).count();
    int warnings = document.diagnostics().size() - errors;
    return content(
        document,
        errors > 0
            ? "Invalid: " + Shown.count(errors, "error") + "."
            : "Valid" + (warnings > 0 ? ", with " + Shown.count(warnings, "warning") : "") + ".",
        errors > 0 ? Tone.DANGER : warnings > 0 ? Tone.CHANGE : Tone.GOOD);
  }

  /** That a run failed, so that no older page is taken for what it found. */
  static HtmlContent failed(Document.Failed document) {
    return content(document, "Failed: nothing is known but what is below.", Tone.DANGER);
  }

  private static HtmlContent content(Document document, String verdict, Tone tone) {
    String command = document.command();
    return new HtmlContent(
        Character.toUpperCase(command.charAt(0)) + command.substring(1),
        "",
        verdict,
        tone,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Clusters.none(),
        new Labels("Changes", "", "Action", "Cause"),
        List.of(),
        document.diagnostics());
  }
}
