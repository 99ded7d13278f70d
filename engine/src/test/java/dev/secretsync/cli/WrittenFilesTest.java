package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("files that a run names, and files that it leaves alone")
class WrittenFilesTest {
  private static final int CONFIG = 65;

  @DisplayName("cli.md 5.7: no output names the plan of another run")
  @Test
  void aPlanThatFailedIsNotTheOneThatIsThere() throws IOException {
    try (Playground playground = Playground.embedded().withQuickstart()) {
      String repository = playground.repository().toString();
      Path plan = playground.folder().resolve("plan.json");
      Path outputs = playground.folder().resolve("outputs");
      String[] words = {
        "plan", repository, "--out", plan.toString(), "--github-output", outputs.toString()
      };
      assertThat(playground.run(words).exit()).isZero();
      assertThat(outputs).content().contains("plan_path=" + plan);
      byte[] saved = Files.readAllBytes(plan);
      Files.delete(outputs);
      Files.writeString(
          playground.repository().resolve("broken.yaml"),
          "apiVersion: secretsync.dev/v1alpha1\nkind: Cluster\n");
      playground.commit();
      assertThat(playground.run(words).exit()).isEqualTo(CONFIG);
      assertThat(outputs).content().contains("exitcode=65").doesNotContain("plan_path");
      assertThat(plan).hasBinaryContent(saved);
    }
  }

  @Test
  void aMergeThatIsRefusedKeepsWhatWasToBeMergedByWhateverName() throws IOException {
    try (Playground playground = Playground.embedded()) {
      Path part = Files.writeString(playground.folder().resolve("part.json"), "{}");
      Path result = Files.writeString(playground.folder().resolve("of-before.json"), "{}");
      String dotted = playground.folder().resolve(".") + "/part.json";
      for (String command : List.of("plan", "report")) {
        String[] words = {command, "merge", dotted, "--out", part.toString()};
        assertThat(playground.run(words).exit()).as(command).isEqualTo(CONFIG);
        assertThat(part).as(command).hasContent("{}");
        words[4] = result.toString();
        assertThat(playground.run(words).exit()).as(command).isEqualTo(CONFIG);
        assertThat(result).as(command).doesNotExist();
        Files.writeString(result, "{}");
      }
    }
  }
}
