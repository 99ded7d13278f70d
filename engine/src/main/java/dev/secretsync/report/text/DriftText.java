package dev.secretsync.report.text;

import dev.secretsync.model.Origin;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Drift.Cause;
import dev.secretsync.plan.Drift.DriftedField;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.DriftGroup;
import dev.secretsync.plan.DriftHistory;
import dev.secretsync.plan.DriftReport;
import dev.secretsync.plan.IgnoredDrift;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.IgnoreRule;
import dev.secretsync.report.DriftWords;
import dev.secretsync.report.PlanWords;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Drift for people: which field of which Secret, what happened, who did it and when. */
public final class DriftText {
  private final Style style;
  private final RunInfo run;

  public DriftText(Style style, RunInfo run) {
    this.style = style;
    this.run = run;
  }

  /** Writes a drift report of its own. */
  public void write(DriftReport report, Plan plan, PrintWriter out) {
    out.println(
        "secretsync "
            + run.version()
            + " · drift against commit "
            + plan.revision().shortCommit()
            + " · "
            + PlanWords.shard(plan)
            + Shown.count(plan.clusters().size(), "cluster")
            + PlanWords.ofFleet(plan));
    out.println();
    plan.clusters().values().stream()
        .filter(cluster -> cluster.unreadable().isPresent())
        .forEach(cluster -> unreadable(cluster, out));
    writeCauses(report.drift(), out);
    writeDrifted(report.drift(), report.history(), out);
    report.ignored().forEach(ignored -> write(ignored, out));
    writeGone(report.history(), out);
    String summary = DriftWords.summary(report, plan);
    int end = summary.indexOf('.') + 1;
    String verdict = summary.substring(0, end);
    out.println(
        (report.drift().isEmpty() && plan.complete()
                ? style.boldGreen(verdict)
                : style.bold(verdict))
            + summary.substring(end));
    out.flush();
  }

  private void unreadable(PlannedCluster cluster, PrintWriter out) {
    out.println(
        style.magenta("  ? " + Shown.name(cluster.name()))
            + "  "
            + Shown.name(cluster.unreadable().orElseThrow().summary()));
    out.println();
  }

  /** What happened in several clusters at once; where nothing did, it would say all twice. */
  private void writeCauses(Drift drift, PrintWriter out) {
    List<DriftGroup> groups = drift.groups();
    if (groups.size() == drift.size()) {
      return;
    }
    out.println(style.bold("Causes:"));
    out.println();
    groups.forEach(group -> write(group, out));
    out.println();
  }

  /** {@code kubectl-edit (Update) changed data.password of akuity/database in 40 clusters}. */
  private void write(DriftGroup group, PrintWriter out) {
    DriftGroup.What what = group.what();
    out.println("  " + symbol(what.cause()) + " " + words(group));
    out.println(
        "      "
            + group.clusters().stream().map(Shown::name).collect(Collectors.joining(", "))
            + DriftWords.notes(what).stream()
                .map(note -> "  # " + note)
                .collect(Collectors.joining()));
  }

  private static String words(DriftGroup group) {
    return DriftWords.sentence(group)
        + " in "
        + Shown.count(group.clusters().size(), "cluster")
        + DriftWords.when(group).map(words -> "  " + words).orElse("");
  }

  void writeDrifted(Drift drift, PrintWriter out) {
    writeDrifted(drift, DriftHistory.none(), out);
  }

  private void writeDrifted(Drift drift, DriftHistory history, PrintWriter out) {
    if (drift.isEmpty()) {
      return;
    }
    boolean collected =
        drift.secrets().stream().anyMatch(secret -> secret.origin() instanceof Origin.Collected);
    out.println(
        style.bold(
            collected
                ? "Changes made outside of Git and outside of the sources:"
                : "Changes made outside of Git:"));
    out.println();
    drift.secrets().forEach(secret -> write(secret, history, out));
  }

  private void write(DriftedSecret secret, DriftHistory history, PrintWriter out) {
    out.println(style.bold("  # " + Shown.name(secret.address().toString())) + " has drifted");
    out.println("  #   " + Shown.name(secret.origin().words()));
    secret.fields().forEach(field -> write(secret, field, history, out));
    out.println();
  }

  private void write(
      DriftedSecret secret, DriftedField field, DriftHistory history, PrintWriter out) {
    String what =
        switch (field.cause()) {
          case VALUE_CHANGED -> "(sensitive value, changed)";
          case KEY_REMOVED -> "(key removed)";
          case KEY_ADDED -> "(sensitive value, key added)";
          case LABELS_STRIPPED -> "(label stripped)";
          case METADATA_CHANGED -> "(changed)";
          case OBJECT_DELETED -> "object deleted";
          case OBJECT_RECREATED -> "object recreated";
        };
    String who = field.by().map(by -> "  " + PlanWords.by(by)).orElse("");
    String more =
        DriftWords.notes(secret, field, history).stream()
            .map(note -> "  # " + note)
            .collect(Collectors.joining());
    PlanText.field(symbol(field.cause()), field.field().orElse(""), what + who + more, "", out);
  }

  private void write(IgnoredDrift ignored, PrintWriter out) {
    IgnoreRule rule = ignored.rule();
    out.println(style.bold("Ignored until " + rule.until()) + " by " + Shown.name(rule.by()) + ":");
    out.println("  " + Shown.name(rule.reason()));
    ignored.drift().groups().forEach(group -> write(group, out));
    out.println();
  }

  private void writeGone(DriftHistory history, PrintWriter out) {
    if (history.gone().isEmpty()) {
      return;
    }
    out.println(style.bold("Gone since the last report:"));
    history.gone().forEach((key, seen) -> out.println("    " + DriftWords.gone(key, seen)));
    out.println();
  }

  private String symbol(Cause cause) {
    return switch (cause) {
      case VALUE_CHANGED, METADATA_CHANGED, OBJECT_RECREATED -> style.yellow("~");
      case KEY_REMOVED, LABELS_STRIPPED, OBJECT_DELETED -> style.red("-");
      case KEY_ADDED -> style.green("+");
    };
  }
}
