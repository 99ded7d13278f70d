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
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretContent;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.PlannedChange;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes one planned change, bound to the object the plan was made from. When the object moved or
 * an answer was lost, it looks again, and tells done from not done by what is there.
 */
final class SecretWriter {
  private final Cluster cluster;
  private final LiveState live;

  SecretWriter(Cluster cluster, LiveState live) {
    this.cluster = cluster;
    this.live = live;
  }

  ChangeResult write(PlannedChange change, Function<SecretAddress, DesiredSecret> desired) {
    SecretAddress address = change.address();
    return switch (change.action()) {
      case CREATE -> create(change, desired.apply(address), true);
      case UPDATE, ADOPT -> update(change, desired.apply(address), seen(address), true);
      case REPLACE -> replace(change, desired.apply(address));
      case DELETE -> delete(change, address, true);
      case MOVE -> move(change, desired.apply(address));
      case RELEASE -> release(change, true);
      case NO_OP, CONFLICT, DENIED, STALE, UNKNOWN ->
          throw new IllegalStateException("nothing to write for " + address);
    };
  }

  private ChangeResult create(PlannedChange change, DesiredSecret want, boolean mayRetry) {
    return upsert(
        change, want, () -> cluster.create(want.address().ref(), want.content()), mayRetry);
  }

  private ChangeResult update(
      PlannedChange change, DesiredSecret want, LiveSecret from, boolean mayRetry) {
    return upsert(change, want, () -> cluster.update(from, want.content()), mayRetry);
  }

  /**
   * Deletes exactly the object that was seen, then creates. A run that ends between the two leaves
   * the object missing and declared, which the next run creates.
   */
  private ChangeResult replace(PlannedChange change, DesiredSecret want) {
    ChangeResult deleted = delete(change, change.address(), true);
    return deleted.outcome() == Outcome.APPLIED || deleted.outcome() == Outcome.ALREADY
        ? create(change, want, true)
        : deleted;
  }

  /**
   * Creates at the new place, then deletes at the old one. When the new name is taken, the old
   * object stays (R93). A run that ends between the two leaves both, and the next run deletes the
   * old one.
   */
  private ChangeResult move(PlannedChange change, DesiredSecret want) {
    ChangeResult created = create(change, want, true);
    if (created.outcome() != Outcome.APPLIED && created.outcome() != Outcome.ALREADY) {
      return created;
    }
    ChangeResult deleted = delete(change, change.movedFrom().orElseThrow(), true);
    return deleted.outcome() == Outcome.ALREADY ? created : deleted;
  }

  private ChangeResult upsert(
      PlannedChange change, DesiredSecret want, Supplier<WriteResult> write, boolean mayRetry) {
    return switch (write.get()) {
      case WriteResult.Written written -> end(change, Outcome.APPLIED);
      case WriteResult.AlreadyExists exists -> lookAgain(change, want, Outcome.ALREADY);
      case WriteResult.Moved moved -> lookAgain(change, want, Outcome.ALREADY);
      case WriteResult.NamespaceMissing missing -> end(change, namespaceMissing(want.address()));
      case WriteResult.Refused refused -> end(change, refused.why());
      case WriteResult.Unanswered unanswered -> {
        if (isAsDesired(want)) {
          yield end(change, Outcome.APPLIED);
        }
        yield mayRetry ? onceMore(change, want, unanswered) : end(change, unanswered.why());
      }
    };
  }

  private ChangeResult delete(PlannedChange change, SecretAddress old, boolean mayRetry) {
    return switch (cluster.delete(seen(old))) {
      case WriteResult.Written written -> end(change, Outcome.APPLIED);
      case WriteResult.NamespaceMissing missing -> end(change, Outcome.ALREADY);
      case WriteResult.Moved moved ->
          cluster.read(old.ref()) instanceof ReadResult.Absent
              ? end(change, Outcome.ALREADY)
              : end(change, moved(old));
      case WriteResult.AlreadyExists exists -> end(change, moved(old));
      case WriteResult.Refused refused -> end(change, refused.why());
      case WriteResult.Unanswered unanswered ->
          cluster.read(old.ref()) instanceof ReadResult.Absent
              ? end(change, Outcome.APPLIED)
              : mayRetry ? delete(change, old, false) : end(change, unanswered.why());
    };
  }

  private ChangeResult release(PlannedChange change, boolean mayRetry) {
    return switch (cluster.release(seen(change.address()))) {
      case WriteResult.Written written -> end(change, Outcome.APPLIED);
      case WriteResult.NamespaceMissing missing -> end(change, Outcome.ALREADY);
      case WriteResult.Moved moved ->
          letGo(change) ? end(change, Outcome.ALREADY) : end(change, moved(change.address()));
      case WriteResult.AlreadyExists exists -> end(change, moved(change.address()));
      case WriteResult.Refused refused -> end(change, refused.why());
      case WriteResult.Unanswered unanswered ->
          letGo(change)
              ? end(change, Outcome.APPLIED)
              : mayRetry ? release(change, false) : end(change, unanswered.why());
    };
  }

  /** Whether nothing of that name is ours any more. */
  private boolean letGo(PlannedChange change) {
    return switch (cluster.read(change.address().ref())) {
      case ReadResult.Absent absent -> true;
      case ReadResult.Found found -> !Ownership.isMarked(found.secret());
      case ReadResult.Unknown unknown -> false;
    };
  }

  private ChangeResult lookAgain(PlannedChange change, DesiredSecret want, Outcome ifAsDesired) {
    return switch (cluster.read(want.address().ref())) {
      case ReadResult.Found found when holds(found.secret().content(), want.content()) ->
          end(change, ifAsDesired);
      case ReadResult.Found found
          when change.action() == Action.CREATE || change.action() == Action.MOVE ->
          ChangeResult.of(
              change.address(), change.action(), Outcome.CONFLICT, taken(change.address()));
      case ReadResult.Found found -> end(change, moved(change.address()));
      case ReadResult.Absent absent -> end(change, moved(change.address()));
      case ReadResult.Unknown unknown -> end(change, unknown.why());
    };
  }

  private boolean isAsDesired(DesiredSecret want) {
    return cluster.read(want.address().ref()) instanceof ReadResult.Found found
        && holds(found.secret().content(), want.content());
  }

  /**
   * A write whose answer was lost and that did not happen, or only in its first half (which changes
   * nothing but who manages what), is tried once more on what is there now.
   */
  private ChangeResult onceMore(
      PlannedChange change, DesiredSecret want, WriteResult.Unanswered unanswered) {
    boolean creates =
        change.action() == Action.CREATE
            || change.action() == Action.REPLACE
            || change.action() == Action.MOVE;
    return switch (cluster.read(change.address().ref())) {
      case ReadResult.Absent absent when creates -> create(change, want, false);
      case ReadResult.Found found when !creates && isAsSeen(found.secret(), change.address()) ->
          update(change, want, found.secret(), false);
      case ReadResult.Absent absent -> end(change, unanswered.why());
      case ReadResult.Found found -> end(change, unanswered.why());
      case ReadResult.Unknown unknown -> end(change, unanswered.why());
    };
  }

  private boolean isAsSeen(LiveSecret now, SecretAddress address) {
    return live.find(address)
        .filter(seen -> seen.uid().equals(now.uid()))
        .filter(seen -> seen.content().equals(now.content()))
        .isPresent();
  }

  /** Whether everything that is declared is there already, and of the same owner. */
  private static boolean holds(SecretContent live, SecretContent want) {
    return live.type().equals(want.type())
        && live.immutable() == want.immutable()
        && containsAll(live.data(), want.data())
        && containsAll(live.labels(), want.labels())
        && Marks.owner(live.annotations()).equals(Marks.owner(want.annotations()))
        && want.annotations().entrySet().stream()
            .filter(entry -> !entry.getKey().startsWith(Marks.RESERVED_PREFIX))
            .allMatch(entry -> entry.getValue().equals(live.annotations().get(entry.getKey())));
  }

  private static <V> boolean containsAll(Map<String, V> all, Map<String, V> some) {
    return some.entrySet().stream()
        .allMatch(entry -> entry.getValue().equals(all.get(entry.getKey())));
  }

  private LiveSecret seen(SecretAddress address) {
    return live.find(address)
        .orElseThrow(() -> new IllegalStateException("plan changes " + address + ", never seen"));
  }

  private static ChangeResult end(PlannedChange change, Outcome outcome) {
    return ChangeResult.of(change.address(), change.action(), outcome);
  }

  private static ChangeResult end(PlannedChange change, Diagnostic why) {
    return ChangeResult.of(change.address(), change.action(), Outcome.FAILED, why);
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
