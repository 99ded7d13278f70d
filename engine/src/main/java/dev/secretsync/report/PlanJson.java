package dev.secretsync.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Difference.Unchangeable.Why;
import dev.secretsync.diff.FieldChange;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.diff.Writer;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Acknowledgement;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.Guard;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A plan for programs, in the names of Terraform's plan JSON, so that policies and viewers written
 * for that read it (cli.md 2.4, 4.7). Where Terraform holds a sensitive value this holds {@code
 * null}; there are no digests either.
 */
public final class PlanJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private PlanJson() {}

  /** Writes the plan; apart from {@code timestamp}, the same plan is the same bytes. */
  public static void write(Plan plan, RunInfo run, java.io.Writer out) {
    ObjectNode root = NODES.objectNode();
    root.put("format_version", "1.0");
    root.put("kind", "secretsync.plan");
    root.putObject("tool").put("name", "secretsync").put("version", run.version());
    root.put("timestamp", run.now().toString());
    root.put("applyable", plan.applyable() && plan.hasChanges());
    root.put("complete", plan.complete());
    root.put("errored", false);
    root.set("inputs", inputs(plan));
    root.set("clusters", clusters(plan.clusters().values()));
    ArrayNode changes = root.putArray("resource_changes");
    plan.changes().stream()
        .filter(change -> change.action() != Action.UNKNOWN)
        .map(PlanJson::change)
        .forEach(changes::add);
    root.set("resource_drift", DriftJson.drifted(Drift.of(plan)));
    root.set("denied", denied(plan));
    root.set("conflicts", conflicts(plan));
    root.set("unknown", unknown(plan));
    root.set("guards", guards(plan));
    ArrayNode unassigned = root.putArray("unassigned");
    plan.unassigned().forEach(unassigned::add);
    root.set("diagnostics", DiagnosticsJson.nodes(plan.diagnostics()));
    root.set("summary", summary(plan));
    JsonText.write(root, out);
  }

  static ObjectNode inputs(Plan plan) {
    ObjectNode inputs = NODES.objectNode();
    inputs.put("commit", plan.revision().commit());
    inputs.put("tree", plan.revision().tree());
    inputs.put("uncommitted", plan.revision().uncommitted());
    inputs.put("installation", plan.installation());
    return inputs;
  }

  static ObjectNode clusters(Collection<PlannedCluster> clusters) {
    ObjectNode nodes = NODES.objectNode();
    for (PlannedCluster cluster : clusters) {
      ObjectNode node = nodes.putObject(cluster.name());
      cluster.identity().ifPresent(uid -> node.put("uid", uid));
      node.put("status", cluster.unreadable().map(PlanJson::status).orElse("read"));
      cluster.unreadable().ifPresent(why -> node.set("error", DiagnosticsJson.node(why)));
      node.put("declared", cluster.declared());
      ArrayNode namespaces = node.putArray("namespaces_to_create");
      cluster.namespacesToCreate().forEach(namespaces::add);
    }
    return nodes;
  }

  /** A cluster that answered and is not the one we meant is not one to try again. */
  private static String status(Diagnostic unreadable) {
    return unreadable.code().exitCode() == ExitCode.UNREACHABLE ? "unreachable" : "refused";
  }

  private static ObjectNode change(PlannedChange change) {
    SecretAddress address = change.address();
    ObjectNode node = NODES.objectNode();
    node.put("address", address.toString());
    node.put("mode", "managed");
    node.put("type", "kubernetes_secret");
    node.put("name", address.ref().toString());
    node.put("index", address.cluster());
    node.put("provider_name", "secretsync");
    switch (change.difference()) {
      case Difference.Missing d -> {
        declared(node, d.subject());
        node.put("action_reason", created(d));
        ObjectNode body = body(node, change.action(), "create");
        after(body, d.subject(), d.subject().fields());
        causes(node, List.of(), d.subject());
      }
      case Difference.Changed d -> {
        declared(node, d.subject());
        node.put("action_reason", reason(d.changes(), d.adoption()));
        ObjectNode body = body(node, change.action(), "update");
        before(body, d.subject().type(), liveFields(d.subject(), d.changes()));
        after(body, d.subject(), d.subject().fields());
        if (d.adoption()) {
          body.putObject("importing").put("id", address.toString());
        }
        causes(node, d.changes(), d.subject());
        preconditions(node, d.seen());
      }
      case Difference.Unchangeable d -> {
        declared(node, d.subject());
        node.put(
            "action_reason",
            switch (d.why()) {
              case Why.Type type -> "replace_because_cannot_update";
              case Why.Immutable immutable -> "replace_because_immutable";
            });
        ObjectNode body = body(node, change.action(), "delete", "create");
        before(
            body,
            switch (d.why()) {
              case Why.Type type -> type.from();
              case Why.Immutable immutable -> d.subject().type();
            },
            liveFields(d.subject(), d.changes()));
        after(body, d.subject(), d.subject().fields());
        causes(node, d.changes(), d.subject());
        preconditions(node, d.seen());
      }
      case Difference.Orphaned d -> {
        node.put(
            "action_reason",
            d.why().isPresent()
                ? "delete_because_source_gone"
                : "delete_because_no_resource_config");
        d.why().ifPresent(why -> node.put("reason", why));
        d.sourceFile().ifPresent(file -> node.put("last_declared_in", file));
        d.sourceCommit().ifPresent(commit -> node.put("last_applied_commit", commit));
        before(body(node, change.action(), "delete"), d.type(), d.fields());
        preconditions(node, d.seen());
      }
      case Difference.Same d -> {
        declared(node, d.subject());
        ObjectNode body = body(node, change.action(), "no-op");
        before(body, d.subject().type(), d.subject().fields());
        after(body, d.subject(), d.subject().fields());
      }
      case Difference.Foreign d -> {
        declared(node, d.subject());
        node.put("action_reason", "conflict_because_not_ours");
        body(node, change.action(), "no-op");
        preconditions(node, d.seen());
      }
      case Difference.NotCollected d -> {
        node.put(
            "action_reason",
            d.owner().isPresent() ? "conflict_because_owned" : "denied_because_blocked");
        node.put("reason", d.origin());
        node.put("wanted", d.wanted().toString());
        body(node, change.action(), "no-op");
      }
      case Difference.Moved d -> {
        declared(node, d.subject());
        node.put("previous_address", d.from().toString());
        node.put("action_reason", "move_because_source_changed");
        ObjectNode body = body(node, change.action(), "create", "delete");
        before(body, d.seen().type(), d.subject().fields());
        after(body, d.subject(), d.subject().fields());
        preconditions(node, d.seen());
      }
      case Difference.Released d -> {
        node.put("action_reason", "forget_because_released");
        node.put("reason", d.why());
        body(node, change.action(), "forget");
        preconditions(node, d.seen());
      }
      case Difference.Itself d -> {
        node.put("action_reason", "no_op_because_source");
        node.putArray("allowed_by").add(d.allowedBy());
        body(node, change.action(), "no-op");
      }
      case Difference.Unknown d -> body(node, change.action(), "no-op");
    }
    return node;
  }

  private static String created(Difference.Missing missing) {
    return switch (missing.subject().origin()) {
      case Origin.Declared declared ->
          missing.deleted() ? "create_because_deleted" : "create_because_declared";
      case Origin.Collected collected -> "create_because_collected";
    };
  }

  /** A denied change keeps the actions it would have, so that a policy can test them. */
  private static ObjectNode body(ObjectNode node, Action action, String... actions) {
    if (action == Action.DENIED) {
      node.put("denied", true);
    }
    ObjectNode body = node.putObject("change");
    ArrayNode list = body.putArray("actions");
    for (String one : actions) {
      list.add(one);
    }
    body.putNull("before");
    body.putNull("after");
    body.putObject("after_unknown");
    body.put("before_sensitive", false);
    body.put("after_sensitive", false);
    return body;
  }

  private static void declared(ObjectNode node, Subject subject) {
    origin(node, subject.origin());
    ArrayNode allowed = node.putArray("allowed_by");
    subject.reasons().forEach(allowed::add);
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

  private static void before(ObjectNode body, String type, SortedSet<String> fields) {
    side(body, "before", type, fields);
  }

  private static void after(ObjectNode body, Subject subject, SortedSet<String> fields) {
    side(body, "after", subject.type(), fields);
  }

  private static void side(ObjectNode body, String side, String type, SortedSet<String> fields) {
    ObjectNode data = body.putObject(side).put("type", type).putObject("data");
    ObjectNode sensitive = body.putObject(side + "_sensitive").putObject("data");
    fields.stream()
        .map(field -> field.substring("data.".length()))
        .forEach(key -> {
          data.putNull(key);
          sensitive.put(key, true);
        });
  }

  private static SortedSet<String> liveFields(Subject subject, List<FieldChange> changes) {
    SortedSet<String> fields = new TreeSet<>(subject.fields());
    for (FieldChange change : changes) {
      if (change.field().startsWith("data.")) {
        switch (change.kind()) {
          case ADD -> fields.remove(change.field());
          case REMOVE -> fields.add(change.field());
          case CHANGE -> {}
        }
      }
    }
    return fields;
  }

  private static String reason(List<FieldChange> changes, boolean adoption) {
    if (adoption) {
      return "import_because_adopt";
    }
    return changes.stream().anyMatch(change -> change.cause().isDrift())
        ? "update_because_drift"
        : "update_because_source_changed";
  }

  private static void causes(ObjectNode node, List<FieldChange> changes, Subject subject) {
    String desired = PlanText.desiredSide(subject.origin());
    ArrayNode fields = node.putArray("field_changes");
    for (FieldChange change : changes) {
      ObjectNode field = fields.addObject();
      field.put("field", change.field());
      field.put(
          "action",
          switch (change.kind()) {
            case ADD -> "add";
            case CHANGE -> "change";
            case REMOVE -> "remove";
          });
      ArrayNode causes = field.putArray("causes");
      switch (change.cause()) {
        case GIT -> causes.add(desired);
        case LIVE -> causes.add("drift");
        case BOTH -> causes.add("drift").add(desired);
      }
      writer(field, change.by());
    }
  }

  static void writer(ObjectNode node, Optional<Writer> by) {
    by.ifPresent(writer -> {
      ObjectNode who = node.putObject("by");
      who.put("manager", writer.manager());
      who.put("operation", writer.operation());
      writer.time().ifPresent(time -> who.put("time", time.toString()));
    });
  }

  private static void preconditions(ObjectNode node, Seen seen) {
    node.putObject("preconditions")
        .put("uid", seen.uid())
        .put("resourceVersion", seen.resourceVersion());
  }

  private static ArrayNode denied(Plan plan) {
    ArrayNode nodes = NODES.arrayNode();
    plan.changes().stream()
        .flatMap(change -> change.findings().stream())
        .forEach(finding ->
            nodes
                .addObject()
                .put("address", finding.address().toString())
                .put("code", finding.code().id())
                .put("rule", finding.rule())
                .put("reason", finding.reason())
                .put("declared", finding.declared()));
    return nodes;
  }

  private static ArrayNode conflicts(Plan plan) {
    ArrayNode nodes = NODES.arrayNode();
    plan.changes().stream()
        .filter(change -> change.action() == Action.CONFLICT)
        .map(PlannedChange::difference)
        .forEach(difference -> {
          if (difference instanceof Difference.Foreign foreign) {
            ObjectNode node = nodes.addObject();
            node.put("address", foreign.address().toString()).put("owner", foreign.owner());
            foreign.notAdoptable().ifPresent(why -> node.put("not_adoptable", why));
            writer(node, foreign.by());
          }
          if (difference instanceof Difference.NotCollected offer) {
            ObjectNode node = nodes.addObject();
            node.put("address", offer.address().toString());
            node.put("owner", offer.owner().orElse(""));
            node.put("wanted", offer.wanted().toString());
          }
        });
    return nodes;
  }

  private static ArrayNode unknown(Plan plan) {
    ArrayNode nodes = NODES.arrayNode();
    plan.changes().stream()
        .map(PlannedChange::difference)
        .forEach(difference -> {
          if (difference instanceof Difference.Unknown unknown) {
            nodes
                .addObject()
                .put("address", unknown.address().toString())
                .set("error", DiagnosticsJson.node(unknown.why()));
          }
        });
    return nodes;
  }

  private static ArrayNode guards(Plan plan) {
    ArrayNode nodes = NODES.arrayNode();
    for (Guard guard : plan.guards()) {
      ObjectNode node = nodes.addObject();
      node.put("kind", guard.kind().name().toLowerCase(Locale.ROOT));
      node.put("cluster", guard.cluster());
      node.put("count", guard.count()).put("of", guard.of()).put("limit", guard.limit());
      guard
          .at()
          .ifPresent(at ->
              node.putObject("declared")
                  .put("file", at.file())
                  .put("line", at.line())
                  .put("column", at.column()));
      node.put("tripped", guard.tripped());
      if (guard.tripped()) {
        node.put("needs", Acknowledgement.needs(guard, plan));
      }
    }
    return nodes;
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
        .put("denied", totals.denied())
        .put("conflicts", totals.conflicts())
        .put("unknown", totals.unknown())
        .put("unknown_clusters", totals.unknownClusters())
        .put("unchanged", totals.unchanged());
  }
}
