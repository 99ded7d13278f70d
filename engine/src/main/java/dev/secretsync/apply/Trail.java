package dev.secretsync.apply;

import java.util.Optional;

/**
 * What one change left behind, for whoever reads the result as a record.
 *
 * @param attempts how often it was written, or might have been; a request that the server put off
 *     counts once
 * @param uid of the Secret that is there now, where that is known
 * @param resourceVersion its version after the write, where that is known
 */
public record Trail(int attempts, Optional<String> uid, Optional<String> resourceVersion) {
  /** Of what was never tried. */
  public static final Trail NONE = new Trail(0, Optional.empty(), Optional.empty());
}
