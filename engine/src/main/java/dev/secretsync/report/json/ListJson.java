package dev.secretsync.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.inspect.ListedSecret;
import dev.secretsync.inspect.Listing;
import dev.secretsync.inspect.Owner;
import dev.secretsync.inspect.Place;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.RunInfo;
import java.io.Writer;
import java.util.Collection;
import java.util.Locale;

/** The Secrets of a fleet for programs; keys by name, and no value (R68). */
public final class ListJson {
  private ListJson() {}

  /** Writes the list; apart from {@code timestamp}, the same list is the same bytes. */
  public static void write(Listing listing, Plan plan, RunInfo run, Writer out) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format_version", "1.0");
    root.put("kind", "secretsync.list");
    root.putObject("tool").put("name", "secretsync").put("version", run.version());
    root.put("timestamp", run.now().toString());
    root.put("complete", plan.complete());
    root.set("inputs", PlanJson.inputs(plan));
    root.set("clusters", PlanJson.clusters(plan.clusters().values()));
    ArrayNode secrets = root.putArray("secrets");
    listing.secrets().stream().map(ListJson::node).forEach(secrets::add);
    root.set("diagnostics", DiagnosticsJson.nodes(plan.diagnostics()));
    JsonText.write(root, out);
  }

  private static ObjectNode node(ListedSecret secret) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", secret.name());
    secret
        .namespace()
        .ifPresentOrElse(n -> node.put("namespace", n), () -> node.putNull("namespace"));
    node.put("type", secret.type());
    owner(node.putObject("owner"), secret.owner());
    node.put("source", secret.owner().source());
    node.set("targets", places(secret.places()));
    ArrayNode keys = node.putArray("keys");
    secret.keys().forEach(keys::add);
    secret
        .written()
        .ifPresentOrElse(
            time -> node.put("last_change", time.toString()), () -> node.putNull("last_change"));
    node.put("adopted", secret.adopted());
    node.put("status", secret.status().words());
    return node;
  }

  private static void owner(ObjectNode node, Owner owner) {
    switch (owner) {
      case Owner.Git git -> {
        node.put("kind", "git").put("file", git.file());
        git.line().ifPresent(line -> node.put("line", line));
      }
      case Owner.OfCluster cluster ->
          node.put("kind", "cluster").put("cluster", cluster.secret().cluster());
      case Owner.Unknown unknown -> node.put("kind", "unknown");
    }
  }

  static ArrayNode places(Collection<Place> places) {
    ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
    for (Place place : places) {
      ObjectNode node = nodes.addObject();
      node.put("address", place.address().toString());
      node.put("state", word(place.standing()));
      ArrayNode allowed = node.putArray("allowed_by");
      place.reasons().forEach(allowed::add);
    }
    return nodes;
  }

  static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }
}
