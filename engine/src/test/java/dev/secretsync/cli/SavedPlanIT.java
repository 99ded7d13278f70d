package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.fixtures.apiserver.ApiServer;
import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import dev.secretsync.fixtures.apiserver.RealApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A plan is saved, somebody touches a target, and the plan is applied. */
@DisplayName("a saved plan and a target that was touched since (K9, S7)")
@Tag("K9")
@Tag("S7")
class SavedPlanIT {
  /** What somebody wrote by hand, in base64. */
  private static final String TOUCHED = "dmlzaWJseS1mYWtl";

  @Test
  void onEmbeddedClusters() throws IOException {
    play(EmbeddedApiServer::start);
  }

  @Test
  void onRealClusters() throws IOException {
    MainJobIT.assumeReal();
    play(RealApiServer::start);
  }

  private static void play(Supplier<? extends ApiServer> server) throws IOException {
    try (Playground playground = Playground.on(server).withQuickstart()) {
      expect(0, playground.run("apply", repository(playground), "--auto-approve"));
      sameChange(playground);
      otherChange(playground);
      deletedAndCreatedAgain(playground);
      killedBetweenTheHalvesOfAReplace(playground);
    }
  }

  private static void sameChange(Playground playground) throws IOException {
    change(playground, "test-fixtures/cli/files/database-changed.yaml");
    touch(playground, "password");
    assertThat(expect(0, apply(playground))).contains("2 applied, 0 already");
    assertThat(expect(0, apply(playground))).contains("0 applied, 2 already");
  }

  private static void otherChange(Playground playground) throws IOException {
    change(playground, "examples/quickstart/secrets/database.yaml");
    touch(playground, "username");
    assertThat(expect(4, apply(playground)))
        .contains("Not as reviewed:")
        .contains("stale     ~ east/akuity/database")
        .contains("applied   ~ west/akuity/database");
    assertThat(playground.somebody("c2").secret("akuity", "database").at("/data/username").asText())
        .isEqualTo(TOUCHED);
    expect(0, playground.run("apply", repository(playground), "--auto-approve"));
  }

  private static void deletedAndCreatedAgain(Playground playground) throws IOException {
    Files.delete(playground.repository().resolve("secrets/registry.yaml"));
    playground.commit();
    plan(playground);
    playground.somebody("c3").label("akuity", "registry", "kubectl-label", "theirs", "yes");
    assertThat(expect(4, apply(playground)))
        .contains("the object changed since, and this would delete it")
        .contains("applied   - east/akuity/registry");
    assertThat(playground.somebody("c3").secrets()).containsKey("akuity/registry");
    expect(0, playground.run("apply", repository(playground), "--auto-approve"));
  }

  private static void killedBetweenTheHalvesOfAReplace(Playground playground) throws IOException {
    change(playground, "test-fixtures/cli/files/database-other-type.yaml");
    playground.somebody("c2").delete("akuity", "database");
    assertThat(expect(0, apply(playground))).contains("2 applied");
    assertThat(expect(0, playground.run("plan", repository(playground), "--detailed-exitcode")))
        .contains("No changes.");
  }

  private static void touch(Playground playground, String key) {
    playground.somebody("c2").patch("akuity", "database", "kubectl-patch", data(key));
  }

  private static ObjectNode data(String key) {
    ObjectNode patch = Somebody.object();
    patch.putObject("data").put(key, TOUCHED);
    return patch;
  }

  private static void change(Playground playground, String file) throws IOException {
    playground.copy(file, playground.repository().resolve("secrets/database.yaml"));
    playground.commit();
    plan(playground);
  }

  private static void plan(Playground playground) {
    expect(0, playground.run("plan", repository(playground), "--out", saved(playground)));
  }

  private static Playground.Ran apply(Playground playground) {
    return playground.run("apply", saved(playground), repository(playground));
  }

  private static String repository(Playground playground) {
    return playground.repository().toString();
  }

  private static String saved(Playground playground) {
    Path file = playground.folder().resolve("p.json");
    return file.toString();
  }

  private static String expect(int exit, Playground.Ran ran) {
    assertThat(ran.exit()).as("%s%s", ran.out(), ran.err()).isEqualTo(exit);
    return ran.out();
  }
}
