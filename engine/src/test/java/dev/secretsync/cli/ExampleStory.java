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

/**
 * The README of an example, as something that can be played: its shell blocks, on three servers.
 * Each output is the one that lies beside its scenario; {@code -Dgolden=update} writes it there.
 *
 * @param name of the folder in {@code examples}
 */
record ExampleStory(String name) {
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));
  private static final Pattern SHELL =
      Pattern.compile("^```sh\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern SHOWN =
      Pattern.compile(
          "^<!-- (live/\\S+) -->\\n```\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern KUBECTL = Pattern.compile("--context (\\w+)(?: -n ([\\w-]+))? (.+)");

  private Path folder() {
    return Playground.PROJECT.resolve("examples").resolve(name);
  }

  private Path readme() {
    return folder().resolve("README.md");
  }

  private String repository() {
    return "examples/" + name + "/repository";
  }

  void holdsOnEmbeddedClusters() throws IOException {
    play(EmbeddedApiServer::start);
  }

  void holdsOnRealClusters() throws IOException {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(RealApiServer.available()).as("CI needs KUBEBUILDER_ASSETS").isTrue();
    }
    assumeThat(RealApiServer.available())
        .as("no folder with kube-apiserver and etcd in KUBEBUILDER_ASSETS")
        .isTrue();
    play(RealApiServer::start);
  }

  /** What the README shows of an output stands in that output. */
  void showsWhatIsPrinted(int outputs) throws IOException {
    List<MatchResult> shown = SHOWN.matcher(Files.readString(readme())).results().toList();
    assertThat(shown).hasSize(outputs);
    for (MatchResult output : shown) {
      String whole = Files.readString(folder().resolve(output.group(1)));
      assertThat(whole)
          .containsSubsequence(List.of(output.group(2).split("(?m)^\\.\\.\\.\\n", -1)));
    }
  }

  private void play(Supplier<? extends ApiServer> server) throws IOException {
    try (Playground playground = Playground.on(server)) {
      playground.copy(repository(), playground.repository());
      playground.init();
      playground.commit();
      List<String> lines = lines();
      assertThat(lines).hasSizeGreaterThan(15);
      for (String line : lines) {
        play(playground, line);
      }
    }
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    SHELL
        .matcher(Files.readString(readme()))
        .results()
        .forEach(block -> lines.addAll(block.group(1).lines().toList()));
    return lines;
  }

  private void play(Playground playground, String line) throws IOException {
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
    Matcher matcher = KUBECTL.matcher(command);
    assertThat(matcher.find()).as(command).isTrue();
    Somebody somebody = playground.somebody(matcher.group(1));
    String namespace = Optional.ofNullable(matcher.group(2)).orElse("");
    List<String> words = List.of(matcher.group(3).replace("--overwrite ", "").split(" ", -1));
    switch (String.join(" ", words.subList(0, 2))) {
      case "apply -f" -> somebody.apply(Playground.PROJECT.resolve(words.get(2)));
      case "create -f" -> somebody.create(Playground.PROJECT.resolve(words.get(2)));
      case "create namespace" -> somebody.namespace(words.get(2));
      case "get secret" -> somebody.secret(namespace, words.get(2));
      case "delete secret" -> somebody.delete(namespace, words.get(2));
      case "label secret" -> label(somebody, namespace, words.get(2), words.get(3));
      default -> throw new IllegalArgumentException(command);
    }
  }

  private static void label(Somebody somebody, String namespace, String secret, String label) {
    String[] pair = label.split("=", 2);
    if (pair.length > 1) {
      somebody.label(namespace, secret, "kubectl-label", pair[0], pair[1]);
    } else {
      somebody.unlabel(namespace, secret, "kubectl-label", label.substring(0, label.length() - 1));
    }
  }

  private void secretsync(Playground playground, String command, String comment)
      throws IOException {
    String[] words =
        command.replace(repository(), playground.repository().toString()).split(" ", -1);
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
            .map(prints -> folder().resolve(prints.group(1)));
    if (file.isPresent()) {
      String said = ran.err() + ran.out();
      if (UPDATE) {
        Files.createDirectories(file.get().resolve("..").normalize());
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
