package dev.secretsync.report.markdown;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.plan.Acknowledgement;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.report.ClusterRow;
import dev.secretsync.report.PlanWords;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.Shown;
import dev.secretsync.report.Totals;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A plan as a comment on a pull request (cli.md 4.6): what is dangerous first, and never more than
 * a comment may hold. What does not fit is counted, so that nobody takes a part for the whole.
 */
public final class PlanMarkdown {
  private static final int ROWS = 100;
  private static final int URGENT = 200;
  private static final String MORE = "see `secretsync show`";

  private final Plan plan;
  private final Totals totals;
  private final Sections sections;

  private PlanMarkdown(Plan plan, int most) {
    this.plan = plan;
    this.totals = Totals.of(plan);
    this.sections = new Sections(most);
  }

  /**
   * Writes the comment.
   *
   * @param expires until when the plan may be applied, where it was saved
   */
  public static void write(Plan plan, RunInfo run, Optional<Instant> expires, Writer out) {
    MarkdownText.write(text(plan, run, expires, DocumentMarkdown.COMMENT), out);
  }

  /** The comment, of so many characters at most. */
  static String text(Plan plan, RunInfo run, Optional<Instant> expires, int most) {
    return new PlanMarkdown(plan, most).text(run, expires);
  }

  private String text(RunInfo run, Optional<Instant> expires) {
    sections.add(
        MarkdownText.mark("plan", plan.installation(), plan.revision()) + title() + warning());
    sections.list(plan.trust().stream().map(MarkdownText::trust));
    clusters();
    urgent();
    changes();
    sections.list(plan.diagnostics().stream().map(MarkdownText::diagnostic));
    return sections.finish(MORE, footer(run, expires));
  }

  private String title() {
    List<String> parts = new ArrayList<>();
    parts.add(
        isCalm()
            ? "**no changes**"
            : "**%d add, %d change, %d destroy**"
                .formatted(totals.add(), totals.change(), totals.destroy()));
    if (totals.imported() > 0) {
      parts.add(totals.imported() + " import");
    }
    if (totals.forget() > 0) {
      parts.add(totals.forget() + " forget");
    }
    parts.addAll(totals.extras());
    return "### 🔐 secretsync plan · "
        + MarkdownText.code(plan.installation())
        + " · "
        + PlanWords.shard(plan)
        + String.join(" · ", parts)
        + "\n\n";
  }

  /** Whether there is nothing to do, and nothing that could not be looked at. */
  private boolean isCalm() {
    return plan.complete()
        && plan.changes().stream().allMatch(change -> change.action() == Action.NO_OP);
  }

  private String warning() {
    List<String> warnings = new ArrayList<>();
    if (totals.destroy() > 0) {
      warnings.add("**" + Shown.count(totals.destroy(), "Secret") + " will be destroyed.**");
    }
    if (totals.denied() > 0) {
      warnings.add(
          "**"
              + Shown.count(totals.denied(), "change")
              + (totals.denied() == 1 ? " is" : " are")
              + " denied.**");
    }
    if (!plan.applyable()) {
      warnings.add(PlanWords.notApplyable(plan) + ".");
    }
    if (plan.revision().uncommitted()) {
      warnings.add(PlanWords.UNCOMMITTED + ".");
    }
    if (!plan.complete()) {
      warnings.add("Not everything could be read, so this plan is incomplete.");
    }
    if (!plan.trust().isEmpty()) {
      warnings.add("**What may be done, or who may decrypt, changes:**");
    }
    if (warnings.isEmpty()) {
      return isCalm()
          ? Shown.count(plan.changes().size(), "Secret")
              + (plan.changes().size() == 1 ? " is" : " are")
              + " as Git says.\n\n"
          : "";
    }
    return "> [!WARNING]\n> " + String.join(" ", warnings) + "\n\n";
  }

  private void clusters() {
    SortedMap<String, ClusterRow> rows = ClusterRow.of(plan);
    sections.add("| Cluster | + | ~ | -/+ | - | . | ! | drift | status |\n");
    sections.add("|--|--:|--:|--:|--:|--:|--:|--:|--|\n");
    List<ClusterRow> rest = new ArrayList<>();
    List<Map.Entry<String, ClusterRow>> sorted =
        rows.entrySet().stream()
            .sorted(
                // in the sum of those without a row of their own, unknown would look like none
                Comparator.comparing(
                        (Map.Entry<String, ClusterRow> row) -> unreadable(row.getKey()).isEmpty())
                    .thenComparing(row -> row.getValue().changes() == 0))
            .toList();
    for (int i = 0; i < sorted.size(); i++) {
      String name = sorted.get(i).getKey();
      ClusterRow row = sorted.get(i).getValue();
      if (i >= ROWS || !sections.add(row(name, row))) {
        rest.add(row);
      }
    }
    String others =
        row(Shown.count(rest.size(), "more cluster"), ClusterRow.sum(rest).numbers(), MORE);
    if (!rest.isEmpty() && !sections.add(others)) {
      rest.forEach(row -> sections.omit());
    }
    sections.add("\n");
  }

  private String row(String name, ClusterRow row) {
    return unreadable(name)
        .map(why ->
            row(
                MarkdownText.code(name),
                Collections.nCopies(row.numbers().size(), "–"),
                "❔ " + MarkdownText.code(why.summary())))
        .orElseGet(() -> row(MarkdownText.code(name), row.numbers(), status(name, row)));
  }

  private static String row(String name, List<?> numbers, String status) {
    return "| "
        + name
        + " | "
        + numbers.stream().map(Object::toString).collect(Collectors.joining(" | "))
        + " | "
        + status
        + " |\n";
  }

  private Optional<Diagnostic> unreadable(String name) {
    return Optional.ofNullable(plan.clusters().get(name)).flatMap(PlannedCluster::unreadable);
  }

  private String status(String name, ClusterRow row) {
    List<String> needs =
        plan.guards().stream()
            .filter(guard -> guard.tripped() && guard.cluster().equals(name))
            .map(guard -> MarkdownText.code(Acknowledgement.needs(guard, plan)))
            .distinct()
            .toList();
    return needs.isEmpty() ? row.state().words() : "needs " + String.join(" and ", needs);
  }

  private void urgent() {
    List<PlannedChange> urgent =
        plan.changes().stream()
            .filter(ChangeMarkdown::isUrgent)
            .sorted(Comparator.comparing(change -> change.action() != Action.DENIED))
            .toList();
    sections.fold(
        true,
        "<b>Destructive, denied and in conflict</b> (" + urgent.size() + ")",
        blocks(urgent),
        URGENT);
  }

  private void changes() {
    SortedMap<String, List<PlannedChange>> byCluster = new TreeMap<>();
    plan.changes().stream()
        .filter(change -> change.action() != Action.NO_OP)
        .filter(change -> !ChangeMarkdown.isUrgent(change))
        .forEach(change ->
            byCluster
                .computeIfAbsent(change.address().cluster(), name -> new ArrayList<>())
                .add(change));
    byCluster.entrySet().stream()
        .sorted(Comparator.comparingInt(cluster -> -cluster.getValue().size()))
        .forEach(cluster ->
            sections.fold(
                false,
                MarkdownText.html(cluster.getKey())
                    + " ("
                    + Shown.count(cluster.getValue().size(), "change")
                    + ")",
                blocks(cluster.getValue()),
                Integer.MAX_VALUE));
  }

  private static List<Sections.Block> blocks(List<PlannedChange> changes) {
    return changes.stream()
        .map(change -> new Sections.Block(change.address(), ChangeMarkdown.block(change)))
        .toList();
  }

  private String footer(RunInfo run, Optional<Instant> expires) {
    return "<sub>Commit "
        + MarkdownText.html(plan.revision().shortCommit())
        + " · secretsync "
        + MarkdownText.html(run.version())
        + " · planned "
        + Shown.time(run.now())
        + expires.map(until -> " · valid until " + Shown.time(until)).orElse("")
        + " · no secret values are in this comment or in the plan."
        + " Older plans for this pull request are void.</sub>\n";
  }
}
