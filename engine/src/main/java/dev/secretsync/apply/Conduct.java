package dev.secretsync.apply;

import dev.secretsync.model.Run;
import java.time.Duration;
import java.util.Optional;

/**
 * How a run of apply goes about it.
 *
 * @param run its name in every trace it leaves
 * @param writesAtOnce how many writes may be under way in one cluster
 * @param lockTimeout how long to wait for a cluster that another run writes to; empty to take no
 *     locks at all, which costs politeness and not safety
 * @param stop asked before every write
 */
public record Conduct(Run run, int writesAtOnce, Optional<Duration> lockTimeout, Stop stop) {
  /** For a run that nobody else competes with. */
  public static Conduct alone(Run run, int writesAtOnce) {
    return new Conduct(run, writesAtOnce, Optional.empty(), new Stop());
  }
}
