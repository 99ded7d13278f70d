package dev.secretsync.github;

import java.util.Comparator;

/**
 * Which of two runs was started first. GitHub counts the ids of runs upwards; a run that is
 * repeated keeps its id, and with it the commit that it is of.
 *
 * @param id of the workflow run
 * @param attempt counts repetitions
 */
record RunOrder(long id, int attempt) implements Comparable<RunOrder> {
  private static final Comparator<RunOrder> ORDER =
      Comparator.comparingLong(RunOrder::id).thenComparingInt(RunOrder::attempt);

  /** Outside of GitHub Actions: older than any run, so that every run replaces it. */
  static final RunOrder NONE = new RunOrder(0, 0);

  boolean known() {
    return id > 0;
  }

  @Override
  public int compareTo(RunOrder other) {
    return ORDER.compare(this, other);
  }
}
