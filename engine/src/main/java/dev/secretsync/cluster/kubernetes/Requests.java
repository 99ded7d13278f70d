package dev.secretsync.cluster.kubernetes;

import dev.secretsync.cluster.kubernetes.Patience.Deadline;
import java.time.Duration;

/** Sends and, where that can help and does no harm, sends again (cli.md 6.2). */
final class Requests {
  private static final int TRIES = 5;

  private final Connection connection;
  private final Patience patience;
  private final Duration limit;

  /**
   * @param limit for one call with all its retries, unless a deadline is given
   */
  Requests(Connection connection, Patience patience, Duration limit) {
    this.connection = connection;
    this.patience = patience;
    this.limit = limit;
  }

  /** The same, giving up sooner. */
  Requests within(Duration shorter) {
    return new Requests(connection, patience, shorter.compareTo(limit) < 0 ? shorter : limit);
  }

  Deadline deadline() {
    return patience.within(limit);
  }

  /** Repeats whatever may end differently the next time. */
  Reply read(Call call, Deadline deadline) {
    for (int number = 1; ; number++) {
      Reply reply = connection.send(call, deadline);
      boolean again =
          switch (reply) {
            case Answer answer -> number < TRIES && passing(answer.status());
            case NoAnswer none -> number < none.cause().tries();
          };
      if (!again || !pause(reply, number, deadline)) {
        return reply;
      }
    }
  }

  /**
   * Repeats only what cannot have happened, and what the server says it did not do or cannot tell.
   * Where it could not tell, a repeated write may meet its own first try: {@link Written#doubtful}.
   */
  Written write(Call call) {
    Deadline deadline = deadline();
    boolean doubtful = false;
    for (int number = 1; ; number++) {
      Reply reply = connection.send(call, deadline);
      boolean again =
          switch (reply) {
            case Answer answer -> number < TRIES && passing(answer.status());
            case NoAnswer none -> !none.cause().sent() && number < none.cause().tries();
          };
      if (!again || !pause(reply, number, deadline)) {
        return new Written(reply, doubtful);
      }
      doubtful |= reply instanceof Answer answer && answer.status() != 429;
    }
  }

  /**
   * How a write ended.
   *
   * @param doubtful whether an earlier try of this write may have succeeded
   */
  record Written(Reply reply, boolean doubtful) {}

  private static boolean passing(int status) {
    return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
  }

  /** Waits for the next try; false when there is no time for one. */
  private boolean pause(Reply reply, int number, Deadline deadline) {
    Duration backoff = patience.afterTry(number);
    Duration wanted =
        reply instanceof Answer answer ? answer.retryAfter().orElse(backoff) : backoff;
    Duration time = wanted.compareTo(backoff) > 0 ? wanted : backoff;
    if (!deadline.allows(time)) {
      return false;
    }
    try {
      patience.pause().of(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
