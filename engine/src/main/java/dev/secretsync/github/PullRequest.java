package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.model.RefusedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
   * made. A run on what was merged is about the pull request that was merged.
   *
   * @return empty when the branch has moved on, or its pull request is closed; when the commit came
   *     without a pull request
   * @throws RefusedException when the event is about none, or about several
   */
  public static Optional<PullRequest> of(GitHub github, Repository repository, Event event) {
    if (event.pullRequest().isPresent()) {
      return Optional.of(new PullRequest(repository, event.pullRequest().getAsInt()));
    }
    List<JsonNode> found =
        event.built().isPresent()
            ? merged(github, repository, event.built().get())
            : open(github, repository, event);
    if (found.size() > 1) {
      throw Setup.refused(
          repository.toString(),
          "several pull requests have this commit",
          "name one: --pull-request N");
    }
    return found.stream()
        .map(pull -> new PullRequest(repository, pull.path("number").intValue()))
        .findFirst();
  }

  private static List<JsonNode> open(GitHub github, Repository repository, Event event) {
    if (event.branch().isEmpty() || event.head().isEmpty()) {
      throw Setup.refused(
          repository.toString(), "this run is about no pull request", "name one: --pull-request N");
    }
    String branch = URLEncoder.encode(event.branch().get(), StandardCharsets.UTF_8);
    return list(github, repository, "/pulls?state=open&head=" + branch)
        .filter(pull -> event.head().get().equals(pull.path("head").path("sha").asText()))
        .toList();
  }

  /** Of those that hold the commit the one that ended with it, however it was merged. */
  private static List<JsonNode> merged(GitHub github, Repository repository, String commit) {
    return list(github, repository, "/commits/" + commit + "/pulls")
        .filter(pull ->
            pull.path("merged_at").isTextual()
                && commit.equals(pull.path("merge_commit_sha").asText()))
        .toList();
  }

  private static Stream<JsonNode> list(GitHub github, Repository repository, String path) {
    return github
        .list(repository.path() + path, new GitHub.About(repository.toString(), PERMISSION))
        .stream()
        .filter(pull -> pull.path("number").isInt());
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
