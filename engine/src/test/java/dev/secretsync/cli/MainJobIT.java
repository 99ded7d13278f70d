package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.fixtures.apiserver.ApiServer;
import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import dev.secretsync.fixtures.apiserver.RealApiServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The main job from an empty fleet to a finished one, on three embedded servers and on three real
 * ones.
 */
@DisplayName("the main job (K4, K9, K10)")
class MainJobIT {
  private static final int SEVENTY = 70;
  private static final long HALF_WAY = 25_000;

  @Test
  void embeddedClustersAreBroughtToWhatGitSays() throws IOException {
    mainJob(EmbeddedApiServer::start);
  }

  @Test
  void realClustersAreBroughtToWhatGitSays() throws IOException {
    assumeReal();
    mainJob(RealApiServer::start);
  }

  static void assumeReal() {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(RealApiServer.available()).as("CI needs KUBEBUILDER_ASSETS").isTrue();
    }
    assumeThat(RealApiServer.available())
        .as("no folder with kube-apiserver and etcd in KUBEBUILDER_ASSETS")
        .isTrue();
  }

  private static void mainJob(Supplier<? extends ApiServer> server) throws IOException {
    try (Playground playground = Playground.on(server)) {
      playground.withQuickstart();
      linesOfTheIssue(playground);
      oneClusterDown(playground);
      cutOffHalfWay(playground);
    }
  }

  private static void linesOfTheIssue(Playground playground) {
    expect(0, run(playground, "validate"));
    assertThat(expect(2, run(playground, "plan", "--detailed-exitcode")))
        .contains("Plan: 9 to add, 0 to change, 0 to destroy.");
    assertThat(expect(0, run(playground, "apply", "--auto-approve")))
        .contains("Apply complete. 9 applied,");
    expectNothingToDo(playground);

    JsonNode written = playground.somebody("c2").secret("akuity", "database");
    ObjectNode edit = Somebody.object();
    edit.putObject("data").put("password", "eA==");
    playground.somebody("c2").patch("akuity", "database", "kubectl-patch", edit);
    assertThat(expect(2, run(playground, "drift", "--detailed-exitcode")))
        .containsPattern("data\\.password .* by kubectl-patch \\(Update\\) 20\\d\\d-");
    expect(0, run(playground, "apply", "--auto-approve"));
    assertThat(playground.somebody("c2").secret("akuity", "database").path("data"))
        .isEqualTo(written.path("data"));
    expectNothingToDo(playground);
    assertThat(expect(0, run(playground, "drift", "--detailed-exitcode"))).contains("No drift.");
  }

  private static void oneClusterDown(Playground playground) throws IOException {
    SortedMap<String, JsonNode> before = playground.somebody("c3").secrets();
    playground.stop("c3");
    Files.delete(playground.repository().resolve("secrets/registry.yaml"));
    playground.copy(
        "test-fixtures/cli/files/database-changed.yaml",
        playground.repository().resolve("secrets/database.yaml"));
    playground.commit();
    assertThat(expect(7, run(playground, "plan", "--timeout", "3s")))
        .contains("Plan: 0 to add, 1 to change, 2 to destroy.");
    assertThat(expect(7, run(playground, "apply", "--auto-approve", "--timeout", "3s")))
        .contains("Apply complete in what could be read. 3 applied,");
    assertThat(playground.somebody("c3").secrets()).isEqualTo(before);

    playground.start("c3");
    Playground.Ran asked =
        playground.runAsking(
            new ByteArrayInputStream("1\n".getBytes(StandardCharsets.UTF_8)),
            "apply",
            playground.repository().toString());
    assertThat(expect(0, asked)).contains("This destroys 1 Secret.").contains("2 applied,");
    expectNothingToDo(playground);
  }

  /** Seventy Secrets for each of three clusters, and the wire to one of them is cut meanwhile. */
  private static void cutOffHalfWay(Playground playground) throws IOException {
    playground.copy(
        "test-fixtures/cli/files/seventy.yaml",
        playground.repository().resolve("secrets/seventy.yaml"));
    playground.commit();
    String kubeconfig = Files.readString(playground.kubeconfig());
    String url = playground.cluster("c2").url();
    try (Wire wire = new Wire(url, HALF_WAY)) {
      Files.writeString(playground.kubeconfig(), kubeconfig.replace(url, wire.url()));
      Playground.Ran cut = run(playground, "apply", "--auto-approve", "--timeout", "3s");
      assertThat(expect(6, cut)).contains("Apply incomplete.").contains("Run apply again");
      assertThat(wire.isCut()).isTrue();
    }
    assertThat(many(playground, "c1")).isEqualTo(SEVENTY);
    assertThat(many(playground, "c2")).isBetween(1, SEVENTY - 1);
    assertThat(many(playground, "c3")).isEqualTo(SEVENTY);

    Files.writeString(playground.kubeconfig(), kubeconfig);
    assertThat(expect(0, run(playground, "apply", "--auto-approve"))).contains("Apply complete.");
    assertThat(many(playground, "c2")).isEqualTo(SEVENTY);
    expectNothingToDo(playground);
  }

  private static int many(Playground playground, String context) {
    return (int)
        playground.somebody(context).secrets().keySet().stream()
            .filter(name -> name.startsWith("many/many-"))
            .count();
  }

  private static void expectNothingToDo(Playground playground) {
    assertThat(expect(0, run(playground, "plan", "--detailed-exitcode"))).contains("No changes.");
  }

  private static Playground.Ran run(Playground playground, String command, String... flags) {
    String[] arguments = new String[flags.length + 2];
    arguments[0] = command;
    arguments[1] = playground.repository().toString();
    System.arraycopy(flags, 0, arguments, 2, flags.length);
    return playground.run(arguments);
  }

  private static String expect(int exit, Playground.Ran ran) {
    assertThat(ran.exit()).as("%s%s", ran.out(), ran.err()).isEqualTo(exit);
    return ran.out();
  }
}
