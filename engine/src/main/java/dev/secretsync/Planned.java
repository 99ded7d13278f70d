package dev.secretsync;

import dev.secretsync.cluster.Fleet;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.declare.Declarations;
import dev.secretsync.plan.Bounds;
import dev.secretsync.plan.Plan;
import dev.secretsync.policy.Policy;
import dev.secretsync.resolve.Resolution;

/**
 * A plan, with what it was made from and what carries it out. Only {@link #plan} may be shown or
 * kept.
 *
 * @param plan the plan
 * @param policy what judged it
 * @param declared what Git declares
 * @param resolution the contents to write, and why
 * @param live the objects it was computed from
 * @param fleet the clusters, still open
 */
public record Planned(
    Plan plan,
    Policy policy,
    Declarations declared,
    Resolution resolution,
    LiveState live,
    Fleet fleet)
    implements AutoCloseable {
  /** The same, of which only what is within bounds is written. */
  Planned within(Bounds bounds) {
    return new Planned(bounds.plan(), policy, declared, resolution, live, fleet);
  }

  @Override
  public void close() {
    fleet.close();
  }
}
