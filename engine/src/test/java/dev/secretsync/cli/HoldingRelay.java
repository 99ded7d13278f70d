package dev.secretsync.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.secretsync.fixtures.apiserver.ApiServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before an API server and holds every write of a Secret until it is told to let them
 * through: a run that is in the middle of its writes stays there.
 */
final class HoldingRelay implements AutoCloseable {
  private final HttpServer listener;
  private final HttpClient upstream;
  private final String target;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  HoldingRelay(ApiServer server) throws IOException {
    this.target = server.url();
    this.upstream = HttpClient.newBuilder().sslContext(server.sslContext()).build();
    this.listener =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.createContext("/", this::handle);
    listener.setExecutor(threads);
    listener.start();
  }

  String url() {
    return "http://127.0.0.1:" + listener.getAddress().getPort();
  }

  /** Waits until a write is being held. */
  void awaitWrite() throws InterruptedException {
    arrived.await();
  }

  /** From now on everything passes, also what is being held. */
  void release() {
    released.countDown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().toString();
      if (path.matches("/api/v1/.*/secrets\\b.*") && !exchange.getRequestMethod().equals("GET")) {
        arrived.countDown();
        released.await();
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(target + path))
              .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
      for (String header : List.of("Authorization", "Accept", "Content-Type")) {
        Optional.ofNullable(exchange.getRequestHeaders().getFirst(header))
            .ifPresent(value -> request.header(header, value));
      }
      HttpResponse<byte[]> answer = upstream.send(request.build(), BodyHandlers.ofByteArray());
      byte[] bytes = answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is still held is never let through. */
  @Override
  public void close() {
    threads.shutdownNow();
    listener.stop(0);
    upstream.shutdownNow();
  }
}
