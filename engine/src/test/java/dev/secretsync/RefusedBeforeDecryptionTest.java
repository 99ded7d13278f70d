package dev.secretsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.model.Code;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Progress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The identities of these runs come from a command that leaves a mark when it is asked. Each attack
 * is tried without its policy as well, so that the mark is known to appear.
 */
@DisplayName("what policy refuses is refused before anything is decrypted")
class RefusedBeforeDecryptionTest {
  private static final Path CASES = Path.of("..", "test-fixtures", "plan");
  private static final String POLICY = "policy/base.yaml";

  @TempDir private Path temporary;

  @Test
  @DisplayName("X3: staging's file put in the place of prod's")
  void aWholeFileSwapAsksForNoKey() throws IOException {
    SortedMap<String, byte[]> files = files("policy-whole-file-swap");
    files.remove("envs/prod/api.yaml");
    assertRefusedUnopened(files, "policy-whole-file-swap", Code.POLICY_DENIED);
  }

  @Test
  @DisplayName("X4: a namespace edited in clear, which no MAC covers")
  void aRetargetedFileAsksForNoKey() throws IOException {
    SortedMap<String, byte[]> files = files("policy-team-folders");
    files.keySet().removeIf(path -> path.startsWith("teams/") && !path.contains("search/index"));
    String index =
        new String(files.get("teams/search/index.yaml"), StandardCharsets.UTF_8)
            .replace("namespace: search", "namespace: payments");
    files.put("teams/search/index.yaml", index.getBytes(StandardCharsets.UTF_8));
    assertRefusedUnopened(files, "policy-team-folders", Code.POLICY_DENIED);
  }

  @Test
  @DisplayName("X6: a recipient that somebody added")
  void anInjectedRecipientAsksForNoKey() throws IOException {
    SortedMap<String, byte[]> files = files("policy-on-recipients");
    files.keySet().removeIf(path -> path.startsWith("secrets/") && !path.contains("injected"));
    assertRefusedUnopened(files, "policy-on-recipients", Code.RECIPIENT);
  }

  private void assertRefusedUnopened(SortedMap<String, byte[]> files, String live, Code code)
      throws IOException {
    Plan refused = plan("refused", files, live);
    assertThat(refused.applyable()).isFalse();
    assertThat(refused.exitCodes()).contains(ExitCode.DENIED);
    assertThat(refused.changes())
        .filteredOn(change -> change.action() == Action.DENIED)
        .isNotEmpty()
        .allSatisfy(change ->
            assertThat(change.findings())
                .allMatch(finding -> finding.code() == code && finding.declared()));
    assertThat(refused.diagnostics()).anyMatch(d -> d.code() == code && d.isError());
    assertThat(refused.changes()).noneMatch(change -> change.action().writes());
    assertThat(mark("refused")).doesNotExist();

    files.remove(POLICY);
    plan("opened", files, live);
    assertThat(mark("opened")).exists();
  }

  private Plan plan(String name, SortedMap<String, byte[]> files, String live) throws IOException {
    Path repository = temporary.resolve(name);
    CaseRepository.Commit commit = CaseRepository.commit(repository, files);
    Path command = temporary.resolve(name + "-command");
    Files.writeString(
        command, "#!/bin/sh\n: >'" + mark(name) + "'\ncat '" + key().toAbsolutePath() + "'\n");
    assertThat(command.toFile().setExecutable(true)).isTrue();
    KeyRing keys =
        KeyRing.fromEnvironment(
            Map.of("SOPS_AGE_KEY_CMD", command.toString(), "PATH", "/usr/bin:/bin"),
            new Problems());
    LiveFixture clusters =
        new LiveFixture(CASES.resolve(live).resolve("live.yaml"), Map.of("now", commit));
    try (Planned planned =
        new SecretSync(keys, workTree -> clusters, Progress.SILENT)
            .plan(new Request(repository, "HEAD", false, Optional.empty(), Optional.empty()))) {
      return planned.plan();
    }
  }

  private Path mark(String name) {
    return temporary.resolve(name + "-asked");
  }

  private static Path key() {
    return Path.of("..", "examples", "test-age-key.txt");
  }

  private static SortedMap<String, byte[]> files(String name) throws IOException {
    return CaseRepository.files(CASES.resolve(name).resolve("repo"));
  }
}
