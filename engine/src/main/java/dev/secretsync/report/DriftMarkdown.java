package dev.secretsync.report;

import dev.secretsync.plan.Drift.DriftedField;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Drift as an issue (cli.md 4.6): what is gone first, then cluster by cluster, each with who did it
 * and when. What does not fit is counted.
 */
final class DriftMarkdown {
  private static final int ROWS = 100;
  private static final int FIELDS = 50;
  private static final String MORE = "see `secretsync drift`";

  private final Document.Drifted drifted;
  private final Plan plan;
  private final Sections sections;

  DriftMarkdown(Document.Drifted drifted, int most) {
    this.drifted = drifted;
    this.plan = drifted.plan();
    this.sections = new Sections(most);
  }

  String text() {
    sections.add(
        MarkdownText.mark("drift", plan.installation(), plan.revision()) + title() + warning());
    clusters();
    List<DriftedSecret> gone = secrets().stream().filter(DriftMarkdown::isGone).toList();
    sections.fold(
        true, "<b>Deleted or recreated</b> (" + gone.size() + ")", blocks(gone), Integer.MAX_VALUE);
    byCluster().entrySet().stream()
        .sorted(Comparator.comparingInt(cluster -> -cluster.getValue().size()))
        .forEach(cluster ->
            sections.fold(
                false,
                MarkdownText.html(cluster.getKey())
                    + " ("
                    + Shown.count(cluster.getValue().size(), "Secret")
                    + ")",
                blocks(cluster.getValue()),
                Integer.MAX_VALUE));
    sections.list(plan.diagnostics().stream().map(MarkdownText::diagnostic));
    return sections.finish(MORE, footer());
  }

  private List<DriftedSecret> secrets() {
    return drifted.drift().secrets();
  }

  private String title() {
    return "### 🔐 secretsync drift · "
        + MarkdownText.code(plan.installation())
        + " · **"
        + (secrets().isEmpty() ? "no drift" : Shown.count(secrets().size(), "Secret") + " drifted")
        + "**"
        + (plan.complete() ? "" : " · incomplete")
        + "\n\n";
  }

  private String warning() {
    List<String> warnings = new ArrayList<>();
    if (!plan.complete()) {
      warnings.add("Not everything could be read, so there may be more.");
    }
    if (!secrets().isEmpty()) {
      warnings.add(
          "**What is there is not what was written.** `secretsync apply` puts it back, but for what"
              + " is left alone.");
    }
    return warnings.isEmpty()
        ? "What was written is what is there.\n\n"
        : "> [!WARNING]\n> " + String.join(" ", warnings) + "\n\n";
  }

  private void clusters() {
    SortedMap<String, List<DriftedSecret>> all = new TreeMap<>();
    plan.clusters().keySet().forEach(name -> all.put(name, new ArrayList<>()));
    secrets()
        .forEach(secret ->
            all.computeIfAbsent(secret.address().cluster(), name -> new ArrayList<>()).add(secret));
    sections.add("| Cluster | drifted | status |\n|--|--:|--|\n");
    List<String> names =
        all.keySet().stream()
            .sorted(Comparator.comparing(name -> all.getOrDefault(name, List.of()).isEmpty()))
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
    sections.add("\n");
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

  private static List<Sections.Block> blocks(List<DriftedSecret> secrets) {
    return secrets.stream()
        .map(secret -> new Sections.Block(secret.address(), block(secret)))
        .toList();
  }

  private static String block(DriftedSecret secret) {
    StringBuilder lines = new StringBuilder();
    lines
        .append(isGone(secret) ? "-   " : "!   ")
        .append(MarkdownText.line(secret.address().toString()))
        .append("   ")
        .append(MarkdownText.line(secret.origin().words()))
        .append('\n');
    secret.fields().stream().limit(FIELDS).map(DriftMarkdown::line).forEach(lines::append);
    if (secret.fields().size() > FIELDS) {
      lines.append("      … ").append(secret.fields().size() - FIELDS).append(" more fields\n");
    }
    return lines.toString();
  }

  private static String line(DriftedField field) {
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
        + field.by().map(by -> "   " + MarkdownText.line(PlanText.by(by))).orElse("")
        + (field.alsoInGit() ? "   also changed where it is declared" : "")
        + (field.putBack() ? "" : "   left alone by apply")
        + "\n";
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
