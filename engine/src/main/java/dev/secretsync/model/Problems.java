package dev.secretsync.model;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Collects what is wrong with one input, so that a run reports all of it and not the first. Sorted,
 * and each problem once. Several threads may add to it.
 */
public final class Problems {
  private final SortedSet<Diagnostic> found = new TreeSet<>();

  public synchronized void add(Diagnostic diagnostic) {
    found.add(diagnostic);
  }

  public synchronized void addAll(Iterable<Diagnostic> diagnostics) {
    diagnostics.forEach(found::add);
  }

  public synchronized boolean hasErrors() {
    return found.stream().anyMatch(Diagnostic::isError);
  }

  /** What was found, in order of place. */
  public synchronized List<Diagnostic> all() {
    return List.copyOf(found);
  }

  /**
   * Stops the run when an error was found.
   *
   * @throws RefusedException with everything that was found
   */
  public void refuseErrors() {
    if (hasErrors()) {
      throw new RefusedException(all());
    }
  }
}
