package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.secretsync.cli.Hosted.Event;
import dev.secretsync.cli.Hosted.Pull;
import dev.secretsync.fixtures.github.Actor;
import dev.secretsync.fixtures.github.GitHubServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every step of the workflows is run as it stands there, on embedded clusters. */
@DisplayName("the workflows in examples/workflows, run by act")
class WorkflowsIT {
  private static final Path WORKFLOWS = Playground.PROJECT.resolve("examples/workflows");
  private static final String TOKEN = "visibly-fake-github-token";
  private static final int LONG_ENOUGH = 8;

  /** No test makes more issues and pull requests. */
  private static final int LAST = 3;

  private static final String BROKEN =
      "apiVersion: secretsync.dev/v1alpha1\nkind: Cluster\nspec: [\n";
  private static final String FOREIGN =
      """
      apiVersion: secretsync.dev/v1alpha1
      kind: Cluster
      metadata: {name: new}
      """;

  private final Playground playground = Playground.embedded();
  private final GitHubServer github = GitHubServer.start();
  private final Hosted hosted = new Hosted(playground, github);
  private final List<Act.Ran> ran = new ArrayList<>();
  private final Path program;
  private final Act act;

  WorkflowsIT() throws IOException {
    LocalActions actions = new LocalActions(Files.createDirectory(folder("actions")));
    program = actions.program();
    act = new Act(folder("act"), actions.of(WORKFLOWS));
  }

  @BeforeEach
  void start() throws IOException {
    assumeAct();
    playground.withQuickstart();
  }

  private static void assumeAct() {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(Act.available()).as("CI needs act").isTrue();
    }
    assumeThat(Act.available()).as("act is not in the PATH").isTrue();
  }

  /** Nothing of what was kept secret is in a log, a comment, an issue, an artifact or a summary. */
  @AfterEach
  void nothingIsKnownAndAllIsClosed() throws IOException {
    try {
      Canaries canaries = new Canaries(known());
      for (Act.Ran one : ran) {
        assertThat(canaries.in(one.log())).isEmpty();
      }
      assertThat(canaries.in(github.issues(Hosted.NAME).toString())).isEmpty();
      for (int number = 1; number <= LAST; number++) {
        assertThat(canaries.in(github.comments(Hosted.NAME, number).toString())).isEmpty();
      }
      if (Files.exists(folder("artifacts"))) {
        try (Stream<Path> files = Files.walk(folder("artifacts"))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            assertThat(canaries.in(Files.readAllBytes(file))).as("%s", file).isEmpty();
          }
        }
      }
    } finally {
      playground.close();
      github.close();
    }
  }

  private Map<String, byte[]> known() throws IOException {
    Map<String, byte[]> known = new TreeMap<>();
    known.put("the token of the workflow", TOKEN.getBytes(StandardCharsets.UTF_8));
    known.put("the key", Files.readAllBytes(Playground.KEY));
    for (String context : Playground.CONTEXTS) {
      known.put(
          "the token of " + context,
          playground.cluster(context).token().getBytes(StandardCharsets.UTF_8));
      playground
          .somebody(context)
          .secrets()
          .forEach((name, secret) ->
              secret
                  .path("data")
                  .properties()
                  .forEach(entry -> {
                    byte[] value = Base64.getDecoder().decode(entry.getValue().asText());
                    if (value.length >= LONG_ENOUGH) {
                      known.put(context + "/" + name + " " + entry.getKey(), value);
                    }
                  }));
    }
    return known;
  }

  private Path folder(String name) {
    return playground.folder().resolve(name);
  }

  private Map<String, String> secrets() throws IOException {
    String kubeconfig = Files.readString(playground.kubeconfig());
    return Map.of(
        "GITHUB_TOKEN",
        TOKEN,
        "SOPS_AGE_KEY",
        Files.readString(Playground.KEY),
        "SECRETSYNC_PLAN_KUBECONFIG",
        kubeconfig,
        "SECRETSYNC_APPLY_KUBECONFIG",
        kubeconfig);
  }

  private Act.Ran run(String workflow, Event event, Map<String, String> secrets)
      throws IOException {
    return run(workflow, event, secrets, Map.of());
  }

  /**
   * Runs a workflow; its token may do what its jobs ask for and nothing else.
   *
   * @param more what is set besides, or otherwise
   */
  private Act.Ran run(
      String workflow, Event event, Map<String, String> secrets, Map<String, String> more)
      throws IOException {
    Path file = WORKFLOWS.resolve(workflow + ".yml").toAbsolutePath();
    github.knows(TOKEN, new Actor(Actor.workflow().id(), Actor.workflow().login(), rights(file)));
    Map<String, String> env = new TreeMap<>(hosted.environment(event, ran.size() + 1));
    env.put("ORIGIN", playground.repository().toString());
    env.put("ARTIFACTS", folder("artifacts").toString());
    env.put("SECRETSYNC_PATH", program.toString());
    env.putAll(more);
    Act.Ran one = act.run(file, event.name(), event.payload(), env, secrets);
    ran.add(one);
    return one;
  }

  private static Set<String> rights(Path workflow) throws IOException {
    Set<String> rights = new HashSet<>();
    for (JsonNode job : new YAMLMapper().readTree(workflow.toFile()).path("jobs")) {
      job.path("permissions")
          .properties()
          .forEach(right -> rights.add(right.getKey() + ": " + right.getValue().asText()));
    }
    return rights;
  }

  private List<String> comments(Pull pull) {
    return github.comments(Hosted.NAME, pull.number()).stream()
        .map(one -> one.path("body").asText())
        .toList();
  }

  private String comment(Pull pull) {
    assertThat(comments(pull)).hasSize(1);
    return comments(pull).getFirst();
  }

  /** The workflow of a pull request, and then the one that follows it and comments. */
  private Act.Ran planned(Pull pull, Map<String, String> secrets) throws IOException {
    int number = ran.size() + 1;
    Act.Ran plan = run("pull-request", hosted.changed(pull), secrets);
    String conclusion = plan.exit() == 0 ? "success" : "failure";
    Act.Ran comment = run("comment", hosted.completed(pull, number, conclusion), token());
    assertThat(comment.jobs()).as(comment.log()).containsExactly(Map.entry("comment", "success"));
    return plan;
  }

  private static Map<String, String> token() {
    return Map.of("GITHUB_TOKEN", TOKEN);
  }

  private void changeDatabase() throws IOException {
    playground.copy(
        "test-fixtures/cli/files/database-changed.yaml",
        playground.repository().resolve("secrets/database.yaml"));
  }

  private void removeRegistry() throws IOException {
    Files.delete(playground.repository().resolve("secrets/registry.yaml"));
  }

  @Test
  void aPullRequestIsPlannedInOneCommentMergedAndApplied() throws IOException {
    playground.stop("c3");
    Act.Ran partial = run("apply", hosted.pushed(), secrets());
    assertThat(partial.jobs())
        .as(partial.log())
        .isEqualTo(Map.of("plan", "failure", "apply", "failure", "report", "success"));
    assertThat(partial.outputs("plan", "plan"))
        .containsEntry("to_add", "7")
        .containsEntry("complete", "false")
        .containsEntry("applyable", "true")
        .containsEntry("exitcode", "7")
        .containsEntry("failure_reason", "unreachable");
    assertThat(partial.summary("plan")).contains("**7 add, 0 change, 0 destroy**", "1 cluster");
    assertThat(partial.summary("apply")).contains("**7 applied**");
    assertThat(playground.somebody("c2").secrets()).hasSize(4);
    playground.start("c3");
    Act.Ran rest = run("apply", hosted.pushed(), secrets());
    assertThat(rest.jobs()).as(rest.log()).isEqualTo(all("success", "plan", "apply", "report"));
    assertThat(rest.outputs("plan", "plan"))
        .containsEntry("changes", "true")
        .containsEntry("to_add", "2")
        .containsEntry("complete", "true")
        .containsEntry("exitcode", "0")
        .containsEntry("plan_path", "plan.json");
    assertThat(rest.summary("apply")).contains("**2 applied**");
    Act.Ran again = run("apply", hosted.pushed(), secrets());
    assertThat(again.jobs()).as(again.log()).isEqualTo(all("success", "plan"));
    assertThat(again.outputs("plan", "plan")).containsEntry("changes", "false");

    Pull pull = hosted.open("acme", "topic", "Change the password", this::changeDatabase);
    Act.Ran plan = planned(pull, secrets());
    assertThat(plan.jobs())
        .as(plan.log())
        .isEqualTo(all("success", "offline", "live", "secretsync"));
    assertThat(comment(pull)).contains("**0 add, 2 change, 0 destroy**");

    Pull updated = hosted.update(pull, this::removeRegistry);
    planned(updated, secrets());
    assertThat(comment(pull)).contains("**0 add, 2 change, 3 destroy**");

    Act.Ran queued = run("pull-request", hosted.queued(updated), secrets());
    assertThat(queued.jobs())
        .as(queued.log())
        .isEqualTo(all("success", "offline", "live", "secretsync"));
    assertThat(queued.summary("live")).contains("**0 add, 2 change, 3 destroy**");

    hosted.merge(updated);
    Act.Ran merged = run("apply", hosted.pushed(), secrets());
    assertThat(merged.jobs()).as(merged.log()).isEqualTo(all("success", "plan", "apply", "report"));
    assertThat(comments(pull)).hasSize(2);
    assertThat(comments(pull).getLast()).contains("secretsync apply", "**5 applied**");
    assertThat(merged.summary("apply")).contains("**5 applied**");
    assertThat(playground.somebody("c2").secrets().keySet()).doesNotContain("akuity/registry");
  }

  @Test
  void aPlanThatFailsReplacesTheOneThatStoodThere() throws IOException {
    Pull pull = hosted.open("acme", "topic", "Change the password", this::changeDatabase);
    planned(pull, secrets());
    assertThat(comment(pull)).contains("**9 add, 0 change, 0 destroy**");

    Pull broken = hosted.update(pull, () -> write("clusters/east.yaml", BROKEN));
    run("comment", hosted.requested(broken, ran.size() + 1), token());
    assertThat(comment(pull)).contains("**Superseded**", "**9 add, 0 change, 0 destroy**");
    Act.Ran failed = planned(broken, secrets());
    assertThat(failed.jobs())
        .as(failed.log())
        .isEqualTo(all("failure", "offline", "live", "secretsync"));
    assertThat(comment(pull)).contains("**failed**").doesNotContain("9 add");
    assertThat(failed.annotations("live", "error"))
        .anySatisfy(one ->
            assertThat(one.path("kvPairs").path("file").asText()).isEqualTo("clusters/east.yaml"));

    Pull mended = hosted.update(broken, this::restoreEast);
    playground.stop("c3");
    Act.Ran incomplete = planned(mended, secrets());
    assertThat(incomplete.jobs())
        .as(incomplete.log())
        .isEqualTo(Map.of("offline", "success", "live", "failure", "secretsync", "failure"));
    assertThat(comment(pull)).contains("1 cluster unknown · incomplete");
  }

  /** Lets a command end as if its machine had gone. */
  private Map<String, String> killed(String command) throws IOException {
    Path start =
        Files.createDirectories(folder("killed-" + command + "/bin")).resolve("secretsync");
    Files.writeString(
        start,
        """
        #!/usr/bin/env bash
        [[ $1 != %s ]] || kill -9 $$
        exec '%s/bin/secretsync' "$@"
        """
            .formatted(command, program));
    Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwx------"));
    return Map.of("SECRETSYNC_PATH", start.resolve("../..").normalize().toString());
  }

  /** The same run again: what its first attempt has left is there still. */
  private static Map<String, String> again(int run, Map<String, String> more) {
    Map<String, String> again = new TreeMap<>(more);
    again.put("GITHUB_RUN_ID", String.valueOf(run));
    again.put("GITHUB_RUN_ATTEMPT", "2");
    return again;
  }

  @Test
  void anApplyThatLeavesNothingIsToldToo() throws IOException {
    Pull pull = hosted.open("acme", "topic", "Change the password", this::changeDatabase);
    hosted.merge(pull);
    Event merged = hosted.pushed();
    Act.Ran gone = run("apply", merged, secrets(), killed("apply"));
    assertThat(gone.jobs())
        .as(gone.log())
        .isEqualTo(Map.of("plan", "success", "apply", "failure", "report", "failure"));
    assertThat(comment(pull)).contains("secretsync apply", "**no result**", "Run it again");

    int number = ran.size() + 1;
    run("apply", merged, secrets());
    assertThat(comment(pull)).contains("**9 applied**");
    edit("password");
    Act.Ran repeated = run("apply", merged, secrets(), again(number, killed("apply")));
    assertThat(repeated.jobs()).as(repeated.log()).containsEntry("apply", "failure");
    assertThat(comment(pull)).contains("**no result**").doesNotContain("9 applied");
  }

  @Test
  void whatAnEarlierAttemptLeftIsNotTakenForTheNews() throws IOException {
    Pull pull = hosted.open("acme", "topic", "Change the password", this::changeDatabase);
    int number = ran.size() + 1;
    planned(pull, secrets());
    assertThat(comment(pull)).contains("**9 add, 0 change, 0 destroy**");
    Act.Ran repeated =
        run("pull-request", hosted.changed(pull), secrets(), again(number, killed("plan")));
    assertThat(repeated.jobs())
        .as(repeated.log())
        .isEqualTo(all("failure", "offline", "live", "secretsync"));
    run("comment", hosted.completed(pull, number, 2, "failure"), token());
    assertThat(comment(pull)).contains("**failed**").doesNotContain("9 add");

    int drift = ran.size() + 1;
    playground.origin("https://github.com/" + Hosted.NAME);
    applyHere();
    edit("password");
    drift();
    applyHere();
    Act.Ran blind = run("drift", hosted.scheduled(), secrets(), again(drift, killed("drift")));
    assertThat(blind.jobs()).as(blind.log()).isEqualTo(all("failure", "drift", "issue"));
    assertThat(github.issues(Hosted.NAME).getLast().path("body").asText())
        .contains("left no report");
  }

  private void restoreEast() throws IOException {
    playground.copy(
        "examples/quickstart/clusters/east.yaml",
        playground.repository().resolve("clusters/east.yaml"));
  }

  @Test
  void driftIsOneIssueThatOpensChangesAndCloses() throws IOException {
    playground.origin("https://github.com/" + Hosted.NAME);
    applyHere();
    assertThat(drift().summary("drift")).contains("**no drift**");
    assertThat(github.issues(Hosted.NAME)).isEmpty();

    edit("password");
    Act.Ran found = drift();
    assertThat(found.summary("drift")).contains("kubectl-edit");
    assertThat(issue().path("state").asText()).isEqualTo("open");
    assertThat(issue().path("body").asText()).contains("kubectl-edit", "data.password");
    drift();
    assertThat(issueComments()).isEmpty();

    edit("username");
    drift();
    assertThat(issue().path("body").asText()).contains("data.password", "data.username");
    assertThat(issueComments()).hasSize(1);

    applyHere();
    playground.stop("c3");
    Act.Ran blind = run("drift", hosted.scheduled(), secrets());
    assertThat(blind.jobs()).as(blind.log()).containsEntry("drift", "failure");
    assertThat(issue().path("state").asText()).isEqualTo("open");
    playground.start("c3");
    drift();
    assertThat(issue().path("state").asText()).isEqualTo("closed");
  }

  private void applyHere() {
    Playground.Ran applied =
        playground.run("apply", playground.repository().toString(), "--auto-approve");
    assertThat(applied.exit()).as(applied.err()).isZero();
  }

  private void edit(String key) {
    ObjectNode edit = Somebody.object();
    edit.putObject("data").put(key, "eA==");
    playground.somebody("c2").patch("akuity", "database", "kubectl-edit", edit);
  }

  private Act.Ran drift() throws IOException {
    Act.Ran drift = run("drift", hosted.scheduled(), secrets());
    assertThat(drift.jobs()).as(drift.log()).isEqualTo(all("success", "drift", "issue"));
    return drift;
  }

  private JsonNode issue() {
    assertThat(github.issues(Hosted.NAME)).hasSize(1);
    return github.issues(Hosted.NAME).getFirst();
  }

  private List<JsonNode> issueComments() {
    return github.comments(Hosted.NAME, issue().path("number").asInt());
  }

  @Test
  void severalMachinesMakeTheCommentOfOne() throws IOException {
    Pull pull = hosted.open("acme", "topic", "Change the password", this::changeDatabase);
    planned(pull, secrets());
    String whole = withoutTimes(comment(pull));
    int number = ran.size() + 1;
    Act.Ran sharded = run("sharded", hosted.changed(pull), secrets());
    assertThat(sharded.jobs())
        .as(sharded.log())
        .isEqualTo(all("success", "offline", "size", "live", "merge", "secretsync"));
    assertThat(sharded.machines("live")).isEqualTo(Playground.CONTEXTS.size());
    assertThat(sharded.summary("live")).isEmpty();
    assertThat(sharded.summary("merge")).contains("**9 add, 0 change, 0 destroy**");
    run("comment", hosted.completed(pull, number, "success"), token());
    assertThat(withoutTimes(comment(pull))).isEqualTo(whole);
  }

  @Test
  void severalMachinesApplyWhatWasApprovedOnce() throws IOException {
    Pull pull = hosted.open("acme", "topic", "Change the password", this::changeDatabase);
    hosted.merge(pull);
    Act.Ran applied = run("sharded-apply", hosted.pushed(), secrets());
    assertThat(applied.jobs())
        .as(applied.log())
        .isEqualTo(all("success", "size", "plan", "merge", "apply", "results", "report"));
    assertThat(applied.machines("apply")).isEqualTo(Playground.CONTEXTS.size());
    assertThat(applied.summary("merge")).contains("**9 add, 0 change, 0 destroy**");
    assertThat(applied.summary("results")).contains("**9 applied**");
    assertThat(comment(pull)).contains("secretsync apply", "**9 applied**");

    edit("password");
    Act.Ran gone = run("sharded-apply", hosted.pushed(), secrets(), killed("apply"));
    assertThat(gone.jobs())
        .as(gone.log())
        .containsEntry("merge", "success")
        .containsEntry("apply", "failure")
        .containsEntry("results", "failure");
    assertThat(comment(pull)).contains("**no result**").doesNotContain("9 applied");
  }

  /** Nor the run, which is another. */
  private String withoutTimes(String comment) {
    return Tidy.text(comment, playground).replaceFirst("\"run\":\\d+", "");
  }

  @Test
  void aForkIsPlannedWithoutSecretsAndWhatItNamesStaysText() throws IOException {
    String hostile =
        "x`cd;touch hacked`$(cd;touch hacked)';cd;touch hacked;'\";cd;touch hacked #```";
    Pull pull =
        hosted.open(
            "mallory",
            hostile,
            hostile + "\n::set-output name=changes::false\n::error::it is not you",
            () -> write("clusters/" + hostile + " @everyone <b>.yaml", FOREIGN));
    Act.Ran plan = planned(pull, Map.of());
    assertThat(plan.jobs()).as(plan.log()).isEqualTo(all("success", "offline", "secretsync"));
    assertThat(plan.commands())
        .containsOnly("set-env", "add-path", "set-output", "summary", "warning");
    assertThat(plan.log()).doesNotContain("it is not you");
    assertThat(plan.annotations("offline", "warning"))
        .isNotEmpty()
        .allSatisfy(
            one -> assertThat(one.path("kvPairs").path("title").asText()).startsWith("SSY"));
    assertThat(comment(pull)).contains("offline plan", "hacked", "new/akuity/registry");
    assertThat(alive(comment(pull))).doesNotContain("@everyone", "<b>", "hacked");
    assertThat(alive(plan.summary("offline"))).doesNotContain("@everyone", "<b>", "hacked");
    assertThat(folder("act/home/hacked")).doesNotExist();

    Pull broken = hosted.update(pull, () -> write("clusters/broken.yaml", BROKEN));
    Act.Ran failed = planned(broken, Map.of());
    assertThat(failed.jobs()).as(failed.log()).isEqualTo(all("failure", "offline", "secretsync"));
    assertThat(comment(pull)).contains("The declarations are invalid", "clusters/broken.yaml:4:1");

    // a fork may change the workflow too, and with it what is left for the one that comments
    int forged = ran.size() + 1;
    Files.writeString(
        Files.createDirectories(
                folder("artifacts").resolve(forged + "/1/attempt-1/secretsync-offline-1"))
            .resolve("offline.json"),
        "{\"kind\": \"secretsync.offline-plan\", \"base\": \"@everyone <b> all is well\"}");
    Act.Ran refused = run("comment", hosted.completed(broken, forged, "success"), token());
    assertThat(refused.jobs()).containsEntry("comment", "failure");
    assertThat(comment(pull)).contains("**failed**", "SSY530").doesNotContain("all is well");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(playground.repository().resolve(file), text);
  }

  /** What of Markdown is not in a block of code. */
  private static String alive(String markdown) {
    return markdown.replaceAll("(?ms)^(```+)[a-z]*$.*?^\\1$", "");
  }

  private static Map<String, String> all(String result, String... jobs) {
    Map<String, String> all = new TreeMap<>();
    Stream.of(jobs).forEach(job -> all.put(job, result));
    return all;
  }
}
