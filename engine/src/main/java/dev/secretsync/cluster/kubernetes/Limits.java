package dev.secretsync.cluster.kubernetes;

import java.time.Duration;

/**
 * How long a cluster may keep us waiting, and how hard we may press it.
 *
 * @param connect for the connection to stand
 * @param call for one request, from sending it to the last byte of its answer
 * @param cluster for a whole {@code observe}, and for any other call with all its retries
 * @param parallel requests in flight at one time
 */
public record Limits(Duration connect, Duration call, Duration cluster, int parallel) {
  /** Ten seconds for a connection and for a call, a minute for a cluster, ten requests at once. */
  public static final Limits DEFAULT =
      new Limits(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(60), 10);

  public Limits {
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel must be at least 1");
    }
  }
}
