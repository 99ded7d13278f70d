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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Stands between us and an API server, like {@code kubectl proxy}: writes down what goes through,
 * and can answer in the server's place, lose an answer or a half of one, and let something happen
 * before or after a certain request.
 */
public final class Relay implements AutoCloseable {

  /**
   * One request that came through.
   *
   * @param underWay how many others had come and were not answered yet
   */
  public record Seen(
      String method, String target, String body, Optional<String> authorization, int underWay) {
    /** Whether it changes anything. */
    public boolean writes() {
      return !method.equals("GET");
    }

    /** Whether it changes a Secret. */
    public boolean writesSecret() {
      return writes() && target.matches(".*/secrets([/?].*)?");
    }

    /** Whether it makes a Secret. */
    public boolean creates() {
      return method.equals("POST") && writesSecret();
    }

    /** Whether it is about the Secret of this name, and does not create it. */
    public boolean isAbout(String name) {
      return target.matches(".*/secrets/" + name + "([?].*)?");
    }

    @Override
    public String toString() {
      return method + " " + target;
    }
  }

  /** What happens instead of a plain passing on. */
  public sealed interface Trick {
    /** Answers itself. */
    record Answers(int status, String body, Optional<Integer> retryAfter) implements Trick {}

    /** Answers itself, with what was asked in mind, and when it likes. */
    record Replies(int status, UnaryOperator<String> body, Optional<Integer> retryAfter)
        implements Trick {}

    /** Lets the request through and answers something else than the server did. */
    record Misreports(int status) implements Trick {}

    /** Lets the request through and drops the connection instead of answering. */
    record LosesAnswer() implements Trick {}

    /** Lets the request through and drops the connection in the middle of the answer. */
    record CutsAnswer() implements Trick {}

    /** Does something and lets the request through then. */
    record Before(Runnable what) implements Trick {}

    /** Lets the request through and does something before it answers. */
    record After(Runnable what) implements Trick {}

    /** Does something and drops the connection: the server never hears of the request. */
    record Instead(Runnable what) implements Trick {}
  }

  /** One that is due when so many such requests have passed, and then so many times. */
  private static final class Plan {
    private final Predicate<Seen> when;
    private final Trick trick;
    private int passing;
    private int times;

    Plan(Predicate<Seen> when, Trick trick, int passing, int times) {
      this.when = when;
      this.trick = trick;
      this.passing = passing;
      this.times = times;
    }

    synchronized boolean isDue(Seen request) {
      if (times == 0 || !when.test(request)) {
        return false;
      }
      if (passing > 0) {
        passing--;
        return false;
      }
      times--;
      return true;
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient upstream;
  private final URI target;
  private final String token;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final List<Plan> plans = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();

  public Relay(ApiServer behind) {
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
  public void next(Predicate<Seen> when, Trick trick) {
    nth(1, when, trick);
  }

  /** Neither is the nth from now on. */
  public void nth(int n, Predicate<Seen> when, Trick trick) {
    plans.add(new Plan(when, trick, n - 1, 1));
  }

  /** And neither are the nth and all that follow. */
  public void fromNth(int n, Predicate<Seen> when, Trick trick) {
    plans.add(new Plan(when, trick, n - 1, Integer.MAX_VALUE));
  }

  /** From now on everything is passed on plainly. */
  public void behave() {
    plans.clear();
  }

  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  public List<Seen> seen(String method) {
    return seen.stream().filter(request -> request.method().equals(method)).toList();
  }

  public void forget() {
    seen.clear();
  }

  public String address() {
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
    int others = underWay.getAndIncrement();
    Response response;
    try {
      response = response(exchange, others);
    } catch (IOException | RuntimeException e) {
      exchange.close();
      throw e;
    } finally {
      // before the answer: whoever has it may send the next request at once
      underWay.decrementAndGet();
    }
    switch (response) {
      case Response.Whole(int status, byte[] body) -> answer(exchange, status, body);
      case Response.Half(int status, byte[] body) -> {
        try (exchange) {
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body, 0, body.length / 2);
          exchange.getResponseBody().flush();
        }
      }
      case Response.None() -> exchange.close();
    }
  }

  private sealed interface Response {
    record Whole(int status, byte[] body) implements Response {}

    record Half(int status, byte[] body) implements Response {}

    record None() implements Response {}
  }

  private Response response(HttpExchange exchange, int others) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var request =
        new Seen(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            body,
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
            others);
    seen.add(request);
    Optional<Trick> trick =
        plans.stream().filter(plan -> plan.isDue(request)).findFirst().map(plan -> plan.trick);
    if (trick.isEmpty()) {
      return passed(exchange, body);
    }
    return switch (trick.get()) {
      case Trick.Answers(int status, String text, Optional<Integer> retryAfter) -> {
        retryAfter(exchange, retryAfter);
        yield new Response.Whole(status, text.getBytes(StandardCharsets.UTF_8));
      }
      case Trick.Replies(int status, UnaryOperator<String> text, Optional<Integer> retryAfter) -> {
        retryAfter(exchange, retryAfter);
        yield new Response.Whole(status, text.apply(body).getBytes(StandardCharsets.UTF_8));
      }
      case Trick.Misreports(int status) -> {
        pass(exchange, body);
        yield new Response.Whole(status, new byte[0]);
      }
      case Trick.LosesAnswer() -> {
        pass(exchange, body);
        yield new Response.None();
      }
      case Trick.CutsAnswer() -> {
        HttpResponse<byte[]> answer = pass(exchange, body);
        yield new Response.Half(answer.statusCode(), answer.body());
      }
      case Trick.Before(Runnable what) -> {
        what.run();
        yield passed(exchange, body);
      }
      case Trick.After(Runnable what) -> {
        Response answer = passed(exchange, body);
        what.run();
        yield answer;
      }
      case Trick.Instead(Runnable what) -> {
        what.run();
        yield new Response.None();
      }
    };
  }

  private static void retryAfter(HttpExchange exchange, Optional<Integer> seconds) {
    seconds.ifPresent(s -> exchange.getResponseHeaders().set("Retry-After", s.toString()));
  }

  private Response passed(HttpExchange exchange, String body) throws IOException {
    HttpResponse<byte[]> answer = pass(exchange, body);
    return new Response.Whole(answer.statusCode(), answer.body());
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
