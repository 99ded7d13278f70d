package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** The server answered. The body may hold values: it is parsed, then cleared, and never shown. */
final class Answer implements Reply, AutoCloseable {
  private final int status;
  private final Optional<Duration> retryAfter;
  private final Optional<Instant> date;
  private final byte[] body;

  /** Keeps the given array and clears it on close. */
  Answer(int status, Optional<Duration> retryAfter, Optional<Instant> date, byte[] body) {
    this.status = status;
    this.retryAfter = retryAfter;
    this.date = date;
    this.body = body;
  }

  int status() {
    return status;
  }

  boolean successful() {
    return status >= 200 && status < 300;
  }

  /** How long the server wants us to wait (RFC 9110, 10.2.3), in seconds form only. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** The server's clock when it answered (RFC 9110, 6.6.1). */
  Optional<Instant> date() {
    return date;
  }

  JsonParser json() throws IOException {
    return Json.FACTORY.createParser(body);
  }

  /** For answers without values only. */
  JsonNode tree() throws IOException {
    return Json.TREES.readTree(body);
  }

  @Override
  public void close() {
    Arrays.fill(body, (byte) 0);
  }
}
