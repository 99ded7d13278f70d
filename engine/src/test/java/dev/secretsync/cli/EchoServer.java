package dev.secretsync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The worst API server there could be: empty to those who read, and to every write it answers with
 * an error that repeats all that it was sent, decoded as well, in every field that a Status has.
 */
final class EchoServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpServer http;
  private final int status;
  private final boolean json;
  private int echoed;

  /**
   * @param status of the answers to writes
   * @param json whether they are a Kubernetes Status, or plain text
   */
  EchoServer(int status, boolean json) throws IOException {
    this.status = status;
    this.json = json;
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::handle);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** How many writes it has repeated. */
  int echoed() {
    return echoed;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getPath();
      if (!exchange.getRequestMethod().equals("GET")) {
        echoed++;
        send(exchange, status, json ? echo(body).toString() : everything(body));
      } else if (path.endsWith("/secrets")) {
        send(exchange, 200, list().toString());
      } else if (path.contains("/secrets/")) {
        send(exchange, 404, echo("").put("code", 404).put("reason", "NotFound").toString());
      } else {
        send(exchange, 200, namespace(path.substring(path.lastIndexOf('/') + 1)).toString());
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Warning", "299 - \"echo\"");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private ObjectNode list() {
    ObjectNode list = JSON.createObjectNode();
    list.put("apiVersion", "v1").put("kind", "SecretList");
    list.putObject("metadata").put("resourceVersion", "1");
    list.putArray("items");
    return list;
  }

  private ObjectNode namespace(String name) {
    ObjectNode namespace = JSON.createObjectNode();
    namespace.put("apiVersion", "v1").put("kind", "Namespace");
    namespace
        .putObject("metadata")
        .put("name", name)
        .put("uid", "00000000-0000-0000-0000-" + "%012d".formatted(http.getAddress().getPort()));
    return namespace;
  }

  private ObjectNode echo(String body) throws IOException {
    return echo(status, body);
  }

  /** A Status that repeats all that was sent, in every field that it has. */
  static ObjectNode echo(int status, String body) throws IOException {
    String everything = everything(body);
    ObjectNode answer = JSON.createObjectNode();
    answer.put("apiVersion", "v1").put("kind", "Status").put("status", "Failure");
    answer.put("code", status).put("reason", everything).put("message", everything);
    ObjectNode details = answer.putObject("details");
    details.put("name", everything).put("kind", everything);
    details
        .putArray("causes")
        .addObject()
        .put("reason", "FieldValueInvalid")
        .put("message", everything)
        .put("field", everything);
    return answer;
  }

  private static String everything(String body) throws IOException {
    if (body.isEmpty()) {
      return "";
    }
    StringBuilder all = new StringBuilder(body);
    JsonNode data = Optional.of(JSON.readTree(body)).map(node -> node.path("data")).get();
    for (JsonNode value : data) {
      all.append(' ')
          .append(new String(Base64.getDecoder().decode(value.asText()), StandardCharsets.UTF_8));
    }
    return all.toString();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
