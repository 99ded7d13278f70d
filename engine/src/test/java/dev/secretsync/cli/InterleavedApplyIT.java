package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.secretsync.fixtures.apiserver.ApiServer;
import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import dev.secretsync.fixtures.apiserver.RealApiServer;
import dev.secretsync.model.Marks;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two applies of two commits that plan from the same state and then write at the same time, with
 * locking switched off: what keeps them apart is the version in every write.
 */
@DisplayName("K9, cli.md 6.1: without locks, no update is lost")
@Tag("K9")
@Timeout(300)
class InterleavedApplyIT {
  private static final int MANY = 12;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void onEmbeddedServers() throws Exception {
    noUpdateIsLost(EmbeddedApiServer::start);
  }

  @Test
  void onRealServers() throws Exception {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(RealApiServer.available()).as("CI needs KUBEBUILDER_ASSETS").isTrue();
    }
    assumeThat(RealApiServer.available())
        .as("no folder with kube-apiserver and etcd in KUBEBUILDER_ASSETS")
        .isTrue();
    noUpdateIsLost(RealApiServer::start);
  }

  private static void noUpdateIsLost(Supplier<? extends ApiServer> servers) throws Exception {
    try (Playground playground = Playground.on(servers)) {
      playground.copy("examples/quickstart", playground.repository());
      playground.init();
      declare(playground, "zero");
      assertThat(apply(playground, "HEAD").exit()).isZero();
      // the first updates turn what a POST wrote into what an apply wrote, the second do not
      atOnce(playground, "one", "two");
      atOnce(playground, "three", "four");
    }
  }

  /** Leaves the repository at {@code second}, and the fleet there too. */
  private static void atOnce(Playground playground, String first, String second)
      throws IOException, InterruptedException, ExecutionException {
    Map<String, String> words =
        Map.of(declare(playground, first), first, declare(playground, second), second);
    SortedMap<String, List<String>> applied = new TreeMap<>();
    CyclicBarrier bothHavePlanned = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<JsonNode>> running = new ArrayList<>();
      words
          .keySet()
          .forEach(commit ->
              running.add(threads.submit(() -> result(playground, commit, bothHavePlanned))));
      for (Future<JsonNode> one : running) {
        JsonNode result = one.get();
        for (JsonNode change : result.path("changes")) {
          List<String> commits =
              applied.computeIfAbsent(change.path("address").asText(), any -> new ArrayList<>());
          if (change.path("outcome").asText().equals("applied")) {
            commits.add(result.path("inputs").path("commit").asText());
          } else {
            assertThat(change.path("error").path("code").asText()).isEqualTo("SSY503");
          }
        }
      }
    }
    assertThat(applied).hasSize(MANY * Playground.CONTEXTS.size());
    for (Map.Entry<String, String> cluster :
        Map.of("hub", "c1", "east", "c2", "west", "c3").entrySet()) {
      SortedMap<String, JsonNode> live = playground.somebody(cluster.getValue()).secrets();
      applied.forEach((address, commits) -> {
        if (address.startsWith(cluster.getKey() + "/")) {
          assertThat(commits).as(address).hasSize(1);
          assertIsWholly(
              Objects.requireNonNull(live.get(address.substring(cluster.getKey().length() + 1))),
              commits.getFirst(),
              Objects.requireNonNull(words.get(commits.getFirst())));
        }
      });
    }
    assertThat(apply(playground, "HEAD").exit()).isZero();
    Playground.Ran plan =
        playground.run("plan", playground.repository().toString(), "--detailed-exitcode");
    assertThat(plan.exit()).as(plan.out()).isZero();
  }

  private static void assertIsWholly(JsonNode secret, String commit, String word) {
    assertThat(secret.path("metadata").path("annotations").path(Marks.SOURCE_COMMIT).asText())
        .isEqualTo(commit);
    assertThat(secret.path("data").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("shared", "only-" + word);
    assertThat(
            new String(
                Base64.getDecoder().decode(secret.path("data").path("shared").asText()),
                StandardCharsets.UTF_8))
        .isEqualTo("visibly-fake-" + word);
  }

  private static JsonNode result(Playground playground, String commit, CyclicBarrier barrier)
      throws IOException {
    Path file = playground.folder().resolve(commit + ".json");
    Playground.Ran ran =
        playground.runAsking(
            new WhenBothHavePlanned(barrier),
            "apply",
            playground.repository().toString(),
            "--rev",
            commit,
            "--lock=false",
            "--json-into",
            file.toString());
    assertThat(ran.exit()).as("%s%s", ran.out(), ran.err()).isIn(0, 6);
    return JSON.readTree(file.toFile());
  }

  /** Approves once the other one has been asked too. */
  private static final class WhenBothHavePlanned extends FilterInputStream {
    private final CyclicBarrier barrier;
    private boolean asked;

    WhenBothHavePlanned(CyclicBarrier barrier) {
      super(new ByteArrayInputStream("0\n".getBytes(StandardCharsets.UTF_8)));
      this.barrier = barrier;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (!asked) {
        asked = true;
        try {
          barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
          throw new IOException(e);
        }
      }
      return super.read(buffer, offset, length);
    }
  }

  private static Playground.Ran apply(Playground playground, String revision) {
    return playground.run(
        "apply", playground.repository().toString(), "--auto-approve", "--rev", revision);
  }

  /** Declares many Secrets for every cluster, with one common key and one of their own. */
  private static String declare(Playground playground, String word) throws IOException {
    for (int i = 0; i < MANY; i++) {
      Path file = playground.repository().resolve("secrets/many-" + i + ".yaml");
      Files.writeString(
          file,
          """
          apiVersion: secretsync.dev/v1alpha1
          kind: ManagedSecret
          metadata:
            name: many-%d
          spec:
            namespace: many
            allowedClusters:
              all: true
            stringData:
              shared: visibly-fake-%s
              only-%s: visibly-fake
          """
              .formatted(i, word, word));
      Playground.Ran encrypted = playground.run("encrypt", "-i", file.toString());
      assertThat(encrypted.exit()).as(encrypted.err()).isZero();
    }
    playground.commit();
    return playground.commits().getLast();
  }
}
