package dev.secretsync.report.markdown;

import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.report.Document;
import dev.secretsync.report.ResultWords;
import dev.secretsync.report.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What apply did, as a comment (cli.md 4.6): what was not done first, and what was destroyed before
 * what was only added. What does not fit is counted.
 */
final class ResultMarkdown {
  private static final int ROWS = 100;
  private static final String MORE = "see the file of `--result`";
  private static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9._~:/-]{1,500}");

  /** The order in which somebody has to know. */
  private static final List<Outcome> WORST_FIRST =
      List.of(
          Outcome.FAILED,
          Outcome.CONFLICT,
          Outcome.STALE,
          Outcome.SKIPPED,
          Outcome.APPLIED,
          Outcome.ALREADY);

  private final Document.Applied applied;
  private final Result result;
  private final Sections sections;

  ResultMarkdown(Document.Applied applied, int most) {
    this.applied = applied;
    this.result = applied.result();
    this.sections = new Sections(most);
  }

  String text() {
    sections.add(
        MarkdownText.mark("apply", result.plan().installation(), result.plan().revision())
            + title()
            + warning());
    clusters();
    fold(true, "<b>Not done</b>", blocks(change -> !change.done()));
    fold(true, "<b>Not written</b>", refused());
    fold(false, "Destroyed", blocks(change -> change.done() && change.action().isDestructive()));
    fold(false, "Done", blocks(change -> change.done() && !change.action().isDestructive()));
    sections.list(
        result.namespacesCreated().stream()
            .map(namespace -> "- namespace " + MarkdownText.code(namespace) + " created\n"));
    sections.list(applied.diagnostics().stream().map(MarkdownText::diagnostic));
    return sections.finish(MORE, footer());
  }

  private String title() {
    return "### 🔐 secretsync apply · "
        + MarkdownText.code(result.plan().installation())
        + " · "
        + PlanWords.shard(result.plan())
        + "**"
        + (result.changes().isEmpty()
            ? result.complete() ? "nothing to apply" + ResultWords.scope(result) : "incomplete"
            : WORST_FIRST.stream()
                .filter(outcome -> result.count(outcome) > 0)
                .map(outcome -> result.count(outcome) + " " + outcome.word())
                .collect(Collectors.joining(", ")))
        + "**"
        + (refused().isEmpty() ? "" : " · " + refused().size() + " not written")
        + (result.plan().complete() ? "" : " · incomplete")
        + "\n\n";
  }

  private String warning() {
    if (!result.plan().applyable()) {
      return "> [!CAUTION]\n> A rule refuses what Git declares: nothing was written.\n\n";
    }
    if (!result.finished()) {
      return "> [!CAUTION]\n> **Not everything was done.** What is stale needs a new plan; for the"
          + " rest run apply again. Nothing is rolled back by itself.\n\n";
    }
    return result.plan().complete()
        ? ""
        : "> [!WARNING]\n> Not everything could be read, so there may be more to do.\n\n";
  }

  private void clusters() {
    SortedMap<String, List<ChangeResult>> all = new TreeMap<>();
    result.plan().clusters().keySet().forEach(name -> all.put(name, new ArrayList<>()));
    result
        .changes()
        .forEach(change ->
            all.computeIfAbsent(change.address().cluster(), name -> new ArrayList<>()).add(change));
    sections.add(
        "| Cluster |"
            + WORST_FIRST.stream()
                .map(outcome -> " " + outcome.word() + " |")
                .collect(Collectors.joining())
            + "\n|--|"
            + "--:|".repeat(WORST_FIRST.size())
            + "\n");
    List<String> names =
        all.keySet().stream()
            .sorted(
                Comparator.comparing(name ->
                    unreadable(name).isEmpty()
                        && all.getOrDefault(name, List.of()).stream().allMatch(ChangeResult::done)))
            .toList();
    List<ChangeResult> rest = new ArrayList<>();
    int more = 0;
    for (int i = 0; i < names.size(); i++) {
      List<ChangeResult> changes = all.getOrDefault(names.get(i), List.of());
      if (i >= ROWS || !sections.add(row(names.get(i), changes))) {
        rest.addAll(changes);
        more++;
      }
    }
    if (more > 0 && !sections.add(counted(Shown.count(more, "more cluster"), rest))) {
      sections.omit();
    }
    sections.add("\n");
  }

  private String row(String name, List<ChangeResult> changes) {
    return unreadable(name)
        .filter(why -> changes.isEmpty())
        .map(why ->
            "| "
                + MarkdownText.code(name)
                + " ❔ "
                + MarkdownText.code(why.summary())
                + " |"
                + " – |".repeat(WORST_FIRST.size())
                + "\n")
        .orElseGet(() -> counted(MarkdownText.code(name), changes));
  }

  private Optional<Diagnostic> unreadable(String name) {
    return Optional.ofNullable(result.plan().clusters().get(name))
        .flatMap(PlannedCluster::unreadable);
  }

  private static String counted(String name, List<ChangeResult> changes) {
    return "| "
        + name
        + " |"
        + WORST_FIRST.stream()
            .map(outcome ->
                " " + changes.stream().filter(change -> change.outcome() == outcome).count() + " |")
            .collect(Collectors.joining())
        + "\n";
  }

  private void fold(boolean open, String title, List<Sections.Block> blocks) {
    sections.fold(open, title + " (" + blocks.size() + ")", blocks, Integer.MAX_VALUE);
  }

  private List<Sections.Block> blocks(Predicate<ChangeResult> which) {
    return result.changes().stream()
        .filter(which)
        .sorted(Comparator.comparingInt(change -> WORST_FIRST.indexOf(change.outcome())))
        .map(change -> new Sections.Block(change.address(), line(change)))
        .toList();
  }

  private static String line(ChangeResult change) {
    String symbol =
        change.done() ? (change.action() == Action.UPDATE ? "!" : change.action().symbol()) : "!";
    return symbol
        + " ".repeat(4 - Math.min(3, symbol.length()))
        + MarkdownText.line(change.address().toString())
        + "   "
        + change.outcome().word()
        + change.why().map(why -> ": " + MarkdownText.line(why.summary())).orElse("")
        + "\n";
  }

  /** What the plan shows and no apply tries. */
  private List<Sections.Block> refused() {
    Set<SecretAddress> told =
        result.changes().stream().map(ChangeResult::address).collect(Collectors.toSet());
    return Stream.of(Action.DENIED, Action.CONFLICT, Action.UNKNOWN)
        .flatMap(
            action -> result.plan().changes().stream().filter(change -> change.action() == action))
        .filter(change -> !told.contains(change.address()))
        .map(change -> new Sections.Block(change.address(), ChangeMarkdown.block(change)))
        .toList();
  }

  private String footer() {
    return "<sub>Commit "
        + MarkdownText.html(result.plan().revision().shortCommit())
        + " · secretsync "
        + MarkdownText.html(applied.run().version())
        + " · by "
        + MarkdownText.html(applied.performed().who())
        + " · ended "
        + Shown.time(applied.run().now())
        + applied
            .performed()
            .url()
            .filter(url -> ADDRESS.matcher(url).matches())
            .map(url -> " · [run](" + url + ")")
            .orElse("")
        + " · no secret values are in this comment.</sub>\n";
  }
}
