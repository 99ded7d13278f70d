package dev.secretsync.model;

import java.util.Optional;

/**
 * One run of apply, as the traces that it leaves name it: on the Secrets it wrote, in the locks it
 * held and in its result.
 *
 * @param id unique among all runs
 * @param who who runs it, for example {@code user@host}
 * @param url where its log is, in CI
 */
public record Run(String id, String who, Optional<String> url) {
  /** What the Secrets that it writes say of it: where its log is, else its id. */
  public String trace() {
    return url.orElse(id);
  }
}
