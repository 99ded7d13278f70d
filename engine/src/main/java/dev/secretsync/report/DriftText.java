package dev.secretsync.report;

import dev.secretsync.model.Origin;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Drift.DriftedField;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import java.io.PrintWriter;

/** Drift for people: which field of which Secret, what happened, who did it and when. */
public final class DriftText {
  private final Style style;
  private final RunInfo run;

  public DriftText(Style style, RunInfo run) {
    this.style = style;
    this.run = run;
  }

  /** Writes a drift report of its own. */
  public void write(Drift drift, Plan plan, PrintWriter out) {
    out.println(
        "secretsync "
            + run.version()
            + " · drift against commit "
            + plan.revision().shortCommit()
            + " · "
            + Shown.count(plan.clusters().size(), "cluster"));
    out.println();
    plan.clusters().values().stream()
        .filter(cluster -> cluster.unreadable().isPresent())
        .forEach(cluster -> unreadable(cluster, out));
    writeDrifted(drift, plan, out);
    if (drift.secrets().isEmpty()) {
      out.println(
          plan.complete()
              ? style.boldGreen("No drift.") + " What we wrote is what is there."
              : style.bold("No drift") + " in what could be read.");
    } else {
      out.println(style.bold("Drift: " + Shown.count(drift.secrets().size(), "Secret") + "."));
    }
    out.flush();
  }

  private void unreadable(PlannedCluster cluster, PrintWriter out) {
    out.println(
        style.magenta("  ? " + Shown.name(cluster.name()))
            + "  "
            + Shown.name(cluster.unreadable().orElseThrow().summary()));
    out.println();
  }

  void writeDrifted(Drift drift, Plan plan, PrintWriter out) {
    if (drift.secrets().isEmpty()) {
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
    drift.secrets().forEach(secret -> write(secret, out));
  }

  private void write(DriftedSecret secret, PrintWriter out) {
    out.println(style.bold("  # " + Shown.name(secret.address().toString())) + " has drifted");
    out.println("  #   " + Shown.name(secret.origin().words()));
    secret.fields().forEach(field -> write(field, secret.origin(), out));
    out.println();
  }

  private void write(DriftedField field, Origin origin, PrintWriter out) {
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
    String who = field.by().map(by -> "  " + PlanText.by(by)).orElse("");
    String more =
        (field.alsoInGit() ? "  # also changed in " + side(origin) : "")
            + (field.putBack() ? "" : "  # left alone by apply");
    PlanText.field(symbol(field), field.field().orElse(""), what + who + more, "", out);
  }

  static String side(Origin origin) {
    return switch (origin) {
      case Origin.Declared declared -> "Git";
      case Origin.Collected collected -> Shown.name(collected.source().cluster());
    };
  }

  private String symbol(DriftedField field) {
    return switch (field.cause()) {
      case VALUE_CHANGED, METADATA_CHANGED, OBJECT_RECREATED -> style.yellow("~");
      case KEY_REMOVED, LABELS_STRIPPED, OBJECT_DELETED -> style.red("-");
      case KEY_ADDED -> style.green("+");
    };
  }
}
