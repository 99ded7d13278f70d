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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who grants rights in a cluster, and finds out what others may do in it. */
final class Administrator {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";

  private final ApiServer server;

  Administrator(ApiServer server) {
    this.server = server;
  }

  /** Reads the documents of manifests. */
  static List<ObjectNode> documents(String yaml) {
    List<ObjectNode> all = new ArrayList<>();
    try (MappingIterator<ObjectNode> documents =
        new YAMLMapper().readerFor(ObjectNode.class).readValues(yaml)) {
      documents.forEachRemaining(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** {@code kubectl apply --server-side -f -}. */
  void apply(List<ObjectNode> documents) {
    documents.forEach(document -> apply(document, ""));
  }

  /** The same, changing nothing. */
  void tryOut(List<ObjectNode> documents) {
    documents.forEach(document -> apply(document, "&dryRun=All"));
  }

  private void apply(ObjectNode document, String how) {
    String path = path(document) + "?fieldManager=admin&force=true" + how;
    int status = send("PATCH", path, document, server.token()).statusCode();
    if (status != 200 && status != 201) {
      throw new IllegalStateException("apply " + path + ": HTTP " + status);
    }
  }

  private static String path(ObjectNode document) {
    String kind = document.path("kind").asText();
    JsonNode metadata = document.path("metadata");
    String api = document.path("apiVersion").asText().equals("v1") ? "/api/v1" : RBAC;
    String in =
        metadata.has("namespace") ? "/namespaces/" + metadata.path("namespace").asText() : "";
    return api + in + "/" + kind.toLowerCase(Locale.ROOT) + "s/" + metadata.path("name").asText();
  }

  /** {@code kubectl create token}. */
  String token(String namespace, String account) {
    ObjectNode request = JSON.createObjectNode();
    request.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenRequest");
    request.putObject("spec");
    String path = "/api/v1/namespaces/" + namespace + "/serviceaccounts/" + account + "/token";
    HttpResponse<String> answer = send("POST", path, request, server.token());
    if (answer.statusCode() != 201) {
      throw new IllegalStateException("token of " + account + ": HTTP " + answer.statusCode());
    }
    return json(answer).path("status").path("token").asText();
  }

  /** What the owner of a token may do in a namespace: {@code group/resource[names] verb}. */
  SortedSet<String> rights(String token, String namespace) {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectRulesReview");
    review.putObject("spec").put("namespace", namespace);
    HttpResponse<String> answer =
        send("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", review, token);
    if (answer.statusCode() != 201 || json(answer).at("/status/incomplete").asBoolean()) {
      throw new IllegalStateException("rights in " + namespace + " cannot be told");
    }
    SortedSet<String> rights = new TreeSet<>();
    json(answer).at("/status/resourceRules").forEach(rule -> rights.addAll(rights(rule)));
    return rights;
  }

  /** One line for each verb of a rule, so that it does not matter how rules are cut. */
  static SortedSet<String> rights(JsonNode rule) {
    SortedSet<String> rights = new TreeSet<>();
    for (JsonNode group : rule.path("apiGroups")) {
      for (JsonNode resource : rule.path("resources")) {
        for (JsonNode verb : rule.path("verbs")) {
          String what = group.asText() + "/" + resource.asText();
          if (rule.path("resourceNames").isEmpty()) {
            rights.add(what + " " + verb.asText());
          }
          rule.path("resourceNames")
              .forEach(name -> rights.add(what + "[" + name.asText() + "] " + verb.asText()));
        }
      }
    }
    return rights;
  }

  /** The status of a request that the owner of a token sends. */
  int tried(String token, String method, String path, String... headers) {
    return send(method, path, JSON.createObjectNode(), token, headers).statusCode();
  }

  private HttpResponse<String> send(
      String method, String path, ObjectNode body, String token, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + token)
            .header(
                "Content-Type",
                method.equals("PATCH") ? "application/apply-patch+yaml" : "application/json")
            .method(
                method,
                method.equals("GET")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body.toString()));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient client = HttpClient.newBuilder().sslContext(server.sslContext()).build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The UID of namespace kube-system. */
  String identity() {
    HttpResponse<String> answer =
        send("GET", "/api/v1/namespaces/kube-system", JSON.createObjectNode(), server.token());
    return json(answer).at("/metadata/uid").asText();
  }
}
