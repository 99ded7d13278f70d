package dev.secretsync.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Difference.Unchangeable.Why;
import dev.secretsync.diff.FieldChange;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.diff.Writer;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.policy.Finding;
import dev.secretsync.report.PlanWords;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One change of a plan: what Terraform's readers look for by Terraform's names, and in {@code
 * difference} what only a reader of saved plans needs besides.
 */
final class ChangeJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ChangeJson() {}

  static ObjectNode change(PlannedChange change) {
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
        after(body(node, change, "create"), d.subject());
        node.putArray("field_changes");
        ObjectNode difference = difference(node, "missing", d.subject());
        difference.put("deleted", d.deleted());
        difference.put("namespace_missing", d.namespaceMissing());
      }
      case Difference.Changed d -> {
        declared(node, d.subject());
        node.put("action_reason", reason(d.changes(), d.adoption()));
        ObjectNode body = body(node, change, "update");
        before(body, d.subject().type(), liveFields(d.subject(), d.changes()));
        after(body, d.subject());
        if (d.adoption()) {
          body.putObject("importing").put("id", address.toString());
        }
        node.set("field_changes", fields(d.changes(), d.subject()));
        preconditions(node, d.seen());
        ObjectNode difference = difference(node, "changed", d.subject());
        difference.set("live", live(d.seen()));
        difference.set("foreign_changes", fields(d.foreign(), d.subject()));
        difference.put("kept", d.kept());
        difference.put("recreated", d.recreated());
      }
      case Difference.Unchangeable d -> {
        declared(node, d.subject());
        node.put("action_reason", replaced(d.why()));
        ObjectNode body = body(node, change, "delete", "create");
        before(
            body,
            switch (d.why()) {
              case Why.Type type -> type.from();
              case Why.Immutable immutable -> d.subject().type();
            },
            liveFields(d.subject(), d.changes()));
        after(body, d.subject());
        node.set("field_changes", fields(d.changes(), d.subject()));
        preconditions(node, d.seen());
        ObjectNode difference = difference(node, "unchangeable", d.subject());
        difference.set("live", live(d.seen()));
        if (d.why() instanceof Why.Type type) {
          difference.putObject("type_change").put("from", type.from()).put("to", type.to());
        }
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
        before(body(node, change, "delete"), d.type(), d.fields());
        preconditions(node, d.seen());
        ObjectNode difference = difference(node, "orphaned", d.labels());
        difference.set("live", live(d.seen()));
      }
      case Difference.Same d -> {
        declared(node, d.subject());
        ObjectNode body = body(node, change, "no-op");
        before(body, d.subject().type(), d.subject().fields());
        after(body, d.subject());
        preconditions(node, d.seen());
        ObjectNode difference = difference(node, "same", d.subject());
        difference.set("live", live(d.seen()));
        difference.set("foreign_changes", fields(d.foreign(), d.subject()));
      }
      case Difference.Foreign d -> {
        declared(node, d.subject());
        node.put("action_reason", "conflict_because_not_ours");
        body(node, change, "no-op");
        ObjectNode conflict = node.putObject("conflict").put("owner", d.owner());
        d.notAdoptable().ifPresent(why -> conflict.put("not_adoptable", why));
        writer(conflict, d.by());
        preconditions(node, d.seen());
        ObjectNode difference = difference(node, "foreign", d.subject());
        difference.put("type", d.subject().type());
        ArrayNode keys = difference.putArray("keys");
        d.subject().fields().stream().map(ChangeJson::key).forEach(keys::add);
        difference.set("live", live(d.seen()));
        difference.put("recreated", d.recreated());
      }
      case Difference.NotCollected d -> {
        node.put(
            "action_reason",
            d.owner().isPresent() ? "conflict_because_owned" : "denied_because_blocked");
        node.put("reason", d.origin());
        node.put("wanted", d.wanted().toString());
        body(node, change, "no-op");
        d.owner().ifPresent(owner -> node.putObject("conflict").put("owner", owner));
        difference(node, "not_collected", d.labels()).put("type", d.type());
      }
      case Difference.Moved d -> {
        declared(node, d.subject());
        node.put("previous_address", d.from().toString());
        node.put("action_reason", "move_because_source_changed");
        ObjectNode body = body(node, change, "create", "delete");
        before(body, d.seen().type(), d.subject().fields());
        after(body, d.subject());
        preconditions(node, d.seen());
        difference(node, "moved", d.subject()).set("live", live(d.seen()));
      }
      case Difference.Released d -> {
        node.put("action_reason", "forget_because_released");
        node.put("reason", d.why());
        body(node, change, "forget");
        preconditions(node, d.seen());
        node.putObject("difference").put("kind", "released").set("live", live(d.seen()));
      }
      case Difference.Itself d -> {
        node.put("action_reason", "no_op_because_source");
        node.putArray("allowed_by").add(d.allowedBy());
        body(node, change, "no-op");
        node.putObject("difference").put("kind", "itself");
      }
      case Difference.Unknown d ->
          throw new IllegalStateException("what is unknown is no change: " + d.address());
    }
    judged(node, change);
    return node;
  }

  /** What nothing could be found out about is no change. */
  static ObjectNode unknown(PlannedChange change, Difference.Unknown unknown) {
    ObjectNode node = NODES.objectNode();
    node.put("address", unknown.address().toString());
    node.set("error", DiagnosticsJson.node(unknown.why()));
    judged(node, change);
    return node;
  }

  private static void judged(ObjectNode node, PlannedChange change) {
    if (!change.findings().isEmpty()) {
      ArrayNode findings = node.putArray("findings");
      change.findings().stream().map(ChangeJson::finding).forEach(findings::add);
    }
    if (!change.inputs().isEmpty()) {
      node.set("inputs", texts(change.inputs()));
    }
  }

  private static String created(Difference.Missing missing) {
    return switch (missing.subject().origin()) {
      case Origin.Declared declared ->
          missing.deleted() ? "create_because_deleted" : "create_because_declared";
      case Origin.Collected collected -> "create_because_collected";
    };
  }

  private static String reason(List<FieldChange> changes, boolean adoption) {
    if (adoption) {
      return "import_because_adopt";
    }
    return changes.stream().anyMatch(change -> change.cause().isDrift())
        ? "update_because_drift"
        : "update_because_source_changed";
  }

  private static String replaced(Why why) {
    return switch (why) {
      case Why.Type type -> "replace_because_cannot_update";
      case Why.Immutable immutable -> "replace_because_immutable";
    };
  }

  /** A denied change keeps the actions it would have, so that a policy can test them. */
  private static ObjectNode body(ObjectNode node, PlannedChange change, String... actions) {
    if (change.action() == Action.DENIED) {
      node.put("denied", true);
    }
    if (change.action() == Action.STALE) {
      node.put("stale", true);
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
    switch (subject.origin()) {
      case Origin.Declared declared ->
          node.putObject("declared")
              .put("file", declared.at().file())
              .put("line", declared.at().line())
              .put("column", declared.at().column())
              .put("blob", declared.blob());
      case Origin.Collected collected ->
          node.putObject("collected")
              .put("from", collected.source().toString())
              .put("control_plane", collected.controlPlane())
              .put("identity", collected.identity())
              .put("version", collected.version());
    }
    ArrayNode allowed = node.putArray("allowed_by");
    subject.reasons().forEach(allowed::add);
  }

  private static void before(ObjectNode body, String type, SortedSet<String> fields) {
    side(body, "before", type, fields);
  }

  private static void after(ObjectNode body, Subject subject) {
    side(body, "after", subject.type(), subject.fields());
  }

  private static void side(ObjectNode body, String side, String type, SortedSet<String> fields) {
    ObjectNode data = body.putObject(side).put("type", type).putObject("data");
    ObjectNode sensitive = body.putObject(side + "_sensitive").putObject("data");
    fields.stream()
        .map(ChangeJson::key)
        .forEach(key -> {
          data.putNull(key);
          sensitive.put(key, true);
        });
  }

  private static String key(String field) {
    return field.substring("data.".length());
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

  private static ArrayNode fields(List<FieldChange> changes, Subject subject) {
    String desired = PlanWords.desiredSide(subject.origin());
    ArrayNode fields = NODES.arrayNode();
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
    return fields;
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

  private static ObjectNode difference(ObjectNode node, String kind, Subject subject) {
    return difference(node, kind, subject.labels());
  }

  private static ObjectNode difference(
      ObjectNode node, String kind, SortedMap<String, String> labels) {
    ObjectNode difference = node.putObject("difference").put("kind", kind);
    difference.set("labels", texts(labels));
    return difference;
  }

  /** The rest of what was seen of the live object. */
  private static ObjectNode live(Seen seen) {
    ObjectNode live = NODES.objectNode();
    live.put("type", seen.type());
    live.set("labels", texts(seen.labels()));
    live.put("created", seen.created().toString());
    seen.written().ifPresent(written -> live.put("written", written.toString()));
    return live;
  }

  static ObjectNode finding(Finding finding) {
    ObjectNode node = NODES.objectNode();
    node.put("address", finding.address().toString());
    node.put("code", finding.code().id());
    node.put("rule", finding.rule());
    finding.at().ifPresent(at -> node.set("range", DiagnosticsJson.range(at)));
    node.put("reason", finding.reason());
    node.put("declared", finding.declared());
    return node;
  }

  static ObjectNode texts(SortedMap<String, String> texts) {
    ObjectNode node = NODES.objectNode();
    texts.forEach(node::put);
    return node;
  }
}
