package dev.secretsync.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.policy.Finding;
import dev.secretsync.policy.Guard;
import java.io.Writer;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What apply did, for programs (cli.md 4.8): complete enough to be the record of the run, which
 * says who did what and when, from which commit, judged by which policy, and which limits were
 * overruled.
 */
public final class ResultJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ResultJson() {}

  /** Writes the result. */
  public static void write(Result result, PerformedRun run, Instant finished, Writer out) {
    ObjectNode root = head(run);
    root.put("finished", finished.toString());
    Plan plan = result.plan();
    root.set("inputs", PlanJson.inputs(plan));
    root.set("policy", PlanJson.policy(plan.policy()));
    exitCodes(root, result.exitCodes());
    root.set("clusters", clusters(result));
    ArrayNode guards = root.putArray("guards");
    plan.guards().stream().map(guard -> guard(guard, result)).forEach(guards::add);
    ArrayNode namespaces = root.putArray("namespaces_created");
    result.namespacesCreated().forEach(namespaces::add);
    Map<SecretAddress, PlannedChange> planned = new TreeMap<>();
    plan.changes().stream()
        .filter(change -> !refused(change.action()))
        .forEach(change -> planned.put(change.address(), change));
    ArrayNode changes = root.putArray("changes");
    result
        .changes()
        .forEach(change -> {
          ObjectNode node = change(change);
          Optional.ofNullable(planned.get(change.address()))
              .filter(one -> !one.inputs().isEmpty())
              .ifPresent(one -> node.set("inputs", ChangeJson.texts(one.inputs())));
          changes.add(node);
        });
    ArrayNode others = root.putArray("not_written");
    plan.changes().stream()
        .filter(change -> refused(change.action()))
        .map(ResultJson::notWritten)
        .forEach(others::add);
    ObjectNode summary = root.putObject("summary");
    counts(summary, result.changes());
    root.set("diagnostics", DiagnosticsJson.nodes(result.diagnostics()));
    JsonText.write(root, out);
  }

  /** Writes that nothing was done, because the run was refused before anything was planned. */
  public static void refused(
      Collection<Diagnostic> diagnostics, PerformedRun run, Instant finished, Writer out) {
    ObjectNode root = head(run);
    root.put("finished", finished.toString());
    exitCodes(root, codes(diagnostics));
    nothingDone(root, diagnostics, out);
  }

  /** Writes that nothing was done of a plan, because a guard stopped it. */
  public static void refused(
      Plan plan,
      Collection<Diagnostic> diagnostics,
      PerformedRun run,
      Instant finished,
      Writer out) {
    ObjectNode root = head(run);
    root.put("finished", finished.toString());
    root.set("inputs", PlanJson.inputs(plan));
    root.set("policy", PlanJson.policy(plan.policy()));
    Set<ExitCode> codes = codes(diagnostics);
    codes.addAll(plan.exitCodes());
    exitCodes(root, codes);
    ArrayNode guards = root.putArray("guards");
    plan.guards().stream()
        .map(guard -> PlanJson.guard(guard).put("acknowledged", false))
        .forEach(guards::add);
    nothingDone(root, diagnostics, out);
  }

  private static Set<ExitCode> codes(Collection<Diagnostic> diagnostics) {
    Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
    diagnostics.stream()
        .filter(Diagnostic::isError)
        .map(diagnostic -> diagnostic.code().exitCode())
        .forEach(codes::add);
    return codes;
  }

  private static void nothingDone(
      ObjectNode root, Collection<Diagnostic> diagnostics, Writer out) {
    root.putArray("changes");
    counts(root.putObject("summary"), List.of());
    root.set("diagnostics", DiagnosticsJson.nodes(diagnostics));
    JsonText.write(root, out);
  }

  /**
   * The first line of a result while the run goes on. When the run is killed, this and the lines
   * after it are what stays.
   */
  public static String firstLine(PerformedRun run) {
    ObjectNode root = head(run);
    root.put("kind", "secretsync.result.partial");
    root.put(
        "note",
        "the run has not ended, or was killed: one line for each change that has, the last one"
            + " about a change holds; running apply again finishes the rest");
    return JsonText.line(root);
  }

  /** The line that says what is about to be written. */
  public static String plannedLine(Plan plan) {
    ObjectNode root = NODES.objectNode();
    root.set("inputs", PlanJson.inputs(plan));
    root.set("policy", PlanJson.policy(plan.policy()));
    ArrayNode planned = root.putArray("planned");
    plan.changes().stream()
        .filter(change -> change.action().writes())
        .forEach(change ->
            planned
                .addObject()
                .put("address", change.address().toString())
                .put("action", word(change.action())));
    return JsonText.line(root);
  }

  /** The line of a change that has an outcome. */
  public static String line(ChangeResult change, Instant now) {
    ObjectNode node = change(change);
    node.put("at", now.toString());
    return JsonText.line(node);
  }

  private static ObjectNode head(PerformedRun run) {
    ObjectNode root = NODES.objectNode();
    root.put("format_version", "1.0");
    root.put("kind", "secretsync.result");
    root.putObject("tool").put("name", "secretsync").put("version", run.version());
    ObjectNode node = root.putObject("run");
    node.put("id", run.run().id());
    node.put("who", run.run().who());
    run.run().url().ifPresent(url -> node.put("url", url));
    root.put("started", run.started().toString());
    run.reviewed().ifPresent(plan -> root.set("reviewed", reviewed(plan)));
    return root;
  }

  private static ObjectNode reviewed(ReviewedPlan plan) {
    ObjectNode node = NODES.objectNode();
    node.put("commit", plan.commit());
    node.put("timestamp", plan.made().toString());
    node.put("expires", plan.expires().toString());
    plan.signedBy().ifPresent(key -> node.put("signed_by", key));
    return node;
  }

  private static void exitCodes(ObjectNode root, Set<ExitCode> codes) {
    root.put("exit_code", ExitCode.worst(codes).number());
    ArrayNode all = root.putArray("exit_codes");
    codes.stream().map(ExitCode::number).sorted().forEach(all::add);
  }

  private static ObjectNode clusters(Result result) {
    Map<String, List<ChangeResult>> byCluster =
        result.changes().stream()
            .collect(
                Collectors.groupingBy(
                    change -> change.address().cluster(), TreeMap::new, Collectors.toList()));
    ObjectNode clusters = PlanJson.clusters(result.plan().clusters().values());
    clusters
        .properties()
        .forEach(cluster ->
            counts(
                ((ObjectNode) cluster.getValue()).putObject("counts"),
                byCluster.getOrDefault(cluster.getKey(), List.of())));
    return clusters;
  }

  /** A limit that tripped stops an apply unless somebody counted out that it is meant. */
  private static ObjectNode guard(Guard guard, Result result) {
    return PlanJson.guard(guard)
        .put("acknowledged", guard.tripped() && !result.changes().isEmpty());
  }

  private static void counts(ObjectNode node, List<ChangeResult> changes) {
    for (Outcome outcome : new TreeSet<>(Set.of(Outcome.values()))) {
      node.put(outcome.word(), changes.stream().filter(one -> one.outcome() == outcome).count());
    }
  }

  private static ObjectNode change(ChangeResult change) {
    ObjectNode node = NODES.objectNode();
    node.put("address", change.address().toString());
    node.put("action", word(change.action()));
    node.put("outcome", change.outcome().word());
    node.put("attempts", change.trail().attempts());
    change.trail().uid().ifPresent(uid -> node.put("uid", uid));
    change
        .trail()
        .resourceVersion()
        .ifPresent(version -> node.put("resource_version_after", version));
    change.why().ifPresent(why -> node.set("error", DiagnosticsJson.node(why)));
    return node;
  }

  private static boolean refused(Action action) {
    return action == Action.DENIED || action == Action.CONFLICT || action == Action.UNKNOWN;
  }

  private static ObjectNode notWritten(PlannedChange change) {
    ObjectNode node = NODES.objectNode();
    node.put("address", change.address().toString());
    node.put("action", word(change.action()));
    if (!change.findings().isEmpty()) {
      ArrayNode rules = node.putArray("rules");
      change.findings().stream().map(Finding::rule).forEach(rules::add);
    }
    return node;
  }

  private static String word(Action action) {
    return PlanJson.word(action).replace('_', '-');
  }
}
