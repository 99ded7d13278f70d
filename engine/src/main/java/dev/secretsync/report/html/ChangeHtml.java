package dev.secretsync.report.html;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.FieldChange;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Origin;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.report.PlanWords;
import dev.secretsync.report.Shown;
import dev.secretsync.report.html.HtmlContent.Fact;
import dev.secretsync.report.html.HtmlContent.FieldLine;
import dev.secretsync.report.html.HtmlContent.Row;
import dev.secretsync.report.html.HtmlContent.Tone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One change of a plan as a row of a page: why, which fields, who and when, allowed by what. */
final class ChangeHtml {
  private static final String DRIFT = "drift";
  private static final String SOMEBODY_ELSE = "somebody else";

  private ChangeHtml() {}

  static Row row(PlannedChange change) {
    Action action = change.action();
    return new Row(
        rank(action),
        action.symbol(),
        word(action),
        tone(action),
        change.address().cluster(),
        change.address().ref().toString(),
        causes(change),
        PlanWords.headline(change),
        fields(change.difference()),
        facts(change));
  }

  /** How an action is called. */
  static String word(Action action) {
    return action == Action.NO_OP ? "no change" : action.name().toLowerCase(Locale.ROOT);
  }

  private static int rank(Action action) {
    return switch (action) {
      case DENIED -> 0;
      case DELETE, REPLACE, MOVE -> 1;
      case CONFLICT, STALE -> 2;
      case UNKNOWN -> 3;
      case RELEASE -> 4;
      case ADOPT, UPDATE -> 5;
      case CREATE -> 6;
      case NO_OP -> 7;
    };
  }

  private static Tone tone(Action action) {
    return switch (action) {
      case DENIED, DELETE, REPLACE, MOVE, CONFLICT, STALE -> Tone.DANGER;
      case UNKNOWN -> Tone.UNKNOWN;
      case ADOPT, UPDATE -> Tone.CHANGE;
      case CREATE -> Tone.GOOD;
      case RELEASE, NO_OP -> Tone.CALM;
    };
  }

  private static List<String> causes(PlannedChange change) {
    List<String> causes = new ArrayList<>();
    if (change.action() == Action.DENIED) {
      causes.add("policy");
    }
    if (change.action() == Action.STALE) {
      causes.add("not as reviewed");
    }
    causes.addAll(
        switch (change.difference()) {
          case Difference.Missing d -> List.of(d.deleted() ? DRIFT : side(d.subject().origin()));
          case Difference.Changed d ->
              moved(
                  d.subject(),
                  Stream.concat(d.changes().stream(), d.foreign().stream()).toList(),
                  d.recreated());
          case Difference.Unchangeable d -> moved(d.subject(), d.changes(), false);
          case Difference.Same d -> List.of(DRIFT);
          case Difference.Orphaned d -> List.of(d.why().isPresent() ? "source" : "Git");
          case Difference.Foreign d ->
              d.recreated() ? List.of(DRIFT, SOMEBODY_ELSE) : List.of(SOMEBODY_ELSE);
          case Difference.NotCollected d ->
              d.owner().isPresent() ? List.of(SOMEBODY_ELSE) : List.of();
          case Difference.Moved d -> List.of(side(d.subject().origin()));
          case Difference.Released d -> List.of("source");
          case Difference.Itself d -> List.of();
          case Difference.Unknown d -> List.of("unreadable");
        });
    return causes;
  }

  private static List<String> moved(
      Subject subject, Collection<FieldChange> changes, boolean recreated) {
    boolean drift = recreated || changes.stream().anyMatch(one -> one.cause().isDrift());
    boolean desired =
        !drift || changes.stream().anyMatch(one -> one.cause() != FieldChange.Cause.LIVE);
    return Stream.concat(
            drift ? Stream.of(DRIFT) : Stream.of(),
            desired ? Stream.of(side(subject.origin())) : Stream.of())
        .toList();
  }

  private static String side(Origin origin) {
    return switch (origin) {
      case Origin.Declared declared -> "Git";
      case Origin.Collected collected -> "source";
    };
  }

  private static List<FieldLine> fields(Difference difference) {
    return switch (difference) {
      case Difference.Missing d -> all("+", Tone.GOOD, d.subject().fields());
      case Difference.Moved d -> all("+", Tone.GOOD, d.subject().fields());
      case Difference.Orphaned d -> all("-", Tone.DANGER, d.fields());
      case Difference.Changed d ->
          Stream.concat(
                  d.changes().stream().map(one -> field(one, d.subject().origin())),
                  d.foreign().stream().map(ChangeHtml::leftAlone))
              .toList();
      case Difference.Unchangeable d ->
          d.changes().stream().map(one -> field(one, d.subject().origin())).toList();
      case Difference.Same d -> d.foreign().stream().map(ChangeHtml::leftAlone).toList();
      case Difference.Foreign d -> List.of();
      case Difference.NotCollected d -> List.of();
      case Difference.Released d -> List.of();
      case Difference.Itself d -> List.of();
      case Difference.Unknown d -> List.of();
    };
  }

  private static List<FieldLine> all(String symbol, Tone tone, Collection<String> fields) {
    return fields.stream()
        .map(field -> new FieldLine(symbol, tone, field, "sensitive value", ""))
        .toList();
  }

  private static FieldLine field(FieldChange change, Origin origin) {
    boolean data = change.field().startsWith("data.");
    String note =
        switch (change.cause()) {
          case GIT -> "";
          case LIVE -> DRIFT + by(change);
          case BOTH -> DRIFT + by(change) + ", and changed in " + side(origin) + " too";
        };
    return switch (change.kind()) {
      case ADD ->
          new FieldLine("+", Tone.GOOD, change.field(), data ? "sensitive value" : "", note);
      case CHANGE ->
          new FieldLine(
              "~",
              Tone.CHANGE,
              change.field(),
              data ? "sensitive value, changed" : "changed",
              note);
      case REMOVE ->
          new FieldLine("-", Tone.DANGER, change.field(), data ? "sensitive value" : "", note);
    };
  }

  private static FieldLine leftAlone(FieldChange change) {
    return new FieldLine(
        " ",
        Tone.CALM,
        change.field(),
        change.field().startsWith("data.") ? "sensitive value, not ours" : "not ours",
        "added" + by(change) + "; left alone by apply");
  }

  private static String by(FieldChange change) {
    return change.by().map(writer -> " " + PlanWords.by(writer)).orElse("");
  }

  private static List<Fact> facts(PlannedChange change) {
    List<Fact> facts = new ArrayList<>();
    change
        .findings()
        .forEach(finding -> {
          facts.add(
              new Fact(
                  "Refused by",
                  finding.code().id() + " " + finding.by() + ": " + finding.reason()));
          if (!finding.declared()) {
            facts.add(new Fact("So", "it is left as it is; the rest of the plan goes on"));
          }
        });
    about(change.difference(), facts);
    change.inputs().keySet().forEach(path -> facts.add(new Fact("Follows from", path)));
    return facts;
  }

  private static void about(Difference difference, List<Fact> facts) {
    switch (difference) {
      case Difference.Missing d -> {
        subject(d.subject(), facts);
        if (d.deleted()) {
          facts.add(new Fact("Before", "it was deleted from the cluster"));
        }
      }
      case Difference.Changed d -> {
        subject(d.subject(), facts);
        seen(d.seen(), facts);
        if (d.recreated()) {
          facts.add(new Fact("Before", "somebody deleted it and created it again"));
        }
        if (d.kept() > 0) {
          facts.add(new Fact("Left alone", Shown.count(d.kept(), "key") + " of others"));
        }
      }
      case Difference.Unchangeable d -> {
        subject(d.subject(), facts);
        seen(d.seen(), facts);
        facts.add(new Fact("Forces replacement", PlanWords.why(d.why())));
      }
      case Difference.Same d -> subject(d.subject(), facts);
      case Difference.Orphaned d -> {
        facts.add(new Fact("Because", PlanWords.orphaned(d)));
        seen(d.seen(), facts);
      }
      case Difference.Foreign d -> {
        subject(d.subject(), facts);
        facts.add(new Fact("Belongs to", d.owner()));
        d.by().ifPresent(by -> facts.add(new Fact("Last written", PlanWords.by(by))));
        facts.add(
            new Fact(
                "Way out",
                d.notAdoptable()
                    .map(why -> "it cannot be adopted: " + why)
                    .orElseGet(() -> PlanWords.wayOut(d))));
      }
      case Difference.NotCollected d -> {
        facts.add(new Fact("Where from", d.origin()));
        facts.add(new Fact("Wanted at", d.wanted().toString()));
        d.owner().ifPresent(owner -> facts.add(new Fact("Belongs to", owner)));
      }
      case Difference.Moved d -> {
        subject(d.subject(), facts);
        facts.add(new Fact("Moves from", d.from().toString()));
      }
      case Difference.Released d -> {
        facts.add(new Fact("Because", d.why()));
        facts.add(new Fact("Stays", "only our labels, annotations and field manager come off"));
        seen(d.seen(), facts);
      }
      case Difference.Itself d -> facts.add(new Fact("Allowed by", d.allowedBy()));
      case Difference.Unknown d -> unknown(d.why(), facts);
    }
  }

  private static void unknown(Diagnostic why, List<Fact> facts) {
    why.at().ifPresent(at -> facts.add(new Fact("At", at.toString())));
    if (!why.hint().isEmpty()) {
      facts.add(new Fact("Next step", why.hint()));
    }
  }

  private static void subject(Subject subject, List<Fact> facts) {
    facts.add(new Fact("Where from", subject.origin().words()));
    subject.reasons().forEach(reason -> facts.add(new Fact("Allowed by", reason)));
    facts.add(new Fact("Type", subject.type()));
  }

  private static void seen(Seen seen, List<Fact> facts) {
    facts.add(new Fact("Live since", Shown.time(seen.created())));
    seen.written()
        .ifPresent(written -> facts.add(new Fact("Last written by us", Shown.time(written))));
  }
}
