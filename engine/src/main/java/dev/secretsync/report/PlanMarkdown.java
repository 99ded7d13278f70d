package dev.secretsync.report;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.TrustChange;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.Guard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A plan as a comment on a pull request (cli.md 4.6): what is dangerous first, and never more than
 * a comment may hold. What does not fit is counted, so that nobody takes a part for the whole.
 */
public final class PlanMarkdown {
  /** GitHub takes 65,536 characters. */
  static final int BUDGET = 60_000;

  /** For the number of what is left out, and for the last line. */
  private static final int KEPT_FREE = 2_000;

  private static final int ROWS = 100;
  private static final int URGENT = 200;
  private static final String END = "</details>\n\n";

  private final Plan plan;
  private final Totals totals;
  private final Page page = new Page(BUDGET - KEPT_FREE);
  private final Omitted omitted = new Omitted();

  private PlanMarkdown(Plan plan) {
    this.plan = plan;
    this.totals = Totals.of(plan);
  }

  /**
   * Writes the comment.
   *
   * @param expires until when the plan may be applied, where it was saved
   */
  public static void write(Plan plan, RunInfo run, Optional<Instant> expires, Writer out) {
    try {
      out.write(new PlanMarkdown(plan).text(run, expires));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(RunInfo run, Optional<Instant> expires) {
    page.add(mark() + title() + warning());
    list(plan.trust().stream().map(PlanMarkdown::trust));
    clusters();
    urgent();
    changes();
    list(plan.diagnostics().stream().map(PlanMarkdown::diagnostic));
    return page.finish(omitted.words() + footer(run, expires));
  }

  /** By this line a program finds the comment again. */
  private String mark() {
    return "<!-- secretsync:plan {\"v\":1,\"label\":\""
        + word(plan.installation())
        + "\",\"commit\":\""
        + word(plan.revision().commit())
        + "\",\"tree\":\""
        + word(plan.revision().tree())
        + "\"} -->\n";
  }

  /** Nothing that could end a comment of HTML or a text of JSON. */
  private static String word(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]", "?");
  }

  private String title() {
    List<String> parts = new ArrayList<>();
    parts.add(
        "**%d add, %d change, %d destroy**"
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
        + String.join(" · ", parts)
        + "\n\n";
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
      warnings.add("A rule refuses what Git declares: nothing of this plan will be written.");
    }
    if (plan.revision().uncommitted()) {
      warnings.add("This is of uncommitted files, and cannot be applied.");
    }
    if (!plan.complete()) {
      warnings.add("Not everything could be read, so this plan is incomplete.");
    }
    if (!plan.trust().isEmpty()) {
      warnings.add("**What may be done, or who may decrypt, changes:**");
    }
    return warnings.isEmpty() ? "" : "> [!WARNING]\n> " + String.join(" ", warnings) + "\n\n";
  }

  private static String trust(TrustChange change) {
    return "- "
        + change.kind().words()
        + " "
        + MarkdownText.code(change.path())
        + ": "
        + MarkdownText.code(change.words())
        + "\n";
  }

  private static String diagnostic(Diagnostic one) {
    return "- "
        + one.code().id()
        + " "
        + MarkdownText.code(one.at().map(Object::toString).orElse(one.subject()))
        + ": "
        + MarkdownText.code(one.summary())
        + "\n";
  }

  /** A third of what is left is enough for lines that are about no Secret. */
  private void list(Stream<String> lines) {
    int enough = page.room() * 2 / 3;
    long added =
        lines
            .filter(line -> {
              boolean fits = page.room() > enough && page.add(line);
              if (!fits) {
                omitted.other();
              }
              return fits;
            })
            .count();
    if (added > 0) {
      page.add("\n");
    }
  }

  private void clusters() {
    SortedMap<String, ClusterRow> rows = ClusterRow.of(plan);
    page.add("| Cluster | + | ~ | -/+ | - | . | ! | drift | status |\n");
    page.add("|--|--:|--:|--:|--:|--:|--:|--:|--|\n");
    List<ClusterRow> rest = new ArrayList<>();
    List<Map.Entry<String, ClusterRow>> sorted =
        rows.entrySet().stream()
            .sorted(Comparator.comparing(row -> row.getValue().changes() == 0))
            .toList();
    for (int i = 0; i < sorted.size(); i++) {
      String name = sorted.get(i).getKey();
      ClusterRow row = sorted.get(i).getValue();
      if (i >= ROWS || !page.add(row(name, row))) {
        rest.add(row);
      }
    }
    String others =
        ClusterRow.sum(rest)
            .text(Shown.count(rest.size(), "more cluster"), "see `secretsync show`");
    if (!rest.isEmpty() && !page.add(others)) {
      rest.forEach(row -> omitted.other());
    }
    page.add("\n");
  }

  private String row(String name, ClusterRow row) {
    return Optional.ofNullable(plan.clusters().get(name))
        .flatMap(PlannedCluster::unreadable)
        .map(why ->
            ClusterRow.unknown(MarkdownText.code(name), "❔ " + MarkdownText.code(why.summary())))
        .orElseGet(() -> row.text(MarkdownText.code(name), status(name, row)));
  }

  private String status(String name, ClusterRow row) {
    List<String> needs =
        plan.guards().stream()
            .filter(guard -> guard.tripped() && guard.cluster().equals(name))
            .map(this::acknowledgement)
            .distinct()
            .toList();
    return needs.isEmpty() ? row.status() : "needs " + String.join(" and ", needs);
  }

  private String acknowledgement(Guard guard) {
    return switch (guard.kind()) {
      case EMPTY -> MarkdownText.code("--allow-empty " + guard.cluster());
      case PROTECTED, DELETES -> "`--accept-deletes " + totals.destroy() + "`";
      case CHANGES -> "`--accept-changes`";
    };
  }

  private void urgent() {
    List<PlannedChange> urgent =
        plan.changes().stream()
            .filter(ChangeMarkdown::isUrgent)
            .sorted(Comparator.comparing(change -> change.action() != Action.DENIED))
            .toList();
    section(
        "<details open><summary><b>Destructive, denied and in conflict</b> ("
            + urgent.size()
            + ")</summary>\n\n",
        urgent,
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
            section(
                "<details><summary>"
                    + MarkdownText.html(cluster.getKey())
                    + " ("
                    + Shown.count(cluster.getValue().size(), "change")
                    + ")</summary>\n\n",
                cluster.getValue(),
                Integer.MAX_VALUE));
  }

  private void section(String summary, List<PlannedChange> changes, int most) {
    String fence = MarkdownText.fence("");
    StringBuilder lines = new StringBuilder();
    int shown = 0;
    for (PlannedChange change : changes) {
      String block = ChangeMarkdown.block(change);
      String longer = MarkdownText.fence(block);
      String needed = longer.length() > fence.length() ? longer : fence;
      int around = summary.length() + END.length() + MarkdownText.fenced(needed, "").length();
      if (shown == most || around + lines.length() + block.length() > page.room()) {
        break;
      }
      fence = needed;
      lines.append(block);
      shown++;
    }
    if (shown > 0) {
      page.add(summary + MarkdownText.fenced(fence, lines.toString()) + END);
    }
    changes.stream().skip(shown).forEach(change -> omitted.change(change.address()));
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
