package dev.secretsync.inspect;

import dev.secretsync.cluster.LiveState;
import dev.secretsync.declare.Declarations;
import dev.secretsync.plan.Plan;
import dev.secretsync.resolve.Resolution;
import java.util.List;

/**
 * Every Secret of the fleet that we manage or would manage: those of Git and those that clusters
 * own (R66), in order of name.
 */
public record Listing(List<ListedSecret> secrets) {
  public Listing {
    secrets = secrets.stream().sorted().toList();
  }

  /** Reads it off a plan and what that was made from. */
  public static Listing of(
      Plan plan, Declarations declared, Resolution resolution, LiveState live) {
    return new Listing(new Rows(plan, declared, resolution.desired(), live).all());
  }
}
