package dev.secretsync.report.text;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.offline.Field;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.offline.OtherChange;
import dev.secretsync.offline.Reached;
import dev.secretsync.offline.Refusal;
import dev.secretsync.offline.SecretChange;
import dev.secretsync.offline.TargetChange;
import dev.secretsync.report.OfflineTotals;
import dev.secretsync.report.OfflineWords;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** An offline plan for people, in the words and symbols of {@link PlanText}. */
public final class OfflineText {
  private final Style style;
  private final RunInfo run;

  public OfflineText(Style style, RunInfo run) {
    this.style = style;
    this.run = run;
  }

  /** Writes the whole plan. */
  public void write(OfflinePlan plan, PrintWriter out) {
    header(plan, out);
    first(plan, out);
    if (!plan.secrets().isEmpty() || !plan.others().isEmpty()) {
      out.println("Changes in Git use these symbols:");
      out.println(
          "  + newly managed    ~ changed    - no longer managed    -/+ moved    ? unknown");
      out.println();
      changes(plan, out);
    }
    totals(plan, out);
    out.flush();
  }

  /** What a reviewer must not overlook. */
  public void first(OfflinePlan plan, PrintWriter out) {
    trust(plan, out);
    reached(plan, out);
    refusals(plan, out);
  }

  /** Everything that is declared otherwise. */
  public void changes(OfflinePlan plan, PrintWriter out) {
    plan.others().forEach(change -> other(change, out));
    plan.secrets().forEach(change -> secret(change, out));
  }

  private void header(OfflinePlan plan, PrintWriter out) {
    out.println(
        "secretsync "
            + run.version()
            + " · offline · base "
            + plan.base().shortCommit()
            + " · commit "
            + plan.head().shortCommit());
    out.println("Offline plan: Git only; clusters were not asked and nothing was decrypted.");
    out.println("Judged by " + OfflineWords.judge(plan) + ".");
    if (plan.head().uncommitted()) {
      out.println(style.yellow("Reads uncommitted files of the work tree: for a trial."));
    }
    out.println();
  }

  private void trust(OfflinePlan plan, PrintWriter out) {
    if (plan.trust().isEmpty()) {
      return;
    }
    out.println(
        style.bold("Changes of trust")
            + " ("
            + Code.TRUST_CHANGE.id()
            + "), which decide about Secrets without being one:");
    out.println();
    plan.trust()
        .forEach(change ->
            out.println(
                style.boldRed("  ! ")
                    + change.kind().words()
                    + "  "
                    + Shown.name(change.path())
                    + ": "
                    + Shown.name(change.words())));
    out.println();
  }

  private void reached(OfflinePlan plan, PrintWriter out) {
    if (plan.reached().isEmpty()) {
      return;
    }
    out.println(
        style.bold("Newly reached")
            + " ("
            + Code.NEWLY_REACHED.id()
            + "): these clusters may have a Secret that they could not have before:");
    out.println();
    for (Reached one : plan.reached()) {
      out.println(style.boldRed("  ! " + Shown.name(one.address().toString())));
      out.println("  #   " + OfflineWords.declared(one.at()) + allowed(one.reasons()));
      one.because().forEach(cause -> out.println("  #   because " + Shown.name(cause)));
    }
    out.println();
  }

  private void refusals(OfflinePlan plan, PrintWriter out) {
    for (Refusal refusal : plan.refusals()) {
      String address = Shown.name(refusal.finding().address().toString());
      out.println(
          refusal.isCertain()
              ? style.boldRed("  ! " + address + " denied")
              : style.yellow("  ! " + address + " may be denied"));
      out.println("  #   " + OfflineWords.rule(refusal));
      out.println("  #   " + OfflineWords.declared(refusal.at()));
      if (!refusal.isCertain()) {
        out.println("  #   it depends on what the cluster holds");
      }
    }
    if (!plan.refusals().isEmpty()) {
      out.println();
    }
  }

  private void other(OtherChange change, PrintWriter out) {
    out.println(
        style.bold("  # " + change.kind() + " " + Shown.name(change.name()))
            + " "
            + OfflineWords.what(change)
            + "   "
            + (change.what() == OtherChange.What.REMOVED ? "was " : "")
            + OfflineWords.declared(change.at()));
    change.fields().forEach(field -> field(field, out));
    change.notes().forEach(note -> out.println("      # " + Shown.name(note)));
    out.println();
  }

  private void secret(SecretChange change, PrintWriter out) {
    out.println(
        style.bold("  # Secret " + Shown.name(change.name()))
            + " "
            + OfflineWords.what(change)
            + "   "
            + OfflineWords.places(change));
    change.targets().stream()
        .filter(target -> OfflineWords.isWorthSaying(change, target))
        .forEach(target -> target(change, target, out));
    change.fields().forEach(field -> field(field, out));
    change.notes().forEach(note -> out.println("      # " + Shown.name(note)));
    out.println();
  }

  private void target(SecretChange change, TargetChange target, PrintWriter out) {
    String address = Shown.name(target.address().toString());
    String allowed = allowed(target.reasons());
    out.println(
        switch (target.fate()) {
          case MANAGED -> style.green("  + ") + address + " will be newly managed" + allowed;
          case LEFT -> style.red("  - ") + address + " will no longer be managed";
          case MOVED ->
              style.red("  -")
                  + "/"
                  + style.green("+ ")
                  + OfflineWords.from(target)
                  + " "
                  + OfflineWords.verb(target)
                  + " to "
                  + address
                  + allowed;
          case TAKEN ->
              style.yellow("  ~ ")
                  + address
                  + " was declared at "
                  + target.owner().map(OfflineWords::place).orElse("")
                  + allowed;
          case CHANGED -> style.yellow("  ~ ") + address;
          case KEPT -> "    " + address;
          case UNKNOWN -> style.magenta("  ? ") + address + " " + unknown(change, target);
        });
  }

  static String unknown(SecretChange change, TargetChange target) {
    return target.reasons().isEmpty()
        ? "is unknown: what declared it cannot be read"
        : "is declared; whether it is new is unknown, for the base cannot be read";
  }

  private void field(Field field, PrintWriter out) {
    String symbol =
        switch (field.kind()) {
          case ADDED -> style.green("+");
          case CHANGED -> style.yellow("~");
          case REMOVED -> style.red("-");
        };
    PlanText.field(symbol, field.name(), Shown.name(field.words()), "", out);
  }

  private static String allowed(List<String> reasons) {
    return reasons.isEmpty()
        ? ""
        : "   allowed by " + reasons.stream().map(Shown::name).collect(Collectors.joining(" and "));
  }

  private void totals(OfflinePlan plan, PrintWriter out) {
    OfflineTotals totals = OfflineTotals.of(plan);
    boolean broken = plan.diagnostics().stream().anyMatch(Diagnostic::isError);
    if (broken) {
      out.println(
          style.boldRed("The declarations are invalid:")
              + " this is what could be read, and it may be incomplete.");
    }
    if (plan.hasChanges()) {
      out.println(style.bold(totals.line()));
    } else {
      out.println(
          (plan.complete()
                  ? style.boldGreen("No changes.")
                  : style.bold("No changes") + " in what could be read.")
              + " "
              + plan.head().shortCommit()
              + " declares what "
              + plan.base().shortCommit()
              + " declares.");
    }
    List<String> extras = totals.extras();
    if (!extras.isEmpty()) {
      out.println("      " + String.join(" · ", extras));
    }
    if (totals.rewritten()) {
      out.println(OfflineWords.REWRITTEN + ".");
    }
  }
}
