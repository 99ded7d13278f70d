package dev.secretsync.report.html;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.offline.Field;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.offline.OtherChange;
import dev.secretsync.offline.Reached;
import dev.secretsync.offline.Refusal;
import dev.secretsync.offline.SecretChange;
import dev.secretsync.offline.TargetChange;
import dev.secretsync.report.OfflineTotals;
import dev.secretsync.report.OfflineWords;
import dev.secretsync.report.html.HtmlContent.Clusters;
import dev.secretsync.report.html.HtmlContent.Fact;
import dev.secretsync.report.html.HtmlContent.FieldLine;
import dev.secretsync.report.html.HtmlContent.Figure;
import dev.secretsync.report.html.HtmlContent.Labels;
import dev.secretsync.report.html.HtmlContent.Notice;
import dev.secretsync.report.html.HtmlContent.Row;
import dev.secretsync.report.html.HtmlContent.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** An offline plan as a page: what Git alone can tell. Shows no value and no ciphertext. */
final class OfflineHtml {
  private final OfflinePlan plan;
  private final OfflineTotals totals;

  OfflineHtml(OfflinePlan plan) {
    this.plan = plan;
    this.totals = OfflineTotals.of(plan);
  }

  HtmlContent content() {
    boolean broken = plan.diagnostics().stream().anyMatch(Diagnostic::isError);
    return new HtmlContent(
        "Offline plan",
        "",
        plan.hasChanges()
            ? totals.line()
            : plan.complete() ? "No changes." : "No changes in what could be read.",
        tone(broken),
        List.of(
            new Fact("Base", plan.base().shortCommit()),
            new Fact("Commit", plan.head().shortCommit()),
            new Fact("Judged by", OfflineWords.judge(plan)),
            new Fact("Read", "Git only: no cluster was asked and nothing was decrypted")),
        figures(),
        notices(broken),
        List.of(),
        Clusters.none(),
        new Labels("Changes", "Git declares what it declared.", "Action", "Kind"),
        rows(),
        plan.diagnostics());
  }

  private Tone tone(boolean broken) {
    if (broken || !OfflineWords.isCalm(plan)) {
      return Tone.DANGER;
    }
    if (!plan.complete()) {
      return Tone.UNKNOWN;
    }
    return plan.hasChanges() ? Tone.CHANGE : Tone.GOOD;
  }

  private List<Figure> figures() {
    return List.of(
        new Figure("+", totals.managed(), "newly managed", Tone.GOOD),
        new Figure("~", totals.changed(), "changed", Tone.CHANGE),
        new Figure("-", totals.left(), "no longer managed", Tone.DANGER),
        new Figure("-/+", totals.moved(), "moved", Tone.DANGER),
        new Figure("!", totals.reached(), "newly reached", Tone.DANGER),
        new Figure("!", totals.denied(), "denied", Tone.DANGER),
        new Figure("!", totals.mayBeDenied(), "may be denied", Tone.CHANGE),
        new Figure("?", totals.unknown(), "unknown", Tone.UNKNOWN));
  }

  private List<Notice> notices(boolean broken) {
    List<Notice> notices = new ArrayList<>();
    if (broken) {
      notices.add(
          new Notice(
              Tone.DANGER,
              "The declarations are invalid: what is shown may be incomplete",
              List.of()));
    }
    if (!plan.trust().isEmpty()) {
      notices.add(
          new Notice(
              Tone.DANGER,
              "What may be done, or who may decrypt, changes",
              plan.trust().stream()
                  .map(one -> one.kind().words() + ", " + one.path() + ": " + one.words())
                  .toList()));
    }
    if (!plan.reached().isEmpty()) {
      notices.add(
          new Notice(
              Tone.DANGER,
              "Clusters that may have a Secret which they could not have before",
              plan.reached().stream().map(one -> one.address().toString()).toList()));
    }
    if (totals.rewritten()) {
      notices.add(new Notice(Tone.CALM, OfflineWords.REWRITTEN, List.of()));
    }
    return notices;
  }

  private List<Row> rows() {
    return Stream.of(
            plan.refusals().stream().map(OfflineHtml::refusal),
            plan.reached().stream().map(OfflineHtml::reached),
            plan.secrets().stream().flatMap(OfflineHtml::secret),
            plan.others().stream().map(OfflineHtml::other))
        .flatMap(rows -> rows)
        .toList();
  }

  private static Row refusal(Refusal refusal) {
    return row(
        0,
        "!",
        refusal.isCertain() ? "denied" : "may be denied",
        refusal.isCertain() ? Tone.DANGER : Tone.CHANGE,
        refusal.finding().address(),
        "policy",
        OfflineWords.rule(refusal),
        List.of(),
        List.of(new Fact("Declared at", refusal.at().toString())));
  }

  private static Row reached(Reached reached) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Declared at", reached.at().toString()));
    reached.reasons().forEach(reason -> facts.add(new Fact("Allowed by", reason)));
    reached.because().forEach(cause -> facts.add(new Fact("Because", cause)));
    return row(
        1,
        "!",
        "newly reached",
        Tone.DANGER,
        reached.address(),
        "authorization",
        "this cluster could not have it before",
        List.of(),
        facts);
  }

  private static Stream<Row> secret(SecretChange change) {
    List<FieldLine> fields = change.fields().stream().map(OfflineHtml::field).toList();
    List<TargetChange> targets =
        change.targets().stream()
            .filter(target -> OfflineWords.isWorthSaying(change, target))
            .toList();
    if (targets.isEmpty()) {
      return Stream.of(
          new Row(
              5,
              "~",
              "declaration",
              Tone.CALM,
              "Git",
              change.name(),
              List.of("Secret"),
              OfflineWords.what(change),
              fields,
              facts(change, List.of())));
    }
    return targets.stream()
        .map(target ->
            row(
                rank(target.fate()),
                symbol(target.fate()),
                target.fate().name().toLowerCase(Locale.ROOT),
                tone(target.fate()),
                target.address(),
                "Secret",
                headline(target) + "; the declaration " + OfflineWords.what(change),
                fields,
                facts(change, target.reasons())));
  }

  private static String headline(TargetChange target) {
    return switch (target.fate()) {
      case MANAGED -> "will be newly managed";
      case LEFT -> "will no longer be managed";
      case MOVED -> OfflineWords.verb(target) + " here from " + OfflineWords.from(target);
      case TAKEN ->
          "was declared at " + target.owner().map(Object::toString).orElse("another place");
      case CHANGED -> "will be changed";
      case KEPT -> "stays declared";
      case UNKNOWN -> "is unknown";
    };
  }

  private static List<Fact> facts(SecretChange change, List<String> reasons) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Where", OfflineWords.places(change)));
    reasons.forEach(reason -> facts.add(new Fact("Allowed by", reason)));
    change.notes().forEach(note -> facts.add(new Fact("Note", note)));
    return facts;
  }

  private static Row other(OtherChange change) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Declared at", change.at().toString()));
    change.notes().forEach(note -> facts.add(new Fact("Note", note)));
    return new Row(
        6,
        "~",
        "declaration",
        Tone.CALM,
        "Git",
        change.name(),
        List.of(change.kind()),
        OfflineWords.what(change),
        change.fields().stream().map(OfflineHtml::field).toList(),
        facts);
  }

  private static Row row(
      int rank,
      String symbol,
      String action,
      Tone tone,
      SecretAddress address,
      String cause,
      String headline,
      List<FieldLine> fields,
      List<Fact> facts) {
    return new Row(
        rank,
        symbol,
        action,
        tone,
        address.cluster(),
        address.ref().toString(),
        List.of(cause),
        headline,
        fields,
        facts);
  }

  private static FieldLine field(Field field) {
    return switch (field.kind()) {
      case ADDED -> new FieldLine("+", Tone.GOOD, field.name(), field.words(), "");
      case CHANGED -> new FieldLine("~", Tone.CHANGE, field.name(), field.words(), "");
      case REMOVED -> new FieldLine("-", Tone.DANGER, field.name(), field.words(), "");
    };
  }

  private static int rank(TargetChange.Fate fate) {
    return switch (fate) {
      case LEFT, MOVED -> 2;
      case UNKNOWN -> 3;
      case TAKEN, CHANGED -> 4;
      case MANAGED -> 5;
      case KEPT -> 6;
    };
  }

  private static String symbol(TargetChange.Fate fate) {
    return switch (fate) {
      case MANAGED -> "+";
      case LEFT -> "-";
      case MOVED -> "-/+";
      case TAKEN, CHANGED -> "~";
      case KEPT -> " ";
      case UNKNOWN -> "?";
    };
  }

  private static Tone tone(TargetChange.Fate fate) {
    return switch (fate) {
      case MANAGED -> Tone.GOOD;
      case LEFT, MOVED -> Tone.DANGER;
      case TAKEN, CHANGED -> Tone.CHANGE;
      case UNKNOWN -> Tone.UNKNOWN;
      case KEPT -> Tone.CALM;
    };
  }
}
