package dev.secretsync.github;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.secretsync.network.HttpProxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests and their answers, with patience: what a limit of rate or a broken server stopped is
 * tried again. The token goes to the API's host and to no other, whatever a redirect says.
 */
final class Wire {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final int ATTEMPTS = 5;
  private static final int REDIRECTS = 3;
  private static final long LARGEST = 64L << 20;
  private static final int HTTPS = 443;
  private static final int MAX_DEPTH = 64;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .build();

  private final Endpoint endpoint;
  private final Token token;
  private final String version;
  private final HttpClient http;
  private final Pauses pauses;
  private final Clock clock;

  Wire(Endpoint endpoint, Map<String, String> env, String version, Pauses pauses, Clock clock) {
    this.endpoint = endpoint;
    this.token = Token.from(env);
    this.version = version;
    this.http = client(endpoint, env);
    this.pauses = pauses;
    this.clock = clock;
  }

  private static HttpClient client(Endpoint endpoint, Map<String, String> env) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY);
    proxy(endpoint, env)
        .map(uri -> new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? HTTPS : uri.getPort()))
        .ifPresent(address -> builder.proxy(ProxySelector.of(address)));
    return builder.build();
  }

  private static Optional<URI> proxy(Endpoint endpoint, Map<String, String> env) {
    try {
      return HttpProxy.choose(endpoint.base(), Optional.empty(), env)
          .map(uri -> {
            if (uri.getHost() == null || !"http".equals(uri.getScheme())) {
              throw Complaints.badProxy();
            }
            return uri;
          });
    } catch (IllegalArgumentException _) {
      throw Complaints.badProxy();
    }
  }

  /**
   * The answer to a call, good or bad.
   *
   * @return empty when a call that must not be repeated was lost: nobody knows whether it was done
   */
  Optional<Reply> answer(Call call) {
    Duration waited = Duration.ZERO;
    for (int attempt = 0; ; attempt++) {
      Optional<Reply> reply = follow(call);
      Optional<Duration> limit = limit(reply, attempt);
      boolean lost = reply.isEmpty() || reply.get().broken();
      if (limit.isEmpty() && !lost) {
        return reply;
      }
      if (limit.isEmpty() && !call.repeatable()) {
        return Optional.empty();
      }
      Duration wait = limit.orElse(Duration.ofSeconds(1L << attempt));
      waited = waited.plus(wait);
      if (attempt + 1 >= ATTEMPTS || waited.compareTo(LONGEST_WAIT) > 0) {
        throw limit.isPresent()
            ? Complaints.rateLimit(call, clock.instant().plus(wait))
            : Complaints.noAnswer(call);
      }
      pause(wait, call);
    }
  }

  private Optional<Duration> limit(Optional<Reply> reply, int attempt) {
    return reply.flatMap(one -> RateLimit.wait(one, attempt, clock.instant()));
  }

  void pause(Duration wait, Call call) {
    try {
      pauses.pause(wait);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Complaints.noAnswer(call);
    }
  }

  /** A repository that was renamed answers with where it is now; the method stays the same. */
  private Optional<Reply> follow(Call call) {
    Call next = call;
    for (int i = 0; i <= REDIRECTS; i++) {
      Optional<Reply> reply = once(next);
      if (reply.isEmpty() || !reply.get().redirects()) {
        return reply;
      }
      next = next.to(elsewhere(next, reply.get().header("location").orElse("")));
    }
    throw Complaints.unusable(call);
  }

  /** An address that an answer names; refused when it is on another host. */
  URI elsewhere(Call call, String address) {
    try {
      URI uri = call.uri().resolve(address);
      if (endpoint.owns(uri)) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // said below, without the address
    }
    throw Complaints.otherHost(call);
  }

  private Optional<Reply> once(Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .timeout(ANSWER)
            .header("Accept", "application/vnd.github+json")
            .header("X-GitHub-Api-Version", "2022-11-28")
            .header("User-Agent", "secretsync/" + version)
            .method(
                call.method(),
                call.body()
                    .map(body ->
                        HttpRequest.BodyPublishers.ofString(
                            body.toString(), StandardCharsets.UTF_8))
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    call.body().ifPresent(body -> request.header("Content-Type", "application/json"));
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            token.authorize(request).build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
    try {
      HttpResponse<byte[]> response = answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.of(
          new Reply(response.statusCode(), response.headers(), tree(response.body())));
    } catch (ExecutionException | TimeoutException _) { // their words may quote what was sent
      answer.cancel(true);
      return Optional.empty();
    } catch (InterruptedException _) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw Complaints.noAnswer(call);
    }
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException _) {
      return MissingNode.getInstance();
    }
  }
}
