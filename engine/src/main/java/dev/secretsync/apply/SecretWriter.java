package dev.secretsync.apply;

import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.cluster.ReadResult;
import dev.secretsync.cluster.WriteResult;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Marks;
import dev.secretsync.model.Run;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretContent;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.PlannedChange;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes one planned change, bound to the object the plan was made from, and leaves the run's trace
 * on it. When the object moved or an answer was lost, it looks again, and tells done from not done
 * by what is there. Good for one change.
 */
final class SecretWriter {
  private final Cluster cluster;
  private final LiveState live;
  private final Run run;
  private final PlannedChange change;
  private final SecretAddress address;
  private Trail trail = Trail.NONE;

  SecretWriter(Cluster cluster, LiveState live, Run run, PlannedChange change) {
    this.cluster = cluster;
    this.live = live;
    this.run = run;
    this.change = change;
    this.address = change.address();
  }

  ChangeResult write(Function<SecretAddress, DesiredSecret> desired) {
    return switch (change.action()) {
      case CREATE -> create(desired.apply(address), true);
      case UPDATE, ADOPT -> update(desired.apply(address), seen(address), true);
      case REPLACE -> replace(desired.apply(address));
      case DELETE -> delete(address, true);
      case MOVE -> move(desired.apply(address));
      case RELEASE -> release(true);
      case NO_OP, CONFLICT, DENIED, STALE, UNKNOWN ->
          throw new IllegalStateException("nothing to write for " + address);
    };
  }

  private ChangeResult create(DesiredSecret want, boolean mayRetry) {
    return upsert(want, () -> cluster.create(want.address().ref(), traced(want)), mayRetry);
  }

  private ChangeResult update(DesiredSecret want, LiveSecret from, boolean mayRetry) {
    return upsert(want, () -> cluster.update(from, traced(want)), mayRetry);
  }

  /** The trace is no part of what is desired: it alone is never a reason to write. */
  private SecretContent traced(DesiredSecret want) {
    return want.content().annotated(Marks.RUN, run.trace());
  }

  /**
   * Deletes exactly the object that was seen, then creates. A run that ends between the two leaves
   * the object missing and declared, which the next run creates.
   */
  private ChangeResult replace(DesiredSecret want) {
    ChangeResult deleted = delete(address, true);
    return deleted.done() ? create(want, true) : deleted;
  }

  /**
   * Creates at the new place, then deletes at the old one. When the new name is taken, the old
   * object stays (R93). A run that ends between the two leaves both, and the next run deletes the
   * old one.
   */
  private ChangeResult move(DesiredSecret want) {
    ChangeResult created = create(want, true);
    if (!created.done()) {
      return created;
    }
    Trail there = trail;
    ChangeResult deleted = delete(change.movedFrom().orElseThrow(), true);
    trail = new Trail(trail.attempts(), there.uid(), there.resourceVersion());
    return end(
        deleted.outcome() == Outcome.ALREADY ? created.outcome() : deleted.outcome(),
        deleted.why());
  }

  private ChangeResult upsert(DesiredSecret want, Supplier<WriteResult> write, boolean mayRetry) {
    return switch (tried(write)) {
      case WriteResult.Written written -> end(Outcome.APPLIED);
      case WriteResult.AlreadyExists exists -> lookAgain(want);
      case WriteResult.Moved moved -> lookAgain(want);
      case WriteResult.NamespaceMissing missing -> failed(namespaceMissing(want.address()));
      case WriteResult.Refused refused -> failed(refused.why());
      case WriteResult.Unanswered unanswered -> {
        if (isAsDesired(want)) {
          yield end(Outcome.APPLIED);
        }
        yield mayRetry ? onceMore(want, unanswered) : failed(unanswered.why());
      }
    };
  }

  private ChangeResult delete(SecretAddress old, boolean mayRetry) {
    LiveSecret seen = seen(old);
    return switch (tried(() -> cluster.delete(seen))) {
      case WriteResult.Written written -> {
        trail = new Trail(trail.attempts(), Optional.of(seen.uid()), Optional.empty());
        yield end(Outcome.APPLIED);
      }
      case WriteResult.NamespaceMissing missing -> end(Outcome.ALREADY);
      case WriteResult.Moved moved ->
          look(old) instanceof ReadResult.Absent ? end(Outcome.ALREADY) : failed(moved(old));
      case WriteResult.AlreadyExists exists -> failed(moved(old));
      case WriteResult.Refused refused -> failed(refused.why());
      case WriteResult.Unanswered unanswered ->
          look(old) instanceof ReadResult.Absent
              ? end(Outcome.APPLIED)
              : mayRetry ? delete(old, false) : failed(unanswered.why());
    };
  }

  private ChangeResult release(boolean mayRetry) {
    return switch (tried(() -> cluster.release(seen(address)))) {
      case WriteResult.Written written -> end(Outcome.APPLIED);
      case WriteResult.NamespaceMissing missing -> end(Outcome.ALREADY);
      case WriteResult.Moved moved -> letGo() ? end(Outcome.ALREADY) : failed(moved(address));
      case WriteResult.AlreadyExists exists -> failed(moved(address));
      case WriteResult.Refused refused -> failed(refused.why());
      case WriteResult.Unanswered unanswered ->
          letGo() ? end(Outcome.APPLIED) : mayRetry ? release(false) : failed(unanswered.why());
    };
  }

  /** Whether nothing of that name is ours any more. */
  private boolean letGo() {
    return switch (look(address)) {
      case ReadResult.Absent absent -> true;
      case ReadResult.Found found -> !Ownership.isMarked(found.secret());
      case ReadResult.Unknown unknown -> false;
    };
  }

  private ChangeResult lookAgain(DesiredSecret want) {
    return switch (look(want.address())) {
      case ReadResult.Found found when Holding.all(found.secret().content(), want.content()) ->
          end(Outcome.ALREADY);
      case ReadResult.Found found
          when change.action() == Action.CREATE || change.action() == Action.MOVE ->
          end(Outcome.CONFLICT, Optional.of(taken(address)));
      case ReadResult.Found found -> failed(moved(address));
      case ReadResult.Absent absent -> failed(moved(address));
      case ReadResult.Unknown unknown -> failed(unknown.why());
    };
  }

  private boolean isAsDesired(DesiredSecret want) {
    return look(want.address()) instanceof ReadResult.Found found
        && Holding.all(found.secret().content(), want.content());
  }

  /**
   * A write whose answer was lost and that did not happen, or only in its first half (which changes
   * nothing but who manages what), is tried once more on what is there now.
   */
  private ChangeResult onceMore(DesiredSecret want, WriteResult.Unanswered unanswered) {
    boolean creates =
        change.action() == Action.CREATE
            || change.action() == Action.REPLACE
            || change.action() == Action.MOVE;
    return switch (look(address)) {
      case ReadResult.Absent absent when creates -> create(want, false);
      case ReadResult.Found found when !creates && isAsSeen(found.secret()) ->
          update(want, found.secret(), false);
      case ReadResult.Absent absent -> failed(unanswered.why());
      case ReadResult.Found found -> failed(unanswered.why());
      case ReadResult.Unknown unknown -> failed(unanswered.why());
    };
  }

  private boolean isAsSeen(LiveSecret now) {
    return live.find(address)
        .filter(seen -> seen.uid().equals(now.uid()))
        .filter(seen -> seen.content().equals(now.content()))
        .isPresent();
  }

  private LiveSecret seen(SecretAddress place) {
    return live.find(place)
        .orElseThrow(() -> new IllegalStateException("plan changes " + place + ", never seen"));
  }

  private WriteResult tried(Supplier<WriteResult> write) {
    WriteResult result = write.get();
    trail =
        result instanceof WriteResult.Written(String version, String uid)
            ? new Trail(trail.attempts() + 1, known(uid), known(version))
            : new Trail(trail.attempts() + 1, trail.uid(), trail.resourceVersion());
    return result;
  }

  private ReadResult look(SecretAddress place) {
    ReadResult result = cluster.read(place.ref());
    if (result instanceof ReadResult.Found found) {
      trail =
          new Trail(
              trail.attempts(),
              Optional.of(found.secret().uid()),
              Optional.of(found.secret().resourceVersion()));
    }
    return result;
  }

  private static Optional<String> known(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  private ChangeResult failed(Diagnostic why) {
    return end(Outcome.FAILED, Optional.of(why));
  }

  private ChangeResult end(Outcome outcome) {
    return end(outcome, Optional.empty());
  }

  private ChangeResult end(Outcome outcome, Optional<Diagnostic> why) {
    return new ChangeResult(address, change.action(), outcome, why, trail);
  }

  private static Diagnostic moved(SecretAddress address) {
    return Diagnostic.error(
        Code.STALE,
        address.toString(),
        "changed in the cluster since it was planned; nothing was written",
        "run apply again: it plans anew from what is there now");
  }

  private static Diagnostic taken(SecretAddress address) {
    return Diagnostic.error(
        Code.FOREIGN_SECRET,
        address.toString(),
        "somebody else created a Secret of this name since it was planned",
        "run plan again to see whose it is");
  }

  private static Diagnostic namespaceMissing(SecretAddress address) {
    return Diagnostic.error(
        Code.WRITE_FAILED,
        address.toString(),
        "namespace " + address.ref().namespace() + " does not exist in " + address.cluster(),
        "create the namespace, or allow us to");
  }
}
