package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.secretsync.fixtures.apiserver.ApiServer;
import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import dev.secretsync.fixtures.apiserver.RealApiServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Plays the README of {@code examples/argocd} on three embedded servers and on three real ones.
 * Each plan is the one that lies beside its scenario; {@code -Dgolden=update} writes it there.
 */
@DisplayName("the Argo CD scenarios (R13-R19, R20, R30-R40, R45, R53)")
@Tag("R13")
@Tag("R15")
@Tag("R16")
@Tag("R17")
@Tag("R20")
@Tag("R25")
@Tag("R31")
@Tag("R35")
@Tag("R38")
@Tag("R39")
@Tag("R45")
class ArgoCdIT {
  private static final Path EXAMPLE = Playground.PROJECT.resolve("examples/argocd");
  private static final Path README = EXAMPLE.resolve("README.md");
  private static final String REPOSITORY = "examples/argocd/repository";
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));
  private static final Pattern SHELL =
      Pattern.compile("^```sh\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern SHOWN =
      Pattern.compile(
          "^<!-- (live/\\S+) -->\\n```\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern APPLY = Pattern.compile("--context (\\w+) apply -f (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("--context (\\w+) -n (\\w+) label secret (\\S+) (\\S+)-");
  private static final Pattern NAMESPACE =
      Pattern.compile("--context (\\w+) create namespace (\\w+)");

  @Test
  void theReadmeHoldsOnEmbeddedClusters() throws IOException {
    story(EmbeddedApiServer::start);
  }

  @Test
  void theReadmeHoldsOnRealClusters() throws IOException {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(RealApiServer.available()).as("CI needs KUBEBUILDER_ASSETS").isTrue();
    }
    assumeThat(RealApiServer.available())
        .as("no folder with kube-apiserver and etcd in KUBEBUILDER_ASSETS")
        .isTrue();
    story(RealApiServer::start);
  }

  /** What the README shows of an output stands in that output. */
  @Test
  void theOutputsOfTheReadmeAreThoseOfItsScenarios() throws IOException {
    List<MatchResult> shown = SHOWN.matcher(Files.readString(README)).results().toList();
    assertThat(shown).hasSize(6);
    for (MatchResult output : shown) {
      String whole = Files.readString(EXAMPLE.resolve(output.group(1)));
      assertThat(whole)
          .containsSubsequence(List.of(output.group(2).split("(?m)^\\.\\.\\.\\n", -1)));
    }
  }

  private static void story(Supplier<? extends ApiServer> server) throws IOException {
    try (Playground playground = Playground.on(server)) {
      playground.copy(REPOSITORY, playground.repository());
      playground.init();
      playground.commit();
      List<String> lines = lines();
      assertThat(lines).hasSizeGreaterThan(15);
      for (String line : lines) {
        play(playground, line);
      }
    }
  }

  private static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    SHELL
        .matcher(Files.readString(README))
        .results()
        .forEach(block -> lines.addAll(block.group(1).lines().toList()));
    return lines;
  }

  private static void play(Playground playground, String line) throws IOException {
    String[] parts = line.split("\\s+# ", 2);
    String comment = parts.length > 1 ? parts[1] : "";
    String command = parts[0];
    if (command.startsWith("kubectl ")) {
      kubectl(playground, command);
    } else if (command.startsWith("secretsync ")) {
      secretsync(playground, command.substring("secretsync ".length()), comment);
    } else {
      assertThat(command).startsWith("export SOPS_AGE_KEY_FILE=");
    }
  }

  private static void kubectl(Playground playground, String command) {
    Matcher apply = APPLY.matcher(command);
    Matcher label = LABEL.matcher(command);
    Matcher namespace = NAMESPACE.matcher(command);
    if (apply.find()) {
      playground.somebody(apply.group(1)).apply(Playground.PROJECT.resolve(apply.group(2)));
    } else if (label.find()) {
      playground
          .somebody(label.group(1))
          .unlabel(label.group(2), label.group(3), "kubectl-label", label.group(4));
    } else {
      assertThat(namespace.find()).as(command).isTrue();
      playground.somebody(namespace.group(1)).namespace(namespace.group(2));
    }
  }

  private static void secretsync(Playground playground, String command, String comment)
      throws IOException {
    String[] words = command.replace(REPOSITORY, playground.repository().toString()).split(" ", -1);
    Playground.Ran ran =
        playground.runAsking(
            new ByteArrayInputStream("0\n".getBytes(StandardCharsets.UTF_8)), words);
    Matcher exit = Pattern.compile("exit (\\d+)").matcher(comment);
    assertThat(ran.exit())
        .as("%s\n%s%s", command, ran.out(), ran.err())
        .isEqualTo(exit.find() ? Integer.parseInt(exit.group(1)) : 0);
    assertThat(ran.out() + ran.err())
        .doesNotContain("my-password", "my-username", "my-api-key", "not-a-real");
    Optional<Path> file =
        Pattern.compile("prints (\\S+\\.txt)")
            .matcher(comment)
            .results()
            .findFirst()
            .map(prints -> EXAMPLE.resolve(prints.group(1)));
    if (file.isPresent()) {
      String said = ran.err() + ran.out();
      if (UPDATE) {
        Files.writeString(file.get(), said);
      }
      assertThat(anyRun(said)).isEqualTo(anyRun(Files.readString(file.get())));
    }
  }

  /** Commits, times and the program's version differ from run to run. */
  private static String anyRun(String text) {
    return text.replaceAll("\\b[0-9a-f]{7}\\b", "COMMIT")
        .replaceAll("\\b20\\d\\d-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d)?Z?", "TIME")
        .replaceAll("(?m)^secretsync \\S+ ", "secretsync VERSION ");
  }
}
