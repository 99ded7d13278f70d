package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.model.RefusedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A pull request.
 *
 * @param repository where it is open, not where its branch is
 * @param number of the pull request
 */
public record PullRequest(Repository repository, int number) {
  private static final String PERMISSION = "pull-requests: write";

  /**
   * The pull request that an event is about. One that comes from a run on a fork does not say its
   * number: it is found by branch and commit, which GitHub vouches for, and by nothing that the run
   * made. One that was merged is found by the commit that the merge made.
   *
   * @return empty when the branch has moved on, its pull request is closed, or what was pushed was
   *     none
   * @throws RefusedException when the event is about none, or about several
   */
  public static Optional<PullRequest> of(GitHub github, Repository repository, Event event) {
    if (event.pullRequest().isPresent()) {
      return Optional.of(new PullRequest(repository, event.pullRequest().getAsInt()));
    }
    if (event.pushed().isPresent()) {
      return merged(github, repository, event.pushed().get());
    }
    if (event.branch().isEmpty() || event.head().isEmpty()) {
      throw Setup.refused(
          repository.toString(), "this run is about no pull request", "name one: --pull-request N");
    }
    List<JsonNode> open =
        github
            .list(
                repository.path()
                    + "/pulls?state=open&head="
                    + URLEncoder.encode(event.branch().get(), StandardCharsets.UTF_8),
                new GitHub.About(repository.toString(), PERMISSION))
            .stream()
            .filter(pull ->
                event.head().get().equals(pull.path("head").path("sha").asText())
                    && pull.path("number").isInt())
            .toList();
    if (open.size() > 1) {
      throw Setup.refused(
          repository.toString(),
          "several pull requests are open for this commit",
          "name one: --pull-request N");
    }
    return open.stream()
        .map(pull -> new PullRequest(repository, pull.path("number").intValue()))
        .findFirst();
  }

  private static Optional<PullRequest> merged(GitHub github, Repository repository, String commit) {
    return github
        .list(
            repository.path() + "/commits/" + commit + "/pulls",
            new GitHub.About(repository.toString(), PERMISSION))
        .stream()
        .filter(pull ->
            pull.path("merged_at").isTextual()
                && commit.equals(pull.path("merge_commit_sha").asText())
                && pull.path("number").isInt())
        .map(pull -> new PullRequest(repository, pull.path("number").intValue()))
        .findFirst();
  }

  /** The commit at the tip of its branch now. */
  String head(GitHub github) {
    String head =
        github
            .get(repository.path() + "/pulls/" + number, about())
            .path("head")
            .path("sha")
            .asText();
    if (!Event.isCommit(head)) {
      throw Setup.refused(toString(), "has no commit that GitHub would name", "run it again");
    }
    return head;
  }

  String comments() {
    return repository.path() + "/issues/" + number + "/comments";
  }

  GitHub.About about() {
    return new GitHub.About(toString(), PERMISSION);
  }

  @Override
  public String toString() {
    return repository + "#" + number;
  }
}
