package dev.secretsync.report.text;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.FieldChange;
import dev.secretsync.diff.Subject;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.TrustChange;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.Finding;
import dev.secretsync.report.PlanWords;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.Shown;
import dev.secretsync.report.Totals;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan for people, in Terraform's words and symbols (cli.md 2.2, 4.5). Shows no value. */
public final class PlanText {
  private static final int FIELD_WIDTH = 28;
  private final Style style;
  private final RunInfo run;

  public PlanText(Style style, RunInfo run) {
    this.style = style;
    this.run = run;
  }

  /** Writes the whole plan. */
  public void write(Plan plan, PrintWriter out) {
    header(plan, out);
    trust(plan, out);
    unreadableClusters(plan, out);
    new DriftText(style, run).writeDrifted(Drift.of(plan), out);
    List<PlannedChange> shown =
        plan.changes().stream().filter(change -> change.action() != Action.NO_OP).toList();
    if (!shown.isEmpty() || namespacesToCreate(plan) > 0) {
      out.println("Actions use these symbols:");
      out.println(
          "  + create    ~ update in-place    -/+ replace    - destroy    "
              + (plan.count(Action.RELEASE::equals) > 0 ? ". release    " : "")
              + "! refused    ? unknown");
      out.println();
      namespaces(plan, out);
      shown.forEach(change -> change(change, out));
    }
    unassigned(plan, out);
    WavesText.write(plan, out);
    totals(plan, out);
    out.flush();
  }

  private void header(Plan plan, PrintWriter out) {
    out.println(
        "secretsync "
            + run.version()
            + " · commit "
            + plan.revision().shortCommit()
            + " · installation "
            + Shown.name(plan.installation())
            + " · "
            + PlanWords.shard(plan)
            + Shown.count(plan.clusters().size(), "cluster")
            + PlanWords.ofFleet(plan));
    if (!plan.policy().trustedRef().isEmpty()) {
      out.println(
          "Judged by the policy of "
              + Shown.name(plan.policy().trustedRef())
              + " at "
              + plan.policy().shortCommit()
              + ".");
    }
    if (plan.revision().uncommitted()) {
      out.println(
          style.yellow(
              "Reads uncommitted files of the work tree: for a trial, apply refuses this."));
    }
    out.println();
  }

  /** First, because they decide about everything that follows and about who reads it (X6). */
  private void trust(Plan plan, PrintWriter out) {
    if (plan.trust().isEmpty()) {
      return;
    }
    out.println(
        style.bold(
            "Changes of what is trusted, since " + Shown.name(plan.policy().trustedRef()) + ":"));
    out.println();
    for (TrustChange change : plan.trust()) {
      out.println(
          style.yellow("  ~ " + Shown.name(change.path())) + ": " + Shown.name(change.words()));
    }
    out.println();
  }

  private void unreadableClusters(Plan plan, PrintWriter out) {
    List<PlannedCluster> unreadable =
        plan.clusters().values().stream().filter(c -> c.unreadable().isPresent()).toList();
    for (PlannedCluster cluster : unreadable) {
      Diagnostic why = cluster.unreadable().orElseThrow();
      out.println(
          style.magenta("  ? " + Shown.name(cluster.name()))
              + "  "
              + Shown.name(why.summary())
              + (cluster.declared() == 0
                  ? ""
                  : "; "
                      + Shown.count(cluster.declared(), "Secret")
                      + " declared for it "
                      + (cluster.declared() == 1 ? "is" : "are")
                      + " unknown"));
    }
    if (!unreadable.isEmpty()) {
      out.println();
    }
  }

  private static int namespacesToCreate(Plan plan) {
    return plan.clusters().values().stream().mapToInt(c -> c.namespacesToCreate().size()).sum();
  }

  private void namespaces(Plan plan, PrintWriter out) {
    plan.clusters()
        .values()
        .forEach(cluster ->
            cluster
                .namespacesToCreate()
                .forEach(namespace ->
                    out.println(
                        style.green("  +")
                            + " namespace "
                            + Shown.name(cluster.name() + "/" + namespace)
                            + " will be created (it does not exist)")));
    if (namespacesToCreate(plan) > 0) {
      out.println();
    }
  }

  private void change(PlannedChange change, PrintWriter out) {
    switch (change.difference()) {
      case Difference.Unknown d when change.action() != Action.DENIED -> {
        out.println(
            style.magenta("  ? " + Shown.name(d.address().toString()))
                + " unknown: "
                + place(d.why())
                + Shown.name(d.why().summary()));
        out.println();
      }
      case Difference difference when change.action() == Action.DENIED ->
          denied(change, difference, out);
      case Difference difference when change.action() == Action.STALE -> {
        out.println(
            style.boldRed("  ! " + Shown.name(difference.address().toString()))
                + " is not written: this is not what was reviewed");
        out.println();
      }
      case Difference.Missing d -> {
        title(d.address(), "will be created", out);
        declaration(d.subject(), out);
        if (d.deleted()) {
          out.println("  #   it was deleted from the cluster");
        }
        open(style.green("+"), d.address(), out);
        d.subject()
            .fields()
            .forEach(field -> field(style.green("+"), field, "(sensitive value)", "", out));
        close(out);
      }
      case Difference.Changed d -> {
        title(d.address(), changed(d), out);
        declaration(d.subject(), out);
        open(style.yellow("~"), d.address(), out);
        fields(d.changes(), d.subject().origin(), out);
        hidden(d.subject(), d.changes(), d.kept(), out);
        close(out);
      }
      case Difference.Unchangeable d -> {
        title(d.address(), style.boldRed("must be replaced"), out);
        declaration(d.subject(), out);
        open(style.red("-") + "/" + style.green("+"), d.address(), out);
        out.println(style.red("      # forces replacement: " + PlanWords.why(d.why())));
        fields(d.changes(), d.subject().origin(), out);
        close(out);
      }
      case Difference.Orphaned d -> {
        title(d.address(), "will be " + style.boldRed("destroyed"), out);
        out.println("  #   because " + PlanWords.orphaned(d));
        open(style.red("-"), d.address(), out);
        d.fields().forEach(field -> field(style.red("-"), field, "(sensitive value)", "", out));
        close(out);
      }
      case Difference.Foreign d -> {
        out.println(
            style.boldRed("  ! " + Shown.name(d.address().toString()))
                + " conflict: it exists and belongs to "
                + Shown.name(d.owner())
                + d.by().map(by -> ", last written " + PlanWords.by(by)).orElse(""));
        declaration(d.subject(), out);
        out.println(
            "  #   nothing is written; "
                + d.notAdoptable()
                    .map(why -> "it cannot be adopted: " + Shown.name(why))
                    .orElseGet(() -> PlanWords.wayOut(d)));
        out.println();
      }
      case Difference.NotCollected d -> {
        out.println(
            style.boldRed("  ! " + Shown.name(d.address().toString()))
                + " conflict: "
                + (d.declared() ? "it" : Shown.name(d.wanted().toString()))
                + " belongs to "
                + Shown.name(d.owner().orElse("nobody")));
        out.println(
            "  #   "
                + Shown.name(d.origin())
                + (d.declared()
                    ? "; nothing of it is written while a cluster owns the name: change it there,"
                        + " or take its label off (R33)"
                    : "; nothing of it is written: one name has one owner, rename one of them"
                        + " (R41)"));
        out.println();
      }
      case Difference.Moved d -> {
        out.println(
            style.bold(
                "  # "
                    + Shown.name(d.from().toString())
                    + " will be moved to "
                    + Shown.name(d.address().toString())
                    + " (R92)"));
        declaration(d.subject(), out);
        open(style.yellow("~"), d.address(), out);
        d.subject()
            .fields()
            .forEach(field -> field(style.green("+"), field, "(sensitive value)", "", out));
        out.println("        # (created there, then deleted here; if it cannot be, it stays)");
        close(out);
      }
      case Difference.Released d -> {
        title(d.address(), "will be released and will " + style.bold("not be destroyed"), out);
        out.println("  #   because " + Shown.name(d.why()));
        open(".", d.address(), out);
        out.println("        # (only our labels, annotations and field manager come off)");
        close(out);
      }
      case Difference.Same d -> {}
      case Difference.Itself d -> {}
      case Difference.Unknown d -> {}
    }
  }

  private void denied(PlannedChange change, Difference difference, PrintWriter out) {
    out.println(style.boldRed("  ! " + Shown.name(difference.address().toString()) + " denied"));
    change
        .findings()
        .forEach(finding ->
            out.println(
                "  #   "
                    + finding.code().id()
                    + " "
                    + Shown.name(finding.by())
                    + ": "
                    + Shown.name(finding.reason())));
    if (difference instanceof Difference.Unknown unopened) {
      unopened
          .why()
          .at()
          .ifPresent(at ->
              out.println(
                  "  #   nothing of " + Shown.name(at.file() + ":" + at.line()) + " was opened"));
    }
    subject(difference).ifPresent(subject -> declaration(subject, out));
    if (difference instanceof Difference.NotCollected offer) {
      out.println(
          "  #   "
              + Shown.name(offer.origin())
              + (offer.declared() ? "" : " for " + Shown.name(offer.wanted().toString())));
    }
    if (change.findings().stream().noneMatch(Finding::declared)) {
      out.println("  #   " + untouched(difference) + "; the rest of the plan goes on");
    }
    out.println();
  }

  private static String untouched(Difference difference) {
    return difference instanceof Difference.NotCollected || difference instanceof Difference.Missing
        ? "nothing of it is written"
        : "the live Secret is left as it is";
  }

  private static String changed(Difference.Changed d) {
    if (!d.adoption()) {
      return "will be updated in-place";
    }
    return d.subject().origin() instanceof Origin.Collected collected
        ? "will be adopted by cluster " + Shown.name(collected.source().cluster()) + " (R31)"
        : "will be adopted (adopt: true)";
  }

  private static Optional<Subject> subject(Difference difference) {
    return switch (difference) {
      case Difference.Missing d -> Optional.of(d.subject());
      case Difference.Changed d -> Optional.of(d.subject());
      case Difference.Unchangeable d -> Optional.of(d.subject());
      case Difference.Same d -> Optional.of(d.subject());
      case Difference.Foreign d -> Optional.of(d.subject());
      case Difference.Orphaned d -> Optional.empty();
      case Difference.NotCollected d -> Optional.empty();
      case Difference.Moved d -> Optional.of(d.subject());
      case Difference.Released d -> Optional.empty();
      case Difference.Itself d -> Optional.empty();
      case Difference.Unknown d -> Optional.empty();
    };
  }

  private void title(SecretAddress address, String what, PrintWriter out) {
    out.println(style.bold("  # " + Shown.name(address.toString())) + " " + what);
  }

  private static void declaration(Subject subject, PrintWriter out) {
    out.println(
        "  #   "
            + Shown.name(subject.origin().words())
            + "   allowed by "
            + subject.reasons().stream().map(Shown::name).collect(Collectors.joining(" and ")));
  }

  private static void open(String symbol, SecretAddress address, PrintWriter out) {
    out.println(
        "  "
            + symbol
            + " resource \"kubernetes_secret\" \""
            + Shown.name(address.ref().toString())
            + "\" {");
  }

  private static void close(PrintWriter out) {
    out.println("    }");
    out.println();
  }

  private void fields(List<FieldChange> changes, Origin origin, PrintWriter out) {
    for (FieldChange change : changes) {
      String note = cause(change, origin);
      switch (change.kind()) {
        case ADD -> field(style.green("+"), change.field(), value(change, false), note, out);
        case CHANGE -> field(style.yellow("~"), change.field(), value(change, true), note, out);
        case REMOVE -> field(style.red("-"), change.field(), value(change, false), note, out);
      }
    }
  }

  private static String value(FieldChange change, boolean changed) {
    if (change.field().startsWith("data.")) {
      return changed ? "(sensitive value, changed)" : "(sensitive value)";
    }
    return changed ? "(changed)" : "";
  }

  static void field(String symbol, String field, String value, String note, PrintWriter out) {
    String shown = Shown.name(field);
    String padded = shown.length() >= FIELD_WIDTH ? shown : pad(shown, value, note);
    out.println(
        ("      " + symbol + " " + padded + " " + value + (note.isEmpty() ? "" : "  # " + note))
            .stripTrailing());
  }

  private static String pad(String text, String value, String note) {
    return value.isEmpty() && note.isEmpty()
        ? text
        : text + " ".repeat(FIELD_WIDTH - text.length());
  }

  private static String cause(FieldChange change, Origin origin) {
    return switch (change.cause()) {
      case GIT -> "";
      case LIVE -> "drift";
      case BOTH -> "drift + " + PlanWords.desiredSide(origin);
    };
  }

  private static void hidden(
      Subject subject, List<FieldChange> changes, int kept, PrintWriter out) {
    long unchanged =
        subject.fields().stream()
            .filter(field -> changes.stream().noneMatch(change -> change.field().equals(field)))
            .count();
    if (unchanged > 0) {
      out.println("        # (" + Shown.count((int) unchanged, "unchanged key") + " hidden)");
    }
    if (kept > 0) {
      out.println("        # (" + Shown.count(kept, "key") + " of others left alone)");
    }
  }

  private static String place(Diagnostic why) {
    return why.at().map(at -> Shown.name(at.toString()) + ": ").orElse("");
  }

  private static void unassigned(Plan plan, PrintWriter out) {
    plan.unassigned()
        .forEach(secret ->
            out.println(
                "  --- " + Shown.name(secret) + " is declared and no cluster is allowed it"));
    if (!plan.unassigned().isEmpty()) {
      out.println();
    }
  }

  private void totals(Plan plan, PrintWriter out) {
    Totals totals = Totals.of(plan);
    int stale = plan.count(Action.STALE::equals);
    if (plan.hasChanges()) {
      out.println(style.bold(totals.line()));
    } else if (totals.denied() + totals.conflicts() + stale > 0) {
      out.println(style.bold("No changes that may be made:") + " " + matching(plan, totals));
    } else if (plan.complete()) {
      out.println(style.boldGreen("No changes.") + " " + matching(plan, totals));
    } else {
      out.println(style.bold("No changes") + " in what could be read: " + matching(plan, totals));
    }
    List<String> extras = totals.extras();
    if (stale > 0) {
      extras.add(stale + " not as reviewed");
    }
    if (!extras.isEmpty()) {
      out.println("      " + String.join(" · ", extras));
    }
    new GuardText(style).write(plan, out);
    if (!plan.applyable()) {
      out.println(style.boldRed(PlanWords.notApplyable(plan) + "."));
    }
    exitNote(plan, out);
  }

  private static String matching(Plan plan, Totals totals) {
    long clusters = plan.clusters().values().stream().filter(c -> c.unreadable().isEmpty()).count();
    return Shown.count(totals.unchanged(), "Secret")
        + " in "
        + Shown.count((int) clusters, "cluster")
        + (totals.unchanged() == 1 ? " matches" : " match")
        + " Git at "
        + plan.revision().shortCommit()
        + sources(totals)
        + ".";
  }

  private static String sources(Totals totals) {
    if (totals.collected() == 0) {
      return "";
    }
    return totals.unchanged() == 1 ? " and its source" : " and their sources";
  }

  private static void exitNote(Plan plan, PrintWriter out) {
    List<String> unread = new ArrayList<>();
    plan.clusters().values().stream()
        .filter(c -> c.unreadable().isPresent())
        .forEach(c -> unread.add(Shown.name(c.name())));
    if (ExitCode.worst(plan.exitCodes()) == ExitCode.UNREACHABLE && !unread.isEmpty()) {
      out.println(
          "Exit 7 because "
              + String.join(", ", unread)
              + " could not be read. Nothing is deleted because of that.");
    }
  }
}
