package dev.secretsync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.CollectedFleet;
import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.ClusterOpener.Opening;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.cluster.ReadResult;
import dev.secretsync.cluster.WriteResult;
import dev.secretsync.cluster.kubernetes.Kubeconfig;
import dev.secretsync.cluster.kubernetes.Limits;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.desired.LastApplied;
import dev.secretsync.diff.Differences;
import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import dev.secretsync.fixtures.apiserver.Faults.Fault;
import dev.secretsync.model.Code;
import dev.secretsync.model.Progress;
import dev.secretsync.model.Run;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a planned release. */
@DisplayName("R37, R38: letting go of an adopted Secret")
class ReleaseTest {
  private static final SecretAddress ADDRESS =
      SecretAddress.of("hub", "argocd", "argocd-notifications-secret");
  private static final DesiredSecret COPY =
      CollectedFleet.copy(
          ADDRESS.toString(),
          "east/akuity/argocd-notifications-secret",
          "uid/1",
          Map.of("token", "visibly-fake"));
  private static final DesiredState DESIRED =
      new CollectedFleet().gone(ADDRESS.toString(), "its source is gone (R36)", true).desired();

  @TempDir private Path folder = Path.of("");
  private Optional<EmbeddedApiServer> server = Optional.empty();
  private Optional<Cluster> cluster = Optional.empty();

  @BeforeEach
  void adopt() throws IOException {
    EmbeddedApiServer hub = EmbeddedApiServer.start();
    server = Optional.of(hub);
    Path kubeconfig = EmbeddedApiServer.kubeconfig(folder.resolve("config"), Map.of("hub", hub));
    Opening opening =
        Kubeconfig.load(Optional.of(kubeconfig), Map.of(), Optional.empty())
            .open("hub", "hub", Limits.DEFAULT);
    cluster = Optional.of(((Opening.Opened) opening).cluster());
    assertThat(cluster().createNamespace("argocd")).isInstanceOf(WriteResult.Written.class);
    create();
  }

  @AfterEach
  void close() {
    cluster().close();
    server().close();
  }

  private EmbeddedApiServer server() {
    return server.orElseThrow();
  }

  private Cluster cluster() {
    return cluster.orElseThrow();
  }

  private void create() {
    assertThat(cluster().create(ADDRESS.ref(), COPY.content()))
        .isInstanceOf(WriteResult.Written.class);
  }

  private ReadResult read() {
    return cluster().read(ADDRESS.ref());
  }

  private LiveSecret there() {
    return ((ReadResult.Found) read()).secret();
  }

  private LiveState seen() {
    return new LiveState(
        new TreeMap<>(Map.of("hub", cluster().observe(new TreeSet<>(List.of("argocd"))))));
  }

  private static Plan plan(LiveState live) {
    return Plan.of(
        Differences.between(DESIRED, live, LastApplied.nothing()),
        Policy.builtIn(),
        List.of(),
        List.of());
  }

  private ChangeResult apply(LiveState live) {
    Result result =
        new Apply(
                Map.of("hub", cluster()),
                Conduct.alone(new Run("r", "test", Optional.empty()), 4),
                Progress.SILENT)
            .run(plan(live), DESIRED, live);
    assertThat(result.changes()).hasSize(1);
    assertThat(result.changes().getFirst().action()).isEqualTo(Action.RELEASE);
    return result.changes().getFirst();
  }

  private void goesWrong(Fault fault) {
    server().faults().plan(fault, 1, request -> request.method().equals("PATCH"));
  }

  @Test
  void itStaysWithItsValuesAndNothingIsLeftToDo() {
    assertThat(apply(seen()).outcome()).isEqualTo(Outcome.APPLIED);

    assertThat(there().content().data()).isEqualTo(COPY.content().data());
    assertThat(Ownership.isMarked(there())).isFalse();
    assertThat(plan(seen()).changes()).isEmpty();
    assertThat(plan(seen()).diagnostics()).isEmpty();
  }

  @Test
  @DisplayName("R40: nothing but the metadata of the copy is written")
  void nothingElseIsWritten() {
    LiveState live = seen();
    server().forgetRequests();
    apply(live);

    assertThat(server().requests())
        .filteredOn(request -> !request.method().equals("GET"))
        .singleElement()
        .matches(request -> request.contentType().startsWith("application/json-patch+json"));
  }

  @Test
  void anAnswerThatIsLostIsLookedFor() {
    LiveState live = seen();
    goesWrong(new Fault.AnswerLost());

    assertThat(apply(live).outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(Ownership.isMarked(there())).isFalse();
  }

  @Test
  void aConnectionThatIsLostIsTriedOnceMore() {
    LiveState live = seen();
    goesWrong(new Fault.ConnectionDropped());

    assertThat(apply(live).outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(Ownership.isMarked(there())).isFalse();
  }

  @Test
  void whatAnEarlierRunReleasedIsAlreadyDone() {
    LiveState live = seen();
    assertThat(apply(live).outcome()).isEqualTo(Outcome.APPLIED);

    assertThat(apply(live).outcome()).isEqualTo(Outcome.ALREADY);
  }

  @Test
  void whatIsGoneIsAlreadyDone() {
    LiveState live = seen();
    assertThat(cluster().delete(there())).isInstanceOf(WriteResult.Written.class);

    assertThat(apply(live).outcome()).isEqualTo(Outcome.ALREADY);
    assertThat(read()).isEqualTo(new ReadResult.Absent());
  }

  @Test
  @DisplayName("K9: what changed since is not touched")
  void whatChangedSinceIsNotTouched() {
    LiveState live = seen();
    assertThat(cluster().delete(there())).isInstanceOf(WriteResult.Written.class);
    create();
    LiveSecret another = there();

    ChangeResult result = apply(live);

    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.why())
        .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo(Code.STALE));
    assertThat(there()).isEqualTo(another);
  }
}
