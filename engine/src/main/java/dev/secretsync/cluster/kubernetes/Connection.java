package dev.secretsync.cluster.kubernetes;

import dev.secretsync.cluster.kubernetes.NoAnswer.Cause;
import dev.secretsync.cluster.kubernetes.Patience.Deadline;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Sends requests to one API server, so many at a time, and says what came of each. Uses fabric8's
 * HTTP layer and not its typed clients: those make Strings of values and put response bodies into
 * exceptions.
 */
final class Connection implements AutoCloseable {
  private static final String USER_AGENT =
      "secretsync/"
          + Optional.ofNullable(Connection.class.getPackage().getImplementationVersion())
              .orElse("dev");

  private static final String NUMBER = "[0-9]{1,6}";

  private final HttpClient client;
  private final URI server;
  private final Credentials credentials;
  private final Limits limits;
  private final Pace pace;

  /**
   * @param server ends with a slash
   */
  Connection(HttpClient client, URI server, Credentials credentials, Limits limits) {
    this.client = client;
    this.server = server;
    this.credentials = credentials;
    this.limits = limits;
    this.pace = new Pace(limits.parallel());
  }

  /** Sends once, or twice where the credentials had to be renewed; waits for its turn first. */
  Reply send(Call call, Deadline deadline) {
    Pace.Turn turn;
    try {
      turn = pace.await(deadline.left());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new NoAnswer(Cause.INTERRUPTED, limits.call());
    }
    if (!turn.granted()) {
      return new NoAnswer(Cause.TIMED_OUT, limits.cluster());
    }
    boolean tooMany = false;
    try {
      Reply reply = sendAuthorized(call, deadline);
      tooMany = reply instanceof Answer answer && answer.status() == 429;
      return reply;
    } finally {
      pace.end(turn, tooMany);
    }
  }

  private Reply sendAuthorized(Call call, Deadline deadline) {
    try {
      Optional<String> header = credentials.authorization();
      Reply reply = sendOnce(call, header, deadline);
      boolean unauthorized = reply instanceof Answer answer && answer.status() == 401;
      return unauthorized && header.filter(credentials::renew).isPresent()
          ? sendOnce(call, credentials.authorization(), deadline)
          : reply;
    } catch (IOException e) {
      return new NoAnswer(Cause.CREDENTIALS, limits.call());
    }
  }

  private Reply sendOnce(Call call, Optional<String> authorization, Deadline deadline) {
    boolean whole = deadline.allows(limits.call());
    Duration limit = whole ? limits.call() : deadline.left();
    if (limit.isZero()) {
      return new NoAnswer(Cause.TIMED_OUT, limits.cluster());
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request(call, authorization, limit), byte[].class);
    try {
      HttpResponse<byte[]> response = answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return new Answer(response.code(), retryAfter(response), date(response), response.body());
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new NoAnswer(Cause.TIMED_OUT, whole ? limit : limits.cluster());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new NoAnswer(Cause.INTERRUPTED, limit);
    } catch (ExecutionException e) {
      Cause cause = cause(e);
      Duration passed = whole ? limit : limits.cluster();
      return new NoAnswer(cause, cause == Cause.CONNECT_TIMED_OUT ? limits.connect() : passed);
    }
  }

  private HttpRequest request(Call call, Optional<String> authorization, Duration limit) {
    HttpRequest.Builder request =
        client
            .newHttpRequestBuilder()
            .uri(server.resolve(call.path()))
            .timeout(limit.toNanos(), TimeUnit.NANOSECONDS)
            .header("User-Agent", USER_AGENT)
            .header("Accept", call.accept());
    authorization.ifPresent(header -> request.header("Authorization", header));
    call.payload()
        .ifPresentOrElse(
            body -> request.method(call.method(), body.contentType(), body.open(), body.length()),
            () -> request.method(call.method(), Call.JSON, null));
    return request.build();
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return Optional.ofNullable(response.header("Retry-After"))
        .filter(text -> text.matches(NUMBER))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  private static Optional<Instant> date(HttpResponse<?> response) {
    try {
      return Optional.ofNullable(response.header("Date"))
          .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** The innermost exception that tells something; messages are never looked at. */
  private static Cause cause(Throwable thrown) {
    Cause found = Cause.LOST;
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      found = cause(t, found);
    }
    return found;
  }

  private static Cause cause(Throwable thrown, Cause otherwise) {
    return switch (thrown) {
      case HttpConnectTimeoutException _ -> Cause.CONNECT_TIMED_OUT;
      case HttpTimeoutException _ -> Cause.TIMED_OUT;
      case TimeoutException _ -> Cause.TIMED_OUT;
      case UnknownHostException _ -> Cause.UNKNOWN_HOST;
      case UnresolvedAddressException _ -> Cause.UNKNOWN_HOST;
      case NoRouteToHostException _ -> Cause.NO_ROUTE;
      case ConnectException _ when otherwise != Cause.CONNECT_TIMED_OUT -> Cause.REFUSED;
      case CertificateExpiredException _ -> Cause.CERTIFICATE_EXPIRED;
      case CertificateNotYetValidException _ -> Cause.CERTIFICATE_EXPIRED;
      case CertPathBuilderException _ -> Cause.CERTIFICATE_NOT_TRUSTED;
      case CertPathValidatorException _ -> Cause.CERTIFICATE_NOT_TRUSTED;
      case CertificateException _ -> Cause.CERTIFICATE_NAME;
      case SSLHandshakeException _ when otherwise == Cause.LOST -> Cause.TLS;
      default -> otherwise;
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
