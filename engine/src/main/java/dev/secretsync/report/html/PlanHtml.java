package dev.secretsync.report.html;

import dev.secretsync.plan.Acknowledgement;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.Guard;
import dev.secretsync.report.ClusterRow;
import dev.secretsync.report.GuardWords;
import dev.secretsync.report.PlanWords;
import dev.secretsync.report.Shown;
import dev.secretsync.report.Totals;
import dev.secretsync.report.html.HtmlContent.ClusterLine;
import dev.secretsync.report.html.HtmlContent.Clusters;
import dev.secretsync.report.html.HtmlContent.Column;
import dev.secretsync.report.html.HtmlContent.Fact;
import dev.secretsync.report.html.HtmlContent.Figure;
import dev.secretsync.report.html.HtmlContent.Labels;
import dev.secretsync.report.html.HtmlContent.Notice;
import dev.secretsync.report.html.HtmlContent.Row;
import dev.secretsync.report.html.HtmlContent.Tone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan as a page: what is dangerous first, every change in full. Shows no value. */
final class PlanHtml {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("+", "create"),
          new Column("~", "change"),
          new Column("-/+", "replace"),
          new Column("-", "destroy"),
          new Column(".", "release"),
          new Column("!", "refused"),
          new Column("", "drift"));

  private final Plan plan;
  private final Totals totals;

  PlanHtml(Plan plan) {
    this.plan = plan;
    this.totals = Totals.of(plan);
  }

  /**
   * All of it.
   *
   * @param expires until when the plan may be applied, where it was saved
   */
  HtmlContent content(Optional<Instant> expires) {
    List<Fact> facts = new ArrayList<>(facts(plan));
    expires.ifPresent(until -> facts.add(new Fact("Valid until", Shown.time(until))));
    return new HtmlContent(
        "Plan",
        plan.installation(),
        verdict(),
        tone(),
        facts,
        figures(),
        Stream.concat(warnings().stream(), notices(plan).stream()).toList(),
        List.of(),
        clusters(),
        new Labels(
            "Changes",
            plan.complete() ? "Everything is as Git says." : "Nothing in what could be read.",
            "Action",
            "Cause"),
        rows(),
        plan.diagnostics());
  }

  /** What was read and judged. */
  static List<Fact> facts(Plan plan) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(
            "Commit",
            plan.revision().shortCommit()
                + (plan.revision().uncommitted() ? " with uncommitted files" : "")));
    if (!plan.policy().trustedRef().isEmpty()) {
      facts.add(
          new Fact(
              "Judged by the policy of",
              plan.policy().trustedRef() + " at " + plan.policy().shortCommit()));
    }
    plan.part().ifPresent(part -> facts.add(new Fact("Shard", part.shard().toString())));
    facts.add(new Fact("Clusters", plan.clusters().size() + PlanWords.ofFleet(plan)));
    return facts;
  }

  private String verdict() {
    if (plan.hasChanges()) {
      return totals.line()
          + (plan.applyable()
              ? ""
              : plan.missesShard()
                  ? " A shard is missing: it cannot be applied."
                  : " A rule refuses it: nothing is written.");
    }
    if (totals.denied() + totals.conflicts() + plan.count(Action.STALE::equals) > 0) {
      return "No changes that may be made.";
    }
    return plan.complete() ? "No changes." : "No changes in what could be read.";
  }

  private Tone tone() {
    if (!plan.applyable() || totals.destroy() > 0 || totals.denied() + totals.conflicts() > 0) {
      return Tone.DANGER;
    }
    if (!plan.complete()) {
      return Tone.UNKNOWN;
    }
    return plan.hasChanges() ? Tone.CHANGE : Tone.GOOD;
  }

  private List<Figure> figures() {
    return List.of(
        new Figure("+", totals.add(), "to add", Tone.GOOD),
        new Figure("~", totals.change() + totals.imported(), "to change or adopt", Tone.CHANGE),
        new Figure("-", totals.destroy(), "to destroy", Tone.DANGER),
        new Figure(".", totals.forget(), "to release", Tone.CALM),
        new Figure(
            "!",
            totals.denied() + totals.conflicts() + plan.count(Action.STALE::equals),
            "refused or in conflict",
            Tone.DANGER),
        new Figure("?", totals.unknown() + totals.unknownClusters(), "unknown", Tone.UNKNOWN),
        new Figure("=", totals.unchanged(), "as they should be", Tone.CALM));
  }

  private List<Notice> warnings() {
    List<Notice> notices = new ArrayList<>();
    if (!plan.applyable()) {
      notices.add(new Notice(Tone.DANGER, PlanWords.notApplyable(plan), List.of()));
    }
    if (plan.revision().uncommitted()) {
      notices.add(new Notice(Tone.CHANGE, PlanWords.UNCOMMITTED, List.of()));
    }
    return notices;
  }

  /** What is about no single Secret: trust, guards, what could not be read, namespaces. */
  static List<Notice> notices(Plan plan) {
    List<Notice> notices = new ArrayList<>();
    add(
        notices,
        Tone.DANGER,
        "What may be done, or who may decrypt, changes",
        plan.trust().stream()
            .map(change -> change.kind().words() + ", " + change.path() + ": " + change.words()));
    add(
        notices,
        Tone.DANGER,
        "Guards that want an answer before apply",
        plan.guards().stream()
            .filter(Guard::tripped)
            .map(guard ->
                GuardWords.words(guard) + ": needs " + Acknowledgement.needs(guard, plan)));
    add(
        notices,
        Tone.UNKNOWN,
        "Clusters that could not be read; nothing is deleted because of that",
        plan.clusters().values().stream()
            .flatMap(cluster ->
                cluster.unreadable().stream()
                    .map(why -> cluster.name() + ": " + why.summary() + hint(why.hint()))));
    add(
        notices,
        Tone.CHANGE,
        "Namespaces that will be created",
        plan.clusters().values().stream()
            .flatMap(cluster ->
                cluster.namespacesToCreate().stream()
                    .map(namespace -> cluster.name() + "/" + namespace)));
    add(notices, Tone.CHANGE, "Declared, and no cluster is allowed it", plan.unassigned().stream());
    add(
        notices,
        Tone.CALM,
        "Clusters are written in waves",
        plan.waves().stream().map(wave -> wave.name() + ": " + String.join(", ", wave.clusters())));
    add(
        notices,
        Tone.GOOD,
        "Guards that are content",
        plan.guards().stream().filter(guard -> !guard.tripped()).map(GuardWords::words));
    return notices;
  }

  private static void add(List<Notice> notices, Tone tone, String title, Stream<String> lines) {
    List<String> all = lines.toList();
    if (!all.isEmpty()) {
      notices.add(new Notice(tone, title, all));
    }
  }

  private static String hint(String hint) {
    return hint.isEmpty() ? "" : " (" + hint + ")";
  }

  private Clusters clusters() {
    return new Clusters(
        COLUMNS,
        ClusterRow.of(plan).entrySet().stream()
            .map(row -> line(row.getKey(), row.getValue()))
            .toList());
  }

  private static Tone tone(ClusterRow.State state) {
    return switch (state) {
      case REFUSED -> Tone.DANGER;
      case UNKNOWN -> Tone.UNKNOWN;
      case PLANNED -> Tone.CHANGE;
      case IN_SYNC -> Tone.GOOD;
    };
  }

  private ClusterLine line(String name, ClusterRow row) {
    Optional<PlannedCluster> cluster = Optional.ofNullable(plan.clusters().get(name));
    if (cluster.flatMap(PlannedCluster::unreadable).isPresent()) {
      return new ClusterLine(name, List.of(), "not read", Tone.UNKNOWN);
    }
    Set<String> needs =
        plan.guards().stream()
            .filter(guard -> guard.tripped() && guard.cluster().equals(name))
            .map(guard -> Acknowledgement.needs(guard, plan))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!needs.isEmpty()) {
      return new ClusterLine(
          name, row.numbers(), "needs " + String.join(" and ", needs), Tone.DANGER);
    }
    return new ClusterLine(name, row.numbers(), row.state().words(), tone(row.state()));
  }

  /** What stays as it is has a row only where somebody else added to it. */
  private List<Row> rows() {
    Map<String, DriftedSecret> drifted = new TreeMap<>();
    Drift.of(plan).secrets().forEach(secret -> drifted.put(secret.address().toString(), secret));
    return plan.changes().stream()
        .filter(change ->
            change.action() != Action.NO_OP || drifted.containsKey(change.address().toString()))
        .map(ChangeHtml::row)
        .toList();
  }
}
