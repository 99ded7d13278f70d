package dev.secretsync.resolve;

import dev.secretsync.cluster.LiveState;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.Declarations;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.desired.RefusedOffer;
import dev.secretsync.model.Check;
import dev.secretsync.model.SecretAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What every cluster should hold, once it is known what the clusters offer: Secrets that opted in
 * are collected into control planes, and from there fanned out to the clusters that they are
 * allowed to. Pure functions of declarations and live Secrets, so that one plan and one apply are
 * enough.
 */
public final class Resolution {
  private final Offers offers;
  private final FanOut fanOut;
  private final DesiredState desired;

  private Resolution(Offers offers, FanOut fanOut, DesiredState desired) {
    this.fanOut = fanOut;
    this.offers = offers;
    this.desired = desired;
  }

  /**
   * Resolves.
   *
   * @param fromGit what Git alone desires
   * @param live what could be seen, with verified identities
   */
  public static Resolution of(Declarations declared, DesiredState fromGit, LiveState live) {
    Sight sight = new Sight(declared.clusters(), live);
    Assembly assembly = new Assembly(fromGit);
    new Distributions(sight, assembly, fromGit.installation()).put(fromGit);
    Offers offers = Offers.of(declared, sight, assembly);
    FanOut fanOut =
        new FanOut(
            sight,
            assembly,
            new Claims(assembly, sight, offers, fromGit.installation()),
            new Copies(fromGit.installation(), fromGit.revision().commit()));
    fanOut.collect(offers);
    new Leftovers(declared, sight, assembly, fanOut, fromGit.installation()).find();
    return new Resolution(offers, fanOut, assembly.state());
  }

  /** What every cluster should hold, from Git and from other clusters. */
  public DesiredState desired() {
    return desired;
  }

  /**
   * The rules that decide whether the Secret at {@code source} is collected, in their order, up to
   * the one that keeps it out; empty when no such Secret was seen, or nothing collects.
   */
  public List<Check> chain(SecretAddress source) {
    return chain(source, Optional.empty());
  }

  /** The same, towards one control plane only. */
  public List<Check> chain(SecretAddress source, Optional<ControlPlane> towards) {
    List<Check> checks = new ArrayList<>(offers.chain(source, towards));
    if (!checks.isEmpty() && checks.stream().allMatch(Check::passed)) {
      checks.add(place(source));
    }
    return checks;
  }

  private Optional<String> stalled(SecretAddress source) {
    return offers.candidates(source).stream()
        .flatMap(candidate -> fanOut.stalled(candidate).stream())
        .findFirst();
  }

  private Check place(SecretAddress source) {
    return desired.refused().stream()
        .filter(offer -> offer.address().equals(source))
        .flatMap(offer ->
            offer.why() instanceof RefusedOffer.Why.Owned owned
                ? Stream.of(
                    new Check("R41", false, offer.wanted() + " belongs to " + owned.owner()))
                : Stream.of())
        .findFirst()
        .or(() -> stalled(source).map(why -> new Check("R32, R41, R55", false, why)))
        .orElseGet(() -> new Check("R41", true, "nobody else has its place"));
  }
}
