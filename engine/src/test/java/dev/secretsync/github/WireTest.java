package dev.secretsync.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.fixtures.github.Fault;
import dev.secretsync.fixtures.github.GitHubServer;
import dev.secretsync.fixtures.github.Recorded;
import dev.secretsync.model.RefusedException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("How GitHub is asked: patience, and a token that goes nowhere else")
class WireTest {
  private static final GitHub.About ABOUT = new GitHub.About("acme/fleet", "issues: write");
  private static final String PULLS = "/repos/acme/fleet/pulls";

  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void aRequestSaysWhichVersionOfTheApiItMeans() {
    desk.github().list(PULLS, ABOUT);
    assertThat(desk.server.requests())
        .containsExactly(new Recorded("GET", PULLS + "?per_page=100", Desk.TOKEN, "2022-11-28"));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429})
  void retryAfterIsWaitedFor(int status) {
    desk.server.plan(Fault.answer("GET", PULLS, status, Map.of("Retry-After", "42"), "slow down"));
    assertThat(desk.github().list(PULLS, ABOUT)).hasSize(1);
    assertThat(desk.waited).containsExactly(Duration.ofSeconds(42));
  }

  @Test
  void aLimitIsWaitedForUntilItIsReset() {
    String reset = Long.toString(desk.clock.instant().plusSeconds(30).getEpochSecond());
    desk.server.plan(
        Fault.answer(
            "GET",
            PULLS,
            403,
            Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", reset),
            "API rate limit exceeded"));
    assertThat(desk.github().list(PULLS, ABOUT)).hasSize(1);
    assertThat(desk.waited).containsExactly(Duration.ofSeconds(31));
  }

  @Test
  void aSecondaryLimitWithoutAHeaderTakesAMinute() {
    desk.server.plan(
        Fault.answer(
            "GET", PULLS, 403, Map.of(), "You have exceeded a secondary rate limit, please wait"));
    assertThat(desk.github().list(PULLS, ABOUT)).hasSize(1);
    assertThat(desk.waited).containsExactly(Duration.ofMinutes(1));
  }

  @Test
  void aLimitThatLastsLongerThanARunIsSaidAtOnce() {
    String reset = Long.toString(desk.clock.instant().plusSeconds(3000).getEpochSecond());
    desk.server.plan(
        Fault.answer(
            "GET",
            PULLS,
            429,
            Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", reset),
            ""));
    assertThatThrownBy(() -> desk.github().list(PULLS, ABOUT))
        .hasMessage(
            "acme/fleet: GitHub takes no more requests of this token before 2026-11-20 09:50:01Z");
    assertThat(desk.waited).isEmpty();
  }

  @Test
  void aForbiddenRequestIsNotTriedAgain() {
    desk.server.plan(Fault.answer("GET", PULLS, 403, Map.of(), "Resource not accessible"));
    assertThatThrownBy(() -> desk.github().list(PULLS, ABOUT))
        .hasMessage("acme/fleet: the token may not do this");
    assertThat(desk.waited).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503})
  void aBrokenServerIsAskedAgain(int status) {
    desk.server.plan(Fault.answer("GET", PULLS, status, Map.of(), ""));
    assertThat(desk.github().list(PULLS, ABOUT)).hasSize(1);
    assertThat(desk.waited).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void aConnectionThatIsCutIsOpenedAgain() {
    desk.server.plan(Fault.answer("GET", PULLS, 0, Map.of(), ""));
    assertThat(desk.github().list(PULLS, ABOUT)).hasSize(1);
  }

  @Test
  void aServerThatStaysBrokenIsGivenUp() {
    for (int i = 0; i < 5; i++) {
      desk.server.plan(Fault.answer("GET", PULLS, 503, Map.of(), "visibly-fake-body"));
    }
    assertThatThrownBy(() -> desk.github().list(PULLS, ABOUT))
        .hasMessage("acme/fleet: GitHub gave no answer that could be used");
    assertThat(desk.waited)
        .as("twice as long each time")
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L);
  }

  @Test
  void aRepositoryThatWasRenamedIsFollowed() {
    desk.server.rename(Desk.REPOSITORY, "acme/new-name");
    assertThat(desk.github().list(PULLS, ABOUT)).hasSize(1);
  }

  @Test
  void aRepositoryThatIsRenamedInACircleIsGivenUp() {
    desk.server.rename(Desk.REPOSITORY, Desk.REPOSITORY);
    assertThatThrownBy(() -> desk.github().list(PULLS, ABOUT)).isInstanceOf(RefusedException.class);
    assertThat(desk.server.requests()).hasSizeLessThan(10);
  }

  @Test
  void theTokenDoesNotFollowARedirectToAnotherHost() {
    try (GitHubServer thief = GitHubServer.start()) {
      thief.knows(Desk.TOKEN, Desk.STRANGER).repository("acme/fleet");
      desk.server.redirect(Desk.REPOSITORY, thief.url() + "/repos/acme/fleet");
      assertThatThrownBy(() -> desk.github().list(PULLS, ABOUT))
          .hasMessage("acme/fleet: the API sends us to another host, which must not see the token");
      assertThat(thief.requests()).isEmpty();
    }
  }

  @Test
  void aNextPageOnAnotherHostIsNotAskedEither() {
    desk.server.plan(
        Fault.answer(
            "GET",
            PULLS,
            200,
            Map.of("Link", "<https://thief.example/pulls?page=2>; rel=\"next\""),
            ""));
    assertThatThrownBy(() -> desk.github().list(PULLS, ABOUT)).isInstanceOf(RefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.github.com",
        "ftp://127.0.0.1",
        "https://user@api.github.com",
        "https://api.github.com?x",
        "nonsense",
        "http://127.0.0.1.thief.example"
      })
  void anAddressThatWouldGiveTheTokenAwayIsRefused(String url) {
    Map<String, String> env = Map.of("GITHUB_API_URL", url, "GITHUB_TOKEN", Desk.TOKEN);
    assertThatThrownBy(() -> GitHub.from(env, "0.0.0", desk.clock))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("GITHUB_API_URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"visibly-fake\ntoken", "visibly fake", "visibly-fäke"})
  void aTokenThatNoHeaderTakesIsRefusedWithoutBeingQuoted(String token) {
    assertThatThrownBy(() -> desk.github(token))
        .isInstanceOf(RefusedException.class)
        .hasMessageNotContaining("visibly");
  }

  @Test
  void ourOwnTokenGoesFirst() {
    Map<String, String> env =
        Map.of(
            "GITHUB_API_URL",
            desk.server.url(),
            "SECRETSYNC_GITHUB_TOKEN",
            Desk.TOKEN,
            "GITHUB_TOKEN",
            "visibly-fake-other");
    GitHub.from(env, "0.0.0", desk.clock).list(PULLS, ABOUT);
    assertThat(desk.server.requests()).extracting(Recorded::token).containsExactly(Desk.TOKEN);
  }

  @Test
  void graphqlOfGitHubEnterpriseIsBesideItsRestApi() {
    assertThat(Endpoint.from(Map.of("GITHUB_API_URL", "https://ghe.example/api/v3/")).graphql())
        .hasToString("https://ghe.example/api/graphql");
    assertThat(Endpoint.from(Map.of()).graphql()).hasToString("https://api.github.com/graphql");
  }
}
