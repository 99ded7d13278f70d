package dev.secretsync.report;

import dev.secretsync.model.Origin;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Drift.DriftedField;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.report.HtmlContent.ClusterLine;
import dev.secretsync.report.HtmlContent.Clusters;
import dev.secretsync.report.HtmlContent.Column;
import dev.secretsync.report.HtmlContent.Fact;
import dev.secretsync.report.HtmlContent.FieldLine;
import dev.secretsync.report.HtmlContent.Figure;
import dev.secretsync.report.HtmlContent.Labels;
import dev.secretsync.report.HtmlContent.Notice;
import dev.secretsync.report.HtmlContent.Row;
import dev.secretsync.report.HtmlContent.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Drift as a page: which field of which Secret, what happened, who did it and when. */
final class DriftHtml {
  private static final List<Column> COLUMNS =
      List.of(new Column("", "Secrets"), new Column("", "put back"), new Column("", "left alone"));

  /** Of the fields of a Secret, as long as it is closed. */
  private static final int NAMED = 3;

  private final Drift drift;
  private final Plan plan;

  DriftHtml(Drift drift, Plan plan) {
    this.drift = drift;
    this.plan = plan;
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
        clusters(),
        new Labels(
            "Drifted Secrets",
            none && plan.complete()
                ? "What we wrote is what is there."
                : "Nothing in what could be read.",
            "What apply does",
            "Cause"),
        drift.secrets().stream().map(DriftHtml::row).toList(),
        plan.diagnostics());
  }

  private List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure("", drift.secrets().size(), "Secrets drifted", Tone.CHANGE));
    for (Drift.Cause cause : Drift.Cause.values()) {
      int number =
          (int)
              drift.secrets().stream()
                  .flatMap(secret -> secret.fields().stream())
                  .filter(field -> field.cause() == cause)
                  .count();
      figures.add(new Figure("", number, cause.words(), tone(cause)));
    }
    return figures;
  }

  private List<Notice> notices() {
    List<String> unread =
        plan.clusters().values().stream()
            .flatMap(cluster ->
                cluster.unreadable().stream().map(why -> cluster.name() + ": " + why.summary()))
            .toList();
    return unread.isEmpty()
        ? List.of()
        : List.of(new Notice(Tone.UNKNOWN, "Clusters that could not be read", unread));
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

  private static Row row(DriftedSecret secret) {
    boolean back = isPutBack(secret);
    List<String> causes =
        secret.fields().stream().map(field -> field.cause().words()).distinct().toList();
    return new Row(
        secret.fields().stream().mapToInt(field -> rank(field.cause())).min().orElse(0),
        back ? "~" : ".",
        back ? "put back" : "left alone",
        back ? Tone.CHANGE : Tone.CALM,
        secret.address().cluster(),
        secret.address().ref().toString(),
        causes,
        headline(secret),
        secret.fields().stream().map(field -> line(field, secret.origin())).toList(),
        List.of(new Fact("Where from", secret.origin().words())));
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

  private static FieldLine line(DriftedField field, Origin origin) {
    List<String> note = new ArrayList<>();
    field.by().ifPresent(by -> note.add(PlanText.by(by)));
    if (field.alsoInGit()) {
      note.add("also changed in " + DriftText.side(origin));
    }
    note.add(field.putBack() ? "put back by apply" : "left alone by apply");
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
