package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.secretsync.fixtures.apiserver.RealApiServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A real API server takes {@code examples/indexed-job}, with a dry run on the server. A server that
 * is older than a field drops that field without a word; so what comes back is held against what
 * was sent, and only {@link #YOUNG} may be missing: these {@link IndexedJobTest} checks by their
 * names and types alone.
 */
@DisplayName("cli.md 6.6: the Indexed Job on a real API server")
class IndexedJobIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Fields of a Job that came after Kubernetes 1.20. */
  private static final Set<String> YOUNG =
      Set.of(
          "/spec/completionMode",
          "/spec/backoffLimitPerIndex",
          "/spec/maxFailedIndexes",
          "/spec/podFailurePolicy");

  /** The first version by which a server knows all of them. */
  private static final int ALL_KNOWN = 29;

  @BeforeEach
  void whatItNeedsIsThere() {
    MainJobIT.assumeReal();
    boolean kubectl =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl")));
    if ("true".equals(System.getenv("CI"))) {
      assertThat(kubectl).as("kubectl is on the PATH").isTrue();
    }
    assumeThat(kubectl).as("no kubectl on the PATH").isTrue();
  }

  @Test
  @DisplayName(
      "kubectl apply --dry-run=server takes every document, and the server keeps every field it knows")
  void theServerTakesEveryDocument() throws IOException, InterruptedException {
    try (RealApiServer server = RealApiServer.start();
        Playground playground = Playground.beside(server)) {
      // without its namespace a server takes nothing that belongs into it
      kubectl(playground, "create", "namespace", "secretsync");
      Set<String> dropped = new TreeSet<>();
      for (String manifest : IndexedJobTest.MANIFESTS) {
        String taken =
            kubectl(
                playground,
                "apply",
                "--dry-run=server",
                "--validate=false",
                "--output=json",
                "--filename=" + IndexedJobTest.EXAMPLE.resolve(manifest));
        List<JsonNode> sent = IndexedJobTest.documents(manifest);
        List<JsonNode> kept = items(JSON.readTree(taken));
        assertThat(kept).as(manifest).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
          dropped.addAll(missing("", sent.get(i), kept.get(i)));
        }
      }
      assertThat(dropped)
          .as("what this server does not know")
          .allMatch(path -> YOUNG.stream().anyMatch(path::startsWith));
      if (minor(playground) >= ALL_KNOWN) {
        assertThat(dropped).isEmpty();
      }
      assertThat(kubectl(playground, "--namespace=secretsync", "get", "jobs,pods", "--output=name"))
          .as("it was a dry run")
          .isEmpty();
    }
  }

  private static List<JsonNode> items(JsonNode answer) {
    List<JsonNode> items = new ArrayList<>();
    if (answer.path("kind").asText().equals("List")) {
      answer.path("items").forEach(items::add);
    } else {
      items.add(answer);
    }
    return items;
  }

  /** The places of what was sent and is not there as it was sent. */
  private static Stream<String> found(String path, JsonNode sent, JsonNode kept) {
    if (sent.isObject()) {
      return sent.properties().stream()
          .flatMap(field ->
              found(path + "/" + field.getKey(), field.getValue(), kept.path(field.getKey())));
    }
    if (sent.isArray()) {
      return Stream.iterate(0, i -> i < sent.size(), i -> i + 1)
          .flatMap(i -> found(path + "/" + i, sent.path(i), kept.path(i)));
    }
    return sent.equals(kept) ? Stream.of() : Stream.of(path);
  }

  private static Set<String> missing(String path, JsonNode sent, JsonNode kept) {
    return found(path, sent, kept).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Zero where the server does not say. */
  private static int minor(Playground playground) throws IOException, InterruptedException {
    String version =
        JSON.readTree(kubectl(playground, "version", "--output=json"))
            .at("/serverVersion/minor")
            .asText()
            .replaceAll("[^0-9].*", "");
    return version.isEmpty() ? 0 : Integer.parseInt(version);
  }

  private static String kubectl(Playground playground, String... arguments)
      throws IOException, InterruptedException {
    Path said = playground.folder().resolve("kubectl.out");
    Path complained = playground.folder().resolve("kubectl.err");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of("kubectl", "--kubeconfig=" + playground.kubeconfig(), "--context=c1"),
                    Stream.of(arguments))
                .toList());
    Map<String, String> env = builder.environment();
    String path = env.getOrDefault("PATH", "");
    env.clear();
    env.put("PATH", path);
    env.put("HOME", playground.folder().toString());
    Process process =
        builder.redirectOutput(said.toFile()).redirectError(complained.toFile()).start();
    assertThat(process.waitFor())
        .as("kubectl %s: %s", List.of(arguments), Files.readString(complained))
        .isZero();
    return Files.readString(said, StandardCharsets.UTF_8);
  }
}
