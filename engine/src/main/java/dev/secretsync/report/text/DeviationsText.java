package dev.secretsync.report.text;

import dev.secretsync.plan.Deviation;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.util.List;

/** Where a new plan is not the one that was reviewed, a paragraph for each Secret. */
public final class DeviationsText {
  private final Style style;

  public DeviationsText(Style style) {
    this.style = style;
  }

  /** Writes them, and nothing when there are none. */
  public void write(List<Deviation> deviations, PrintWriter out) {
    if (deviations.isEmpty()) {
      return;
    }
    out.println();
    out.println(style.bold("Not as reviewed:"));
    deviations.forEach(deviation -> {
      out.println(style.boldRed("  ! " + Shown.name(deviation.address().toString())));
      deviation.words().forEach(words -> out.println("      " + Shown.name(words)));
    });
    out.flush();
  }
}
