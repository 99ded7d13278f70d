package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("formats.md 1.14: set and unset")
class SetCommandTest {
  @TempDir private Path folder;
  private Workbench bench;

  @BeforeEach
  void setUp() throws IOException {
    bench = new Workbench(folder);
  }

  private Path underCommentRule() throws IOException {
    Path plain = bench.write("c.yaml", "# public\na: one\nb: CANARY-two\n");
    Workbench.Ran ran =
        bench.run(
            "encrypt",
            "--age",
            bench.owner(),
            "--unencrypted-comment-regex",
            "public",
            "-i",
            plain.toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    return plain;
  }

  @Test
  @DisplayName("X7: a comment that loses its item must not bring the next one to light")
  void theNextValueIsNotBroughtToLight() throws IOException {
    Path file = underCommentRule();
    SortedMap<String, String> before = bench.snapshot();
    Workbench.Ran ran = bench.run("unset", file.toString(), "[\"a\"]");
    assertThat(ran.exit()).isEqualTo(25);
    assertThat(ran.err()).contains("b was encrypted and would stand in clear");
    assertThat(bench.snapshot()).isEqualTo(before);
  }

  @Test
  void whatWasInClearMayChangeThere() throws IOException {
    Path file = underCommentRule();
    assertThat(bench.run("set", file.toString(), "[\"a\"]", "\"three\"").exit()).isZero();
    assertThat(Files.readString(file)).contains("a: three\nb: ENC[");
    assertThat(bench.run("unset", file.toString(), "[\"b\"]").exit()).isZero();
    assertThat(bench.decrypt(file)).isEqualTo("# public\na: three\n");
  }
}
