package dev.secretsync.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Which pull request a workflow runs for")
class EventTest {
  private static final String BUILT = "3".repeat(40);
  private static final Repository FLEET = Repository.parse(Desk.REPOSITORY);

  private final Desk desk = new Desk();

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void close() {
    desk.close();
  }

  private Event event(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("event.json"), json);
    return Event.from(
        Map.of(
            "GITHUB_EVENT_PATH",
            file.toString(),
            "GITHUB_SHA",
            BUILT,
            "GITHUB_RUN_ID",
            "12",
            "GITHUB_RUN_ATTEMPT",
            "2",
            "GITHUB_REPOSITORY",
            Desk.REPOSITORY));
  }

  private static String following(String branch, String sha) {
    return "{\"workflow_run\":{\"id\":9,\"run_attempt\":3,\"head_sha\":\""
        + sha
        + "\",\"head_branch\":\""
        + branch
        + "\",\"head_repository\":{\"owner\":{\"login\":\"acme\"}},\"pull_requests\":[]}}";
  }

  @Test
  void aPullRequestSaysItsNumberAndItsHead() throws IOException {
    Event event =
        event("{\"pull_request\":{\"number\":7,\"head\":{\"sha\":\"" + Desk.HEAD + "\"}}}");
    assertThat(event)
        .isEqualTo(
            new Event(
                OptionalInt.of(7),
                Optional.of(Desk.HEAD),
                Optional.empty(),
                Optional.empty(),
                false,
                new RunOrder(12, 2),
                Optional.of("https://github.com/acme/fleet/actions/runs/12")));
  }

  @Test
  void aRunOfAForkIsFoundByItsBranchAndItsCommit() throws IOException {
    Event event = event(following("topic", Desk.HEAD));
    assertThat(event.run()).isEqualTo(new RunOrder(9, 3));
    assertThat(PullRequest.of(desk.github(), FLEET, event))
        .contains(new PullRequest(FLEET, desk.pull));
  }

  @DisplayName("P3: only a run of this very repository is not of a fork; of one unknown it is")
  @Test
  void aRunOfAnyOtherRepositoryIsOfAFork() throws IOException {
    assertThat(event(following("topic", Desk.HEAD)).ofFork()).isTrue();
    for (String name : List.of("stranger/fleet", "acme/fleet2", "Acme/fleet", "", "/")) {
      assertThat(event(followingIn(name)).ofFork()).as(name).isTrue();
    }
    assertThat(event(followingIn(Desk.REPOSITORY)).ofFork()).isFalse();
    assertThat(event(followingIn(Desk.REPOSITORY)).followsAnotherRun()).isTrue();
  }

  private static String followingIn(String repository) {
    return following("topic", Desk.HEAD)
        .replace(
            "\"head_repository\":{", "\"head_repository\":{\"full_name\":\"" + repository + "\",");
  }

  @Test
  void anIssueIsNoPullRequestUnlessItSaysSo() throws IOException {
    assertThat(event("{\"issue\":{\"number\":7}}").pullRequest()).isEmpty();
    assertThat(event("{\"issue\":{\"number\":7,\"pull_request\":{}}}").pullRequest()).hasValue(7);
    for (String number : List.of("0", "-1", "7.5", "\"7\"", "null")) {
      assertThat(event("{\"pull_request\":{\"number\":" + number + "}}").pullRequest())
          .as(number)
          .isEmpty();
    }
  }

  @DisplayName("P3: what the environment says of the log becomes no markup")
  @Test
  void anAddressThatIsNoneIsLeftOut() {
    for (Map<String, String> env :
        List.of(
            Map.of("GITHUB_RUN_ID", "12)"),
            Map.of("GITHUB_RUN_ID", "012"),
            Map.of("GITHUB_RUN_ID", "12", "GITHUB_REPOSITORY", "a) ![x](b"),
            Map.of("GITHUB_RUN_ID", "12", "GITHUB_SERVER_URL", "javascript://x"))) {
      assertThat(Event.from(env).url()).as(env.toString()).isEmpty();
    }
    assertThat(Event.from(Map.of("GITHUB_RUN_ID", "12", "GITHUB_RUN_ATTEMPT", "x")).run())
        .isEqualTo(new RunOrder(12, 1));
  }

  @Test
  void aBranchThatHasMovedOnGetsNoComment() throws IOException {
    assertThat(PullRequest.of(desk.github(), FLEET, event(following("topic", Desk.OLD_HEAD))))
        .isEmpty();
    assertThat(PullRequest.of(desk.github(), FLEET, event(following("other&x=", Desk.HEAD))))
        .isEmpty();
  }

  @Test
  void severalPullRequestsOfOneCommitAreNotGuessedFrom() throws IOException {
    desk.server.openPull(Desk.REPOSITORY, "acme:topic", Desk.HEAD);
    Event event = event(following("topic", Desk.HEAD));
    assertThatThrownBy(() -> PullRequest.of(desk.github(), FLEET, event))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("several pull requests");
  }

  @Test
  void aPushIsAboutThePullRequestThatWasMergedWithIt() throws IOException {
    Event event = event("{\"ref\":\"refs/heads/main\"}");
    assertThat(PullRequest.of(desk.github(), FLEET, event)).isEmpty();
    desk.server.mergePull(Desk.REPOSITORY, desk.pull, BUILT);
    assertThat(PullRequest.of(desk.github(), FLEET, event))
        .contains(new PullRequest(FLEET, desk.pull));
    assertThat(event.head()).as("the commit of the merge is not the head of a branch").isEmpty();
  }

  @Test
  void aRunThatFollowsNothingKnownIsAboutNone() throws IOException {
    Event event = event("{\"workflow_run\":{}}");
    assertThatThrownBy(() -> PullRequest.of(desk.github(), FLEET, event))
        .hasMessage("acme/fleet: this run is about no pull request");
  }

  @Test
  void outsideOfActionsNothingIsKnown() {
    assertThat(Event.from(Map.of()))
        .isEqualTo(
            new Event(
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                RunOrder.NONE,
                Optional.empty()));
  }
}
