package dev.secretsync.github;

import dev.secretsync.github.DriftReport.DriftedField;
import dev.secretsync.report.MarkdownText;
import dev.secretsync.report.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The body of the drift issue: two lines that programs read, a warning while nothing can be
 * checked, and the drift, grouped by what happened and who did it.
 *
 * @param mark which issue it is
 * @param state what the last run knew
 * @param rest what people read, without the warning
 */
record IssueText(String mark, IssueState state, String rest) {
  private static final int BUDGET = 60_000;
  private static final int CLUSTERS = 5;
  private static final String WARNING = "> ";

  /** The line that an issue of this key begins with. */
  static String mark(String key) {
    return "<!-- secretsync:drift {\"v\":1,\"key\":\"" + key + "\"} -->";
  }

  /** Reads a body that we wrote, whatever people made of it since. */
  static IssueText parse(String body) {
    List<String> lines = body.replace("\r\n", "\n").lines().toList();
    String mark = lines.isEmpty() ? "" : lines.getFirst();
    IssueState state = IssueState.of(lines.size() > 1 ? lines.get(1) : "");
    List<String> rest =
        lines.stream()
            .skip(2)
            .dropWhile(line -> line.startsWith(WARNING.strip()) || line.isBlank())
            .toList();
    return new IssueText(mark, state, String.join("\n", rest) + "\n");
  }

  /** What a look at the clusters found. */
  static IssueText of(String mark, IssueState state, DriftReport.Looked report, Instant now) {
    String note =
        report.complete()
            ? ""
            : "Not every cluster could be read: what is not listed here is unknown.\n\n";
    return new IssueText(
        mark,
        state,
        "**"
            + sum(report.drifted())
            + " not as Git says.** `secretsync apply` puts back what Git"
            + " declares; this issue closes itself when nothing differs any more.\n\n"
            + note
            + table(report.drifted())
            + "\n<sub>Checked "
            + Shown.time(now)
            + " · names only, no values.</sub>\n");
  }

  /** How many Secrets are concerned, with the verb. */
  static String sum(Collection<DriftedField> drifted) {
    long secrets =
        drifted.stream().map(one -> one.cluster() + "/" + one.secret()).distinct().count();
    long clusters = drifted.stream().map(DriftedField::cluster).distinct().count();
    return count(secrets, "Secret")
        + " in "
        + count(clusters, "cluster")
        + (secrets == 1 ? " is" : " are");
  }

  private static String count(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  private static String table(SortedSet<DriftedField> drifted) {
    Map<List<String>, List<DriftedField>> groups = new TreeMap<>(IssueText::compare);
    drifted.forEach(one ->
        groups
            .computeIfAbsent(
                List.of(one.cause(), one.manager(), one.secret(), one.field()),
                key -> new ArrayList<>())
            .add(one));
    List<List<DriftedField>> rows =
        groups.values().stream()
            .sorted(Comparator.comparingInt((List<DriftedField> group) -> -clusters(group).size()))
            .toList();
    StringBuilder table =
        new StringBuilder("| What | By | Last | Secret | Clusters |\n|--|--|--|--|--|\n");
    int shown = 0;
    for (List<DriftedField> group : rows) {
      String row = row(group);
      if (table.length() + row.length() > BUDGET) {
        break;
      }
      table.append(row);
      shown++;
    }
    return shown == rows.size()
        ? table.toString()
        : table + "\n… " + (rows.size() - shown) + " more rows: see `secretsync drift`.\n";
  }

  private static int compare(List<String> one, List<String> other) {
    return Comparator.comparing((List<String> key) -> key.get(0))
        .thenComparing(key -> key.get(1))
        .thenComparing(key -> key.get(2))
        .thenComparing(key -> key.get(3))
        .compare(one, other);
  }

  private static SortedSet<String> clusters(List<DriftedField> group) {
    SortedSet<String> names = new TreeSet<>();
    group.forEach(one -> names.add(one.cluster()));
    return names;
  }

  private static String row(List<DriftedField> group) {
    DriftedField one = group.getFirst();
    SortedSet<String> clusters = clusters(group);
    List<String> named =
        new ArrayList<>(clusters.stream().limit(CLUSTERS).map(MarkdownText::code).toList());
    if (clusters.size() > CLUSTERS) {
      named.add("and " + (clusters.size() - CLUSTERS) + " more");
    }
    Optional<Instant> last =
        group.stream().flatMap(each -> each.time().stream()).max(Comparator.naturalOrder());
    return "| "
        + MarkdownText.code(one.cause().replace('_', ' '))
        + (one.field().isEmpty() ? "" : " " + MarkdownText.code(one.field()))
        + " | "
        + (one.manager().isEmpty() ? "unknown" : MarkdownText.code(one.manager()))
        + " | "
        + last.map(Shown::time).orElse("unknown")
        + " | "
        + MarkdownText.code(one.secret())
        + " | "
        + String.join(", ", named)
        + " |\n";
  }

  /** The same, and that nothing can be checked since then. */
  IssueText unchecked(Instant since) {
    return new IssueText(mark, new IssueState(state.fingerprint(), Optional.of(since)), rest);
  }

  /** The whole body. */
  String body(String why) {
    String warning =
        state
            .failing()
            .map(since ->
                "> [!WARNING]\n> Could not check since "
                    + Shown.time(since)
                    + ": "
                    + why
                    + ". What stands below may have changed.\n\n")
            .orElse("");
    return mark + "\n" + state.line() + "\n" + warning + rest;
  }
}
