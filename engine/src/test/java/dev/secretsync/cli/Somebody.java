package dev.secretsync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.secretsync.fixtures.apiserver.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Anybody but secretsync who works on a cluster: the requests that kubectl would send. */
final class Somebody {
  /** By which the requests of tests are told from those of secretsync. */
  static final String USER_AGENT = "somebody";

  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
  private static final String LOCK = "secretsync-local";
  private static final ObjectMapper JSON = new ObjectMapper();
  private final ApiServer server;

  Somebody(ApiServer server) {
    this.server = server;
  }

  /** {@code kubectl patch secret --type merge}. */
  void patch(String namespace, String name, String manager, ObjectNode change) {
    send("PATCH", path(namespace, name) + "?fieldManager=" + manager, Optional.of(change));
  }

  /** {@code kubectl create -f}; makes the namespace where it is missing. */
  void create(String namespace, String manager, ObjectNode secret) {
    namespace(namespace);
    send("POST", path(namespace, "") + "?fieldManager=" + manager, Optional.of(secret));
  }

  /** Many Secrets, through one connection. */
  void createAll(String namespace, List<ObjectNode> secrets) {
    namespace(namespace);
    try (HttpClient client = client()) {
      for (ObjectNode secret : secrets) {
        int status = answer(client, "POST", path(namespace, ""), Optional.of(secret)).statusCode();
        if (status != 201) {
          throw new IllegalStateException("create " + secret.path("metadata") + ": " + status);
        }
      }
    }
  }

  /** {@code kubectl create -f}. */
  void create(Path manifest) {
    each(
        manifest,
        document ->
            create(
                document.path("metadata").path("namespace").asText(), "kubectl-create", document));
  }

  /** {@code kubectl apply -f}, with the annotation that it leaves the values in. */
  void apply(Path manifest) {
    each(manifest, this::apply);
  }

  private static void each(Path manifest, Consumer<ObjectNode> then) {
    YAMLMapper yaml = new YAMLMapper();
    try (MappingIterator<ObjectNode> documents =
        yaml.readerFor(ObjectNode.class).readValues(manifest.toFile())) {
      documents.forEachRemaining(then);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void apply(ObjectNode document) {
    JsonNode metadata = document.path("metadata");
    String name = metadata.path("name").asText();
    if (document.path("kind").asText().equals("Namespace")) {
      Map<String, String> labels = new TreeMap<>();
      metadata
          .path("labels")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      namespace(name, labels);
      return;
    }
    String namespace = metadata.path("namespace").asText();
    String applied = document.toString();
    ((ObjectNode) metadata)
        .withObjectProperty("annotations")
        .put("kubectl.kubernetes.io/last-applied-configuration", applied);
    String manager = "kubectl-client-side-apply";
    if (secrets().containsKey(namespace + "/" + name)) {
      patch(namespace, name, manager, document);
    } else {
      create(namespace, manager, document);
    }
  }

  /** {@code kubectl label secret NAME LABEL=VALUE}. */
  void label(String namespace, String name, String manager, String label, String value) {
    ObjectNode change = JSON.createObjectNode();
    change.putObject("metadata").putObject("labels").put(label, value);
    patch(namespace, name, manager, change);
  }

  /** {@code kubectl label secret NAME LABEL-}. */
  void unlabel(String namespace, String name, String manager, String label) {
    ObjectNode change = JSON.createObjectNode();
    change.putObject("metadata").putObject("labels").putNull(label);
    patch(namespace, name, manager, change);
  }

  /** {@code kubectl delete secret}. */
  void delete(String namespace, String name) {
    send("DELETE", path(namespace, name), Optional.empty());
  }

  /** Makes a namespace, if it is not there. */
  void namespace(String name) {
    namespace(name, Map.of());
  }

  /** Makes a namespace with labels, if it is not there. */
  void namespace(String name, Map<String, String> labels) {
    ObjectNode namespace = JSON.createObjectNode();
    namespace.put("apiVersion", "v1").put("kind", "Namespace");
    ObjectNode metadata = namespace.putObject("metadata").put("name", name);
    labels.forEach(metadata.putObject("labels")::put);
    int status = status("POST", "/api/v1/namespaces", Optional.of(namespace)).statusCode();
    if (status != 201 && status != 409) {
      throw new IllegalStateException("namespace " + name + ": HTTP " + status);
    }
  }

  /**
   * What a run of secretsync leaves when it is killed: a lock of installation {@code local}. The
   * times in it are those of a clock that is wrong by centuries.
   */
  void lock(String run, int seconds) {
    ObjectNode lease = JSON.createObjectNode();
    ObjectNode metadata = lease.putObject("metadata").put("name", LOCK);
    metadata
        .putObject("annotations")
        .put("secretsync.dev/lock-who", "somebody@example.com")
        .put("secretsync.dev/lock-version", "0.0.1")
        .put("secretsync.dev/lock-created", "2199-01-01T00:00:00Z")
        .put("secretsync.dev/lock-commit", "0123456789abcdef0123456789abcdef01234567")
        .put("secretsync.dev/lock-url", "https://ci.example.com/runs/1");
    lease
        .putObject("spec")
        .put("holderIdentity", run)
        .put("leaseDurationSeconds", seconds)
        .put("acquireTime", "2199-01-01T00:00:00.000000Z")
        .put("renewTime", "2199-01-01T00:00:00.000000Z");
    send("POST", LEASES, Optional.of(lease));
  }

  /** The lock of installation {@code local}, where there is one. */
  Optional<JsonNode> lease() {
    for (JsonNode lease : send("GET", LEASES, Optional.empty()).path("items")) {
      if (lease.path("metadata").path("name").asText().equals(LOCK)) {
        return Optional.of(lease);
      }
    }
    return Optional.empty();
  }

  /** {@code kubectl patch lease} of the lock of installation {@code local}. */
  void patchLock(ObjectNode change) {
    send("PATCH", LEASES + "/" + LOCK, Optional.of(change));
  }

  /** {@code kubectl delete lease}. */
  void unlock() {
    send("DELETE", LEASES + "/" + LOCK, Optional.empty());
  }

  /** Reports something that happened in a namespace; always the same event. */
  void event(String namespace, String message) {
    String events = "/api/v1/namespaces/" + namespace + "/events";
    ObjectNode event = JSON.createObjectNode();
    event.putObject("metadata").put("name", "planted").put("namespace", namespace);
    event.putObject("involvedObject").put("namespace", namespace);
    event.put("message", message);
    status("DELETE", events + "/planted", Optional.empty());
    send("POST", events, Optional.of(event));
  }

  /** All that a run could leave: Secrets, leases, namespaces and events of the whole cluster. */
  List<JsonNode> everything() {
    List<JsonNode> all = new ArrayList<>(secrets().values());
    for (JsonNode secret : all) {
      ((ObjectNode) secret).put("kind", "Secret");
    }
    for (String path : List.of(LEASES, "/api/v1/namespaces", "/api/v1/events")) {
      send("GET", path, Optional.empty()).path("items").forEach(all::add);
    }
    return all;
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  /** One Secret as the server has it. */
  JsonNode secret(String namespace, String name) {
    return send("GET", path(namespace, name), Optional.empty());
  }

  /** Every Secret of the cluster by {@code namespace/name}: all that a write could have changed. */
  SortedMap<String, JsonNode> secrets() {
    SortedMap<String, JsonNode> all = new TreeMap<>();
    for (JsonNode item : send("GET", "/api/v1/secrets", Optional.empty()).path("items")) {
      JsonNode metadata = item.path("metadata");
      all.put(metadata.path("namespace").asText() + "/" + metadata.path("name").asText(), item);
    }
    return all;
  }

  /** A Secret to create. */
  static ObjectNode secret(String name, String type, Map<String, String> base64) {
    ObjectNode secret = JSON.createObjectNode();
    secret.put("apiVersion", "v1").put("kind", "Secret").put("type", type);
    secret.putObject("metadata").put("name", name);
    ObjectNode data = secret.putObject("data");
    base64.forEach(data::put);
    return secret;
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** What a person wants to see of a Secret, without its values: who owns which key. */
  static List<String> shown(JsonNode secret) {
    List<String> lines = new ArrayList<>();
    lines.add("type " + secret.path("type").asText());
    JsonNode metadata = secret.path("metadata");
    metadata
        .path("labels")
        .properties()
        .forEach(e -> lines.add("label " + e.getKey() + "=" + e.getValue().asText()));
    metadata
        .path("annotations")
        .properties()
        .forEach(e -> lines.add("annotation " + e.getKey() + "=" + e.getValue().asText()));
    secret
        .path("data")
        .fieldNames()
        .forEachRemaining(key -> lines.add("data." + key + " " + owners(metadata, key)));
    lines.sort(null);
    return lines;
  }

  private static List<String> owners(JsonNode metadata, String key) {
    List<String> owners = new ArrayList<>();
    for (JsonNode entry : metadata.path("managedFields")) {
      if (entry.path("fieldsV1").path("f:data").has("f:" + key)) {
        owners.add(entry.path("manager").asText() + " by " + entry.path("operation").asText());
      }
    }
    owners.sort(null);
    return owners;
  }

  private static String path(String namespace, String name) {
    return "/api/v1/namespaces/" + namespace + "/secrets" + (name.isEmpty() ? "" : "/" + name);
  }

  private JsonNode send(String method, String path, Optional<ObjectNode> body) {
    HttpResponse<String> answer = status(method, path, body);
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + path + ": HTTP " + answer.statusCode());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path + ": no JSON", e);
    }
  }

  private HttpResponse<String> status(String method, String path, Optional<ObjectNode> body) {
    try (HttpClient client = client()) {
      return answer(client, method, path, body);
    }
  }

  private HttpClient client() {
    return HttpClient.newBuilder().sslContext(server.sslContext()).build();
  }

  private HttpResponse<String> answer(
      HttpClient client, String method, String path, Optional<ObjectNode> body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + server.token())
            .header("User-Agent", USER_AGENT)
            .header(
                "Content-Type",
                method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
            .method(
                method,
                body.map(b -> BodyPublishers.ofString(b.toString()))
                    .orElseGet(BodyPublishers::noBody))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path + " was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
