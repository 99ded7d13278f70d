package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.fixtures.github.Actor;
import dev.secretsync.fixtures.github.Fault;
import dev.secretsync.fixtures.github.GitHubServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("secretsync github, as workflows run it")
class GitHubCommandsTest {
  private static final String TOKEN = "visibly-fake-canary-token";
  private static final String FLEET = "acme/fleet";
  private static final String HEAD = "a".repeat(40);
  private static final String NEXT = "b".repeat(40);

  private final Playground playground = Playground.embedded();
  private final GitHubServer server = GitHubServer.start();
  private int pull;

  @BeforeEach
  void start() throws IOException {
    server.knows(TOKEN, Actor.workflow()).repository(FLEET);
    pull = server.openPull(FLEET, "acme:topic", HEAD);
    playground
        .env()
        .putAll(
            Map.of(
                "GITHUB_API_URL",
                server.url(),
                "GITHUB_TOKEN",
                TOKEN,
                "GITHUB_REPOSITORY",
                FLEET,
                "GITHUB_RUN_ID",
                "7",
                "GITHUB_EVENT_PATH",
                file("event.json").toString()));
    event(HEAD);
  }

  @AfterEach
  void close() {
    playground.close();
    server.close();
  }

  private void event(String head) throws IOException {
    Files.writeString(
        file("event.json"),
        "{\"pull_request\":{\"number\":" + pull + ",\"head\":{\"sha\":\"" + head + "\"}}}");
  }

  private Path file(String name) {
    return playground.folder().resolve(name);
  }

  /** Runs it, and looks for the token wherever it could be seen. */
  private String run(int exit, String... arguments) {
    Playground.Ran ran = playground.run(arguments);
    assertThat(ran.exit()).as(ran.err() + ran.out()).isEqualTo(exit);
    assertThat(ran.out() + ran.err()).doesNotContain(TOKEN);
    return ran.out() + ran.err();
  }

  private String comment() {
    List<JsonNode> comments = server.comments(FLEET, pull);
    assertThat(comments).hasSize(1);
    return comments.getFirst().path("body").asText();
  }

  @Test
  void aPlanIsCommentedReplacedAndSuperseded() throws IOException {
    playground.withQuickstart();
    String plan = file("plan.json").toString();
    run(0, "plan", playground.repository().toString(), "--out", plan);

    assertThat(run(0, "github", "comment", "--plan", plan, "--label", "prod"))
        .isEqualTo("acme/fleet#1: comment posted\n");
    assertThat(comment())
        .startsWith("<!-- secretsync:plan {\"v\":1,\"label\":\"prod\",\"head\":\"" + HEAD)
        .contains("**9 add, 0 change, 0 destroy**")
        .doesNotContain(TOKEN);
    assertThat(comment().lines().filter(line -> line.contains("<!--"))).hasSize(1);

    server.moveHead(FLEET, pull, NEXT);
    event(NEXT);
    playground.env().put("GITHUB_RUN_ID", "8");
    assertThat(run(0, "github", "comment", "--superseded", "--label", "prod"))
        .isEqualTo("acme/fleet#1: comment marked as superseded\n");
    assertThat(comment()).contains("**Superseded**").contains("9 add");

    assertThat(run(0, "github", "comment", "--failed", "--label", "prod"))
        .isEqualTo("acme/fleet#1: comment replaced\n");
    assertThat(comment()).contains("**failed**").doesNotContain("9 add", "Superseded");

    playground.env().put("GITHUB_RUN_ID", "6");
    assertThat(run(0, "github", "comment", "--plan", plan, "--label", "prod"))
        .contains("left alone, for a newer run has posted");
    assertThat(comment()).contains("**failed**");
  }

  @Test
  void aPlanThatCannotBeReadReplacesTheStaleOne() throws IOException {
    Files.writeString(file("good.md"), "### all is well\n");
    run(0, "github", "comment", "--markdown", file("good.md").toString());
    Files.writeString(file("plan.json"), "{\"forged\": \"@everyone\"}");
    assertThat(run(65, "github", "comment", "--plan", file("plan.json").toString()))
        .contains("SSY530");
    assertThat(comment()).contains("**failed**", "SSY530").doesNotContain("well", "@everyone");
    run(65, "github", "comment", "--plan", file("missing.json").toString());
    run(65, "github", "comment", "--markdown", file("missing.md").toString());
    assertThat(comment()).contains("SSY596");
  }

  @DisplayName("cli.md 5.5: what became of an apply is one comment, also where nothing tells it")
  @Test
  void aResultIsCommentedAndSoIsThatThereIsNone() throws IOException {
    playground.withQuickstart();
    String result = file("result.json").toString();
    assertThat(run(65, "github", "comment", "--result", result))
        .contains("comment posted", "SSY602", "does not exist");
    assertThat(comment())
        .startsWith("<!-- secretsync:plan {\"v\":1,\"label\":\"apply\"")
        .contains("secretsync apply", "**no result**", "Run it again")
        .doesNotContain("There is no plan");

    run(0, "apply", playground.repository().toString(), "--auto-approve", "--result", result);
    assertThat(run(0, "github", "comment", "--result", result)).contains("comment replaced");
    assertThat(comment()).contains("**9 applied**").doesNotContain("no result");

    eventOfARunOn("somebody/fleet");
    assertThat(run(65, "github", "comment", "--result", result)).contains("no run on a fork");
    assertThat(comment()).contains("**no result**").doesNotContain("9 applied");
    event(HEAD);

    run(65, "apply", playground.folder().toString(), "--auto-approve", "--result", result);
    run(0, "github", "comment", "--result", result);
    assertThat(comment()).contains("secretsync apply · **failed**", "SSY");

    Files.writeString(file("result.json"), "{\"kind\": \"secretsync.result\", \"all\": \"well\"}");
    assertThat(run(65, "github", "comment", "--result", result)).contains("SSY602");
    assertThat(comment()).contains("**no result**", "SSY602").doesNotContain("well");
  }

  @DisplayName(
      "workflows.md A2: an offline plan of a fork is rendered anew by the job that may comment")
  @Test
  void anOfflinePlanOfAForkIsCommented() throws IOException {
    playground.withQuickstart();
    Path declaration = playground.repository().resolve("secrets/registry.yaml");
    Files.delete(declaration);
    playground.commit();
    String repository = playground.repository().toString();
    String plan = file("offline.json").toString();
    run(0, "plan", "--offline", "--base", "HEAD~1", repository, "--out", plan);
    assertThat(run(0, "show", plan)).contains("Offline plan: 0 newly managed");
    assertThat(run(0, "show", plan, "--markdown")).contains("### 🔐 secretsync offline plan");
    assertThat(run(65, "apply", plan, repository)).contains("is an offline plan");

    eventOfARunOn("somebody/fleet");
    run(0, "github", "comment", "--plan", plan, "--label", "offline");
    assertThat(comment())
        .startsWith("<!-- secretsync:plan {\"v\":1,\"label\":\"offline\",\"head\":\"" + HEAD)
        .contains("will no longer be managed")
        .contains("Git only: clusters were not asked and nothing was decrypted.");
    assertThat(comment().lines().filter(line -> line.contains("<!--"))).hasSize(1);

    Files.writeString(
        file("offline.json"), Files.readString(file("offline.json")) + " ".repeat(6 << 20));
    assertThat(run(65, "github", "comment", "--plan", plan, "--label", "offline"))
        .contains("SSY530", "larger than the 5 MiB");
    assertThat(comment()).contains("**failed**").doesNotContain("no longer be managed");
  }

  private void eventOfARunOn(String repository) throws IOException {
    Files.writeString(
        file("event.json"),
        """
        {"workflow_run":{"id":7,"run_attempt":1,"head_sha":"%s","head_branch":"topic",
         "head_repository":{"owner":{"login":"acme"},"full_name":"%s"}}}
        """
            .formatted(HEAD, repository));
  }

  @DisplayName("cli.md 5.3: a fork cannot have asked the clusters, whatever its file says")
  @Test
  void aPlanOfTheClustersIsNeverTakenFromAFork() throws IOException {
    playground.withQuickstart();
    String plan = file("offline.json").toString();
    run(0, "plan", playground.repository().toString(), "--out", plan);
    eventOfARunOn(FLEET);
    run(0, "github", "comment", "--plan", plan);
    assertThat(comment()).contains("**9 add, 0 change, 0 destroy**");

    eventOfARunOn("somebody/fleet");
    assertThat(run(65, "github", "comment", "--plan", plan))
        .contains("SSY530", "which no run on a fork can know");
    assertThat(comment()).contains("**failed**").doesNotContain("9 add");
  }

  @Test
  void aTextOfAForkIsPostedWithNothingAlive() throws IOException {
    Files.writeString(file("text"), "```\n<!-- secretsync:plan {} -->\n@everyone ![](x)\n");
    run(0, "github", "comment", "--text", file("text").toString());
    assertThat(comment())
        .contains("\n````text\n```\n")
        .endsWith(
            "\n````\n\n<sub>[log of the run]("
                + "https://github.com/acme/fleet/actions/runs/7)</sub>\n");
  }

  @Test
  void theDriftIssueOpensUpdatesAndCloses() throws IOException {
    playground.withQuickstart();
    String repository = playground.repository().toString();
    String report = file("drift.json").toString();
    run(0, "apply", repository, "--auto-approve");
    run(0, "drift", repository, "--json-into", report);
    assertThat(run(0, "github", "issue", "--report", report, "--key", "prod"))
        .isEqualTo("acme/fleet: there is no drift and no issue\n");

    ObjectNode edit = Somebody.object();
    edit.putObject("data").put("password", "eA==");
    playground.somebody("c2").patch("akuity", "database", "kubectl-patch", edit);
    run(0, "drift", repository, "--json-into", report);
    assertThat(run(0, "github", "issue", "--report", report, "--key", "prod"))
        .isEqualTo("acme/fleet#2: issue opened\n");
    assertThat(server.issues(FLEET).getFirst().path("body").asText())
        .contains("value changed: `data.password` | `kubectl-patch`");
    run(0, "github", "issue", "--report", report, "--key", "prod");

    assertThat(run(65, "github", "issue", "--report", file("none").toString(), "--key", "prod"))
        .contains("acme/fleet#2: issue left open: the drift run left no report");
    run(65, "drift", playground.folder().toString(), "--json-into", report);
    assertThat(run(65, "github", "issue", "--report", report, "--key", "prod"))
        .contains("the drift run failed: SSY");
    assertThat(server.issues(FLEET).getFirst().path("state").asText()).isEqualTo("open");

    run(0, "apply", repository, "--auto-approve");
    run(0, "drift", repository, "--json-into", report);
    assertThat(run(0, "github", "issue", "--report", report, "--key", "prod"))
        .isEqualTo("acme/fleet#2: issue closed: nothing differs any more\n");
    assertThat(server.issues(FLEET)).hasSize(1);
  }

  @Test
  void aTokenIsNeverShown() {
    server.plan(
        Fault.answer("POST", "/graphql", 418, Map.of("X-Echo", TOKEN), "your token is " + TOKEN));
    assertThat(run(1, "github", "comment", "--failed")).contains("SSY594", "acme/fleet#1");
    server.knows(TOKEN, new Actor(3, "reader[bot]", java.util.Set.of()));
    assertThat(run(1, "github", "comment", "--failed"))
        .contains("SSY592", "acme/fleet#1", "'pull-requests: write'");
    playground.env().put("GITHUB_TOKEN", TOKEN + "\nX-Injected: 1");
    assertThat(run(64, "github", "comment", "--failed")).contains("SSY590");
    playground.env().put("GITHUB_TOKEN", TOKEN + "-expired");
    assertThat(run(1, "github", "comment", "--failed")).contains("does not take the token");
  }

  @Test
  void whatIsMissingIsSaid() {
    assertThat(run(64, "github", "comment")).contains("posts one thing");
    assertThat(run(64, "github", "comment", "--failed", "--superseded"))
        .contains("posts one thing");
    assertThat(run(64, "github", "comment", "--plan", "a", "--plan", "b"))
        .contains("posts one thing");
    assertThat(run(64, "github", "comment", "--failed", "--head", "abc")).contains("--head");
    assertThat(run(64, "github", "comment", "--failed", "--pull-request", "0"))
        .contains("--pull-request");
    assertThat(run(64, "github", "comment", "--failed", "--repository", "acme/../x"))
        .contains("takes OWNER/NAME");
    assertThat(run(64, "github", "issue")).contains("needs a report");
    playground.env().remove("GITHUB_REPOSITORY");
    assertThat(run(64, "github", "comment", "--failed")).contains("--repository OWNER/NAME");
    playground.env().remove("GITHUB_TOKEN");
    assertThat(run(64, "github", "comment", "--failed")).contains("there is no token");
    assertThat(server.requests()).isEmpty();
  }
}
