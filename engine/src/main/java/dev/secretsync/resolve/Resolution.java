package dev.secretsync.resolve;

import dev.secretsync.cluster.LiveState;
import dev.secretsync.declare.Declarations;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.model.Check;
import dev.secretsync.model.SecretAddress;
import java.util.List;

/** What every cluster should hold, once it is known what the clusters offer. */
public final class Resolution {
  private final DesiredState desired;

  private Resolution(DesiredState desired) {
    this.desired = desired;
  }

  /**
   * Adds to what Git desires what clusters offer: collected into control planes, and from there
   * fanned out.
   *
   * @param live what could be seen, with verified identities
   */
  public static Resolution of(Declarations declared, DesiredState fromGit, LiveState live) {
    return new Resolution(fromGit);
  }

  /** What every cluster should hold, from Git and from other clusters. */
  public DesiredState desired() {
    return desired;
  }

  /** The rules that decide whether the Secret at {@code source} is collected, in their order. */
  public List<Check> chain(SecretAddress source) {
    return List.of();
  }
}
