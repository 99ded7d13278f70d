package dev.secretsync.github;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long GitHub wants us to wait, after its page "Rate limits for the REST API": {@code
 * retry-after}, else {@code x-ratelimit-reset} when nothing remains, else a minute that doubles.
 */
final class RateLimit {
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

  private RateLimit() {}

  /** Empty when this is no limit of rate. */
  static Optional<Duration> wait(Reply reply, int attempt, Instant now) {
    if (reply.status() != FORBIDDEN && reply.status() != TOO_MANY) {
      return Optional.empty();
    }
    Optional<Duration> told =
        seconds(reply, "retry-after")
            .map(Duration::ofSeconds)
            .or(() ->
                seconds(reply, "x-ratelimit-remaining")
                    .filter(left -> left == 0)
                    .flatMap(left -> seconds(reply, "x-ratelimit-reset"))
                    .map(reset -> Duration.between(now, Instant.ofEpochSecond(reset)))
                    .map(left -> left.isNegative() ? Duration.ZERO : left.plusSeconds(1)));
    return told.isPresent() || (reply.status() == FORBIDDEN && !secondary(reply))
        ? told
        : Optional.of(Duration.ofMinutes(1L << attempt));
  }

  /** Such an answer need not have a header; only its words tell it from a missing permission. */
  private static boolean secondary(Reply reply) {
    return reply.body().path("message").asText("").contains("secondary rate limit");
  }

  private static Optional<Long> seconds(Reply reply, String header) {
    return reply
        .header(header)
        .filter(text -> SECONDS.matcher(text).matches())
        .map(Long::parseLong);
  }
}
