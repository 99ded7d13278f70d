package dev.secretsync.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.ClusterOpener.Opening;
import dev.secretsync.cluster.Lease;
import dev.secretsync.cluster.LeaseClaim;
import dev.secretsync.cluster.LeaseResult;
import dev.secretsync.cluster.Leases;
import dev.secretsync.cluster.kubernetes.Kubeconfig;
import dev.secretsync.cluster.kubernetes.Limits;
import dev.secretsync.fixtures.apiserver.ApiServer;
import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import dev.secretsync.fixtures.apiserver.Faults.Fault;
import dev.secretsync.fixtures.apiserver.LoggedRequest;
import dev.secretsync.fixtures.apiserver.User.Permission;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("cli.md 6.1: one run at a time writes to a cluster")
@Timeout(60)
class LockTest {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final String NAME = "secretsync-prod";
  private static final String LEASES = "/leases";

  @TempDir private Path folder = Path.of("");
  private final ManualPace time = new ManualPace();
  private final List<LockWait> told = new ArrayList<>();
  private final List<Lock> open = new ArrayList<>();
  private Optional<EmbeddedApiServer> server = Optional.empty();
  private Optional<Cluster> cluster = Optional.empty();

  @BeforeEach
  void start() throws IOException {
    EmbeddedApiServer east =
        EmbeddedApiServer.start(
            ApiServer.Options.defaults()
                .withUser("powerless")
                .withUser(
                    "once",
                    new Permission(
                        List.of("create", "get"), List.of("leases"), List.of("default"))));
    server = Optional.of(east);
    cluster = Optional.of(open(east.token()));
  }

  private Cluster open(String token) throws IOException {
    Path kubeconfig =
        EmbeddedApiServer.kubeconfig(folder.resolve("config"), Map.of("east", server()));
    Files.writeString(kubeconfig, Files.readString(kubeconfig).replace(server().token(), token));
    Opening opening =
        Kubeconfig.load(Optional.of(kubeconfig), Map.of(), Optional.empty())
            .open("east", "east", Limits.DEFAULT);
    return ((Opening.Opened) opening).cluster();
  }

  @AfterEach
  void stop() {
    open.forEach(Lock::close);
    cluster.ifPresent(Cluster::close);
    server().close();
  }

  private EmbeddedApiServer server() {
    return server.orElseThrow();
  }

  private Leases leases() {
    return cluster.orElseThrow().leases();
  }

  private LockQueue queue(String run, ManualPace pace, Duration timeout) {
    return queue(leases(), run, pace, timeout);
  }

  private LockQueue queue(Leases leases, String run, ManualPace pace, Duration timeout) {
    return new LockQueue(
        "east",
        leases,
        "prod",
        new Run(run, "ann@example.com", Optional.of("https://ci.example.com/" + run)),
        "c0ffee",
        new LockTerms(timeout, "1.2.3", told::add, pace.pace()));
  }

  private Attempt attempt(String run, ManualPace pace, Duration timeout) {
    Attempt attempt = queue(run, pace, timeout).acquire(Optional::empty);
    if (attempt instanceof Attempt.Held(Lock lock)) {
      open.add(lock);
    }
    return attempt;
  }

  private Lock held(String run, ManualPace pace) {
    Attempt attempt = attempt(run, pace, FIVE_MINUTES);
    assertThat(attempt).isInstanceOf(Attempt.Held.class);
    return ((Attempt.Held) attempt).lock();
  }

  private Lock held(String run) {
    return held(run, time);
  }

  private Lease lease() {
    LeaseResult result = leases().read(NAME);
    assertThat(result).isInstanceOf(LeaseResult.Present.class);
    return ((LeaseResult.Present) result).lease();
  }

  /** The lock of a run that was killed, or of another machine. */
  private Lease left(String run, Duration lasts, Instant when) {
    LeaseClaim claim = new LeaseClaim(run, lasts, when, when, 0, new TreeMap<>());
    return ((LeaseResult.Present) leases().create(NAME, claim)).lease();
  }

  private void renew(Instant when) {
    Lease seen = lease();
    LeaseClaim claim =
        new LeaseClaim(seen.holder(), seen.duration(), when, when, 0, seen.annotations());
    assertThat(leases().update(seen, claim)).isInstanceOf(LeaseResult.Present.class);
  }

  private static Diagnostic denied(Attempt attempt) {
    assertThat(attempt).isInstanceOf(Attempt.Denied.class);
    return ((Attempt.Denied) attempt).why();
  }

  private static void awaitLoss(Lock lock) {
    while (lock.lost().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private static void assertLost(Lock lock, String how) {
    assertThat(lock.lost())
        .hasValueSatisfying(why -> {
          assertThat(why.code()).isEqualTo(Code.LOCK_LOST);
          assertThat(why.subject()).isEqualTo("east");
          assertThat(why.summary()).contains(how);
        });
  }

  // --- taking and giving back

  @Test
  void aFreeClusterIsTakenWithOneRequestAndGivenBackWithOne() {
    Lock lock = held("run-1");
    assertThat(lease().holder()).isEqualTo("run-1");
    assertThat(lease().duration()).isEqualTo(Duration.ofSeconds(15));
    assertThat(lock.lost()).isEmpty();
    server().forgetRequests();
    lock.close();
    open.clear();

    assertThat(server().requests()).extracting(LoggedRequest::method).containsExactly("DELETE");
    assertThat(leases().read(NAME)).isEqualTo(new LeaseResult.Absent());
    assertThat(time.waits()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void theLeaseSaysWhoseItIs() {
    held("run-1");
    LockInfo info = LockInfo.of("east", lease());

    assertThat(info.id()).isEqualTo("run-1");
    assertThat(info.path()).isEqualTo("east/default/secretsync-prod");
    assertThat(info.who()).isEqualTo("ann@example.com");
    assertThat(info.version()).isEqualTo("1.2.3");
    assertThat(info.created()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(info.info()).isEqualTo("commit c0ffee, https://ci.example.com/run-1");
  }

  @Test
  void whoComesSecondWaitsAndIsToldForWhom() {
    Lock first = held("run-1", new ManualPace());
    time.meanwhile(first::close);
    Lock second = held("run-2");

    assertThat(lease().holder()).isEqualTo("run-2");
    assertThat(second.lost()).isEmpty();
    assertThat(told)
        .containsExactly(new LockWait(told.getFirst().holder(), Duration.ZERO, FIVE_MINUTES));
    assertThat(told.getFirst().holder().id()).isEqualTo("run-1");
    assertThat(time.waits()).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void otherInstallationsDoNotWait() {
    held("run-1");
    LockQueue other =
        new LockQueue(
            "east",
            leases(),
            "test",
            new Run("run-2", "bob", Optional.empty()),
            "c0ffee",
            new LockTerms(Duration.ZERO, "1.2.3", told::add, time.pace()));
    Attempt attempt = other.acquire(Optional::empty);
    assertThat(attempt).isInstanceOf(Attempt.Held.class);
    ((Attempt.Held) attempt).lock().close();
  }

  @Test
  void aLeaseWithoutHolderIsFree() {
    left("", Duration.ofSeconds(15), Instant.EPOCH);
    held("run-2");

    assertThat(time.waits()).isEmpty();
    assertThat(lease().transitions()).isEqualTo(1);
  }

  @Test
  void anAnswerThatIsLostIsLookedFor() {
    server().faults().plan(new Fault.AnswerLost(), 1, request -> request.path().contains(LEASES));
    held("run-1");

    assertThat(lease().holder()).isEqualTo("run-1");
    assertThat(time.waits()).isEmpty();
  }

  // --- waiting

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2199-01-01T00:00:00Z"})
  @DisplayName("a dead run's lock is taken after its own time by our clock, whatever time it says")
  void aDeadRunsLockIsTakenAfterItsOwnTime(Instant holderThought) {
    left("dead", Duration.ofSeconds(40), holderThought);
    held("run-2");

    assertThat(time.waited()).isEqualTo(Duration.ofSeconds(40));
    assertThat(lease().holder()).isEqualTo("run-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2199-01-01T00:00:00Z"})
  @DisplayName("clocks that are set while a run waits change nothing")
  void clocksThatAreSetChangeNothing(Instant to) {
    left("dead", Duration.ofSeconds(15), Instant.parse("2026-01-01T00:00:00Z"));
    time.meanwhile(() -> time.clockIsSet(to));
    held("run-2");

    assertThat(time.waited()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  @DisplayName("a killed run holds up the next one for less than half a minute")
  void aKilledRunHoldsUpForLessThanHalfAMinute() {
    left("dead", Lock.DURATION, Instant.EPOCH);
    Duration[] lastSeen = {Duration.ZERO};
    time.meanwhile(() -> {
      // its last renewal comes just after a look
      if (time.waits().size() < 6) {
        renew(Instant.EPOCH.plusSeconds(time.waits().size()));
        lastSeen[0] = time.waited();
      }
    });
    held("run-2");

    assertThat(time.waited().minus(lastSeen[0])).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aRunThatLivesIsWaitedForUntilTheTimeIsUp() {
    left("alive", Duration.ofSeconds(15), Instant.EPOCH);
    time.meanwhile(() -> renew(Instant.EPOCH.plusSeconds(time.waits().size())));
    Diagnostic why = denied(attempt("run-2", time, FIVE_MINUTES));

    assertThat(why.code()).isEqualTo(Code.LOCKED);
    assertThat(why.subject()).isEqualTo("east");
    assertThat(why.summary()).contains("alive");
    assertThat(why.hint()).contains("secretsync force-unlock east alive");
    assertThat(time.waited()).isEqualTo(FIVE_MINUTES);
    assertThat(lease().holder()).isEqualTo("alive");
    assertThat(told).hasSizeBetween(9, 10);
    assertThat(told.getLast().waited()).isGreaterThan(Duration.ofMinutes(4));
  }

  @Test
  void whoDoesNotWantToWaitIsToldAtOnce() {
    left("alive", Duration.ofSeconds(15), Instant.EPOCH);
    assertThat(denied(attempt("run-2", time, Duration.ZERO)).code()).isEqualTo(Code.LOCKED);
    assertThat(time.waits()).isEmpty();
    assertThat(told).hasSize(1);
  }

  @Test
  @DisplayName("of two runs that wait for a dead one, the slower waits for the quicker")
  void ofTwoThatWaitOneIsFirst() {
    left("dead", Duration.ofSeconds(15), Instant.EPOCH);
    ManualPace slow = new ManualPace();
    slow.meanwhile(() -> {
      if (slow.waited().equals(Duration.ofSeconds(15))) {
        held("quick", time);
      }
    });
    Diagnostic why = denied(attempt("slow", slow, Duration.ofSeconds(16)));

    assertThat(why.summary()).contains("quick");
    assertThat(lease().holder()).isEqualTo("quick");
    assertThat(told)
        .extracting(wait -> wait.holder().id())
        .containsExactly("dead", "dead", "quick");
  }

  @Test
  void aRunThatIsStoppedWaitsNoLonger() {
    left("alive", Duration.ofSeconds(15), Instant.EPOCH);
    Diagnostic stop = Diagnostic.error(Code.INTERRUPTED, "", "interrupted", "");
    Attempt attempt =
        queue("run-2", time, FIVE_MINUTES)
            .acquire(() -> time.waits().size() == 2 ? Optional.of(stop) : Optional.empty());

    assertThat(denied(attempt)).isEqualTo(stop);
  }

  @Test
  @DisplayName("a missing permission is named, and nothing is waited for")
  void aMissingPermissionIsNamed() throws IOException {
    try (Cluster powerless = open(server().token("powerless"))) {
      Attempt attempt =
          queue(powerless.leases(), "run-1", time, FIVE_MINUTES).acquire(Optional::empty);

      assertThat(denied(attempt).code()).isEqualTo(Code.CLUSTER_FORBIDDEN);
      assertThat(denied(attempt).summary()).isEqualTo("may not create leases");
      assertThat(denied(attempt).hint()).contains("'create' on leases");
    }
    assertThat(time.waits()).isEmpty();
  }

  @Test
  void aClusterThatDoesNotAnswerIsGivenUp() {
    server()
        .faults()
        .plan(new Fault.ConnectionDropped(), 100, request -> request.path().contains(LEASES));
    assertThat(denied(attempt("run-1", time, FIVE_MINUTES)).code())
        .isEqualTo(Code.CLUSTER_UNREACHABLE);
  }

  // --- holding

  @Test
  void aLockIsRenewedUntilItIsGivenBack() {
    Lock lock = held("run-1");
    Lease before = lease();
    time.passes(Duration.ofSeconds(14));
    time.renewal();
    time.passes(Duration.ofSeconds(14));

    assertThat(lock.lost()).isEmpty();
    assertThat(lease().resourceVersion()).isNotEqualTo(before.resourceVersion());
    assertThat(lease().transitions()).isZero();
  }

  @Test
  @DisplayName("a lock that is not renewed for its time is lost before others may take it")
  void aLockThatIsNotRenewedIsLost() {
    Lock lock = held("run-1");
    time.passes(Duration.ofSeconds(15).minusNanos(1));
    assertThat(lock.lost()).isEmpty();
    time.passes(Duration.ofNanos(1));

    assertLost(lock, "could not be renewed for 15s");
  }

  @Test
  void renewalsThatFailAreMadeUpForWhileThereIsTime() {
    Lock lock = held("run-1");
    server().faults().plan(new Fault.ConnectionDropped(), 1, request -> isRenewal(request));
    time.passes(Duration.ofSeconds(5));
    time.renewal();
    server().faults().plan(new Fault.AnswerLost(), 1, request -> isRenewal(request));
    time.passes(Duration.ofSeconds(5));
    time.renewal();
    time.passes(Duration.ofSeconds(14));

    assertThat(lock.lost()).isEmpty();
  }

  private static boolean isRenewal(LoggedRequest request) {
    return request.method().equals("PUT");
  }

  @Test
  @DisplayName("a holder whose clock is set goes on holding")
  void aHolderWhoseClockIsSetGoesOnHolding() {
    Lock lock = held("run-1");
    time.clockIsSet(Instant.parse("2199-01-01T00:00:00Z"));
    time.renewal();
    time.clockIsSet(Instant.EPOCH);
    time.renewal();
    time.passes(Duration.ofSeconds(14));

    assertThat(lock.lost()).isEmpty();
  }

  @Test
  void aLockThatSomebodyWroteANoteOnIsStillOurs() {
    Lock lock = held("run-1");
    renew(Instant.EPOCH);
    time.renewal();
    assertThat(lock.lost()).isEmpty();
    renew(Instant.EPOCH.plusSeconds(1));
    lock.close();
    open.clear();

    assertThat(leases().read(NAME)).isEqualTo(new LeaseResult.Absent());
  }

  @Test
  @DisplayName("a lock that another run took is lost, and left to that run")
  void aLockThatAnotherRunTookIsLost() {
    Lock lock = held("run-1");
    Lock another = held("run-2", new ManualPace());
    time.lastRenewal();
    awaitLoss(lock);
    lock.close();

    assertLost(lock, "taken over by run run-2");
    assertThat(lease().holder()).isEqualTo("run-2");
    assertThat(another.lost()).isEmpty();
  }

  @Test
  void aLockThatWasTakenAwayIsLost() {
    Lock lock = held("run-1");
    assertThat(Unlocking.of("east", leases(), "prod", "run-1"))
        .isInstanceOf(Unlocking.Displaced.class);
    time.lastRenewal();
    awaitLoss(lock);
    lock.close();

    assertLost(lock, "force-unlock");
    assertThat(leases().read(NAME)).isEqualTo(new LeaseResult.Absent());
  }

  @Test
  void aLockThatMayNotBeGivenBackRunsOut() throws IOException {
    try (Cluster once = open(server().token("once"))) {
      Attempt attempt = queue(once.leases(), "run-1", time, FIVE_MINUTES).acquire(Optional::empty);
      ((Attempt.Held) attempt).lock().close();
    }
    ManualPace later = new ManualPace();
    held("run-2", later);
    assertThat(later.waited()).isEqualTo(Duration.ofSeconds(15));
  }

  // --- force-unlock

  @Test
  void unlockingNeedsTheIdOfTheHolder() {
    Lease lease = left("dead", Duration.ofMinutes(10), Instant.EPOCH);

    assertThat(Unlocking.of("east", leases(), "prod", "other"))
        .isEqualTo(new Unlocking.HeldByAnother(LockInfo.of("east", lease)));
    assertThat(lease()).isEqualTo(lease);
    assertThat(Unlocking.of("east", leases(), "prod", "dead"))
        .isEqualTo(new Unlocking.Displaced(LockInfo.of("east", lease)));
    assertThat(Unlocking.of("east", leases(), "prod", "dead"))
        .isEqualTo(new Unlocking.NotLocked("east/default/secretsync-prod"));
  }

  @Test
  void unlockingSaysWhichPermissionIsMissing() throws IOException {
    left("dead", Duration.ofMinutes(10), Instant.EPOCH);
    try (Cluster once = open(server().token("once"))) {
      assertThat(Unlocking.of("east", once.leases(), "prod", "dead"))
          .isInstanceOfSatisfying(
              Unlocking.Failed.class,
              failed -> assertThat(failed.why().summary()).isEqualTo("may not delete leases"));
    }
  }

  // --- names

  @ParameterizedTest
  @ValueSource(strings = {"local", "secrets-0a1b2c3d", "a.b", "a..b", "ends-", "x.-y"})
  void everyInstallationHasALeaseThatAClusterTakes(String installation) {
    LeaseClaim claim =
        new LeaseClaim("r", Lock.DURATION, Instant.EPOCH, Instant.EPOCH, 0, new TreeMap<>());
    assertThat(leases().create(LockName.of(installation), claim))
        .isInstanceOf(LeaseResult.Present.class);
  }

  @Test
  void twoInstallationsNeverShareALease() {
    assertThat(LockName.of("a.b")).isNotEqualTo(LockName.of("a..b"));
    assertThat(LockName.of("prod")).isEqualTo(NAME);
  }
}
