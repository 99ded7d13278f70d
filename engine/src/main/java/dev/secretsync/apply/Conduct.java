package dev.secretsync.apply;

import dev.secretsync.lock.LockTerms;
import dev.secretsync.model.Run;
import dev.secretsync.model.Share;
import java.util.Optional;

/**
 * How a run of apply goes about it.
 *
 * @param run its name in every trace it leaves
 * @param writesAtOnce how many writes may be under way in one cluster
 * @param locks how to ask for the clusters that are written to; empty to take no locks at all,
 *     which costs politeness and not safety
 * @param maxFailed how many clusters of the plan may fail before no other is begun; empty for all
 * @param stop asked before every write
 * @param journal told of every outcome
 */
public record Conduct(
    Run run,
    int writesAtOnce,
    Optional<LockTerms> locks,
    Optional<Share> maxFailed,
    Stop stop,
    Journal journal) {
  /** For a run that nobody else competes with. */
  public static Conduct alone(Run run, int writesAtOnce) {
    return new Conduct(
        run, writesAtOnce, Optional.empty(), Optional.empty(), new Stop(), Journal.NONE);
  }
}
