package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.Planned;
import dev.secretsync.Request;
import dev.secretsync.SecretSync;
import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Conduct;
import dev.secretsync.apply.Journal;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.apply.Stop;
import dev.secretsync.cluster.kubernetes.Kubeconfig;
import dev.secretsync.cluster.kubernetes.Limits;
import dev.secretsync.crypt.KeyRing;
import dev.secretsync.fixtures.apiserver.ApiServer;
import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import dev.secretsync.fixtures.apiserver.Faults.Fault;
import dev.secretsync.fixtures.apiserver.User.Permission;
import dev.secretsync.lock.LockTerms;
import dev.secretsync.lock.Pace;
import dev.secretsync.model.Code;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Progress;
import dev.secretsync.model.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What apply does when a lock is lost, or cannot be had. */
@DisplayName("cli.md 6.1: apply and its locks")
class LockedApplyTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  @DisplayName("a lock that is lost in the middle: nothing new is begun, and the next run goes on")
  void aLockThatIsLostStopsTheRest() throws IOException {
    try (Playground playground = Playground.embedded().withQuickstart()) {
      Result result = apply(playground, step -> nanos.addAndGet(Duration.ofMinutes(1).toNanos()));

      // each cluster may have begun one write before time went on
      assertThat(result.count(Outcome.APPLIED)).isBetween(1, 3);
      assertThat(result.changes())
          .filteredOn(change -> change.outcome() != Outcome.APPLIED)
          .isNotEmpty()
          .allSatisfy(change -> assertSkipped(change, Code.LOCK_LOST));
      assertThat(result.exitCodes()).contains(ExitCode.LOCKED, ExitCode.PARTIAL);
      for (String context : Playground.CONTEXTS) {
        assertThat(playground.somebody(context).lease()).isEmpty();
      }
      assertThat(apply(playground, step -> {}).finished()).isTrue();
    }
  }

  @Test
  void aClusterIsGivenBackAlsoWhenEverythingFails() throws IOException {
    try (Playground playground = Playground.embedded().withQuickstart()) {
      playground
          .embedded("c2")
          .faults()
          .plan(
              new Fault.ConnectionDropped(),
              1000,
              request -> request.path().startsWith("/api/v1/") && !request.method().equals("GET"));
      assertThat(apply(playground, step -> {}).finished()).isFalse();
      assertThat(playground.somebody("c2").lease()).isEmpty();
    }
  }

  @Test
  @DisplayName("K8: a cluster that grants no leases is left alone, and the permission is named")
  void aClusterThatGrantsNoLeasesIsLeftAlone() throws IOException {
    ApiServer.Options options =
        ApiServer.Options.defaults()
            .withUser(
                "no-leases",
                new Permission(
                    List.of("get", "list", "create", "patch", "delete"),
                    List.of("secrets", "namespaces"),
                    List.of("*")));
    try (Playground playground =
        Playground.on(() -> EmbeddedApiServer.start(options)).withQuickstart()) {
      ApiServer east = playground.cluster("c2");
      Files.writeString(
          playground.kubeconfig(),
          Files.readString(playground.kubeconfig()).replace(east.token(), east.token("no-leases")));

      Playground.Ran some = run(playground);
      assertThat(some.exit()).as(some.out()).isEqualTo(ExitCode.PARTIAL.number());
      assertThat(some.out())
          .contains("5 applied")
          .contains("may not create leases")
          .contains("a Role in namespace default has to grant verb 'create' on leases");
      assertThat(playground.somebody("c2").secrets()).isEmpty();

      assertThat(run(playground).exit()).isEqualTo(ExitCode.UNREACHABLE.number());
      assertThat(run(playground, "--lock=false").exit()).isZero();
    }
  }

  private static Playground.Ran run(Playground playground, String... flags) {
    return playground.run(
        Stream.concat(
                Stream.of("apply", playground.repository().toString(), "--auto-approve"),
                Stream.of(flags))
            .toArray(String[]::new));
  }

  private static void assertSkipped(ChangeResult change, Code code) {
    assertThat(change.outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(change.why()).hasValueSatisfying(why -> assertThat(why.code()).isEqualTo(code));
  }

  private Result apply(Playground playground, IntConsumer afterEachWrite) {
    Progress progress =
        (what, done, total) -> {
          if (what.equals("Secrets written")) {
            afterEachWrite.accept(done);
          }
        };
    SecretSync secretSync =
        new SecretSync(
            KeyRing.fromEnvironment(playground.env(), new Problems()),
            workTree -> {
              Kubeconfig kubeconfig =
                  Kubeconfig.load(Optional.of(playground.kubeconfig()), Map.of(), workTree);
              return (name, context) -> kubeconfig.open(name, context, Limits.DEFAULT);
            },
            progress);
    Request request =
        new Request(playground.repository(), "HEAD", false, Optional.empty(), Optional.empty());
    // nobody renews: the thread that would waits until the lock is given back
    Pace pace =
        new Pace(nanos::get, Clock.systemUTC(), () -> 1, time -> new Semaphore(0).acquire());
    LockTerms terms = new LockTerms(Duration.ZERO, "test", wait -> {}, pace);
    Conduct conduct =
        new Conduct(
            new Run("run", "test", Optional.empty()),
            1,
            Optional.of(terms),
            Optional.empty(),
            new Stop(),
            Journal.NONE);
    try (Planned planned = secretSync.plan(request)) {
      return secretSync.apply(planned, conduct);
    }
  }
}
