package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What GitHub Actions says about why a workflow runs. A workflow that follows another one (event
 * {@code workflow_run}) speaks for that one: its commit, its run.
 *
 * @param pullRequest its number, where the event is about one
 * @param head the commit at the tip of the branch, not the merge that is built
 * @param branch {@code OWNER:BRANCH} where the event names only that
 * @param built the commit that the workflow runs on, where the event is about no pull request
 * @param ofFork whether that run was of another repository, whose owner decides what it did
 * @param run whose news this is
 * @param url where its log is
 */
public record Event(
    OptionalInt pullRequest,
    Optional<String> head,
    Optional<String> branch,
    Optional<String> built,
    boolean ofFork,
    RunOrder run,
    Optional<String> url) {
  /** Events of 25 MB are the largest that GitHub makes. */
  private static final int LARGEST = 26 << 20;

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Pattern ATTEMPT = Pattern.compile("[1-9][0-9]{0,8}");
  private static final JsonMapper JSON = new JsonMapper();

  /** Reads it; what the environment does not say is missing. */
  public static Event from(Map<String, String> env) {
    JsonNode event =
        Optional.ofNullable(env.get("GITHUB_EVENT_PATH"))
            .filter(path -> !path.isBlank())
            .map(Event::tree)
            .orElseGet(MissingNode::getInstance);
    JsonNode followed = event.path("workflow_run");
    return followed.isObject() ? following(followed, env) : own(event, env);
  }

  private static Event following(JsonNode followed, Map<String, String> env) {
    String owner = followed.path("head_repository").path("owner").path("login").asText("");
    String branch = followed.path("head_branch").asText("");
    return new Event(
        OptionalInt.empty(),
        commit(followed.path("head_sha").asText("")),
        owner.isEmpty() || branch.isEmpty() ? Optional.empty() : Optional.of(owner + ":" + branch),
        Optional.empty(),
        !followed
            .path("head_repository")
            .path("full_name")
            .asText("")
            .equals(env.getOrDefault("GITHUB_REPOSITORY", "/")),
        order(followed.path("id").asText(""), followed.path("run_attempt").asText("")),
        url(env, followed.path("id").asText("")));
  }

  private static Event own(JsonNode event, Map<String, String> env) {
    JsonNode pull = event.path("pull_request");
    JsonNode number =
        pull.isObject()
            ? pull.path("number")
            : event.path("issue").has("pull_request")
                ? event.path("issue").path("number")
                : MissingNode.getInstance();
    String id = env.getOrDefault("GITHUB_RUN_ID", "");
    return new Event(
        number.isInt() && number.intValue() > 0
            ? OptionalInt.of(number.intValue())
            : OptionalInt.empty(),
        commit(pull.path("head").path("sha").asText("")),
        Optional.empty(),
        number.isMissingNode() ? commit(env.getOrDefault("GITHUB_SHA", "")) : Optional.empty(),
        false,
        order(id, env.getOrDefault("GITHUB_RUN_ATTEMPT", "1")),
        url(env, id));
  }

  private static Optional<String> commit(String text) {
    return Optional.of(text).filter(sha -> COMMIT.matcher(sha).matches());
  }

  /** Whether it is about another run, which may be of a fork: what that hands over is hostile. */
  public boolean followsAnotherRun() {
    return branch.isPresent();
  }

  /** Whether this is the full name of a commit. */
  public static boolean isCommit(String text) {
    return COMMIT.matcher(text).matches();
  }

  private static RunOrder order(String id, String attempt) {
    return NUMBER.matcher(id).matches()
        ? new RunOrder(
            Long.parseLong(id), ATTEMPT.matcher(attempt).matches() ? Integer.parseInt(attempt) : 1)
        : RunOrder.NONE;
  }

  private static Optional<String> url(Map<String, String> env, String id) {
    String text =
        env.getOrDefault("GITHUB_SERVER_URL", "https://github.com")
            + "/"
            + env.getOrDefault("GITHUB_REPOSITORY", "")
            + "/actions/runs/"
            + id;
    return Optional.of(text)
        .filter(one -> NUMBER.matcher(id).matches() && one.matches("https?://[A-Za-z0-9._:/-]+"));
  }

  private static JsonNode tree(String path) {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      return JSON.readTree(in.readNBytes(LARGEST));
    } catch (IOException | InvalidPathException _) {
      return MissingNode.getInstance();
    }
  }
}
