package dev.secretsync.cluster.kubernetes;

import java.time.Duration;

/**
 * A request got no answer.
 *
 * @param cause why
 * @param limit the time limit that ran out, for {@link Cause#TIMED_OUT} and {@link
 *     Cause#CONNECT_TIMED_OUT}
 */
record NoAnswer(Cause cause, Duration limit) implements Reply {

  /** In our words: what a library or a server says about it is never shown. */
  enum Cause {
    REFUSED("connection refused", 3, false),
    NO_ROUTE("no route to host", 2, false),
    UNKNOWN_HOST("host name not found", 2, false),
    CONNECT_TIMED_OUT("no connection", 2, false),
    CERTIFICATE_NOT_TRUSTED("certificate not trusted", 1, false),
    CERTIFICATE_EXPIRED("certificate expired or not yet valid", 1, false),
    CERTIFICATE_NAME("certificate is for another host name", 1, false),
    TLS("TLS handshake failed", 1, false),
    CREDENTIALS("credential plugin failed", 1, false),
    TIMED_OUT("timed out", 3, true),
    LOST("connection lost", 5, true),
    INTERRUPTED("interrupted", 1, true);

    private final String words;
    private final int tries;
    private final boolean sent;

    Cause(String words, int tries, boolean sent) {
      this.words = words;
      this.tries = tries;
      this.sent = sent;
    }

    /** How often to try before giving up; a stopped cluster must not hold up a run. */
    int tries() {
      return tries;
    }

    /** Whether the request may have reached the server, so that a write may have happened. */
    boolean sent() {
      return sent;
    }
  }

  String words() {
    return switch (cause) {
      case TIMED_OUT, CONNECT_TIMED_OUT -> cause.words + " after " + seconds(limit);
      case REFUSED,
          NO_ROUTE,
          UNKNOWN_HOST,
          CERTIFICATE_NOT_TRUSTED,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_NAME,
          TLS,
          CREDENTIALS,
          LOST,
          INTERRUPTED ->
          cause.words;
    };
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + "s" : limit.toMillis() + "ms";
  }
}
