package dev.secretsync.report.markdown;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.report.Document;
import dev.secretsync.report.Shown;

/**
 * Problems as a comment: those of a command that failed, or those that a check found. It stands
 * where the last good report stood, so that nobody takes that one for today's.
 */
final class FindingsMarkdown {
  private final Document document;
  private final Sections sections;

  FindingsMarkdown(Document document, int most) {
    this.document = document;
    this.sections = new Sections(most);
  }

  String text() {
    long errors = document.diagnostics().stream().filter(Diagnostic::isError).count();
    long warnings = document.diagnostics().size() - errors;
    sections.add(
        "<!-- secretsync:"
            + document.command()
            + " {\"v\":1} -->\n### 🔐 secretsync "
            + document.command()
            + " · **"
            + (document instanceof Document.Failed ? "failed" : verdict(errors, warnings))
            + "**\n\n");
    if (document instanceof Document.Failed) {
      sections.add(
          "> [!CAUTION]\n> It ended with an error, so there is no report."
              + " Older reports of it say nothing about this run.\n\n");
    }
    for (Diagnostic one : document.diagnostics()) {
      if (!sections.add(item(one))) {
        sections.omit();
      }
    }
    sections.add("\n");
    return sections.finish(
        "see the log of the run",
        "<sub>secretsync "
            + MarkdownText.html(document.run().version())
            + " · "
            + Shown.time(document.run().now())
            + " · no secret values are in this report.</sub>\n");
  }

  private static String verdict(long errors, long warnings) {
    return (errors == 0 ? "valid" : Shown.count((int) errors, "error"))
        + (warnings == 0 ? "" : ", " + Shown.count((int) warnings, "warning"));
  }

  private static String item(Diagnostic one) {
    String subject = one.at().map(Object::toString).orElse(one.subject());
    return "- "
        + (one.isError() ? "**error** " : "warning ")
        + one.code().id()
        + (subject.isEmpty() ? "" : " " + MarkdownText.code(subject))
        + ": "
        + MarkdownText.code(one.summary())
        + (one.hint().isEmpty() ? "" : "<br>" + MarkdownText.code(one.hint()))
        + "\n";
  }
}
