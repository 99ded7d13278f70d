package dev.secretsync.report.html;

import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.report.PerformedRun;
import dev.secretsync.report.ResultWords;
import dev.secretsync.report.Shown;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What apply did, as a page: what went wrong first. */
final class ResultHtml {
  private final Result result;
  private final PerformedRun run;

  ResultHtml(Result result, PerformedRun run) {
    this.result = result;
    this.run = run;
  }

  HtmlContent content(Instant finished) {
    Plan plan = result.plan();
    List<Fact> facts = new ArrayList<>(PlanHtml.facts(plan));
    facts.add(new Fact("Run by", run.who()));
    facts.add(new Fact("Run", run.trace()));
    facts.add(new Fact("Started", Shown.time(run.started())));
    facts.add(new Fact("Finished", Shown.time(finished)));
    return new HtmlContent(
        "Result",
        plan.installation(),
        ResultWords.of(result).toString(),
        tone(),
        facts,
        Arrays.stream(Outcome.values())
            .map(outcome ->
                new Figure(symbol(outcome), result.count(outcome), outcome.word(), tone(outcome)))
            .toList(),
        notices(),
        List.of(),
        clusters(),
        new Labels("Changes", "Nothing was to be done.", "Outcome", "Action"),
        rows(),
        Stream.concat(result.diagnostics().stream(), plan.diagnostics().stream())
            .sorted()
            .distinct()
            .toList());
  }

  private Tone tone() {
    if (!result.plan().applyable() || !result.finished() || !result.diagnostics().isEmpty()) {
      return Tone.DANGER;
    }
    return result.plan().complete() ? Tone.GOOD : Tone.UNKNOWN;
  }

  private List<Notice> notices() {
    List<Notice> notices = new ArrayList<>();
    if (!result.plan().applyable()) {
      notices.add(
          new Notice(
              Tone.DANGER, "A rule refuses what Git declares: nothing was written", List.of()));
    }
    if (!result.namespacesCreated().isEmpty()) {
      notices.add(
          new Notice(
              Tone.GOOD,
              "Namespaces that were created",
              result.namespacesCreated().stream().toList()));
    }
    List<String> unread =
        result.plan().clusters().values().stream()
            .flatMap(cluster ->
                cluster.unreadable().stream().map(why -> cluster.name() + ": " + why.summary()))
            .toList();
    if (!unread.isEmpty()) {
      notices.add(
          new Notice(
              Tone.UNKNOWN,
              "Clusters that could not be read; nothing was deleted because of that",
              unread));
    }
    return notices;
  }

  private Clusters clusters() {
    Map<String, List<ChangeResult>> byCluster =
        result.changes().stream()
            .collect(
                Collectors.groupingBy(
                    change -> change.address().cluster(), TreeMap::new, Collectors.toList()));
    SortedSet<String> names = new TreeSet<>(result.plan().clusters().keySet());
    names.addAll(byCluster.keySet());
    return new Clusters(
        Arrays.stream(Outcome.values())
            .map(outcome -> new Column(symbol(outcome), outcome.word()))
            .toList(),
        names.stream().map(name -> line(name, byCluster.getOrDefault(name, List.of()))).toList());
  }

  private ClusterLine line(String name, List<ChangeResult> changes) {
    boolean unread =
        result.plan().clusters().containsKey(name)
            && result.plan().clusters().get(name).unreadable().isPresent();
    List<Integer> numbers =
        Arrays.stream(Outcome.values())
            .map(outcome ->
                (int) changes.stream().filter(change -> change.outcome() == outcome).count())
            .toList();
    if (unread) {
      return new ClusterLine(name, numbers, "not read", Tone.UNKNOWN);
    }
    boolean done = changes.stream().allMatch(ChangeResult::done);
    return new ClusterLine(
        name, numbers, done ? "done" : "not done", done ? Tone.GOOD : Tone.DANGER);
  }

  private List<Row> rows() {
    Map<String, PlannedChange> planned =
        result.plan().changes().stream()
            .filter(change -> change.action().writes())
            .collect(
                Collectors.toMap(
                    change -> change.address().toString(),
                    Function.identity(),
                    (one, other) -> one,
                    TreeMap::new));
    return Stream.concat(
            result.changes().stream().map(change -> row(change, planned)),
            result.plan().changes().stream()
                .filter(change -> isRefused(change.action()))
                .map(ResultHtml::notWritten))
        .toList();
  }

  private static Row row(ChangeResult change, Map<String, PlannedChange> planned) {
    List<Fact> facts = new ArrayList<>();
    change
        .why()
        .ifPresent(why -> {
          facts.add(new Fact("Why", why.code().id() + " " + why.summary()));
          if (!why.hint().isEmpty()) {
            facts.add(new Fact("Next step", why.hint()));
          }
        });
    if (change.trail().attempts() > 0) {
      facts.add(new Fact("Attempts", Integer.toString(change.trail().attempts())));
    }
    List<HtmlContent.FieldLine> fields = new ArrayList<>();
    if (planned.containsKey(change.address().toString())) {
      Row plan = ChangeHtml.row(planned.get(change.address().toString()));
      fields.addAll(plan.fields());
      facts.addAll(plan.facts());
    }
    return new Row(
        rank(change),
        symbol(change.outcome()),
        change.outcome().word(),
        tone(change.outcome()),
        change.address().cluster(),
        change.address().ref().toString(),
        List.of(ChangeHtml.word(change.action())),
        change.why().map(why -> why.summary()).orElse(""),
        fields,
        facts);
  }

  private static Row notWritten(PlannedChange change) {
    Row row = ChangeHtml.row(change);
    return new Row(
        rank(Outcome.CONFLICT),
        row.symbol(),
        "not written",
        row.tone(),
        row.cluster(),
        row.name(),
        List.of(row.action()),
        row.headline(),
        row.fields(),
        row.facts());
  }

  private static boolean isRefused(Action action) {
    return action == Action.DENIED
        || action == Action.CONFLICT
        || action == Action.STALE
        || action == Action.UNKNOWN;
  }

  /** Of what is done, what destroyed something comes first. */
  private static int rank(ChangeResult change) {
    return change.outcome() == Outcome.APPLIED && change.action().isDestructive()
        ? rank(Outcome.APPLIED) - 1
        : rank(change.outcome());
  }

  private static int rank(Outcome outcome) {
    return switch (outcome) {
      case FAILED -> 0;
      case CONFLICT, STALE -> 1;
      case SKIPPED -> 2;
      case APPLIED -> 4;
      case ALREADY -> 5;
    };
  }

  private static String symbol(Outcome outcome) {
    return switch (outcome) {
      case APPLIED -> "✓";
      case ALREADY -> "=";
      case FAILED -> "✗";
      case CONFLICT, STALE -> "!";
      case SKIPPED -> "–";
    };
  }

  private static Tone tone(Outcome outcome) {
    return switch (outcome) {
      case APPLIED -> Tone.GOOD;
      case ALREADY -> Tone.CALM;
      case FAILED, CONFLICT, STALE -> Tone.DANGER;
      case SKIPPED -> Tone.CHANGE;
    };
  }
}
