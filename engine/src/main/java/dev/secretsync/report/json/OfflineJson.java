package dev.secretsync.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.model.Code;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.model.TrustChange;
import dev.secretsync.offline.Field;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.offline.OtherChange;
import dev.secretsync.offline.Reached;
import dev.secretsync.offline.Refusal;
import dev.secretsync.offline.SecretChange;
import dev.secretsync.offline.TargetChange;
import dev.secretsync.report.OfflineTotals;
import dev.secretsync.report.RunInfo;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** An offline plan for programs. Holds no value, no ciphertext and no digest of either. */
public final class OfflineJson {
  /** What changes when a program that reads it has to. */
  public static final String FORMAT = "1.0";

  public static final String KIND = "secretsync.offline-plan";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private OfflineJson() {}

  /** Writes the plan; apart from {@code timestamp}, the same plan is the same bytes. */
  public static void write(OfflinePlan plan, RunInfo run, Writer out) {
    ObjectNode root = NODES.objectNode();
    root.put("format_version", FORMAT);
    root.put("kind", KIND);
    root.putObject("tool").put("name", "secretsync").put("version", run.version());
    root.put("timestamp", run.now().toString());
    root.put("complete", plan.complete());
    root.put("changes", plan.hasChanges());
    ObjectNode inputs = root.putObject("inputs");
    inputs.set("base", revision(plan.base()));
    inputs.set("head", revision(plan.head()));
    ObjectNode policy = root.putObject("policy");
    policy.put("trust_ref", plan.policy().trustedRef()).put("commit", plan.policy().commit());
    ObjectNode files = policy.putObject("files");
    plan.policy().files().forEach(files::put);
    root.set("trust_changes", each(plan.trust(), OfflineJson::trust));
    root.set("newly_reached", each(plan.reached(), OfflineJson::reached));
    root.set(
        "denied",
        each(plan.refusals().stream().filter(Refusal::isCertain).toList(), OfflineJson::refusal));
    root.set(
        "may_be_denied",
        each(
            plan.refusals().stream().filter(one -> !one.isCertain()).toList(),
            OfflineJson::refusal));
    root.set("secret_changes", each(plan.secrets(), OfflineJson::secret));
    root.set("other_changes", each(plan.others(), OfflineJson::other));
    root.set("diagnostics", DiagnosticsJson.nodes(plan.diagnostics()));
    root.set("summary", summary(OfflineTotals.of(plan)));
    JsonText.write(root, out);
  }

  private static <T> ArrayNode each(Collection<T> all, Function<T, ObjectNode> node) {
    ArrayNode nodes = NODES.arrayNode();
    all.stream().map(node).forEach(nodes::add);
    return nodes;
  }

  private static ObjectNode revision(Revision revision) {
    return NODES
        .objectNode()
        .put("commit", revision.commit())
        .put("tree", revision.tree())
        .put("uncommitted", revision.uncommitted());
  }

  private static ObjectNode trust(TrustChange change) {
    return NODES
        .objectNode()
        .put("code", Code.TRUST_CHANGE.id())
        .put("kind", change.kind().name().toLowerCase(Locale.ROOT))
        .put("path", change.path())
        .put("change", change.words());
  }

  private static ObjectNode reached(Reached reached) {
    ObjectNode node = NODES.objectNode();
    node.put("code", Code.NEWLY_REACHED.id());
    node.put("address", reached.address().toString());
    node.set("declared", place(reached.at()));
    node.set("allowed_by", texts(reached.reasons()));
    node.set("because", texts(reached.because()));
    return node;
  }

  private static ObjectNode refusal(Refusal refusal) {
    ObjectNode node = NODES.objectNode();
    node.put("address", refusal.finding().address().toString());
    node.put("code", refusal.finding().code().id());
    node.put("rule", refusal.finding().rule());
    refusal.finding().at().ifPresent(at -> node.set("rule_at", place(at)));
    node.put("reason", refusal.finding().reason());
    node.set("declared", place(refusal.at()));
    return node;
  }

  private static ObjectNode secret(SecretChange change) {
    ObjectNode node = NODES.objectNode();
    node.put("name", change.name());
    node.put("change", change.kind().name().toLowerCase(Locale.ROOT));
    change.before().ifPresent(at -> node.set("before", place(at)));
    change.after().ifPresent(at -> node.set("after", place(at)));
    node.set("targets", each(change.targets(), OfflineJson::target));
    node.set("fields", each(change.fields(), OfflineJson::field));
    node.set("notes", texts(change.notes()));
    return node;
  }

  private static ObjectNode target(TargetChange target) {
    ObjectNode node = NODES.objectNode();
    node.put("address", target.address().toString());
    node.put("fate", word(target.fate()));
    target.from().ifPresent(from -> node.put("previous_address", from.toString()));
    target.owner().ifPresent(owner -> node.set("previously_declared", place(owner)));
    node.set("allowed_by", texts(target.reasons()));
    return node;
  }

  /** What becomes of a place, as the document says it. */
  public static String word(TargetChange.Fate fate) {
    return switch (fate) {
      case MANAGED -> "newly_managed";
      case LEFT -> "no_longer_managed";
      case MOVED -> "moved";
      case TAKEN -> "declared_by_another";
      case CHANGED -> "changed";
      case KEPT -> "kept";
      case UNKNOWN -> "unknown";
    };
  }

  private static ObjectNode field(Field field) {
    return NODES
        .objectNode()
        .put("field", field.name())
        .put(
            "action",
            switch (field.kind()) {
              case ADDED -> "add";
              case CHANGED -> "change";
              case REMOVED -> "remove";
            })
        .put("detail", field.words());
  }

  private static ObjectNode other(OtherChange change) {
    ObjectNode node = NODES.objectNode();
    node.put("kind", change.kind());
    node.put("name", change.name());
    node.put("change", change.what().name().toLowerCase(Locale.ROOT));
    node.set("declared", place(change.at()));
    node.set("fields", each(change.fields(), OfflineJson::field));
    node.set("notes", texts(change.notes()));
    return node;
  }

  private static ObjectNode place(SourceLocation at) {
    return NODES
        .objectNode()
        .put("file", at.file())
        .put("line", at.line())
        .put("column", at.column());
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode nodes = NODES.arrayNode();
    texts.forEach(nodes::add);
    return nodes;
  }

  private static ObjectNode summary(OfflineTotals totals) {
    return NODES
        .objectNode()
        .put("newly_managed", totals.managed())
        .put("changed", totals.changed())
        .put("no_longer_managed", totals.left())
        .put("moved", totals.moved())
        .put("unknown", totals.unknown())
        .put("elsewhere", totals.elsewhere())
        .put("newly_reached", totals.reached())
        .put("trust_changes", totals.trust())
        .put("other_changes", totals.others())
        .put("denied", totals.denied())
        .put("may_be_denied", totals.mayBeDenied());
  }
}
