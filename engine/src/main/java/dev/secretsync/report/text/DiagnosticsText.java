package dev.secretsync.report.text;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Severity;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.util.Collection;

/** Diagnostics for people: {@code place: error CODE: what}, and the next step below it. */
public final class DiagnosticsText {
  private final Style style;

  public DiagnosticsText(Style style) {
    this.style = style;
  }

  /** Writes them in their order, each on a line of its own. */
  public void write(Collection<Diagnostic> diagnostics, PrintWriter out) {
    diagnostics.stream().sorted().forEach(diagnostic -> write(diagnostic, out));
    out.flush();
  }

  private void write(Diagnostic diagnostic, PrintWriter out) {
    String subject = diagnostic.at().map(Object::toString).orElse(diagnostic.subject());
    String severity =
        diagnostic.severity() == Severity.ERROR ? style.boldRed("error") : style.yellow("warning");
    out.println(
        (subject.isEmpty() ? "" : Shown.name(subject) + ": ")
            + severity
            + " "
            + diagnostic.code().id()
            + ": "
            + Shown.name(diagnostic.summary()));
    if (!diagnostic.hint().isEmpty()) {
      out.println("  " + Shown.name(diagnostic.hint()));
    }
  }
}
