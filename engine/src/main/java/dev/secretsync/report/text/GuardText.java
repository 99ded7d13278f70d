package dev.secretsync.report.text;

import dev.secretsync.plan.Acknowledgement;
import dev.secretsync.plan.Plan;
import dev.secretsync.policy.Guard;
import dev.secretsync.report.GuardWords;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;

/**
 * The guards of a plan for people: which were held, and which flag apply will want (cli.md 4.5).
 */
final class GuardText {
  /** Of those that did not trip; the others are all shown. */
  private static final int SHOWN = 10;

  private final Style style;

  GuardText(Style style) {
    this.style = style;
  }

  /** Writes a line for each guard; nothing where none had anything to say. */
  void write(Plan plan, PrintWriter out) {
    if (plan.guards().isEmpty()) {
      return;
    }
    out.println("Guards:");
    plan.guards().stream()
        .filter(Guard::tripped)
        .forEach(guard -> {
          String needs = "needs " + Shown.name(Acknowledgement.needs(guard, plan));
          out.println("  " + GuardWords.words(guard) + ": " + style.boldRed(needs));
        });
    long kept = plan.guards().stream().filter(guard -> !guard.tripped()).count();
    plan.guards().stream()
        .filter(guard -> !guard.tripped())
        .limit(SHOWN)
        .forEach(guard -> out.println("  " + GuardWords.words(guard) + ": ok"));
    if (kept > SHOWN) {
      out.println("  " + (kept - SHOWN) + " more: ok");
    }
  }
}
