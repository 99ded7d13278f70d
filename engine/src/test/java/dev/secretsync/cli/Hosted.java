package dev.secretsync.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.fixtures.github.GitHubServer;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.MergeCommand.FastForwardMode;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.jspecify.annotations.Nullable;

/**
 * The repository of a playground as GitHub holds it: branches, pull requests with the commit that
 * merges them, and what the workflows are told about each event.
 */
final class Hosted {
  /** Whose repository it is, and what it is called. */
  static final String NAME = "acme/fleet";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MAIN = "refs/heads/main";
  private final Playground playground;
  private final GitHubServer server;

  Hosted(Playground playground, GitHubServer server) {
    this.playground = playground;
    this.server = server.repository(NAME);
  }

  /**
   * An event.
   *
   * @param name such as {@code push}
   * @param payload as it is told
   * @param ref what is built
   * @param sha the commit of it
   */
  record Event(String name, ObjectNode payload, String ref, String sha) {}

  /**
   * A pull request.
   *
   * @param owner of the repository where its branch is: another one than ours for a fork
   * @param head the commit at its tip
   * @param merge the commit that GitHub has made of it and main
   */
  record Pull(int number, String owner, String branch, String title, String head, String merge) {
    boolean fork() {
      return !NAME.startsWith(owner + "/");
    }
  }

  /** A change to the files of the repository. */
  interface Change {
    void make() throws IOException;
  }

  /** Opens a pull request from a branch of its own. */
  Pull open(String owner, String branch, String title, Change change) throws IOException {
    String head = commit(Optional.empty(), change);
    int number = server.openPull(NAME, owner + ":" + branch, head);
    return pull(number, owner, branch, title, head);
  }

  /** Pushes another commit to its branch. */
  Pull update(Pull pull, Change change) throws IOException {
    String head = commit(Optional.of(pull.head()), change);
    server.moveHead(NAME, pull.number(), head);
    return pull(pull.number(), pull.owner(), pull.branch(), pull.title(), head);
  }

  /** Commits beside main, and goes back there. */
  private String commit(Optional<String> onto, Change change) throws IOException {
    try (Git git = git()) {
      git.checkout().setName(onto.orElse(main())).call();
      change.make();
      playground.commit();
      String head = playground.commits().getLast();
      git.checkout().setName("main").call();
      return head;
    } catch (GitAPIException e) {
      throw new IOException(e);
    }
  }

  private Pull pull(int number, String owner, String branch, String title, String head)
      throws IOException {
    try (Git git = git()) {
      git.checkout().setName(main()).call();
      ObjectId merged = merged(git, head);
      refer(git, "refs/pull/" + number + "/merge", merged);
      git.checkout().setName("main").call();
      return new Pull(number, owner, branch, title, head, merged.name());
    } catch (GitAPIException e) {
      throw new IOException(e);
    }
  }

  /** Presses the button. */
  void merge(Pull pull) throws IOException {
    try (Git git = git()) {
      server.mergePull(NAME, pull.number(), merged(git, pull.head()).name());
    } catch (GitAPIException e) {
      throw new IOException(e);
    }
  }

  private static ObjectId merged(Git git, String head) throws IOException, GitAPIException {
    return git.merge()
        .include(ObjectId.fromString(head))
        .setFastForward(FastForwardMode.NO_FF)
        .setMessage("Merge " + head)
        .call()
        .getNewHead();
  }

  private static void refer(Git git, String name, ObjectId commit) throws IOException {
    RefUpdate reference = git.getRepository().updateRef(name);
    reference.setNewObjectId(commit);
    reference.forceUpdate();
  }

  private Git git() throws IOException {
    return Git.open(playground.repository().toFile());
  }

  private String main() throws IOException {
    try (Git git = git()) {
      return Objects.requireNonNull(git.getRepository().resolve(MAIN)).name();
    }
  }

  /** Somebody has pushed to main. */
  Event pushed() throws IOException {
    return onMain("push", payload().put("ref", MAIN).put("after", main()).put("deleted", false));
  }

  /** It is time again. */
  Event scheduled() throws IOException {
    return onMain("schedule", payload().put("schedule", "17 */6 * * *"));
  }

  private Event onMain(String name, ObjectNode payload) throws IOException {
    return new Event(name, payload, MAIN, main());
  }

  /** Its branch is new, or has a new commit. */
  Event changed(Pull pull) throws IOException {
    ObjectNode payload = payload().put("action", "synchronize").put("number", pull.number());
    ObjectNode about = payload.putObject("pull_request");
    about.put("number", pull.number()).put("title", pull.title());
    ObjectNode head = about.putObject("head").put("ref", pull.branch()).put("sha", pull.head());
    repository(head.putObject("repo"), pull.owner()).put("fork", pull.fork());
    ObjectNode base = about.putObject("base").put("ref", "main").put("sha", main());
    repository(base.putObject("repo"), "acme");
    return new Event(
        "pull_request", payload, "refs/pull/" + pull.number() + "/merge", pull.merge());
  }

  /** It is next in the merge queue. */
  Event queued(Pull pull) throws IOException {
    String ref = "refs/heads/gh-readonly-queue/main/pr-%d-%s".formatted(pull.number(), pull.head());
    try (Git git = git()) {
      refer(git, ref, ObjectId.fromString(pull.merge()));
    }
    ObjectNode payload = payload().put("action", "checks_requested");
    ObjectNode group = payload.putObject("merge_group");
    group.put("head_sha", pull.merge()).put("head_ref", ref);
    group.put("base_sha", main()).put("base_ref", MAIN);
    return new Event("merge_group", payload, ref, pull.merge());
  }

  /** The workflow about a pull request is about to begin. */
  Event requested(Pull pull, int run) throws IOException {
    return following(pull, run, "requested", "queued", null);
  }

  /** The workflow about a pull request has ended. */
  Event completed(Pull pull, int run, String conclusion) throws IOException {
    return completed(pull, run, 1, conclusion);
  }

  /** The same of a later attempt of its run. */
  Event completed(Pull pull, int run, int attempt, String conclusion) throws IOException {
    Event completed = following(pull, run, "completed", "completed", conclusion);
    ((ObjectNode) completed.payload().path("workflow_run")).put("run_attempt", attempt);
    return completed;
  }

  private Event following(
      Pull pull, int run, String action, String status, @Nullable String conclusion)
      throws IOException {
    ObjectNode payload = payload().put("action", action);
    ObjectNode followed = payload.putObject("workflow_run");
    followed.put("id", run).put("run_attempt", 1).put("event", "pull_request");
    followed.put("status", status).put("conclusion", conclusion);
    followed.put("head_branch", pull.branch()).put("head_sha", pull.head());
    repository(followed.putObject("head_repository"), pull.owner());
    followed.putArray("pull_requests");
    return onMain("workflow_run", payload);
  }

  private static ObjectNode payload() {
    ObjectNode payload = JSON.createObjectNode();
    repository(payload.putObject("repository"), "acme").put("default_branch", "main");
    return payload;
  }

  private static ObjectNode repository(ObjectNode repository, String owner) {
    repository.put("full_name", owner + "/fleet").put("name", "fleet");
    repository.putObject("owner").put("login", owner);
    return repository;
  }

  /** What GitHub sets for every job that an event starts, in the first attempt of its run. */
  Map<String, String> environment(Event event, int run) {
    return Map.of(
        "GITHUB_RUN_ATTEMPT",
        "1",
        "GITHUB_REPOSITORY",
        NAME,
        "GITHUB_REF",
        event.ref(),
        "SHA_REF",
        event.sha(),
        "GITHUB_RUN_ID",
        String.valueOf(run),
        "GITHUB_API_URL",
        server.url(),
        "GITHUB_SERVER_URL",
        "https://github.com");
  }
}
