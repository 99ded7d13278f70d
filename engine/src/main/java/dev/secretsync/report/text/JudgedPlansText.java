package dev.secretsync.report.text;

import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.policy.Finding;
import dev.secretsync.policy.Guard;
import dev.secretsync.report.JudgedPlan;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.util.List;

/** What a policy says about saved plans, for people. */
public final class JudgedPlansText {
  private static final int SHORT_COMMIT = 7;

  private final Style style;

  public JudgedPlansText(Style style) {
    this.style = style;
  }

  /** Writes a paragraph for each plan, and how it ended. */
  public void write(List<JudgedPlan> plans, PrintWriter out) {
    plans.forEach(judged -> write(judged, out));
    int refused = plans.stream().mapToInt(judged -> refused(judged.plan())).sum();
    long tripped =
        plans.stream()
            .flatMap(judged -> judged.plan().guards().stream())
            .filter(Guard::tripped)
            .count();
    out.println(
        refused == 0 && tripped == 0
            ? style.boldGreen("Nothing is refused.")
            : style.boldRed(
                Shown.count(refused, "Secret")
                    + " refused, "
                    + Shown.count(Math.toIntExact(tripped), "guard")
                    + " tripped."));
    out.flush();
  }

  private void write(JudgedPlan judged, PrintWriter out) {
    Plan plan = judged.plan();
    String commit = plan.revision().commit();
    out.println(
        style.bold(Shown.name(judged.name()))
            + " · commit "
            + Shown.name(commit.substring(0, Math.min(SHORT_COMMIT, commit.length())))
            + " · "
            + Shown.count(plan.changes().size(), "Secret"));
    plan.changes().forEach(change -> change.findings().forEach(f -> refusal(change, f, out)));
    int unknown = plan.count(action -> action == Action.UNKNOWN);
    if (unknown > 0) {
      out.println("  " + Shown.count(unknown, "Secret") + " not judged: unknown in this plan");
    }
    new GuardText(style).write(plan, out);
    out.println();
  }

  private void refusal(PlannedChange change, Finding finding, PrintWriter out) {
    out.println(
        style.boldRed("  ! " + Shown.name(change.address().toString()))
            + "  "
            + finding.code().id()
            + " "
            + Shown.name(finding.by())
            + ": "
            + Shown.name(finding.reason()));
  }

  private static int refused(Plan plan) {
    return plan.count(action -> action == Action.DENIED);
  }
}
