package dev.secretsync.model;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Work that was begun on another thread. */
public final class Running {
  private Running() {}

  /**
   * Waits for it.
   *
   * @throws IllegalStateException when it broke, with what broke it; expected failures are results
   */
  public static <T> T result(Future<T> running) {
    try {
      return running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a thread broke", e.getCause());
    }
  }
}
