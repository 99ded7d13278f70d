package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.secretsync.cluster.Lease;
import dev.secretsync.cluster.LeaseClaim;
import dev.secretsync.cluster.Leases;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.model.Marks;
import dev.secretsync.model.Permission;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What we send. Values go from their {@code SecretBytes} straight into the bytes of the request, as
 * {@code data}, never as {@code stringData} (security.md S8).
 */
final class Bodies {
  /** The API's MicroTime: exactly six digits after the point. */
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Bodies() {}

  /** A Secret that does not exist yet. */
  static Payload create(SecretRef ref, SecretContent content) {
    return payload(Call.JSON, json -> secret(json, ref, Optional.empty(), content));
  }

  /** A server-side apply bound to the object that was seen. JSON is YAML. */
  static Payload apply(LiveSecret seen, String version, SecretContent content) {
    return payload(
        "application/apply-patch+yaml",
        json -> secret(json, seen.ref(), Optional.of(new Seen(seen.uid(), version)), content));
  }

  /** A delete bound to the object that was seen. */
  static Payload delete(LiveSecret seen) {
    return delete(seen.uid(), seen.resourceVersion());
  }

  static Payload delete(String uid, String version) {
    return payload(
        Call.JSON,
        json -> {
          json.writeStartObject();
          json.writeStringField("apiVersion", "v1");
          json.writeStringField("kind", "DeleteOptions");
          json.writeObjectFieldStart("preconditions");
          json.writeStringField("uid", uid);
          json.writeStringField("resourceVersion", version);
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** A Lease; with {@code seen}, bound to that. */
  static Payload lease(String name, Optional<Lease> seen, LeaseClaim claim) {
    return payload(
        Call.JSON,
        json -> {
          json.writeStartObject();
          json.writeStringField("apiVersion", "coordination.k8s.io/v1");
          json.writeStringField("kind", "Lease");
          json.writeObjectFieldStart("metadata");
          json.writeStringField("name", name);
          json.writeStringField("namespace", Leases.NAMESPACE);
          if (seen.isPresent()) {
            json.writeStringField("uid", seen.get().uid());
            json.writeStringField("resourceVersion", seen.get().resourceVersion());
          }
          texts(json, "annotations", claim.annotations());
          json.writeEndObject();
          json.writeObjectFieldStart("spec");
          json.writeStringField("holderIdentity", claim.holder());
          json.writeNumberField("leaseDurationSeconds", claim.duration().toSeconds());
          json.writeStringField("acquireTime", MICRO_TIME.format(claim.acquired()));
          json.writeStringField("renewTime", MICRO_TIME.format(claim.renewed()));
          json.writeNumberField("leaseTransitions", claim.transitions());
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  static Payload namespace(String name) {
    return payload(
        Call.JSON,
        json -> {
          json.writeStartObject();
          json.writeStringField("apiVersion", "v1");
          json.writeStringField("kind", "Namespace");
          json.writeObjectFieldStart("metadata");
          json.writeStringField("name", name);
          json.writeObjectFieldStart("labels");
          json.writeStringField(Marks.MANAGED_BY, Marks.MANAGER);
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** The question whether we have a permission. */
  static Payload review(Permission permission) {
    String[] resource = permission.resource().split("/", 2);
    return payload(
        Call.JSON,
        json -> {
          json.writeStartObject();
          json.writeStringField("apiVersion", "authorization.k8s.io/v1");
          json.writeStringField("kind", "SelfSubjectAccessReview");
          json.writeObjectFieldStart("spec");
          json.writeObjectFieldStart("resourceAttributes");
          json.writeStringField("verb", permission.verb());
          json.writeStringField("group", permission.group());
          json.writeStringField("resource", resource[0]);
          if (resource.length > 1) {
            json.writeStringField("subresource", resource[1]);
          }
          if (permission.namespace().isPresent()) {
            json.writeStringField("namespace", permission.namespace().get());
          }
          if (permission.name().isPresent()) {
            json.writeStringField("name", permission.name().get());
          }
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** Makes one {@code Apply} entry of all our entries in {@code managedFields}. */
  static Payload upgrade(LiveSecret seen, JsonNode metadata) {
    return patch(
        seen,
        patch ->
            replace(
                patch,
                "/metadata/managedFields",
                ManagersUpgrade.upgraded(metadata.path("managedFields"))));
  }

  /** Takes off every mark by which {@code metadata} says that the object is ours. */
  static Payload release(LiveSecret seen, JsonNode metadata) {
    return patch(
        seen,
        patch -> {
          Release.marks(metadata).forEach(mark -> remove(patch, mark));
          replace(
              patch, "/metadata/managedFields", Release.managers(metadata.path("managedFields")));
        });
  }

  /** A JSON patch (RFC 6902) of the object that was seen. */
  private static Payload patch(LiveSecret seen, Consumer<ArrayNode> changes) {
    var patch = Json.TREES.createArrayNode();
    patch.addObject().put("op", "test").put("path", "/metadata/uid").put("value", seen.uid());
    changes.accept(patch);
    // with the version in the result, the server refuses when the object has another by now
    replace(patch, "/metadata/resourceVersion", TextNode.valueOf(seen.resourceVersion()));
    return payload("application/json-patch+json", json -> Json.TREES.writeTree(json, patch));
  }

  private static void replace(ArrayNode patch, String path, JsonNode value) {
    patch.addObject().put("op", "replace").put("path", path).set("value", value);
  }

  private static void remove(ArrayNode patch, String path) {
    patch.addObject().put("op", "remove").put("path", path);
  }

  private record Seen(String uid, String version) {}

  private static void secret(
      JsonGenerator json, SecretRef ref, Optional<Seen> seen, SecretContent content)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("apiVersion", "v1");
    json.writeStringField("kind", "Secret");
    json.writeObjectFieldStart("metadata");
    json.writeStringField("name", ref.name());
    json.writeStringField("namespace", ref.namespace());
    if (seen.isPresent()) {
      json.writeStringField("uid", seen.get().uid());
      json.writeStringField("resourceVersion", seen.get().version());
    }
    texts(json, "labels", content.labels());
    texts(json, "annotations", content.annotations());
    json.writeEndObject();
    json.writeStringField("type", content.type());
    if (content.immutable()) {
      json.writeBooleanField("immutable", true);
    }
    values(json, content.data());
    json.writeEndObject();
  }

  /** Left out when empty: an applied empty map would be a field of its own. */
  private static void values(JsonGenerator json, SortedMap<String, SecretBytes> data)
      throws IOException {
    if (data.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("data");
    for (Map.Entry<String, SecretBytes> entry : data.entrySet()) {
      json.writeFieldName(entry.getKey());
      value(json, entry.getValue());
    }
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String field, SortedMap<String, String> texts)
      throws IOException {
    if (texts.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, SecretBytes value) throws IOException {
    @Nullable IOException failure =
        value.reveal(bytes -> {
          try {
            json.writeBinary(bytes);
            return null;
          } catch (IOException e) {
            return e;
          }
        });
    if (failure != null) {
      throw failure;
    }
  }

  @FunctionalInterface
  private interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  private static Payload payload(String contentType, Writer writer) {
    var buffer = new Buffer();
    try (JsonGenerator json = Json.FACTORY.createGenerator(buffer)) {
      writer.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen in memory", e);
    }
    return new Payload(contentType, buffer.take());
  }

  /** Clears its own copy of what went through it. */
  private static final class Buffer extends ByteArrayOutputStream {
    private byte[] take() {
      byte[] bytes = toByteArray();
      Arrays.fill(buf, (byte) 0);
      return bytes;
    }
  }
}
