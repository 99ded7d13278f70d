package dev.secretsync.report.html;

import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Drift.DriftedField;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.DriftGroup;
import dev.secretsync.plan.DriftHistory;
import dev.secretsync.plan.DriftKey;
import dev.secretsync.plan.DriftReport;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.IgnoreRule;
import dev.secretsync.report.Document;
import dev.secretsync.report.DriftWords;
import dev.secretsync.report.PlanWords;
import dev.secretsync.report.Shown;
import dev.secretsync.report.html.HtmlContent.ClusterLine;
import dev.secretsync.report.html.HtmlContent.Clusters;
import dev.secretsync.report.html.HtmlContent.Column;
import dev.secretsync.report.html.HtmlContent.Fact;
import dev.secretsync.report.html.HtmlContent.FieldLine;
import dev.secretsync.report.html.HtmlContent.Figure;
import dev.secretsync.report.html.HtmlContent.Group;
import dev.secretsync.report.html.HtmlContent.Labels;
import dev.secretsync.report.html.HtmlContent.Notice;
import dev.secretsync.report.html.HtmlContent.Row;
import dev.secretsync.report.html.HtmlContent.Tone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Drift as a page: which field of which Secret, what happened, who did it and when. */
final class DriftHtml {
  private static final List<Column> COLUMNS =
      List.of(new Column("", "Secrets"), new Column("", "put back"), new Column("", "left alone"));

  /** Of the fields of a Secret, as long as it is closed. */
  private static final int NAMED = 3;

  /** After everything that counts. */
  private static final int IGNORED = 9;

  /** The widest are enough to look into; each Secret is in the list below anyhow. */
  private static final int GROUPS = 200;

  private static final int CLUSTERS = 5;

  private final Document.Drifted drifted;
  private final DriftReport report;
  private final Drift drift;
  private final Plan plan;
  private final List<DriftGroup> groups;
  private final Map<DriftKey, Integer> numbers;

  DriftHtml(Document.Drifted drifted) {
    this.drifted = drifted;
    this.report = drifted.report();
    this.drift = drifted.drift();
    this.plan = drifted.plan();
    List<DriftGroup> all = drift.groups();
    // where nothing happened twice, a table of it would say all twice
    this.groups = all.size() == drift.size() ? List.of() : all.stream().limit(GROUPS).toList();
    this.numbers = new HashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      int number = i;
      groups.get(i).keys().forEach(key -> numbers.put(key, number));
    }
  }

  HtmlContent content() {
    boolean none = drift.secrets().isEmpty();
    return new HtmlContent(
        "Drift",
        plan.installation(),
        none
            ? plan.complete() ? "No drift." : "No drift in what could be read."
            : Shown.count(drift.secrets().size(), "Secret") + " drifted.",
        none ? plan.complete() ? Tone.GOOD : Tone.UNKNOWN : Tone.CHANGE,
        PlanHtml.facts(plan),
        figures(),
        notices(),
        groups.stream().map(this::group).toList(),
        clusters(),
        new Labels(
            "Drifted Secrets",
            none && plan.complete()
                ? "What we wrote is what is there."
                : "Nothing in what could be read.",
            "What apply does",
            "Cause"),
        Stream.concat(
                drift.secrets().stream().map(this::row),
                report.ignored().stream()
                    .flatMap(one ->
                        one.drift().secrets().stream().map(secret -> ignored(one.rule(), secret))))
            .toList(),
        drifted.diagnostics());
  }

  private List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure("", drift.secrets().size(), "Secrets drifted", Tone.CHANGE));
    if (!report.history().isEmpty()) {
      figures.add(
          new Figure(
              "", report.history().countNew(drift), "new since the last report", Tone.CHANGE));
    }
    for (Drift.Cause cause : Drift.Cause.values()) {
      int number =
          (int)
              drift.secrets().stream()
                  .flatMap(secret -> secret.fields().stream())
                  .filter(field -> field.cause() == cause)
                  .count();
      if (number > 0) {
        figures.add(new Figure("", number, cause.words(), tone(cause)));
      }
    }
    if (report.countIgnored() > 0) {
      figures.add(new Figure("", report.countIgnored(), "ignored for now", Tone.CALM));
    }
    return figures;
  }

  private List<Notice> notices() {
    List<Notice> notices = new ArrayList<>();
    List<String> unread =
        plan.clusters().values().stream()
            .flatMap(cluster ->
                cluster.unreadable().stream().map(why -> cluster.name() + ": " + why.summary()))
            .toList();
    if (!unread.isEmpty()) {
      notices.add(new Notice(Tone.UNKNOWN, "Clusters that could not be read", unread));
    }
    if (!report.history().gone().isEmpty()) {
      notices.add(
          new Notice(
              Tone.GOOD,
              "Gone since the last report",
              report.history().gone().entrySet().stream()
                  .map(one -> DriftWords.gone(one.getKey(), one.getValue()))
                  .toList()));
    }
    return notices;
  }

  private Group group(DriftGroup group) {
    DriftGroup.What what = group.what();
    List<String> notes = new ArrayList<>(DriftWords.notes(what));
    if (!report.history().isEmpty()) {
      DriftHistory.Past past = report.history().past(group);
      notes.add(DriftWords.since(group.clusters().size(), past.fresh(), past.first()));
    }
    return new Group(
        symbol(what.cause()),
        tone(what.cause()),
        what.cause().words()
            + ": "
            + what.field().map(field -> field + " of ").orElse("")
            + what.secret(),
        what.manager()
            .map(name -> name + what.operation().map(how -> " (" + how + ")").orElse(""))
            .orElse("unknown"),
        DriftWords.when(group).orElse("unknown"),
        where(group.clusters()),
        notes);
  }

  private static String where(SortedSet<String> clusters) {
    List<String> named = new ArrayList<>(clusters.stream().limit(CLUSTERS).toList());
    if (clusters.size() > CLUSTERS) {
      named.add("and " + (clusters.size() - CLUSTERS) + " more");
    }
    return (clusters.size() > 1 ? clusters.size() + ": " : "") + String.join(", ", named);
  }

  private Clusters clusters() {
    Map<String, List<DriftedSecret>> byCluster =
        drift.secrets().stream()
            .collect(
                Collectors.groupingBy(
                    secret -> secret.address().cluster(), TreeMap::new, Collectors.toList()));
    return new Clusters(
        COLUMNS,
        plan.clusters().values().stream()
            .sorted(
                // what nobody knows first, then what somebody has to look into
                Comparator.comparing((PlannedCluster cluster) -> cluster.unreadable().isEmpty())
                    .thenComparingInt(
                        cluster -> -byCluster.getOrDefault(cluster.name(), List.of()).size()))
            .map(cluster -> line(cluster, byCluster.getOrDefault(cluster.name(), List.of())))
            .toList());
  }

  private static ClusterLine line(PlannedCluster cluster, List<DriftedSecret> drifted) {
    if (cluster.unreadable().isPresent()) {
      return new ClusterLine(cluster.name(), List.of(), "not read", Tone.UNKNOWN);
    }
    int back = (int) drifted.stream().filter(DriftHtml::isPutBack).count();
    return new ClusterLine(
        cluster.name(),
        List.of(drifted.size(), back, drifted.size() - back),
        drifted.isEmpty() ? "as we wrote it" : "drifted",
        drifted.isEmpty() ? Tone.GOOD : Tone.CHANGE);
  }

  private static boolean isPutBack(DriftedSecret secret) {
    return secret.fields().stream().anyMatch(DriftedField::putBack);
  }

  private Row row(DriftedSecret secret) {
    boolean back = isPutBack(secret);
    return row(
        secret,
        secret.fields().stream().mapToInt(field -> rank(field.cause())).min().orElse(0),
        back ? "~" : ".",
        back ? "put back" : "left alone",
        back ? Tone.CHANGE : Tone.CALM,
        List.of(new Fact("Where from", secret.origin().words())));
  }

  /** What does not count comes last, and can be filtered away. */
  private Row ignored(IgnoreRule rule, DriftedSecret secret) {
    return row(
        secret,
        IGNORED,
        ".",
        "ignored",
        Tone.CALM,
        List.of(
            new Fact("Where from", secret.origin().words()),
            new Fact("Ignored by", rule.by()),
            new Fact("Ignored until", rule.until().toString()),
            new Fact("Because", rule.reason())));
  }

  private Row row(
      DriftedSecret secret, int rank, String symbol, String action, Tone tone, List<Fact> facts) {
    return new Row(
        rank,
        symbol,
        action,
        tone,
        secret.address().cluster(),
        secret.address().ref().toString(),
        secret.fields().stream().map(field -> field.cause().words()).distinct().toList(),
        rank == IGNORED
            ? List.of()
            : secret.fields().stream()
                .flatMap(field ->
                    Optional.ofNullable(numbers.get(DriftKey.of(secret.address(), field))).stream())
                .distinct()
                .toList(),
        headline(secret),
        secret.fields().stream().map(field -> line(secret, field)).toList(),
        facts);
  }

  private static String headline(DriftedSecret secret) {
    List<String> who =
        secret.fields().stream()
            .flatMap(field -> field.by().stream())
            .map(by -> by.manager())
            .distinct()
            .toList();
    List<String> what =
        secret.fields().stream().map(field -> field.field().orElse("the object")).toList();
    return String.join(", ", what.stream().limit(NAMED).toList())
        + (what.size() > NAMED ? " and " + (what.size() - NAMED) + " more" : "")
        + (who.isEmpty() ? "" : " by " + String.join(", ", who));
  }

  private FieldLine line(DriftedSecret secret, DriftedField field) {
    List<String> note = new ArrayList<>();
    field.by().ifPresent(by -> note.add(PlanWords.by(by)));
    note.addAll(DriftWords.notes(secret, field, report.history()));
    if (field.putBack()) {
      note.add("put back by apply");
    }
    return new FieldLine(
        symbol(field.cause()),
        tone(field.cause()),
        field.field().orElse(""),
        field.cause().words(),
        String.join("; ", note));
  }

  private static int rank(Drift.Cause cause) {
    return switch (cause) {
      case OBJECT_DELETED -> 0;
      case OBJECT_RECREATED -> 1;
      case VALUE_CHANGED, KEY_REMOVED -> 2;
      case LABELS_STRIPPED -> 3;
      case METADATA_CHANGED -> 4;
      case KEY_ADDED -> 5;
    };
  }

  private static String symbol(Drift.Cause cause) {
    return switch (cause) {
      case VALUE_CHANGED, METADATA_CHANGED, OBJECT_RECREATED -> "~";
      case KEY_REMOVED, LABELS_STRIPPED, OBJECT_DELETED -> "-";
      case KEY_ADDED -> "+";
    };
  }

  private static Tone tone(Drift.Cause cause) {
    return switch (cause) {
      case VALUE_CHANGED, METADATA_CHANGED, OBJECT_RECREATED -> Tone.CHANGE;
      case KEY_REMOVED, LABELS_STRIPPED, OBJECT_DELETED -> Tone.DANGER;
      case KEY_ADDED -> Tone.GOOD;
    };
  }
}
