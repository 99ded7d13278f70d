package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.secretsync.fixtures.apiserver.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Stands between us and an API server, like {@code kubectl proxy}: writes down what goes through
 * and can answer in the server's place or lose an answer.
 */
final class Relay implements AutoCloseable {

  /** One request that came through. */
  record Seen(String method, String target, String body) {
    @Override
    public String toString() {
      return method + " " + target;
    }
  }

  /** What happens instead of a plain passing on. */
  sealed interface Trick {
    /** Answers itself. */
    record Answers(int status, String body, Optional<Integer> retryAfter) implements Trick {}

    /** Lets the request through and answers something else than the server did. */
    record Misreports(int status) implements Trick {}

    /** Lets the request through and drops the connection instead of answering. */
    record LosesAnswer() implements Trick {}
  }

  private record Plan(Predicate<Seen> when, Trick trick) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient upstream;
  private final URI target;
  private final String token;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final List<Plan> plans = new CopyOnWriteArrayList<>();

  Relay(ApiServer behind) {
    this.target = URI.create(behind.url());
    this.token = behind.token();
    this.upstream = HttpClient.newBuilder().sslContext(behind.sslContext()).build();
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** The next request of that kind is not passed on plainly. */
  void next(Predicate<Seen> when, Trick trick) {
    plans.add(new Plan(when, trick));
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  List<Seen> seen(String method) {
    return seen.stream().filter(request -> request.method().equals(method)).toList();
  }

  void forget() {
    seen.clear();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A kubeconfig with the context {@code relay} that leads through here. */
  Path kubeconfig(Path folder) {
    return kubeconfig(folder, address(), token);
  }

  static Path kubeconfig(Path folder, String server, String token) {
    String text =
        """
        apiVersion: v1
        kind: Config
        contexts:
        - {name: relay, context: {cluster: relay, user: relay}}
        clusters:
        - {name: relay, cluster: {server: '%s'}}
        users:
        - {name: relay, user: {%s}}
        """
            .formatted(server, token.isEmpty() ? "" : "token: " + token);
    try {
      return Files.writeString(Files.createTempFile(folder, "kubeconfig", ".yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does to the server what somebody else would do. */
  JsonNode send(String method, String path, String contentType, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(target.resolve(path))
            .method(method, BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", contentType)
            .build();
    try {
      HttpResponse<String> response =
          upstream.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      JsonNode answer = Json.TREES.readTree(response.body());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(method + " " + path + ": " + answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode get(String path) {
    return send("GET", path, Call.JSON, "");
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var request = new Seen(exchange.getRequestMethod(), exchange.getRequestURI().toString(), body);
    seen.add(request);
    Optional<Plan> plan = plans.stream().filter(p -> p.when().test(request)).findFirst();
    plan.ifPresent(plans::remove);
    if (plan.isPresent() && plan.get().trick() instanceof Trick.Answers answers) {
      answers
          .retryAfter()
          .ifPresent(s -> exchange.getResponseHeaders().set("Retry-After", s.toString()));
      answer(exchange, answers.status(), answers.body().getBytes(StandardCharsets.UTF_8));
      return;
    }
    HttpResponse<byte[]> response = pass(exchange, body);
    if (plan.isPresent() && plan.get().trick() instanceof Trick.Misreports(int status)) {
      answer(exchange, status, new byte[0]);
      return;
    }
    if (plan.isPresent()) {
      exchange.close();
      return;
    }
    answer(exchange, response.statusCode(), response.body());
  }

  private HttpResponse<byte[]> pass(HttpExchange exchange, String body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofString(body));
    for (String header : List.of("Authorization", "Accept", "Content-Type")) {
      Optional.ofNullable(exchange.getRequestHeaders().getFirst(header))
          .ifPresent(value -> request.header(header, value));
    }
    try {
      return upstream.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    upstream.shutdownNow();
  }
}
