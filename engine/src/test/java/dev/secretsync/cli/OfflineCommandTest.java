package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Wherever a key or a kubeconfig could come from, something stands that leaves a trace when it is
 * asked. That the code has no way of asking is for {@code LayersTest}.
 */
@DisplayName("P1: plan --offline looks for no key, no kubeconfig and no cluster")
@Tag("P1")
class OfflineCommandTest {
  private final Playground playground = Playground.embedded();

  @BeforeEach
  void declare() throws IOException {
    playground.copy("test-fixtures/canary/repo", playground.repository());
    playground.init();
    playground.commit();
    Files.delete(playground.repository().resolve("secrets/registry.yaml"));
    playground.commit();
  }

  @AfterEach
  void end() {
    playground.close();
  }

  @Test
  void commandsThatCouldBeRunForKeysAndCredentialsAreNotRun() throws IOException {
    Path trace = playground.folder().resolve("asked");
    Path command = playground.folder().resolve("leave-a-trace");
    Files.writeString(command, "#!/bin/sh\ntouch '" + trace + "'\n");
    assertThat(command.toFile().setExecutable(true)).isTrue();
    Path kubeconfig = playground.folder().resolve("traps");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters:
        - {name: c1, cluster: {server: "https://127.0.0.1:9"}}
        contexts:
        - {name: c1, context: {cluster: c1, user: u}}
        users:
        - name: u
          user:
            exec: {apiVersion: client.authentication.k8s.io/v1, command: COMMAND, interactiveMode: Never}
        """
            .replace("COMMAND", command.toString()));
    playground.env().put("KUBECONFIG", kubeconfig.toString());
    playground.env().remove("SOPS_AGE_KEY_FILE");
    playground.env().put("SOPS_AGE_KEY_CMD", command.toString());
    playground.env().put("SOPS_AGE_SSH_PRIVATE_KEY_CMD", command.toString());
    for (List<String> flags :
        List.of(List.<String>of(), List.of("--json"), List.of("--worktree"))) {
      Playground.Ran ran = offline(flags);
      assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
    }
    assertThat(trace).doesNotExist();
  }

  @Test
  void anEmptyEnvironmentIsEnough() {
    playground.env().clear();
    Playground.Ran ran = offline(List.of());
    assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("will no longer be managed");
  }

  @Test
  void noClusterIsAskedAnything() {
    playground.embedded("c1").forgetRequests();
    playground.embedded("c2").forgetRequests();
    offline(List.of());
    assertThat(playground.embedded("c1").requests()).isEmpty();
    assertThat(playground.embedded("c2").requests()).isEmpty();
  }

  private Playground.Ran offline(List<String> flags) {
    List<String> words = new ArrayList<>(List.of("plan", "--offline", "--base", "HEAD~1"));
    words.addAll(flags);
    words.addAll(List.of("--detailed-exitcode", playground.repository().toString()));
    return playground.run(words.toArray(String[]::new));
  }
}
