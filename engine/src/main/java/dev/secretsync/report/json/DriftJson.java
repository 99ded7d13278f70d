package dev.secretsync.report.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Drift.DriftedField;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.DriftGroup;
import dev.secretsync.plan.DriftHistory;
import dev.secretsync.plan.DriftKey;
import dev.secretsync.plan.DriftReport;
import dev.secretsync.plan.EarlierDrift;
import dev.secretsync.plan.EarlierDrift.Sighting;
import dev.secretsync.plan.IgnoredDrift;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.DriftTotals;
import dev.secretsync.report.DriftWords;
import dev.secretsync.report.RunInfo;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Drift for programs, in the names of cli.md 2.5. */
public final class DriftJson {
  /** What changes when a program that reads it has to. */
  public static final String FORMAT = "1.0";

  public static final String KIND = "secretsync.drift";

  /** Which command it was that failed. */
  public static final String FAILED = "drift";

  /** No reader takes more; a report of 100,000 Secrets that all drifted fits. */
  public static final int MAX_BYTES = 256 << 20;

  /** The status of a cluster that could be read. */
  public static final String READ = "read";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private DriftJson() {}

  /** Writes a drift report; apart from {@code timestamp}, the same report is the same bytes. */
  public static void write(DriftReport report, Plan plan, RunInfo run, Writer out) {
    Drift drift = report.drift();
    ObjectNode root = NODES.objectNode();
    root.put("format_version", FORMAT);
    root.put("kind", KIND);
    root.putObject("tool").put("name", "secretsync").put("version", run.version());
    root.put("timestamp", run.now().toString());
    root.put("has_drift", !drift.isEmpty());
    DriftTotals totals = DriftTotals.of(drift, plan);
    root.put("to_add", totals.add());
    root.put("to_change", totals.change());
    root.put("to_destroy", totals.destroy());
    root.put("to_import", totals.imported());
    root.put("to_forget", totals.forget());
    root.put("changes_outside", !drift.isEmpty() || !report.ignored().isEmpty());
    root.put("summary", DriftWords.summary(report, plan));
    root.put("complete", plan.complete() && plan.part().isEmpty());
    root.set("inputs", PlanJson.inputs(plan));
    root.set("clusters", PlanJson.clusters(plan.clusters().values()));
    ArrayNode unknown = root.putArray("unknown");
    DriftHistory.unknown(plan).stream().map(SecretAddress::toString).forEach(unknown::add);
    ArrayNode groups = root.putArray("groups");
    drift.groups().stream().map(DriftJson::group).forEach(groups::add);
    root.set("resource_drift", drifted(drift, report.history()));
    ArrayNode ignored = root.putArray("ignored");
    report.ignored().stream().map(one -> ignored(one, report.history())).forEach(ignored::add);
    if (!report.history().isEmpty()) {
      root.set("history", history(report));
    }
    List<Diagnostic> diagnostics =
        Stream.concat(plan.diagnostics().stream(), report.warnings().stream()).sorted().toList();
    root.set("diagnostics", DiagnosticsJson.nodes(diagnostics));
    JsonText.write(root, out);
  }

  /** What a plan says of drift; what came before is no part of that. */
  static JsonNode drifted(Drift drift) {
    return drifted(drift, DriftHistory.none());
  }

  private static JsonNode drifted(Drift drift, DriftHistory history) {
    return JsonText.list(drift.secrets().stream().map(secret -> node(secret, history)));
  }

  private static ObjectNode node(DriftedSecret secret, DriftHistory history) {
    ObjectNode node = NODES.objectNode();
    node.put("address", secret.address().toString());
    PlanJson.origin(node, secret.origin());
    ArrayNode fields = node.putArray("fields");
    secret.fields().forEach(field -> fields.add(node(secret, field, history)));
    return node;
  }

  private static ObjectNode node(DriftedSecret secret, DriftedField field, DriftHistory history) {
    ObjectNode node = NODES.objectNode();
    field.field().ifPresent(name -> node.put("field", name));
    node.put("cause", PlanJson.word(field.cause()));
    ChangeJson.writer(node, field.by());
    also(node, secret.origin() instanceof Origin.Collected, field.alsoInGit());
    node.put("put_back", field.putBack());
    if (!history.isEmpty()) {
      Optional<DriftHistory.Since> since = history.since(DriftKey.of(secret.address(), field));
      node.put("new", since.isEmpty());
      since.ifPresent(
          it -> node.put("since", it.first().toString()).put("seen_in_reports", it.reports()));
    }
    return node;
  }

  private static void also(ObjectNode node, boolean collected, boolean alsoThere) {
    node.put(collected ? "also_in_source" : "also_in_git", alsoThere);
  }

  private static ObjectNode group(DriftGroup group) {
    DriftGroup.What what = group.what();
    ObjectNode node = NODES.objectNode();
    node.put("secret", what.secret().toString());
    what.field().ifPresent(name -> node.put("field", name));
    node.put("cause", PlanJson.word(what.cause()));
    what.manager()
        .ifPresent(manager -> {
          ObjectNode by = node.putObject("by").put("manager", manager);
          what.operation().ifPresent(operation -> by.put("operation", operation));
          group.first().ifPresent(time -> by.put("first", time.toString()));
          group.last().ifPresent(time -> by.put("last", time.toString()));
        });
    also(node, what.collected(), what.alsoThere());
    node.put("put_back", what.putBack());
    ArrayNode clusters = node.putArray("clusters");
    group.clusters().forEach(clusters::add);
    return node;
  }

  private static ObjectNode ignored(IgnoredDrift one, DriftHistory history) {
    ObjectNode node = NODES.objectNode();
    node.put("rule", one.rule().name());
    node.set("range", DiagnosticsJson.range(one.rule().at()));
    node.put("until", one.rule().until().toString());
    node.put("reason", one.rule().reason());
    node.set("resource_drift", drifted(one.drift(), history));
    return node;
  }

  private static ObjectNode history(DriftReport report) {
    DriftHistory history = report.history();
    ObjectNode node = NODES.objectNode();
    node.put("reports", history.reports().size());
    node.put("first", history.reports().getLast().time().toString());
    node.put("last", history.reports().getFirst().time().toString());
    node.put("new", history.countNew(report.drift()));
    ArrayNode gone = node.putArray("gone");
    history
        .gone()
        .forEach((key, seen) -> {
          ObjectNode one = gone.addObject().put("address", key.address().toString());
          key.field().ifPresent(name -> one.put("field", name));
          one.put("cause", PlanJson.word(key.cause())).put("last_seen", seen.toString());
        });
    node.set("unseen", sightings(history.unseen()));
    return node;
  }

  private static ArrayNode sightings(Map<DriftKey, Sighting> sightings) {
    ArrayNode nodes = NODES.arrayNode();
    new TreeMap<>(sightings)
        .forEach((key, sighting) -> {
          ObjectNode one = nodes.addObject().put("address", key.address().toString());
          key.field().ifPresent(name -> one.put("field", name));
          one.put("cause", PlanJson.word(key.cause()));
          one.put("since", sighting.first().toString());
          one.put("last_seen", sighting.last().toString());
          one.put("seen_in_reports", sighting.reports());
        });
    return nodes;
  }

  /**
   * Writes the answer of a run that has none. It passes on what earlier reports said, so that the
   * next run can be compared with this answer as with any other.
   *
   * @param earlier by installation
   */
  public static void writeFailed(
      Collection<Diagnostic> diagnostics, SortedMap<String, EarlierDrift> earlier, Writer out) {
    ObjectNode root = DiagnosticsJson.document(diagnostics);
    root.put("command", FAILED);
    ArrayNode nodes = root.putArray("earlier");
    earlier.forEach((installation, drift) -> {
      ObjectNode node = nodes.addObject();
      node.put("installation", installation);
      node.put("timestamp", drift.time().toString());
      node.set("found", sightings(drift.found()));
      ArrayNode unreadable = node.putArray("unreadable");
      drift.unreadable().stream().sorted().forEach(unreadable::add);
      ArrayNode unknown = node.putArray("unknown");
      drift.unknown().stream().sorted().map(SecretAddress::toString).forEach(unknown::add);
    });
    JsonText.write(root, out);
  }
}
