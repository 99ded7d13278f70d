package dev.secretsync.report;

import dev.secretsync.model.Origin;
import dev.secretsync.plan.Drift.DriftedField;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.DriftGroup;
import dev.secretsync.plan.DriftHistory;
import dev.secretsync.plan.DriftKey;
import dev.secretsync.plan.DriftReport;
import dev.secretsync.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said of drift, in the same words in every format. */
public final class DriftWords {
  private DriftWords() {}

  /** The whole report in one line. */
  public static String summary(DriftReport report, Plan plan) {
    int ignored = report.countIgnored();
    String known = ignored == 0 ? "" : " " + Shown.count(ignored, "finding") + " ignored.";
    String gone =
        report.history().gone().isEmpty()
            ? ""
            : " " + report.history().gone().size() + " gone since the last report.";
    if (report.drift().isEmpty()) {
      return (plan.complete()
              ? "No drift." + (ignored == 0 ? " What we wrote is what is there." : "")
              : "No drift in what could be read.")
          + known
          + gone;
    }
    int fresh = report.history().countNew(report.drift());
    return "Drift: "
        + Shown.count(report.drift().secrets().size(), "Secret")
        + (report.history().isEmpty() ? "" : ", " + Shown.count(fresh, "new finding"))
        + "."
        + known
        + gone;
  }

  /** {@code kubectl-edit (Update) changed data.password of akuity/database}. */
  public static String sentence(DriftGroup group) {
    DriftGroup.What what = group.what();
    String did =
        switch (what.cause()) {
          case VALUE_CHANGED, METADATA_CHANGED -> "changed";
          case KEY_REMOVED -> "removed";
          case KEY_ADDED -> "added";
          case LABELS_STRIPPED -> "stripped";
          case OBJECT_DELETED -> "deleted";
          case OBJECT_RECREATED -> "recreated";
        };
    String who =
        what.manager()
            .map(manager ->
                Shown.name(manager) + what.operation().map(how -> " (" + how + ")").orElse(""))
            .orElse("somebody");
    return who
        + " "
        + did
        + " "
        + what.field().map(field -> Shown.name(field) + " of ").orElse("")
        + Shown.name(what.secret().toString());
  }

  /** From when to when; empty where nobody can tell. */
  public static Optional<String> when(DriftGroup group) {
    return group
        .first()
        .map(first ->
            Shown.time(first)
                + group
                    .last()
                    .filter(last -> !last.equals(first))
                    .map(last -> " to " + Shown.time(last))
                    .orElse(""));
  }

  /** What else is to be known about all of a group. */
  public static List<String> notes(DriftGroup.What what) {
    return notes(what.alsoThere(), what.collected() ? "the source" : "Git", what.putBack());
  }

  /** What else is to be known about one field. */
  public static List<String> notes(DriftedSecret secret, DriftedField field, DriftHistory history) {
    List<String> notes = notes(field.alsoInGit(), side(secret.origin()), field.putBack());
    since(history, DriftKey.of(secret.address(), field)).ifPresent(notes::add);
    return notes;
  }

  private static List<String> notes(boolean also, String where, boolean putBack) {
    List<String> notes = new ArrayList<>();
    if (also) {
      notes.add("also changed in " + where);
    }
    if (!putBack) {
      notes.add("left alone by apply");
    }
    return notes;
  }

  /** Since when something has been there; empty where there is nothing to compare with. */
  public static Optional<String> since(DriftHistory history, DriftKey key) {
    if (history.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        history
            .since(key)
            .map(since ->
                "since "
                    + Shown.time(since.first())
                    + ", seen in "
                    + Shown.count(since.reports(), "report"))
            .orElse("new"));
  }

  /** {@code c1/akuity/database data.password: value changed, last seen ...}. */
  public static String gone(DriftKey key, Instant seen) {
    return Shown.name(key.address().toString())
        + key.field().map(field -> " " + Shown.name(field)).orElse("")
        + ": "
        + key.cause().words()
        + ", last seen "
        + Shown.time(seen);
  }

  /** Where else a field changed. */
  public static String side(Origin origin) {
    return switch (origin) {
      case Origin.Declared declared -> "Git";
      case Origin.Collected collected -> Shown.name(collected.source().cluster());
    };
  }

  /**
   * How long something has been in some clusters.
   *
   * @param clusters in how many it is
   * @param fresh in how many of them no earlier report saw it
   * @param first when the first of the others was seen first
   */
  public static String since(int clusters, int fresh, Optional<Instant> first) {
    if (fresh == clusters || first.isEmpty()) {
      return "new";
    }
    return "since "
        + Shown.time(first.get())
        + (fresh == 0 ? "" : ", new in " + Shown.count(fresh, "cluster"));
  }
}
