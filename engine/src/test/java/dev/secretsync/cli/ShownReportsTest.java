package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("cli.md 2.10: reports of a plan that is shown again")
class ShownReportsTest {
  @Test
  @DisplayName("they say how the plan ended, and make no success of it")
  void aPlanThatCouldNotReadAClusterIsNoSuccess() throws IOException {
    try (Playground playground = Playground.embedded().withQuickstart()) {
      playground.stop("c3");
      Path plan = playground.folder().resolve("plan.json");
      Path metrics = playground.folder().resolve("m.prom");
      String repository = playground.repository().toString();
      assertThat(playground.run("plan", repository, "--out", plan.toString()).exit()).isEqualTo(7);

      assertThat(playground.run("show", plan.toString(), "--metrics", metrics.toString()).exit())
          .isZero();
      assertThat(metrics)
          .content()
          .contains("secretsync_exit_code{command=\"plan\"} 7")
          .contains("result=\"unreachable\"")
          .doesNotContain("secretsync_last_success_timestamp_seconds{")
          .doesNotContain("secretsync_run_duration_seconds{");
    }
  }
}
