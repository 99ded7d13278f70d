package dev.secretsync.report.markdown;

import dev.secretsync.plan.Drift.DriftedField;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.DriftGroup;
import dev.secretsync.plan.DriftHistory;
import dev.secretsync.plan.DriftKey;
import dev.secretsync.plan.DriftReport;
import dev.secretsync.plan.IgnoredDrift;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.IgnoreRule;
import dev.secretsync.report.Document;
import dev.secretsync.report.DriftWords;
import dev.secretsync.report.PlanWords;
import dev.secretsync.report.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Drift as a comment or an issue (cli.md 4.6): first what happened and who did it, in however many
 * clusters, then cluster by cluster and Secret by Secret. What does not fit is counted.
 */
final class DriftMarkdown {
  private static final int ROWS = 100;
  private static final int FIELDS = 50;
  private static final String MORE = "see `secretsync drift`";

  /** So many clusters can be read at a glance. */
  private static final int FEW = 10;

  private final Document.Drifted drifted;
  private final DriftReport report;
  private final Plan plan;
  private final Sections sections;

  DriftMarkdown(Document.Drifted drifted, int most) {
    this.drifted = drifted;
    this.report = drifted.report();
    this.plan = drifted.plan();
    this.sections = new Sections(most);
  }

  String text() {
    sections.add(
        MarkdownText.mark("drift", plan.installation(), plan.revision()) + title() + warning());
    groups();
    clusters();
    List<DriftedSecret> gone = secrets().stream().filter(DriftMarkdown::isGone).toList();
    sections.fold(
        true, "<b>Deleted or recreated</b> (" + gone.size() + ")", blocks(gone), Integer.MAX_VALUE);
    changed(byCluster());
    report.ignored().forEach(this::ignored);
    noLongerThere();
    sections.list(drifted.diagnostics().stream().map(MarkdownText::diagnostic));
    return sections.finish(MORE, footer());
  }

  /** A part for each of a few clusters; forty of them would bury what follows. */
  private void changed(SortedMap<String, List<DriftedSecret>> byCluster) {
    List<List<DriftedSecret>> parts =
        byCluster.values().stream()
            .sorted(Comparator.comparingInt((List<DriftedSecret> some) -> -some.size()))
            .toList();
    if (parts.size() > FEW) {
      List<DriftedSecret> all = parts.stream().flatMap(List::stream).toList();
      sections.fold(
          false,
          "Secret by Secret (" + all.size() + " in " + parts.size() + " clusters)",
          blocks(all),
          Integer.MAX_VALUE);
      return;
    }
    parts.forEach(part ->
        sections.fold(
            false,
            MarkdownText.html(part.getFirst().address().cluster())
                + " ("
                + Shown.count(part.size(), "Secret")
                + ")",
            blocks(part),
            Integer.MAX_VALUE));
  }

  private List<DriftedSecret> secrets() {
    return drifted.drift().secrets();
  }

  private boolean hasHistory() {
    return !report.history().isEmpty();
  }

  private String title() {
    List<String> parts = new ArrayList<>();
    parts.add(
        "**"
            + (secrets().isEmpty()
                ? plan.complete() ? "no drift" : "no drift in what could be read"
                : Shown.count(secrets().size(), "Secret") + " drifted")
            + "**");
    if (hasHistory()) {
      int fresh = report.history().countNew(report.drift());
      if (fresh > 0) {
        parts.add(Shown.count(fresh, "new finding"));
      }
      if (!report.history().gone().isEmpty()) {
        parts.add(report.history().gone().size() + " gone");
      }
    }
    if (report.countIgnored() > 0) {
      parts.add(report.countIgnored() + " ignored");
    }
    if (!plan.complete()) {
      parts.add("incomplete");
    }
    return "### 🔐 secretsync drift · "
        + MarkdownText.code(plan.installation())
        + " · "
        + PlanWords.shard(plan)
        + String.join(" · ", parts)
        + "\n\n";
  }

  private String warning() {
    List<String> warnings = new ArrayList<>();
    if (!plan.complete()) {
      warnings.add("Not everything could be read, so there may be more.");
    }
    if (!secrets().isEmpty()) {
      warnings.add("**What is there is not what was written.** " + fate());
    }
    if (warnings.isEmpty()) {
      return report.ignored().isEmpty()
          ? "What was written is what is there.\n\n"
          : "What was written is what is there, but for what the policy ignores.\n\n";
    }
    return "> [!WARNING]\n> " + String.join(" ", warnings) + "\n\n";
  }

  private String fate() {
    List<DriftedField> all = secrets().stream().flatMap(one -> one.fields().stream()).toList();
    long back = all.stream().filter(DriftedField::putBack).count();
    if (back == all.size()) {
      return "`secretsync apply` puts it back.";
    }
    return back == 0
        ? "`secretsync apply` leaves it alone."
        : "`secretsync apply` puts it back, but for what is left alone.";
  }

  private void groups() {
    table(report.drift().groups(), hasHistory());
  }

  /** Half of what is left is enough: what these rows sum up is said below. */
  private void table(List<DriftGroup> groups, boolean history) {
    if (groups.isEmpty() || !sections.add(DriftTable.head(history))) {
      return;
    }
    int enough = sections.room() / 2;
    int shown = 0;
    while (shown < Math.min(ROWS, groups.size())) {
      String row = DriftTable.row(row(groups.get(shown)), history);
      if (sections.room() - row.length() < enough || !sections.add(row)) {
        break;
      }
      shown++;
    }
    if (shown < groups.size()) {
      sections.add(
          "| … "
              + Shown.count(groups.size() - shown, "more row")
              + " |"
              + " |".repeat(history ? 5 : 4)
              + "\n");
    }
    sections.add("\n");
  }

  private DriftTable.Row row(DriftGroup group) {
    DriftGroup.What what = group.what();
    DriftHistory.Past past = report.history().past(group);
    return new DriftTable.Row(
        what.cause().words(),
        what.field(),
        what.manager(),
        new DriftTable.Times(group.first(), group.last()),
        what.secret().toString(),
        group.clusters(),
        DriftWords.notes(what),
        DriftWords.since(group.clusters().size(), past.fresh(), past.first()));
  }

  private void clusters() {
    SortedMap<String, List<DriftedSecret>> all = new TreeMap<>();
    plan.clusters().keySet().forEach(name -> all.put(name, new ArrayList<>()));
    secrets()
        .forEach(secret ->
            all.computeIfAbsent(secret.address().cluster(), name -> new ArrayList<>()).add(secret));
    if (all.isEmpty()) {
      return;
    }
    boolean folded = all.size() > FEW;
    long touched = all.values().stream().filter(some -> !some.isEmpty()).count();
    String head =
        (folded
                ? "<details><summary>Clusters ("
                    + touched
                    + " of "
                    + all.size()
                    + " drifted)</summary>\n\n"
                : "")
            + "| Cluster | drifted | status |\n|--|--:|--|\n";
    if (!sections.add(head)) {
      all.keySet().forEach(name -> sections.omit());
      return;
    }
    List<String> names =
        all.keySet().stream()
            .sorted(Comparator.comparingInt(name -> rank(name, all.getOrDefault(name, List.of()))))
            .toList();
    int rest = 0;
    int restDrifted = 0;
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      int number = all.getOrDefault(name, List.of()).size();
      if (i >= ROWS || !sections.add(row(name, number))) {
        rest++;
        restDrifted += number;
      }
    }
    String others =
        "| " + Shown.count(rest, "more cluster") + " | " + restDrifted + " | " + MORE + " |\n";
    if (rest > 0 && !sections.add(others)) {
      sections.omit();
    }
    sections.end(folded ? "\n</details>\n\n" : "\n");
  }

  /** What could not be read first: nothing below says more about it. */
  private int rank(String name, List<DriftedSecret> secrets) {
    boolean unread =
        Optional.ofNullable(plan.clusters().get(name))
            .flatMap(PlannedCluster::unreadable)
            .isPresent();
    return unread ? 0 : secrets.isEmpty() ? 2 : 1;
  }

  private String row(String name, int number) {
    return Optional.ofNullable(plan.clusters().get(name))
        .flatMap(PlannedCluster::unreadable)
        .map(why ->
            "| "
                + MarkdownText.code(name)
                + " | – | ❔ "
                + MarkdownText.code(why.summary())
                + " |\n")
        .orElseGet(() ->
            "| "
                + MarkdownText.code(name)
                + " | "
                + number
                + " | "
                + (number == 0 ? "as written" : "drifted")
                + " |\n");
  }

  private SortedMap<String, List<DriftedSecret>> byCluster() {
    SortedMap<String, List<DriftedSecret>> found = new TreeMap<>();
    secrets().stream()
        .filter(secret -> !isGone(secret))
        .forEach(secret ->
            found
                .computeIfAbsent(secret.address().cluster(), name -> new ArrayList<>())
                .add(secret));
    return found;
  }

  /** Whether it happened to the whole object. */
  private static boolean isGone(DriftedSecret secret) {
    return secret.fields().stream().anyMatch(field -> field.field().isEmpty());
  }

  private List<Sections.Block> blocks(List<DriftedSecret> secrets) {
    return secrets.stream()
        .map(secret -> new Sections.Block(secret.address(), block(secret)))
        .toList();
  }

  private String block(DriftedSecret secret) {
    StringBuilder lines = new StringBuilder();
    lines
        .append(isGone(secret) ? "-   " : "!   ")
        .append(MarkdownText.line(secret.address().toString()))
        .append("   ")
        .append(MarkdownText.line(secret.origin().words()))
        .append('\n');
    secret.fields().stream().limit(FIELDS).map(field -> line(secret, field)).forEach(lines::append);
    if (secret.fields().size() > FIELDS) {
      lines.append("      … ").append(secret.fields().size() - FIELDS).append(" more fields\n");
    }
    return lines.toString();
  }

  private String line(DriftedSecret secret, DriftedField field) {
    String symbol =
        switch (field.cause()) {
          case VALUE_CHANGED, METADATA_CHANGED, OBJECT_RECREATED -> "!";
          case KEY_REMOVED, LABELS_STRIPPED, OBJECT_DELETED -> "-";
          case KEY_ADDED -> "+";
        };
    return symbol
        + "     "
        + field.field().map(name -> MarkdownText.line(name) + "   ").orElse("")
        + field.cause().words()
        + field.by().map(by -> "   " + MarkdownText.line(PlanWords.by(by))).orElse("")
        + DriftWords.notes(secret, field, report.history()).stream()
            .map(note -> "   " + note)
            .collect(Collectors.joining())
        + "\n";
  }

  /** What a rule ignores; that somebody decided so is reviewed again and again. */
  private void ignored(IgnoredDrift ignored) {
    IgnoreRule rule = ignored.rule();
    List<Sections.Block> blocks = blocks(ignored.drift().secrets());
    String title =
        "Ignored until "
            + rule.until()
            + " by "
            + MarkdownText.html(rule.by())
            + ": "
            + MarkdownText.html(rule.reason())
            + " ("
            + Shown.count(blocks.size(), "Secret")
            + ")";
    sections.fold(false, title, blocks, Integer.MAX_VALUE);
  }

  private void noLongerThere() {
    SortedMap<DriftKey, Instant> gone = report.history().gone();
    if (gone.isEmpty()) {
      return;
    }
    sections.add("**Gone since the last report** (" + gone.size() + ")\n\n");
    Stream<String> lines =
        gone.entrySet().stream()
            .map(one ->
                "- "
                    + MarkdownText.code(one.getKey().address().toString())
                    + one.getKey().field().map(field -> " " + MarkdownText.code(field)).orElse("")
                    + ": "
                    + one.getKey().cause().words()
                    + ", last seen "
                    + Shown.time(one.getValue())
                    + "\n");
    sections.list(lines);
  }

  private String footer() {
    return "<sub>Commit "
        + MarkdownText.html(plan.revision().shortCommit())
        + " · secretsync "
        + MarkdownText.html(drifted.run().version())
        + " · looked "
        + Shown.time(drifted.run().now())
        + " · no secret values are in this report.</sub>\n";
  }
}
