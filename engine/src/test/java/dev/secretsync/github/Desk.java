package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.fixtures.github.Actor;
import dev.secretsync.fixtures.github.GitHubServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A GitHub of its own for one test, where waiting takes no time and is written down. */
final class Desk implements AutoCloseable {
  static final String TOKEN = "visibly-fake-token-of-a-workflow";
  static final String REPOSITORY = "acme/fleet";
  static final String OLD_HEAD = "1".repeat(40);
  static final String HEAD = "2".repeat(40);
  static final Actor STRANGER = Actor.person(666, "stranger");

  final LateClock clock = new LateClock();
  final GitHubServer server = GitHubServer.start(clock);
  final Queue<Duration> waited = new ConcurrentLinkedQueue<>();
  final int pull;

  Desk() {
    server.knows(TOKEN, Actor.workflow()).repository(REPOSITORY);
    pull = server.openPull(REPOSITORY, "acme:topic", HEAD);
  }

  GitHub github() {
    return github(TOKEN);
  }

  GitHub github(String token) {
    return GitHub.from(
        Map.of("GITHUB_API_URL", server.url(), "GITHUB_TOKEN", token),
        "0.0.0",
        duration -> {
          waited.add(duration);
          clock.pass(duration);
        },
        clock);
  }

  StickyComment sticky() {
    return sticky("prod");
  }

  StickyComment sticky(String label) {
    return new StickyComment(github(), new PullRequest(Repository.parse(REPOSITORY), pull), label);
  }

  List<String> bodies() {
    return server.comments(REPOSITORY, pull).stream()
        .map(one -> one.path("body").asText())
        .toList();
  }

  JsonNode onlyIssue() {
    List<JsonNode> issues = server.issues(REPOSITORY);
    if (issues.size() != 1) {
      throw new AssertionError(issues.size() + " issues");
    }
    return issues.getFirst();
  }

  @Override
  public void close() {
    server.close();
  }

  /** It is as late as the test says. */
  static final class LateClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-20T09:00:00Z");

    void pass(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
