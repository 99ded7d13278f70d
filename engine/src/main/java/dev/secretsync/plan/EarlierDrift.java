package dev.secretsync.plan;

import dev.secretsync.model.SecretAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an earlier report said.
 *
 * @param time when it was made, by its own clock
 * @param found everything that had happened, ignored or not; and what the reports before it had
 *     seen where it could not look itself
 * @param unreadable clusters that it could say nothing about
 * @param unknown Secrets that it could say nothing about
 */
public record EarlierDrift(
    Instant time,
    Map<DriftKey, Sighting> found,
    Set<String> unreadable,
    Set<SecretAddress> unknown) {
  public EarlierDrift {
    found = Map.copyOf(found);
    unreadable = Set.copyOf(unreadable);
    unknown = Set.copyOf(unknown);
  }

  /** One that was compared with nothing. */
  public EarlierDrift(
      Instant time, Set<DriftKey> found, Set<String> unreadable, Set<SecretAddress> unknown) {
    this(
        time,
        found.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(), _ -> new Sighting(time, time, 1))),
        unreadable,
        unknown);
  }

  /**
   * That something was there, without interruption.
   *
   * @param first the time of the first report that had it
   * @param last that of the last one
   * @param reports how many had it
   */
  public record Sighting(Instant first, Instant last, int reports) {}

  /** Whether its silence about a Secret means that nothing had happened to it. */
  boolean couldTell(SecretAddress address) {
    return !unreadable.contains(address.cluster()) && !unknown.contains(address);
  }
}
