package dev.secretsync.plan;

import dev.secretsync.model.SecretAddress;
import java.time.Instant;
import java.util.Set;

/**
 * What an earlier report said.
 *
 * @param time when it was made, by its own clock
 * @param found everything that had happened, ignored or not
 * @param unreadable clusters that it could say nothing about
 * @param unknown Secrets that it could say nothing about
 */
public record EarlierDrift(
    Instant time, Set<DriftKey> found, Set<String> unreadable, Set<SecretAddress> unknown) {
  public EarlierDrift {
    found = Set.copyOf(found);
    unreadable = Set.copyOf(unreadable);
    unknown = Set.copyOf(unknown);
  }

  /** Whether its silence about a Secret means that nothing had happened to it. */
  boolean couldTell(SecretAddress address) {
    return !unreadable.contains(address.cluster()) && !unknown.contains(address);
  }
}
