package dev.secretsync.apply;

import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.cluster.ReadResult;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.PlannedChange;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads back what was written, where the policy wants that before the next wave begins: a webhook
 * or a controller may have had other ideas.
 */
final class Verification {
  private final Cluster cluster;
  private final Function<SecretAddress, DesiredSecret> desired;

  Verification(Cluster cluster, Function<SecretAddress, DesiredSecret> desired) {
    this.cluster = cluster;
    this.desired = desired;
  }

  /** The same result, or that the cluster does not hold what it said was done. */
  ChangeResult of(PlannedChange change, ChangeResult result) {
    return result.done() ? difference(change).map(result::failed).orElse(result) : result;
  }

  private Optional<Diagnostic> difference(PlannedChange change) {
    return switch (change.action()) {
      case CREATE, ADOPT, UPDATE, REPLACE -> held(change.address());
      case MOVE ->
          held(change.address()).or(() -> gone(change.movedFrom().orElseThrow(), change.address()));
      case DELETE -> gone(change.address(), change.address());
      case RELEASE -> released(change.address());
      case NO_OP, CONFLICT, DENIED, STALE, UNKNOWN ->
          throw new IllegalStateException("nothing was written for " + change.address());
    };
  }

  private Optional<Diagnostic> held(SecretAddress address) {
    return switch (cluster.read(address.ref())) {
      case ReadResult.Found found
          when Holding.all(found.secret().content(), desired.apply(address).content()) ->
          Optional.empty();
      case ReadResult.Found found -> Optional.of(other(address, "holds something else"));
      case ReadResult.Absent absent -> Optional.of(other(address, "is not there"));
      case ReadResult.Unknown unknown -> Optional.of(unknown.why());
    };
  }

  private Optional<Diagnostic> gone(SecretAddress old, SecretAddress subject) {
    return switch (cluster.read(old.ref())) {
      case ReadResult.Absent absent -> Optional.empty();
      case ReadResult.Found found when found.secret().terminating() -> Optional.empty();
      case ReadResult.Found found -> Optional.of(other(subject, "is there again"));
      case ReadResult.Unknown unknown -> Optional.of(unknown.why());
    };
  }

  private Optional<Diagnostic> released(SecretAddress address) {
    return switch (cluster.read(address.ref())) {
      case ReadResult.Found found when Ownership.isMarked(found.secret()) ->
          Optional.of(other(address, "carries our marks again"));
      case ReadResult.Found found -> Optional.empty();
      case ReadResult.Absent absent -> Optional.empty();
      case ReadResult.Unknown unknown -> Optional.of(unknown.why());
    };
  }

  private static Diagnostic other(SecretAddress address, String what) {
    return Diagnostic.error(
        Code.NOT_VERIFIED,
        address.toString(),
        "was done, but when it was read back it " + what,
        "look for a webhook or controller that changes it; 'secretsync drift' names who wrote last");
  }
}
