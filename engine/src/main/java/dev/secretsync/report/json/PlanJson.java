package dev.secretsync.report.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.diff.Difference;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Origin;
import dev.secretsync.model.TrustChange;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Part;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.Guard;
import dev.secretsync.policy.PolicySource;
import dev.secretsync.policy.Wave;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.Totals;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A plan for programs, in the names of Terraform's plan JSON, so that policies and viewers written
 * for that read it (cli.md 2.4, 4.7). Where Terraform holds a sensitive value this holds {@code
 * null}; there are no digests either. It says everything that the plan does: a saved plan is this
 * document, and is read back from it.
 */
public final class PlanJson {
  /** What changes when a program that reads it has to. */
  public static final String FORMAT = "1.0";

  public static final String KIND = "secretsync.plan";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private PlanJson() {}

  /** Writes the plan; apart from {@code timestamp}, the same plan is the same bytes. */
  public static void write(Plan plan, RunInfo run, java.io.Writer out) {
    write(plan, run, Optional.empty(), out);
  }

  /**
   * Writes a plan to be applied later.
   *
   * @param expires until when it may be
   */
  public static void write(Plan plan, RunInfo run, Optional<Instant> expires, java.io.Writer out) {
    ObjectNode root = NODES.objectNode();
    root.put("format_version", FORMAT);
    root.put("kind", KIND);
    root.putObject("tool").put("name", "secretsync").put("version", run.version());
    root.put("timestamp", run.now().toString());
    expires.ifPresent(until -> root.put("expires", until.toString()));
    root.put("applyable", plan.applyable() && plan.hasChanges());
    root.put("complete", plan.complete() && plan.part().isEmpty());
    root.put("errored", false);
    root.set("inputs", inputs(plan));
    root.set("policy", policy(plan.policy()));
    root.set("trust_changes", trust(plan));
    root.set("clusters", clusters(plan.clusters().values()));
    root.set("waves", waves(plan));
    root.set("resource_changes", changes(plan, _ -> true));
    root.set("resource_drift", DriftJson.drifted(Drift.of(plan)));
    // both stand in the changes too; policies written for plans look for them here (cli.md 4.7)
    root.set(
        "denied",
        JsonText.list(
            plan.changes().stream()
                .flatMap(change -> change.findings().stream())
                .map(ChangeJson::finding)));
    ArrayNode conflicts = root.putArray("conflicts");
    plan.changes().stream()
        .filter(change -> change.action() == Action.CONFLICT)
        .forEach(change -> conflicts.add(change.address().toString()));
    root.set("unknown", unknown(plan));
    ArrayNode guards = root.putArray("guards");
    plan.guards().stream().map(PlanJson::guard).forEach(guards::add);
    root.set("unassigned", unassigned(plan));
    root.set("diagnostics", DiagnosticsJson.nodes(plan.diagnostics()));
    root.set("summary", summary(plan));
    JsonText.write(root, out);
  }

  /**
   * What a result says of its plan beside inputs, policy, clusters and guards: everything but the
   * Secrets that are as they should be, which are many and of which no report of a result tells.
   */
  static ObjectNode pending(Plan plan) {
    ObjectNode node = NODES.objectNode();
    node.set("trust_changes", trust(plan));
    node.set("waves", waves(plan));
    node.set("resource_changes", changes(plan, action -> action != Action.NO_OP));
    node.set("unknown", unknown(plan));
    node.set("unassigned", unassigned(plan));
    node.set("diagnostics", DiagnosticsJson.nodes(plan.diagnostics()));
    return node;
  }

  private static JsonNode changes(Plan plan, Predicate<Action> which) {
    return JsonText.list(
        plan.changes().stream()
            .filter(change -> !(change.difference() instanceof Difference.Unknown))
            .filter(change -> which.test(change.action()))
            .map(ChangeJson::change));
  }

  private static JsonNode unknown(Plan plan) {
    return JsonText.list(
        plan.changes().stream()
            .flatMap(change ->
                change.difference() instanceof Difference.Unknown difference
                    ? Stream.of(ChangeJson.unknown(change, difference))
                    : Stream.empty()));
  }

  private static ArrayNode trust(Plan plan) {
    ArrayNode trust = NODES.arrayNode();
    plan.trust().stream().map(PlanJson::trust).forEach(trust::add);
    return trust;
  }

  private static ArrayNode waves(Plan plan) {
    ArrayNode waves = NODES.arrayNode();
    plan.waves().stream().map(PlanJson::wave).forEach(waves::add);
    return waves;
  }

  private static ArrayNode unassigned(Plan plan) {
    ArrayNode unassigned = NODES.arrayNode();
    plan.unassigned().forEach(unassigned::add);
    return unassigned;
  }

  static ObjectNode inputs(Plan plan) {
    ObjectNode inputs = NODES.objectNode();
    inputs.put("commit", plan.revision().commit());
    inputs.put("tree", plan.revision().tree());
    inputs.put("uncommitted", plan.revision().uncommitted());
    inputs.put("installation", plan.installation());
    plan.part().ifPresent(part -> inputs.set("shard", shard(part)));
    return inputs;
  }

  /** With the names of the fleet, so that whoever merges parts can say what is missing. */
  private static ObjectNode shard(Part part) {
    ObjectNode shard =
        NODES.objectNode().put("index", part.shard().index()).put("of", part.shard().of());
    ArrayNode fleet = shard.putArray("fleet");
    part.fleet().forEach(fleet::add);
    return shard;
  }

  static ObjectNode policy(PolicySource source) {
    ObjectNode policy = NODES.objectNode();
    policy.put("trust_ref", source.trustedRef());
    policy.put("commit", source.commit());
    policy.set("files", ChangeJson.texts(source.files()));
    return policy;
  }

  private static ObjectNode trust(TrustChange change) {
    return NODES
        .objectNode()
        .put("kind", word(change.kind()))
        .put("file", change.path())
        .put("change", change.words());
  }

  static ObjectNode clusters(Collection<PlannedCluster> clusters) {
    ObjectNode nodes = NODES.objectNode();
    for (PlannedCluster cluster : clusters) {
      ObjectNode node = nodes.putObject(cluster.name());
      cluster.identity().ifPresent(uid -> node.put("uid", uid));
      node.put("status", cluster.unreadable().map(PlanJson::status).orElse(DriftJson.READ));
      cluster.unreadable().ifPresent(why -> node.set("error", DiagnosticsJson.node(why)));
      node.put("declared", cluster.declared());
      if (!cluster.wave().isEmpty()) {
        node.put("wave", cluster.wave());
      }
      ArrayNode namespaces = node.putArray("namespaces_to_create");
      cluster.namespacesToCreate().forEach(namespaces::add);
    }
    return nodes;
  }

  /** A cluster that answered and is not the one we meant is not one to try again. */
  private static String status(Diagnostic unreadable) {
    return unreadable.code().exitCode() == ExitCode.UNREACHABLE ? "unreachable" : "refused";
  }

  private static ObjectNode wave(Wave wave) {
    ObjectNode node = NODES.objectNode();
    node.put("name", wave.name());
    ArrayNode clusters = node.putArray("clusters");
    wave.clusters().forEach(clusters::add);
    wave.maxParallel().ifPresent(number -> node.put("max_parallel", number));
    wave.maxFailed().ifPresent(number -> node.put("max_failed", number));
    node.put("pause", wave.pause().toString());
    node.put("require_verified", wave.requireVerified());
    return node;
  }

  static ObjectNode guard(Guard guard) {
    ObjectNode node = NODES.objectNode();
    node.put("kind", word(guard.kind()));
    node.put("cluster", guard.cluster());
    node.put("count", guard.count());
    node.put("of", guard.of());
    node.put("limit", guard.limit());
    guard.at().ifPresent(at -> node.set("range", DiagnosticsJson.range(at)));
    node.put("tripped", guard.tripped());
    return node;
  }

  static void origin(ObjectNode node, Origin origin) {
    switch (origin) {
      case Origin.Declared declared ->
          node.putObject("declared")
              .put("file", declared.at().file())
              .put("line", declared.at().line());
      case Origin.Collected collected ->
          node.putObject("collected")
              .put("from", collected.source().toString())
              .put("control_plane", collected.controlPlane());
    }
  }

  static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode summary(Plan plan) {
    Totals totals = Totals.of(plan);
    return NODES
        .objectNode()
        .put("add", totals.add())
        .put("change", totals.change())
        .put("remove", totals.destroy())
        .put("import", totals.imported())
        .put("forget", totals.forget())
        .put("replace", totals.replace())
        .put("move", totals.move())
        .put("trust_changes", totals.trust())
        .put("denied", totals.denied())
        .put("conflicts", totals.conflicts())
        .put("unknown", totals.unknown())
        .put("unknown_clusters", totals.unknownClusters())
        .put("unchanged", totals.unchanged());
  }
}
