package dev.secretsync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.CollectedFleet;
import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.ClusterOpener.Opening;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.ReadResult;
import dev.secretsync.cluster.WriteResult;
import dev.secretsync.cluster.kubernetes.Kubeconfig;
import dev.secretsync.cluster.kubernetes.Limits;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import dev.secretsync.fixtures.apiserver.Faults.Fault;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.PlannedChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("cli.md 6.4: requireVerified reads back what was written")
class VerificationTest {
  private static final SecretAddress ADDRESS = SecretAddress.of("hub", "akuity", "creds");
  private static final DesiredSecret WANTED =
      CollectedFleet.declared(ADDRESS.toString(), Map.of("token", "visibly-fake"));
  private static final PlannedChange CREATE =
      new CollectedFleet().wants(WANTED).plan().changes().getFirst();
  private static final PlannedChange DELETE =
      new CollectedFleet().holds("hub", CollectedFleet.written(WANTED)).plan().changes().getFirst();

  @TempDir private Path folder = Path.of("");
  private Optional<EmbeddedApiServer> server = Optional.empty();
  private Optional<Cluster> opened = Optional.empty();

  @BeforeEach
  void open() throws IOException {
    EmbeddedApiServer hub = EmbeddedApiServer.start();
    server = Optional.of(hub);
    Path kubeconfig = EmbeddedApiServer.kubeconfig(folder.resolve("config"), Map.of("hub", hub));
    Opening opening =
        Kubeconfig.load(Optional.of(kubeconfig), Map.of(), Optional.empty())
            .open("hub", "hub", Limits.DEFAULT);
    opened = Optional.of(((Opening.Opened) opening).cluster());
    assertThat(cluster().createNamespace("akuity")).isInstanceOf(WriteResult.Written.class);
  }

  @AfterEach
  void close() {
    cluster().close();
    server.orElseThrow().close();
  }

  private Cluster cluster() {
    return opened.orElseThrow();
  }

  private void write(DesiredSecret secret) {
    assertThat(cluster().create(ADDRESS.ref(), secret.content()))
        .isInstanceOf(WriteResult.Written.class);
  }

  private LiveSecret there() {
    return ((ReadResult.Found) cluster().read(ADDRESS.ref())).secret();
  }

  private ChangeResult verified(PlannedChange change, Outcome outcome) {
    return new Verification(cluster(), address -> WANTED)
        .of(
            change,
            new ChangeResult(
                change.address(), change.action(), outcome, Optional.empty(), Trail.NONE));
  }

  private static void assertNotVerified(ChangeResult result, String why) {
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.why().map(Diagnostic::code)).contains(Code.NOT_VERIFIED);
    assertThat(result.why().map(Diagnostic::summary))
        .hasValueSatisfying(w -> assertThat(w).endsWith(why));
  }

  @Test
  void whatIsThereAsItWasWrittenStaysApplied() {
    write(WANTED);
    assertThat(verified(CREATE, Outcome.APPLIED).outcome()).isEqualTo(Outcome.APPLIED);
  }

  @Test
  void whatSomebodyChangedAtOnceFailed() {
    write(CollectedFleet.declared(ADDRESS.toString(), Map.of("token", "visibly-fake-other")));
    assertNotVerified(verified(CREATE, Outcome.APPLIED), "holds something else");
  }

  @Test
  void whatIsGoneAgainFailed() {
    assertNotVerified(verified(CREATE, Outcome.ALREADY), "is not there");
  }

  @Test
  void whatCameBackAfterADeleteFailed() {
    assertThat(verified(DELETE, Outcome.APPLIED).outcome()).isEqualTo(Outcome.APPLIED);
    write(WANTED);
    assertNotVerified(verified(DELETE, Outcome.APPLIED), "is there again");
    assertThat(cluster().delete(there())).isInstanceOf(WriteResult.Written.class);
  }

  @Test
  void whatFailedIsNotReadBack() {
    assertThat(verified(CREATE, Outcome.SKIPPED).outcome()).isEqualTo(Outcome.SKIPPED);
  }

  @Test
  void whatCannotBeReadBackFailed() {
    write(WANTED);
    server
        .orElseThrow()
        .faults()
        .plan(new Fault.ConnectionDropped(), 100, request -> request.method().equals("GET"));
    assertThat(verified(CREATE, Outcome.APPLIED).why().map(Diagnostic::code))
        .contains(Code.CLUSTER_UNREACHABLE);
  }
}
