package dev.secretsync;

import dev.secretsync.cluster.Fleet;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.plan.Plan;

/**
 * A plan, with what it was made from and what carries it out. Only {@link #plan} may be shown or
 * kept.
 *
 * @param plan the plan
 * @param desired the contents to write
 * @param live the objects it was computed from
 * @param fleet the clusters, still open
 */
public record Planned(Plan plan, DesiredState desired, LiveState live, Fleet fleet)
    implements AutoCloseable {
  @Override
  public void close() {
    fleet.close();
  }
}
