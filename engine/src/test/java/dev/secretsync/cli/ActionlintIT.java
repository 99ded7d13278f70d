package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link WorkflowsTest} does not know of GitHub's own rules, a real actionlint does. */
@DisplayName("the example workflows, read by actionlint")
class ActionlintIT {
  private final Tool actionlint = Tool.find("actionlint");

  @TempDir private Path folder = Path.of("");

  @Test
  void theExamplesAreWithoutComplaint() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("-no-color", "-shellcheck=", "-pyflakes="));
    try (Stream<Path> files = Files.list(Playground.PROJECT.resolve("examples/workflows"))) {
      files.map(file -> file.toAbsolutePath().toString()).sorted().forEach(words::add);
    }
    assertThat(words).hasSizeGreaterThan(5);
    assertThat(actionlint.run(folder, Map.of(), words.toArray(String[]::new))).isEmpty();
  }

  @Test
  void itWouldComplain() throws IOException, InterruptedException {
    String workflow =
        Files.readString(Playground.PROJECT.resolve("examples/workflows/apply.yml"))
            .replace("needs.plan.outputs.changes", "needs.nobody.outputs.changes");
    Path file = Files.writeString(folder.resolve("broken.yml"), workflow);
    Tool.Ran ran = actionlint.attempt(folder, Map.of(), "", "-no-color", file.toString());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("\"nobody\" is not defined");
  }
}
