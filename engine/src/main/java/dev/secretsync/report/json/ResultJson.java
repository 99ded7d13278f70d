package dev.secretsync.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.model.Code;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Run;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.policy.Finding;
import dev.secretsync.policy.Guard;
import dev.secretsync.report.ApplyRecord;
import dev.secretsync.report.PerformedRun;
import dev.secretsync.report.ReviewedPlan;
import java.io.Writer;
import java.time.Instant;
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
 * overruled. It holds the plan too, apart from what was as it should be, so that every report of
 * the run can be made from it again.
 */
public final class ResultJson {
  /** What changes when a program that reads it has to. */
  public static final String FORMAT = "1.0";

  public static final String KIND = "secretsync.result";

  /** Of the first line, while the run goes on. */
  public static final String PARTIAL_KIND = "secretsync.result.partial";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ResultJson() {}

  /** Writes the result. */
  public static void write(Result result, PerformedRun run, Instant finished, Writer out) {
    write(new ApplyRecord.Ended(result, run, finished), out);
  }

  /** Writes how an apply ended. */
  public static void write(ApplyRecord record, Writer out) {
    ObjectNode root = head(record.run());
    root.put("finished", record.finished().toString());
    switch (record) {
      case ApplyRecord.Ended ended -> ended(root, ended.result());
      case ApplyRecord.Refused refused -> refused(root, refused);
    }
    JsonText.write(root, out);
  }

  private static void ended(ObjectNode root, Result result) {
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
    counts(root.putObject("summary"), result.changes());
    root.set("diagnostics", DiagnosticsJson.nodes(result.diagnostics()));
    root.set("plan", PlanJson.pending(plan));
  }

  private static void refused(ObjectNode root, ApplyRecord.Refused refused) {
    refused
        .plan()
        .ifPresent(plan -> {
          root.set("inputs", PlanJson.inputs(plan));
          root.set("policy", PlanJson.policy(plan.policy()));
        });
    exitCodes(root, refused.exitCodes());
    refused
        .plan()
        .ifPresent(plan -> {
          root.set("clusters", PlanJson.clusters(plan.clusters().values()));
          ArrayNode guards = root.putArray("guards");
          plan.guards().stream()
              .map(guard -> PlanJson.guard(guard).put("acknowledged", false))
              .forEach(guards::add);
        });
    root.putArray("changes");
    counts(root.putObject("summary"), List.of());
    root.set("diagnostics", DiagnosticsJson.nodes(refused.why()));
    refused.plan().ifPresent(plan -> root.set("plan", PlanJson.pending(plan)));
  }

  /**
   * The first line of a result while the run goes on. When the run is killed, this and the lines
   * after it are what stays.
   */
  public static String firstLine(PerformedRun run) {
    ObjectNode root = head(run);
    root.put("kind", PARTIAL_KIND);
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
    root.set("clusters", PlanJson.clusters(plan.clusters().values()));
    ArrayNode guards = root.putArray("guards");
    plan.guards().stream().map(PlanJson::guard).forEach(guards::add);
    root.set("plan", PlanJson.pending(plan));
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
    root.put("format_version", FORMAT);
    root.put("kind", KIND);
    root.putObject("tool").put("name", "secretsync").put("version", run.version());
    if (run.runs().size() == 1) {
      root.set("run", run(run.runs().getFirst()));
    } else {
      ArrayNode runs = root.putArray("runs");
      run.runs().stream().map(ResultJson::run).forEach(runs::add);
    }
    root.put("started", run.started().toString());
    run.reviewed().ifPresent(plan -> root.set("reviewed", reviewed(plan)));
    return root;
  }

  private static ObjectNode run(Run run) {
    ObjectNode node = NODES.objectNode();
    node.put("id", run.id());
    node.put("who", run.who());
    run.url().ifPresent(url -> node.put("url", url));
    return node;
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
    boolean written =
        result.changes().stream()
            .filter(change -> change.address().cluster().equals(guard.cluster()))
            .anyMatch(change -> change.why().filter(why -> why.code() == Code.GUARD).isEmpty());
    return PlanJson.guard(guard).put("acknowledged", guard.tripped() && written);
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
