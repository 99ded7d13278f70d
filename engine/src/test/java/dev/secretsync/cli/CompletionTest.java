package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("cli.md 4.2: secretsync completion bash, asked by a real bash")
class CompletionTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void theScriptIsBash() throws IOException, InterruptedException {
    assertThat(Tool.find("bash").run(folder, Map.of(), "-n", script().toString())).isEmpty();
  }

  @Test
  void commandsAndFlagsAreCompleted() throws IOException, InterruptedException {
    assertThat(completed("secretsync", "dr")).isEqualTo("drift");
    assertThat(completed("secretsync", "")).contains("validate", "plan", "apply", "version");
    assertThat(completed("secretsync", "apply", "--au")).isEqualTo("--auto-approve");
    assertThat(completed("secretsync", "plan", "--")).contains("--detailed-exitcode", "--rev");
    assertThat(completed("secretsync", "plan", "--au")).isEmpty();
    assertThat(completed("secretsync", "pol")).isEqualTo("policy");
    assertThat(completed("secretsync", "policy", "")).isEqualTo("test");
    assertThat(completed("secretsync", "policy", "test", "--pl")).isEqualTo("--plan");
    assertThat(completed("secretsync", "plan", "me")).isEqualTo("merge");
    assertThat(completed("secretsync", "plan", "/et")).isEqualTo("/etc");
    assertThat(completed("secretsync", "plan", "--shar")).isEqualTo("--shard");
    assertThat(completed("secretsync", "plan", "merge", "--req")).isEqualTo("--require-signed-by");
    assertThat(completed("secretsync", "plan", "merge", "--shar")).isEmpty();
    assertThat(completed("secretsync", "github", "")).isEqualTo("comment issue");
  }

  private String completed(String... words) throws IOException, InterruptedException {
    String query =
        "source "
            + script()
            + "; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _secretsync;"
            + " complete -p secretsync >/dev/null; echo \"${COMPREPLY[*]}\"";
    String[] arguments = new String[words.length + 3];
    arguments[0] = "-c";
    arguments[1] = query;
    arguments[2] = "bash";
    System.arraycopy(words, 0, arguments, 3, words.length);
    return Tool.find("bash").run(folder, Map.of(), arguments).strip();
  }

  private Path script() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    String[] arguments = {"completion", "bash"};
    int exit = Main.run(arguments, Map.of(), new ByteArrayInputStream(new byte[0]), stream, stream);
    assertThat(exit).isZero();
    return Files.write(folder.resolve("completion.bash"), out.toByteArray());
  }
}
