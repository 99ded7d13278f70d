package dev.secretsync.lock;

import dev.secretsync.cluster.Lease;
import dev.secretsync.cluster.LeaseResult;
import dev.secretsync.cluster.Leases;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;

/** How taking a lock away from its holder ended ({@code force-unlock}). */
public sealed interface Unlocking {
  /** Its holder may renew it in between, if it is alive after all. */
  int TRIES = 5;

  /** The lock is gone, and {@code holder} has to stop. */
  record Displaced(LockInfo holder) implements Unlocking {}

  /** Nobody held it. */
  record NotLocked(String path) implements Unlocking {}

  /** Another run than the named one holds it: nothing was done. */
  record HeldByAnother(LockInfo holder) implements Unlocking {}

  /** The cluster did not let us. */
  record Failed(Diagnostic why) implements Unlocking {}

  /**
   * Deletes the Lease of an installation, if the run {@code id} holds it.
   *
   * @param cluster declared name
   */
  static Unlocking of(String cluster, Leases leases, String installation, String id) {
    return attempt(cluster, leases, LockName.of(installation), id, 1);
  }

  private static Unlocking attempt(
      String cluster, Leases leases, String name, String id, int number) {
    return switch (leases.read(name)) {
      case LeaseResult.Absent absent ->
          new NotLocked(cluster + "/" + Leases.NAMESPACE + "/" + name);
      case LeaseResult.Present(Lease lease) when !lease.holder().equals(id) ->
          new HeldByAnother(LockInfo.of(cluster, lease));
      case LeaseResult.Present(Lease lease) ->
          switch (leases.delete(lease)) {
            case LeaseResult.Absent absent -> new Displaced(LockInfo.of(cluster, lease));
            case LeaseResult.Moved moved when number < TRIES ->
                attempt(cluster, leases, name, id, number + 1);
            case LeaseResult.Moved moved -> new Failed(alive(LockInfo.of(cluster, lease)));
            case LeaseResult.Present present -> throw impossible();
            case LeaseResult.Refused(Diagnostic why) -> new Failed(why);
            case LeaseResult.Unanswered(Diagnostic why) -> new Failed(why);
          };
      case LeaseResult.Moved moved -> throw impossible();
      case LeaseResult.Refused(Diagnostic why) -> new Failed(why);
      case LeaseResult.Unanswered(Diagnostic why) -> new Failed(why);
    };
  }

  private static IllegalStateException impossible() {
    return new IllegalStateException("no lease is there after its delete, and reading moves none");
  }

  private static Diagnostic alive(LockInfo holder) {
    return Diagnostic.error(
        Code.LOCKED, holder.path(), "its holder renewed it again and again", "stop that run first");
  }
}
