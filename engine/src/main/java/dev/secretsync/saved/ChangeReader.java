package dev.secretsync.saved;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Difference.Unchangeable.Why;
import dev.secretsync.diff.FieldChange;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.diff.Writer;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.policy.Finding;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads back one change of a plan. */
final class ChangeReader {
  private static final String DATA = "data.";

  /** What a change says of itself, in each of the three forms that a cause is written in. */
  private static final String DRIFT = "drift";

  private final Entry change;
  private final Entry difference;

  private ChangeReader(Entry change) {
    this.change = change;
    this.difference = change.entry("difference");
  }

  static PlannedChange change(Entry entry) {
    return planned(entry, new ChangeReader(entry).difference());
  }

  /** The same in a result, where one may be other than a reviewed plan allows. */
  static PlannedChange judged(Entry entry) {
    PlannedChange change = change(entry);
    return entry.has("stale")
        ? new PlannedChange(Action.STALE, change.difference(), change.findings(), change.inputs())
        : change;
  }

  static PlannedChange unknown(Entry entry) {
    return planned(
        entry,
        new Difference.Unknown(
            entry.address("address"), PlanReader.diagnostic(entry.entry("error"))));
  }

  private static PlannedChange planned(Entry entry, Difference difference) {
    List<Finding> findings =
        entry.has("findings")
            ? entry.entries("findings").map(ChangeReader::finding).toList()
            : List.of();
    SortedMap<String, String> inputs =
        entry.has("inputs") ? entry.textsByName("inputs") : Collections.emptySortedMap();
    return PlannedChange.of(difference, findings, inputs);
  }

  private Difference difference() {
    return switch (difference.text("kind")) {
      case "missing" ->
          new Difference.Missing(
              subject(), difference.flag("deleted"), difference.flag("namespace_missing"));
      case "changed" ->
          new Difference.Changed(
              subject(),
              seen(),
              fields(change, "field_changes"),
              fields(difference, "foreign_changes"),
              difference.number("kept"),
              difference.flag("recreated"),
              change.entry("change").has("importing"));
      case "unchangeable" ->
          new Difference.Unchangeable(subject(), seen(), fields(change, "field_changes"), why());
      case "same" -> new Difference.Same(subject(), seen(), fields(difference, "foreign_changes"));
      case "orphaned" -> orphaned();
      case "foreign" -> foreign();
      case "not_collected" ->
          new Difference.NotCollected(
              address(),
              change.address("wanted"),
              difference.text("type"),
              difference.textsByName("labels"),
              change.text("reason"),
              change.possibleEntry("conflict").map(conflict -> conflict.text("owner")));
      case "moved" -> new Difference.Moved(subject(), change.address("previous_address"), seen());
      case "released" -> new Difference.Released(address(), seen(), change.text("reason"));
      case "itself" ->
          new Difference.Itself(
              address(),
              change.texts("allowed_by").stream().findFirst().orElseThrow(UnreadablePlan::new));
      default -> throw new UnreadablePlan();
    };
  }

  private Why why() {
    return difference
        .possibleEntry("type_change")
        .<Why>map(type -> new Why.Type(type.text("from"), type.text("to")))
        .orElseGet(Why.Immutable::new);
  }

  private Difference orphaned() {
    Entry before = change.entry("change").entry("before");
    return new Difference.Orphaned(
        address(),
        seen(),
        before.text("type"),
        difference.textsByName("labels"),
        data(before.entry("data").names()),
        change.possibleText("reason"),
        change.possibleText("last_declared_in"),
        change.possibleText("last_applied_commit"));
  }

  private Difference foreign() {
    Entry conflict = change.entry("conflict");
    return new Difference.Foreign(
        subject(difference.text("type"), difference.texts("keys")),
        seen(),
        conflict.text("owner"),
        conflict.possibleEntry("by").map(ChangeReader::writer),
        conflict.possibleText("not_adoptable"),
        difference.flag("recreated"));
  }

  private Subject subject() {
    Entry after = change.entry("change").entry("after");
    return subject(after.text("type"), after.entry("data").names());
  }

  private Subject subject(String type, List<String> keys) {
    return new Subject(
        address(),
        type,
        difference.textsByName("labels"),
        data(keys),
        origin(),
        change.texts("allowed_by"));
  }

  private Origin origin() {
    if (change.has("collected")) {
      Entry collected = change.entry("collected");
      return new Origin.Collected(
          collected.address("from"),
          collected.text("identity"),
          collected.text("version"),
          collected.text("control_plane"));
    }
    Entry declared = change.entry("declared");
    return new Origin.Declared(
        new SourceLocation(
            declared.text("file"), declared.number("line"), declared.number("column")),
        declared.text("blob"));
  }

  private Seen seen() {
    Entry preconditions = change.entry("preconditions");
    Entry live = difference.entry("live");
    return new Seen(
        preconditions.text("uid"),
        preconditions.text("resourceVersion"),
        live.text("type"),
        live.textsByName("labels"),
        live.instant("created"),
        live.possibleInstant("written"));
  }

  private SecretAddress address() {
    return change.address("address");
  }

  private static SortedSet<String> data(List<String> keys) {
    return keys.stream().map(key -> DATA + key).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<FieldChange> fields(Entry entry, String name) {
    return entry.entries(name).map(ChangeReader::field).toList();
  }

  private static FieldChange field(Entry entry) {
    return new FieldChange(
        entry.text("field"),
        PlanReader.one(FieldChange.Kind.class, entry.text("action")),
        cause(entry.texts("causes")),
        entry.possibleEntry("by").map(ChangeReader::writer));
  }

  private static FieldChange.Cause cause(List<String> causes) {
    if (!causes.contains(DRIFT)) {
      return FieldChange.Cause.GIT;
    }
    return causes.size() == 1 ? FieldChange.Cause.LIVE : FieldChange.Cause.BOTH;
  }

  private static Writer writer(Entry entry) {
    return new Writer(
        entry.text("manager"), entry.text("operation"), entry.possibleInstant("time"));
  }

  private static Finding finding(Entry entry) {
    return new Finding(
        entry.address("address"),
        PlanReader.code(entry.text("code")),
        entry.text("rule"),
        entry.possibleEntry("range").map(PlanReader::location),
        entry.text("reason"),
        entry.flag("declared"));
  }
}
