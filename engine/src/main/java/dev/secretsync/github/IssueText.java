package dev.secretsync.github;

import dev.secretsync.github.DriftReport.DriftedField;
import dev.secretsync.github.DriftReport.Gone;
import dev.secretsync.github.DriftReport.Ignored;
import dev.secretsync.report.DriftWords;
import dev.secretsync.report.Shown;
import dev.secretsync.report.markdown.DriftTable;
import dev.secretsync.report.markdown.MarkdownText;
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
  private static final int BUDGET = 45_000;

  /** For what does not count, and again half of it for what is gone. */
  private static final int ASIDE = 10_000;

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
            + table(report)
            + ignored(report.ignored())
            + gone(report.gone())
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

  private static String table(DriftReport.Looked report) {
    List<String> rows =
        groups(report.drifted()).stream()
            .map(group -> DriftTable.row(row(group), report.compared()))
            .toList();
    return DriftTable.head(report.compared())
        + limited(rows, BUDGET, "\n… %d more rows: see `secretsync drift`.\n");
  }

  /** As many as there is room for; the others are counted. */
  private static String limited(List<String> lines, int room, String more) {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    while (shown < lines.size() && text.length() + lines.get(shown).length() <= room) {
      text.append(lines.get(shown));
      shown++;
    }
    return shown == lines.size() ? text.toString() : text + more.formatted(lines.size() - shown);
  }

  /** By what happened, who did it and to what; the widest first. */
  private static List<List<DriftedField>> groups(SortedSet<DriftedField> drifted) {
    Map<List<String>, List<DriftedField>> groups = new TreeMap<>(IssueText::compare);
    drifted.forEach(one ->
        groups
            .computeIfAbsent(
                List.of(
                    one.cause(),
                    one.manager(),
                    one.secret(),
                    one.field(),
                    String.join(" ", notes(one))),
                key -> new ArrayList<>())
            .add(one));
    return groups.values().stream()
        .sorted(Comparator.comparingInt((List<DriftedField> group) -> -clusters(group).size()))
        .toList();
  }

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < one.size(); i++) {
      int part = one.get(i).compareTo(other.get(i));
      if (part != 0) {
        return part;
      }
    }
    return 0;
  }

  private static SortedSet<String> clusters(List<DriftedField> group) {
    SortedSet<String> names = new TreeSet<>();
    group.forEach(one -> names.add(one.cluster()));
    return names;
  }

  private static List<String> notes(DriftedField one) {
    List<String> notes = new ArrayList<>();
    if (one.standing().alsoThere()) {
      notes.add("also changed where it is declared");
    }
    if (!one.standing().putBack()) {
      notes.add("left alone by apply");
    }
    return notes;
  }

  private static DriftTable.Row row(List<DriftedField> group) {
    DriftedField one = group.getFirst();
    SortedSet<String> clusters = clusters(group);
    List<Instant> times = group.stream().flatMap(each -> each.time().stream()).sorted().toList();
    List<Instant> since =
        group.stream().flatMap(each -> each.standing().since().stream()).sorted().toList();
    return new DriftTable.Row(
        one.cause().replace('_', ' '),
        Optional.of(one.field()).filter(field -> !field.isEmpty()),
        Optional.of(one.manager()).filter(manager -> !manager.isEmpty()),
        new DriftTable.Times(times.stream().findFirst(), times.reversed().stream().findFirst()),
        one.secret(),
        clusters,
        notes(one),
        DriftWords.since(
            clusters.size(), clusters.size() - since.size(), since.stream().findFirst()));
  }

  private static String ignored(List<Ignored> rules) {
    if (rules.isEmpty()) {
      return "";
    }
    int number = rules.stream().mapToInt(rule -> rule.drifted().size()).sum();
    return "\n<details><summary>Ignored by the policy for now ("
        + number
        + ")</summary>\n\n"
        + limited(
            rules.stream().map(IssueText::ignored).toList(),
            ASIDE,
            "\n… %d more rules: see `secretsync drift`.\n")
        + "\n</details>\n";
  }

  private static String ignored(Ignored rule) {
    List<String> rows =
        groups(rule.drifted()).stream().map(group -> DriftTable.row(row(group), false)).toList();
    return "Until "
        + rule.until()
        + " by "
        + MarkdownText.code(rule.by())
        + ": "
        + MarkdownText.code(rule.reason())
        + "\n\n"
        + DriftTable.head(false)
        + limited(rows, ASIDE / 2, "\n… %d more rows.\n")
        + "\n";
  }

  private static String gone(List<Gone> gone) {
    if (gone.isEmpty()) {
      return "";
    }
    return "\nGone since the last report:\n\n"
        + limited(gone.stream().map(IssueText::gone).toList(), ASIDE / 2, "\n… and %d more.\n");
  }

  private static String gone(Gone one) {
    return "- "
        + MarkdownText.code(one.address())
        + (one.field().isEmpty() ? "" : " " + MarkdownText.code(one.field()))
        + ": "
        + MarkdownText.code(one.cause().replace('_', ' '))
        + ", last seen "
        + Shown.time(one.lastSeen())
        + "\n";
  }

  /** The same, and that nothing can be checked since then. */
  IssueText unchecked(Instant since) {
    IssueState failing = new IssueState(state.fingerprint(), Optional.of(since), state.checked());
    return new IssueText(mark, failing, rest);
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
