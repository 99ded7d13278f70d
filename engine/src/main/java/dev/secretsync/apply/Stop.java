package dev.secretsync.apply;

import dev.secretsync.model.Diagnostic;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Says that no new write may begin, and why; what is under way is finished. The first reason stays.
 * Safe for use by several threads.
 */
public final class Stop {
  private final AtomicReference<Optional<Diagnostic>> why = new AtomicReference<>(Optional.empty());

  /** From now on nothing new is begun. */
  public void because(Diagnostic reason) {
    why.compareAndSet(Optional.empty(), Optional.of(reason));
  }

  /** Why nothing may be begun; empty while everything may. */
  public Optional<Diagnostic> why() {
    return why.get();
  }
}
