package dev.secretsync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.secretsync.CollectedFleet;
import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.ClusterOpener.Opening;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.LiveState;
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
import dev.secretsync.fixtures.apiserver.LoggedRequest;
import dev.secretsync.model.Code;
import dev.secretsync.model.Progress;
import dev.secretsync.model.Run;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a planned move. */
@DisplayName("R92, R93: moving a Secret to another project")
@Tag("R92")
@Tag("R93")
class MoveTest {
  // the namespaces that every cluster of a CollectedFleet has, as two projects
  private static final SecretAddress OLD = SecretAddress.of("hub", "akuity", "creds");
  private static final SecretAddress NEW = SecretAddress.of("hub", "argocd", "creds");
  private static final DesiredSecret COPY =
      CollectedFleet.copy(
          NEW.toString(), "east/akuity/creds", "uid/2", Map.of("token", "visibly-fake-2"));
  private static final DesiredState DESIRED =
      new CollectedFleet().moves(OLD.toString(), COPY).desired();

  @TempDir private Path folder = Path.of("");
  private Optional<EmbeddedApiServer> server = Optional.empty();
  private Optional<Cluster> cluster = Optional.empty();

  @BeforeEach
  void theOldProjectHasIt() throws IOException {
    EmbeddedApiServer hub = EmbeddedApiServer.start();
    server = Optional.of(hub);
    Path kubeconfig = EmbeddedApiServer.kubeconfig(folder.resolve("config"), Map.of("hub", hub));
    Opening opening =
        Kubeconfig.load(Optional.of(kubeconfig), Map.of(), Optional.empty())
            .open("hub", "hub", Limits.DEFAULT);
    cluster = Optional.of(((Opening.Opened) opening).cluster());
    for (String namespace : List.of("akuity", "argocd")) {
      assertThat(cluster().createNamespace(namespace)).isInstanceOf(WriteResult.Written.class);
    }
    create(
        OLD,
        CollectedFleet.copy(
                OLD.toString(), "east/akuity/creds", "uid/1", Map.of("token", "visibly-fake"))
            .content());
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

  private void create(SecretAddress address, SecretContent content) {
    assertThat(cluster().create(address.ref(), content)).isInstanceOf(WriteResult.Written.class);
  }

  private LiveSecret there(SecretAddress address) {
    return ((ReadResult.Found) cluster().read(address.ref())).secret();
  }

  private boolean isThere(SecretAddress address) {
    return cluster().read(address.ref()) instanceof ReadResult.Found;
  }

  private LiveState seen() {
    return new LiveState(
        new TreeMap<>(
            Map.of("hub", cluster().observe(new TreeSet<>(List.of("akuity", "argocd"))))));
  }

  private static Plan plan(LiveState live) {
    return Plan.of(
        Differences.between(DESIRED, live, LastApplied.nothing()),
        Policy.builtIn(),
        List.of(),
        List.of());
  }

  private Result run(LiveState live) {
    return new Apply(
            Map.of("hub", cluster()),
            Conduct.alone(new Run("r", "test", Optional.empty()), 4),
            Progress.SILENT)
        .run(plan(live), DESIRED, live);
  }

  private ChangeResult apply(LiveState live) {
    Result result = run(live);
    assertThat(result.changes()).hasSize(1);
    assertThat(result.changes().getFirst().action()).isEqualTo(Action.MOVE);
    assertThat(result.changes().getFirst().address()).isEqualTo(NEW);
    return result.changes().getFirst();
  }

  /** The next run, which sees what is there by then, leaves nothing to do. */
  private void assertTheNextRunFinishesIt() {
    server().faults().clear();
    run(seen());
    assertMoved();
  }

  private void assertMoved() {
    assertThat(isThere(OLD)).isFalse();
    assertThat(there(NEW).content().data()).isEqualTo(COPY.content().data());
    assertThat(plan(seen()).changes()).extracting(PlannedChange::action).containsOnly(Action.NO_OP);
  }

  private void goesWrong(Fault fault, int times, String method) {
    server().faults().plan(fault, times, request -> request.method().equals(method));
  }

  @Test
  void itIsInTheNewProjectAndNoLongerInTheOld() {
    assertThat(apply(seen()).outcome()).isEqualTo(Outcome.APPLIED);
    assertMoved();
  }

  @Test
  @DisplayName("R93: it is created before it is deleted, and nothing else is written")
  void itIsCreatedBeforeItIsDeleted() {
    LiveState live = seen();
    server().forgetRequests();
    apply(live);
    assertThat(server().requests())
        .filteredOn(request -> !request.method().equals("GET"))
        .extracting(LoggedRequest::method)
        .containsExactly("POST", "DELETE");
  }

  @Test
  void anAnswerToTheCreateThatIsLostIsLookedFor() {
    LiveState live = seen();
    goesWrong(new Fault.AnswerLost(), 1, "POST");
    assertThat(apply(live).outcome()).isEqualTo(Outcome.APPLIED);
    assertMoved();
  }

  @Test
  void aCreateThatGotLostIsTriedOnceMore() {
    LiveState live = seen();
    goesWrong(new Fault.ConnectionDropped(), 1, "POST");
    assertThat(apply(live).outcome()).isEqualTo(Outcome.APPLIED);
    assertMoved();
  }

  @Test
  @DisplayName("R93: a create that fails deletes nothing")
  void aCreateThatFailsDeletesNothing() {
    LiveState live = seen();
    goesWrong(new Fault.ConnectionDropped(), 20, "POST");
    ChangeResult result = apply(live);
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(isThere(OLD)).isTrue();
    assertThat(isThere(NEW)).isFalse();
    assertTheNextRunFinishesIt();
  }

  @Test
  void anAnswerToTheDeleteThatIsLostIsLookedFor() {
    LiveState live = seen();
    goesWrong(new Fault.AnswerLost(), 1, "DELETE");
    assertThat(apply(live).outcome()).isEqualTo(Outcome.APPLIED);
    assertMoved();
  }

  @Test
  @DisplayName("R92: a delete that fails is told, and the next run makes up for it")
  void aDeleteThatFailsIsMadeUpFor() {
    LiveState live = seen();
    goesWrong(new Fault.ConnectionDropped(), 20, "DELETE");
    ChangeResult result = apply(live);
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(isThere(OLD)).isTrue();
    assertThat(isThere(NEW)).isTrue();
    assertThat(plan(seen()).changes())
        .extracting(PlannedChange::action)
        .containsExactlyInAnyOrder(Action.NO_OP, Action.DELETE);
    assertTheNextRunFinishesIt();
  }

  @Test
  @DisplayName("R92: a run that was killed in between is finished by the next one")
  void whatWasKilledInBetweenIsFinished() {
    create(NEW, COPY.content());
    Result result = run(seen());
    assertThat(result.changes())
        .extracting(ChangeResult::action, ChangeResult::outcome)
        .containsExactly(tuple(Action.DELETE, Outcome.APPLIED));
    assertMoved();
  }

  @Test
  @DisplayName("R93: somebody took the name meanwhile: nothing is deleted or overwritten")
  void aNameThatWasTakenMeanwhileIsAConflict() {
    LiveState live = seen();
    SecretContent theirs =
        CollectedFleet.copy(
                NEW.toString(),
                "west/akuity/creds",
                "uid/9",
                Map.of("token", "visibly-fake-theirs"))
            .content();
    create(NEW, theirs);
    LiveSecret old = there(OLD);
    ChangeResult result = apply(live);
    assertThat(result.outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(result.why())
        .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo(Code.FOREIGN_SECRET));
    assertThat(there(OLD)).isEqualTo(old);
    assertThat(there(NEW).content().data())
        .containsEntry("token", SecretBytes.ofUtf8("visibly-fake-theirs"));
  }

  @Test
  @DisplayName("R93: the same values under another owner's marks are another owner's")
  void theSameValuesOfAnotherOwnerAreAConflict() {
    LiveState live = seen();
    create(
        NEW,
        CollectedFleet.copy(
                NEW.toString(), "west/akuity/creds", "uid/9", Map.of("token", "visibly-fake-2"))
            .content());
    assertThat(apply(live).outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(isThere(OLD)).isTrue();
  }

  @Test
  void whatAnotherRunMovedMeanwhileIsDone() {
    LiveState live = seen();
    create(NEW, COPY.content());
    assertThat(cluster().delete(there(OLD))).isInstanceOf(WriteResult.Written.class);
    assertThat(apply(live).outcome()).isIn(Outcome.APPLIED, Outcome.ALREADY);
    assertMoved();
  }

  @Test
  @DisplayName("K9: the old copy changed meanwhile: it is not deleted unseen")
  void anOldCopyThatChangedIsNotDeleted() {
    LiveState live = seen();
    assertThat(cluster().delete(there(OLD))).isInstanceOf(WriteResult.Written.class);
    create(
        OLD,
        CollectedFleet.copy(
                OLD.toString(),
                "west/akuity/creds",
                "uid/9",
                Map.of("token", "visibly-fake-theirs"))
            .content());
    LiveSecret another = there(OLD);
    ChangeResult result = apply(live);
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.why())
        .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo(Code.STALE));
    assertThat(result.why())
        .hasValueSatisfying(why -> assertThat(why.subject()).isEqualTo(OLD.toString()));
    assertThat(there(OLD)).isEqualTo(another);
  }
}
