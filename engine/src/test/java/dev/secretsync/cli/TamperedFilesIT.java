package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.secretsync.crypt.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each case folder of {@code test-fixtures/crypt/sops} through {@code decrypt} of both programs:
 * the same values and exit code, but for the cases where we are stricter or sops is wrong.
 */
class TamperedFilesIT {
  private static final Path CASES = Playground.PROJECT.resolve("test-fixtures/crypt/sops");

  /** The codes of sops and of us, where they are not the same. */
  private static final Map<String, List<Integer>> DIFFERENCES =
      Map.of(
          // somebody changed the wrapped key: another identity would not help
          "age-key-damaged", List.of(128, 25),
          // what no sops ever wrote is refused (formats.md 1.2, 1.7)
          "base64-not-canonical", List.of(0, 25),
          "relabelled-as-comment", List.of(0, 25),
          "tag-moved-into-data", List.of(0, 25),
          "trailing-text-after-enc", List.of(0, 25),
          // sops takes a regex that it cannot read for one that never matches (1.5)
          "regex-not-re2", List.of(51, 1),
          // sops combines whatever shares it has (1.10)
          "shamir-without-threshold", List.of(0, 128),
          // sops 3.13.2 cannot read what it wrote itself (1.7)
          "list-comments", List.of(51, 0),
          "document-is-a-list", List.of(1, 2));

  @TempDir private Path folder;

  @TestFactory
  @DisplayName("formats.md 1.6: each tamper case has the verdict of sops, or a stricter one")
  Stream<DynamicTest> bothJudgeAlike() throws IOException {
    try (Stream<Path> cases = Files.list(CASES)) {
      List<Path> all = cases.sorted().toList();
      assertThat(all.stream().map(path -> path.getFileName().toString()))
          .containsAll(DIFFERENCES.keySet());
      return all.stream()
          .map(path -> dynamicTest(path.getFileName().toString(), () -> compare(path)));
    }
  }

  private void compare(Path path) throws Exception {
    TwoPrograms both = new TwoPrograms(folder);
    Path identity = path.resolve("identity.txt").toAbsolutePath().normalize();
    if (Files.exists(identity)) {
      both.env().put("SOPS_AGE_KEY_FILE", identity.toString());
    }
    String file = path.resolve("secret.yaml").toAbsolutePath().normalize().toString();
    Tool.Ran theirs = both.sops("decrypt", file);
    Tool.Ran ours = both.secretsync("decrypt", file);
    List<Integer> codes = List.of(theirs.exit(), ours.exit());
    List<Integer> same = List.of(theirs.exit(), theirs.exit());
    assertThat(codes)
        .as("%s%n%s", theirs.err(), ours.err())
        .isEqualTo(DIFFERENCES.getOrDefault(path.getFileName().toString(), same));
    assertThat(ours.err()).doesNotContain("CANARY");
    if (codes.equals(List.of(0, 0))) {
      assertThat(ours.out()).isEqualTo(theirs.out());
    }
  }
}
