package dev.secretsync.diff;

import static dev.secretsync.CollectedFleet.adopting;
import static dev.secretsync.CollectedFleet.at;
import static dev.secretsync.CollectedFleet.copy;
import static dev.secretsync.CollectedFleet.declared;
import static dev.secretsync.CollectedFleet.edited;
import static dev.secretsync.CollectedFleet.foreign;
import static dev.secretsync.CollectedFleet.labelled;
import static dev.secretsync.CollectedFleet.restored;
import static dev.secretsync.CollectedFleet.typed;
import static dev.secretsync.CollectedFleet.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.secretsync.CollectedFleet;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.diff.FieldChange.Cause;
import dev.secretsync.diff.FieldChange.Kind;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Marks;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How copies of what clusters offer stand to what is there. */
class CollectedDifferencesTest {
  private static final Map<String, String> DATA = Map.of("password", "visibly-fake");
  private static final DesiredSecret CREDS =
      copy("hub/argocd/creds", "east/akuity/creds", "uid/1", DATA);
  private static final DesiredSecret NOTIFICATIONS =
      adopting(
          copy(
              "hub/argocd/argocd-notifications-secret",
              "east/akuity/argocd-notifications-secret",
              "uid/1",
              DATA));

  private static Difference only(CollectedFleet fleet) {
    Plan plan = fleet.plan();
    assertThat(plan.changes()).hasSize(1);
    return plan.changes().getFirst().difference();
  }

  private static <D extends Difference> D only(CollectedFleet fleet, Class<D> kind) {
    Difference difference = only(fleet);
    assertThat(difference).isInstanceOf(kind);
    return kind.cast(difference);
  }

  private static List<Action> actions(CollectedFleet fleet) {
    return fleet.plan().changes().stream().map(PlannedChange::action).toList();
  }

  // --- taking over

  @Test
  @DisplayName("R31: an adoptable Secret that is there already becomes the cluster's")
  void anAdoptableSecretIsTakenOver() {
    CollectedFleet fleet =
        new CollectedFleet()
            .wants(NOTIFICATIONS)
            .holds("hub", foreign(NOTIFICATIONS, Map.of("password", "visibly-fake-older")));

    Difference.Changed change = only(fleet, Difference.Changed.class);
    assertThat(change.adoption()).isTrue();
    assertThat(change.changes()).extracting(FieldChange::field).contains("data.password");
    assertThat(actions(fleet)).containsExactly(Action.ADOPT);
  }

  @Test
  @DisplayName("R32: another Secret that is there already is a conflict, and that one alone")
  void anythingElseThatIsThereIsAConflict() {
    DesiredSecret other = copy("hub/argocd/other", "east/akuity/other", "uid/2", DATA);
    CollectedFleet fleet =
        new CollectedFleet().wants(CREDS).wants(other).holds("hub", foreign(CREDS, DATA));

    Plan plan = fleet.plan();
    assertThat(actions(fleet)).containsExactly(Action.CONFLICT, Action.CREATE);
    assertThat(plan.applyable()).isTrue();
    assertThat(plan.exitCodes()).containsExactly(ExitCode.CONFLICT);
  }

  @Test
  @DisplayName("R61: a name that is taken on one target does not stop the others")
  void oneTakenTargetDoesNotStopTheOthers() {
    DesiredSecret east = copy("east/akuity/creds", "west/akuity/creds", "uid/1", DATA);
    DesiredSecret hub = copy("hub/akuity/creds", "west/akuity/creds", "uid/1", DATA);
    CollectedFleet fleet =
        new CollectedFleet().wants(east).wants(hub).holds("east", foreign(east, DATA));

    assertThat(actions(fleet)).containsExactly(Action.CONFLICT, Action.CREATE);
  }

  @Test
  @DisplayName("R41: one that does not get its place is a conflict that names the owner")
  void theSecondClaimantIsToldWhoOwnsTheName() {
    CollectedFleet fleet =
        new CollectedFleet()
            .wants(CREDS)
            .holds("hub", written(CREDS))
            .outdone(
                "west/akuity/creds",
                "hub/argocd/creds",
                "offered by west",
                "cluster east (east/akuity/creds)");

    assertThat(fleet.plan().changes())
        .extracting(PlannedChange::action)
        .containsExactly(Action.NO_OP, Action.CONFLICT);
    assertThat(fleet.plan().exitCodes()).containsExactly(ExitCode.CONFLICT);
    assertThat(fleet.plan().applyable()).isTrue();
  }

  @Test
  @DisplayName("R33: Git does not get a name that a cluster owns, whatever it declares")
  void gitDoesNotGetAnOwnedName() {
    CollectedFleet fleet =
        new CollectedFleet()
            .wants(NOTIFICATIONS)
            .holds("hub", written(NOTIFICATIONS))
            .outdone(
                "hub/argocd/argocd-notifications-secret",
                "hub/argocd/argocd-notifications-secret",
                "declared at secrets.yaml:3",
                "cluster east (east/akuity/argocd-notifications-secret)");

    assertThat(actions(fleet)).containsExactlyInAnyOrder(Action.CONFLICT, Action.NO_OP);
    assertThat(fleet.plan().hasChanges()).isFalse();
  }

  @Test
  @DisplayName("R41: a place that goes to another owner is written, or the old owner were recorded")
  void anotherOwnerIsRecordedEvenWithTheSameValues() {
    DesiredSecret fromWest = copy("hub/argocd/creds", "west/akuity/creds", "uid-west/1", DATA);
    CollectedFleet fleet = new CollectedFleet().wants(fromWest).holds("hub", written(CREDS));

    assertThat(only(fleet, Difference.Changed.class).changes())
        .extracting(FieldChange::field, FieldChange::cause)
        .containsExactlyInAnyOrder(
            tuple("metadata.annotations[" + Marks.SOURCE_CLUSTER + "]", Cause.GIT),
            tuple("metadata.annotations[" + Marks.SOURCE_IDENTITY + "]", Cause.GIT));
  }

  @Test
  @DisplayName("R37: when Git takes a released name, the cluster's marks go")
  void gitTakesTheMarksOfTheClusterOff() {
    DesiredSecret git = declared("hub/argocd/creds", DATA);
    CollectedFleet fleet = new CollectedFleet().wants(git).holds("hub", written(CREDS));

    assertThat(only(fleet, Difference.Changed.class).changes())
        .filteredOn(change -> change.kind() == Kind.REMOVE)
        .extracting(FieldChange::field)
        .contains(
            "metadata.annotations[" + Marks.SOURCE_CLUSTER + "]",
            "metadata.annotations[" + Marks.SOURCE_SECRET + "]");
  }

  @Test
  void whereASourceWasReadWithoutChangeIsNoReasonToWrite() {
    DesiredSecret touched = copy("hub/argocd/creds", "east/akuity/creds", "uid/2", DATA);
    CollectedFleet fleet = new CollectedFleet().wants(touched).holds("hub", written(CREDS));

    assertThat(only(fleet)).isInstanceOf(Difference.Same.class);
  }

  // --- letting go

  @Test
  @DisplayName("R38: what pre-existed is released and stays")
  void anAdoptedSecretIsReleased() {
    CollectedFleet fleet =
        new CollectedFleet()
            .holds("hub", written(NOTIFICATIONS))
            .gone("hub/argocd/argocd-notifications-secret", "it is gone (R36)", true);

    assertThat(only(fleet, Difference.Released.class).why()).isEqualTo("it is gone (R36)");
    assertThat(actions(fleet)).containsExactly(Action.RELEASE);
    assertThat(fleet.plan().count(Action::isDestructive)).isZero();
    assertThat(fleet.plan().hasChanges()).isTrue();
  }

  @Test
  @DisplayName("R39: everything else is deleted, with the reason, and only if we wrote it")
  void anyOtherCopyIsDeleted() {
    String why = "east/akuity/creds no longer carries the label (R35)";
    CollectedFleet fleet =
        new CollectedFleet().holds("hub", written(CREDS)).gone("hub/argocd/creds", why, false);

    assertThat(only(fleet, Difference.Orphaned.class).why()).contains(why);
    assertThat(fleet.plan().count(Action::isDestructive)).isEqualTo(1);

    for (boolean stays : List.of(true, false)) {
      CollectedFleet lookalike =
          new CollectedFleet().holds("hub", restored(CREDS)).gone("hub/argocd/creds", why, stays);
      assertThat(lookalike.plan().changes()).isEmpty();
      assertThat(lookalike.plan().diagnostics())
          .singleElement()
          .matches(note -> note.summary().contains("was not written by secretsync"));
      CollectedFleet theirs =
          new CollectedFleet()
              .holds("hub", foreign(CREDS, DATA))
              .gone("hub/argocd/creds", why, stays);
      assertThat(theirs.plan().changes()).isEmpty();
    }
  }

  @Test
  @DisplayName("R28, R55: a copy whose source is refused is left as it is, and that is said")
  void aCopyWhoseSourceIsRefusedIsKept() {
    Diagnostic why =
        Diagnostic.warning(
            Code.KEPT_COPY, "hub/argocd/creds", "is kept: its source is blocked (R28)", "");
    CollectedFleet fleet =
        new CollectedFleet().holds("hub", written(CREDS)).keeps("hub/argocd/creds", why);

    assertThat(fleet.plan().changes()).isEmpty();
    assertThat(fleet.plan().diagnostics()).containsExactly(why);
    assertThat(fleet.plan().exitCodes()).isEmpty();
  }

  @Test
  @DisplayName("R62: a copy whose source cannot be read is unknown and stays")
  void aCopyWhoseSourceCannotBeReadIsUnknown() {
    Diagnostic why =
        Diagnostic.error(
            Code.CLUSTER_UNREACHABLE, "hub/argocd/creds", "comes from east, which is down", "");
    CollectedFleet fleet =
        new CollectedFleet().holds("hub", written(CREDS)).cannotTell("hub/argocd/creds", why);

    assertThat(only(fleet)).isEqualTo(new Difference.Unknown(at("hub/argocd/creds"), why));
    assertThat(fleet.plan().complete()).isFalse();
    assertThat(fleet.plan().exitCodes()).containsExactly(ExitCode.UNREACHABLE);
  }

  @Test
  @DisplayName("R43, R59: a source is never its own target")
  void aSourceIsNeverItsOwnTarget() {
    CollectedFleet fleet =
        new CollectedFleet().itself("east/akuity/creds", "annotation allowed-clusters ALL");

    assertThat(only(fleet, Difference.Itself.class).address()).isEqualTo(at("east/akuity/creds"));
    assertThat(actions(fleet)).containsExactly(Action.NO_OP);
    assertThat(fleet.plan().hasChanges()).isFalse();
  }

  // --- who moved

  @Test
  @DisplayName("R34: somebody changed a copy while its source stayed: drift, and who did it")
  void aChangedCopyIsDrift() {
    CollectedFleet fleet =
        new CollectedFleet().wants(CREDS).holds("hub", edited(CREDS, "password"));

    assertThat(only(fleet, Difference.Changed.class).changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.field()).isEqualTo("data.password");
          assertThat(change.cause()).isEqualTo(Cause.LIVE);
          assertThat(change.by().map(Writer::manager)).contains("kubectl-edit");
        });
    assertThat(Drift.of(fleet.plan()).secrets()).hasSize(1);
  }

  @Test
  @DisplayName("R12: a source that moved is a change and not drift")
  void aChangedSourceIsNotDrift() {
    DesiredSecret moved =
        copy(
            "hub/argocd/creds",
            "east/akuity/creds",
            "uid/2",
            Map.of("password", "visibly-fake-new", "username", "visibly-fake-too"));
    CollectedFleet fleet = new CollectedFleet().wants(moved).holds("hub", written(CREDS));

    assertThat(only(fleet, Difference.Changed.class).changes())
        .extracting(FieldChange::field, FieldChange::cause)
        .containsExactly(tuple("data.password", Cause.GIT), tuple("data.username", Cause.GIT));
    assertThat(Drift.of(fleet.plan()).secrets()).isEmpty();
  }

  @Test
  void aKeyTakenOffACopyIsDriftOnlyWhileTheSourceStays() {
    DesiredSecret both =
        copy(
            "hub/argocd/creds",
            "east/akuity/creds",
            "uid/1",
            Map.of("password", "visibly-fake", "username", "visibly-fake-too"));
    CollectedFleet fleet = new CollectedFleet().wants(both).holds("hub", written(CREDS));

    assertThat(only(fleet, Difference.Changed.class).changes())
        .singleElement()
        .matches(change -> change.field().equals("data.username") && change.cause() == Cause.LIVE);
  }

  @Test
  void aNewOfferIsNotTakenForADeletedCopy() {
    DesiredSecret git = declared("hub/argocd/a", DATA);
    CollectedFleet fleet = new CollectedFleet().wants(git).wants(CREDS).holds("hub", written(git));

    assertThat(fleet.plan().changes())
        .extracting(PlannedChange::difference)
        .filteredOn(Difference.Missing.class::isInstance)
        .singleElement()
        .matches(missing -> !((Difference.Missing) missing).deleted());
  }

  // --- changing

  @Test
  @DisplayName("R64: any field may be updated: values, keys, labels, and the type by a replace")
  void anyFieldMayBeUpdated() {
    DesiredSecret before = declared("east/akuity/registry", DATA);
    CollectedFleet value =
        new CollectedFleet()
            .wants(declared("east/akuity/registry", Map.of("password", "visibly-fake-new")))
            .holds("east", written(before));
    CollectedFleet key =
        new CollectedFleet()
            .wants(declared("east/akuity/registry", Map.of("token", "visibly-fake")))
            .holds("east", written(before));
    CollectedFleet label =
        new CollectedFleet()
            .wants(labelled(before, "team", "other"))
            .holds("east", written(before));
    CollectedFleet type =
        new CollectedFleet()
            .wants(typed(before, "example.org/kind"))
            .holds("east", written(before));

    assertThat(only(value, Difference.Changed.class).changes())
        .extracting(FieldChange::field)
        .containsExactly("data.password");
    assertThat(only(key, Difference.Changed.class).changes())
        .extracting(FieldChange::field)
        .containsExactly("data.password", "data.token");
    assertThat(only(label, Difference.Changed.class).changes())
        .extracting(FieldChange::field)
        .containsExactly("metadata.labels[team]");
    assertThat(actions(type)).containsExactly(Action.REPLACE);
  }

  @Test
  @DisplayName(
      "R65: a Secret that is no longer declared is a line of its own, counted as destroyed")
  void aDeleteIsALineOfThePlan() {
    CollectedFleet fleet =
        new CollectedFleet().holds("east", written(declared("east/akuity/registry", DATA)));

    assertThat(actions(fleet)).containsExactly(Action.DELETE);
    assertThat(fleet.plan().count(Action::isDestructive)).isEqualTo(1);
    assertThat(only(fleet, Difference.Orphaned.class).why()).isEmpty();
  }

  @Test
  void linesOfOneAddressHaveOneOrder() {
    CollectedFleet one = new CollectedFleet();
    CollectedFleet other = new CollectedFleet();
    one.outdone("west/akuity/x", "hub/argocd/x", "offered by west", "cluster east")
        .outdone("west/akuity/x", "east/akuity/x", "offered by west", "cluster hub")
        .itself("west/akuity/x", "ALL");
    other
        .itself("west/akuity/x", "ALL")
        .outdone("west/akuity/x", "east/akuity/x", "offered by west", "cluster hub")
        .outdone("west/akuity/x", "hub/argocd/x", "offered by west", "cluster east");

    assertThat(one.plan()).isEqualTo(other.plan());
    assertThat(one.text()).isEqualTo(other.text());
    assertThat(one.plan().changes())
        .extracting(change -> change.difference().place())
        .containsExactly(at("east/akuity/x"), at("hub/argocd/x"), at("west/akuity/x"));
  }

  @Test
  void whenItWasCreatedAndWrittenIsKnown() {
    CollectedFleet fleet = new CollectedFleet().wants(CREDS).holds("hub", written(CREDS));

    Seen seen = only(fleet, Difference.Same.class).seen();
    assertThat(seen.created()).isEqualTo(CollectedFleet.WRITTEN.minusSeconds(3600));
    assertThat(seen.written()).contains(CollectedFleet.WRITTEN);
    assertThat(Seen.of(foreign(CREDS, DATA)).written()).isEqualTo(Optional.empty());
    assertThat(seen.labels()).isEqualTo(new TreeMap<>(CREDS.content().labels()));
  }
}
