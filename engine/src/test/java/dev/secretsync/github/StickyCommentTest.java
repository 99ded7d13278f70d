package dev.secretsync.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.fixtures.github.Actor;
import dev.secretsync.fixtures.github.Fault;
import dev.secretsync.fixtures.github.Recorded;
import dev.secretsync.github.StickyComment.Posted;
import dev.secretsync.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("cli.md 4.6: the one comment about a plan on a pull request")
class StickyCommentTest {
  private static final Optional<String> HEAD = Optional.of(Desk.HEAD);
  private static final Optional<String> OLD = Optional.of(Desk.OLD_HEAD);

  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  private static RunOrder run(long id) {
    return new RunOrder(id, 1);
  }

  @Test
  void isMadeOnceAndReplacedThen() {
    assertThat(desk.sticky().post("first", HEAD, run(7))).isEqualTo(Posted.CREATED);
    assertThat(desk.sticky().post("second", HEAD, run(8))).isEqualTo(Posted.REPLACED);
    assertThat(desk.bodies())
        .containsExactly(
            "<!-- secretsync:plan {\"v\":1,\"label\":\"prod\",\"head\":\""
                + Desk.HEAD
                + "\",\"run\":8,\"attempt\":1} -->\nsecond");
  }

  @Test
  void theSameAgainIsNotWrittenAgain() {
    desk.sticky().post("same", HEAD, run(7));
    desk.sticky().post("same", HEAD, run(7));
    assertThat(desk.server.requests()).noneMatch(one -> one.method().equals("PATCH"));
  }

  @Test
  void eachLabelHasItsOwn() {
    desk.sticky("prod").post("of prod", HEAD, run(7));
    desk.sticky("staging").post("of staging", HEAD, run(7));
    assertThat(desk.bodies()).hasSize(2);
  }

  @Test
  void aMarkThatSomebodyElseWroteIsNotOurs() {
    String forged = new Mark("prod", Desk.HEAD, run(999), "").line() + "\nall is well";
    desk.server.comment(Desk.REPOSITORY, desk.pull, forged, Desk.STRANGER);
    desk.sticky().post("the truth", HEAD, run(7));
    assertThat(desk.bodies()).hasSize(2).first().isEqualTo(forged);
    assertThat(desk.bodies().getLast()).endsWith("the truth");
  }

  @Test
  void aMarkThatIsNotTheFirstLineIsNoMark() {
    String quoted = "> quote\n" + new Mark("prod", Desk.HEAD, run(999), "").line();
    desk.server.comment(Desk.REPOSITORY, desk.pull, quoted, Actor.workflow());
    desk.sticky().post("the truth", HEAD, run(7));
    assertThat(desk.bodies()).hasSize(2).contains(quoted);
  }

  @Test
  void isFoundBehindThreeHundredOthers() {
    desk.sticky().post("first", HEAD, run(7));
    for (int i = 0; i < 149; i++) {
      desk.server.comment(Desk.REPOSITORY, desk.pull, "talk " + i, Desk.STRANGER);
    }
    desk.sticky("last").post("of the last page", HEAD, run(7));
    for (int i = 0; i < 149; i++) {
      desk.server.comment(Desk.REPOSITORY, desk.pull, "more talk " + i, Desk.STRANGER);
    }
    desk.server.comment(
        Desk.REPOSITORY,
        desk.pull,
        new Mark("end", Desk.HEAD, run(6), "").line() + "\nold",
        Actor.workflow());
    assertThat(desk.sticky("end").post("new", HEAD, run(8))).isEqualTo(Posted.REPLACED);
    assertThat(desk.bodies()).hasSize(301).last().asString().endsWith("new");
    assertThat(desk.server.requests())
        .map(Recorded::path)
        .anyMatch(path -> path.contains("page=4"))
        .allMatch(path -> !path.contains("/comments?") || path.contains("per_page=100"));
  }

  @Test
  void anOlderRunDoesNotReplaceANewerOne() {
    desk.sticky().post("of run 9", HEAD, run(9));
    assertThat(desk.sticky().post("of run 8", HEAD, run(8))).isEqualTo(Posted.NEWER_THERE);
    assertThat(desk.sticky().post("of run 8, again", HEAD, new RunOrder(8, 5)))
        .isEqualTo(Posted.NEWER_THERE);
    assertThat(desk.bodies()).singleElement().asString().endsWith("of run 9");
  }

  @Test
  void aRepetitionOfTheSameRunDoes() {
    desk.sticky().post("failed", HEAD, run(9));
    desk.sticky().post("good", HEAD, new RunOrder(9, 2));
    assertThat(desk.bodies()).singleElement().asString().endsWith("good");
  }

  @DisplayName("what is posted by hand, outside of any run, replaces what a run posted")
  @Test
  void whatIsPostedByHandReplacesWhatARunPosted() {
    desk.sticky().post("of run 9", HEAD, run(9));
    assertThat(desk.sticky().post("by hand", HEAD, RunOrder.NONE)).isEqualTo(Posted.REPLACED);
    assertThat(desk.bodies()).singleElement().asString().endsWith("by hand");
  }

  @Test
  void whatIsOfNoKnownCommitIsNotVoid() {
    desk.sticky().post("of no commit", Optional.empty(), run(7));
    assertThat(desk.bodies())
        .containsExactly(
            "<!-- secretsync:plan {\"v\":1,\"label\":\"prod\",\"run\":7,\"attempt\":1} -->\n"
                + "of no commit");
  }

  @Test
  void ofSeveralThatOfTheNewestRunStays() {
    for (long id : List.of(5L, 9L, 7L)) {
      desk.server.comment(
          Desk.REPOSITORY,
          desk.pull,
          new Mark("prod", Desk.HEAD, run(id), "").line() + "\nof run " + id,
          Actor.workflow());
    }
    assertThat(desk.sticky().post("of run 8", HEAD, run(8))).isEqualTo(Posted.NEWER_THERE);
    assertThat(desk.bodies()).singleElement().asString().endsWith("of run 9");
  }

  @Test
  void fiveAtOnceLeaveOne() throws InterruptedException, ExecutionException {
    desk.server.createTogether(5);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Posted>> all = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        int id = i;
        all.add(threads.submit(() -> desk.sticky().post("of run " + id, HEAD, run(id))));
      }
      for (Future<Posted> one : all) {
        assertThat(one.get()).isIn(Posted.CREATED, Posted.REPLACED, Posted.NEWER_THERE);
      }
    }
    assertThat(desk.bodies()).singleElement().asString().endsWith("of run 5");
    assertThat(desk.server.requests())
        .filteredOn(one -> one.method().equals("POST") && one.path().endsWith("/comments"))
        .hasSize(5);
  }

  @Test
  void aRunThatHadAnOldListLooksAgainBeforeItWrites() {
    desk.sticky().post("of run 7", HEAD, run(7));
    String newer = new Mark("prod", Desk.HEAD, run(9), "").line() + "\nof run 9";
    desk.server.whenAsked(
        "GET", "/issues/comments/", () -> desk.server.editComments(Desk.REPOSITORY, newer));
    assertThat(desk.sticky().post("of run 8", HEAD, run(8))).isEqualTo(Posted.NEWER_THERE);
    assertThat(desk.bodies()).containsExactly(newer);
  }

  @Test
  void fiveAtOnceOutsideOfActionsLeaveOneToo() throws InterruptedException, ExecutionException {
    desk.server.createTogether(5);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Posted>> all = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        String content = "by hand " + i;
        all.add(threads.submit(() -> desk.sticky().post(content, HEAD, RunOrder.NONE)));
      }
      for (Future<Posted> one : all) {
        one.get();
      }
    }
    assertThat(desk.bodies()).singleElement().asString().contains("by hand ");
  }

  @Test
  void aCreationWhoseAnswerIsLostIsNotMadeTwice() {
    desk.server.plan(Fault.answerLost("POST", "/comments"));
    desk.sticky().post("once", HEAD, run(7));
    assertThat(desk.bodies()).singleElement().asString().endsWith("once");
    assertThat(desk.server.requests())
        .filteredOn(one -> one.method().equals("POST") && one.path().endsWith("/comments"))
        .hasSize(1);
  }

  @Test
  void isMarkedAsSupersededWhenTheHeadMoves() {
    desk.sticky().post("the plan", OLD, run(7));
    desk.sticky().supersede(Desk.HEAD, run(8));
    String body = desk.bodies().getFirst();
    assertThat(body)
        .contains("\"superseded\":\"" + Desk.HEAD + "\"")
        .contains("> **Superseded**: the head is now commit `2222222`.")
        .endsWith("the plan");
    assertThat(desk.sticky().supersede(Desk.HEAD, run(8))).isEqualTo(Posted.NOTHING);
    assertThat(desk.bodies()).containsExactly(body);
    desk.sticky().post("the next plan", HEAD, run(8));
    assertThat(desk.bodies()).singleElement().asString().doesNotContain("uperseded");
  }

  @Test
  void anOlderRunSupersedesNothing() {
    desk.sticky().post("the plan", HEAD, run(9));
    assertThat(desk.sticky().supersede(Desk.OLD_HEAD, run(8))).isEqualTo(Posted.NOTHING);
    assertThat(desk.sticky().supersede(Desk.HEAD, run(10))).isEqualTo(Posted.NOTHING);
    assertThat(desk.bodies()).singleElement().asString().endsWith("the plan");
  }

  @Test
  void aPlanOfAHeadThatMovedMeanwhileSaysSo() {
    desk.sticky().post("too late", OLD, run(7));
    assertThat(desk.bodies())
        .singleElement()
        .asString()
        .contains("What stands here is of commit `1111111` and void.");
  }

  @Test
  void aLabelThatCouldEndTheMarkIsRefused() {
    for (String label : List.of("a-->b", "", "a b", "a--b", "-a", "a\"b", "a\nb", "x".repeat(64))) {
      assertThatThrownBy(() -> desk.sticky(label)).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void aMissingPermissionIsNamed() {
    desk.server.knows("visibly-fake-reader", new Actor(1, "reader[bot]", java.util.Set.of()));
    StickyComment comment =
        new StickyComment(
            desk.github("visibly-fake-reader"),
            new PullRequest(Repository.parse(Desk.REPOSITORY), desk.pull),
            "prod");
    assertThatThrownBy(() -> comment.post("text", HEAD, run(7)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.diagnostics().getFirst().subject()).isEqualTo("acme/fleet#1");
              assertThat(refused.diagnostics().getFirst().hint()).contains("pull-requests: write");
            });
  }

  @Test
  void aPullRequestThatIsNotThereIsNamed() {
    StickyComment comment =
        new StickyComment(
            desk.github(), new PullRequest(Repository.parse(Desk.REPOSITORY), 404), "prod");
    assertThatThrownBy(() -> comment.post("text", HEAD, run(7)))
        .hasMessage("acme/fleet#404: does not exist, or the token may not see it");
  }
}
