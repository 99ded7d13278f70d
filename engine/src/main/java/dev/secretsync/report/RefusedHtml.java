package dev.secretsync.report;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.report.HtmlContent.Clusters;
import dev.secretsync.report.HtmlContent.Labels;
import dev.secretsync.report.HtmlContent.Tone;
import java.io.Writer;
import java.util.Collection;
import java.util.List;

/** A page that says that a run failed, so that no older one is taken for what it found. */
public final class RefusedHtml {
  private RefusedHtml() {}

  /**
   * Writes the page.
   *
   * @param command what was run, in one word
   */
  public static void write(
      String command, Collection<Diagnostic> diagnostics, RunInfo run, Writer out) {
    HtmlPage.write(
        new HtmlContent(
            Character.toUpperCase(command.charAt(0)) + command.substring(1),
            "",
            "Failed: nothing is known but what is below.",
            Tone.DANGER,
            List.of(),
            List.of(),
            List.of(),
            Clusters.none(),
            new Labels("Changes", "None: the run failed before it could tell.", "Action", "Cause"),
            List.of(),
            diagnostics.stream().sorted().distinct().toList()),
        run,
        out);
  }
}
