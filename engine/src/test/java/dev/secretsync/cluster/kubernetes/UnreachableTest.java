package dev.secretsync.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.ClusterOpener.Opening;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.ReadResult;
import dev.secretsync.cluster.WriteResult;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that cannot be reached is unknown, says why, and costs little time. */
class UnreachableTest {
  private static final Limits SHORT =
      new Limits(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofSeconds(60), 4);
  private static final SecretRef REF = new SecretRef("apps", "a");
  private static final SecretContent CONTENT =
      new SecretContent("Opaque", false, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final Patience impatient = new Patience(System::nanoTime, () -> 1, pauses::add);
  @TempDir private Path folder = Path.of("");

  private Cluster open(String server) {
    Path kubeconfig = Relay.kubeconfig(folder, server, "t");
    Opening opening =
        Kubeconfig.load(Optional.of(kubeconfig), Map.of(), Optional.empty())
            .open("east", "relay", SHORT, impatient);
    return ((Opening.Opened) opening).cluster();
  }

  private static Diagnostic why(Observation observation) {
    assertThat(observation).isInstanceOf(Observation.Unreadable.class);
    return ((Observation.Unreadable) observation).why();
  }

  private static String address(ServerSocket socket) {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  @Test
  void closedPortIsConnectionRefused() throws IOException {
    ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket.close();
    try (Cluster cluster = open(address(socket))) {
      assertThat(why(cluster.observe(new TreeSet<>(List.of("apps", "more")))))
          .isEqualTo(
              Diagnostic.error(
                  Code.CLUSTER_UNREACHABLE,
                  "east",
                  "connection refused",
                  "check that the cluster runs and that the kubeconfig's server can be reached"));
      assertThat(pauses).hasSize(6).allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) < 0);
      assertThat(cluster.create(REF, CONTENT)).isInstanceOf(WriteResult.Unanswered.class);
      assertThat(cluster.read(REF)).isInstanceOf(ReadResult.Unknown.class);
    }
  }

  @Test
  void silentServerIsTimedOut() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Cluster cluster = open(address(silent))) {
      assertThat(why(cluster.observe(new TreeSet<>(List.of("apps")))).summary())
          .isEqualTo("timed out after 200ms");
      assertThat(pauses).hasSize(4);
      pauses.clear();

      assertThat(cluster.create(REF, CONTENT))
          .isInstanceOfSatisfying(
              WriteResult.Unanswered.class,
              unanswered -> assertThat(unanswered.why().subject()).isEqualTo("east/apps/a"));
      assertThat(pauses).as("a write that may have happened is not repeated").isEmpty();
    }
  }

  @Test
  void timeOfAClusterIsLimitedAsAWhole() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      long[] now = {0};
      Patience clock = new Patience(() -> now[0], () -> 1, time -> now[0] += time.toNanos());
      Path kubeconfig = Relay.kubeconfig(folder, address(silent), "t");
      Limits limits =
          new Limits(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(300), 4);
      Opening opening =
          Kubeconfig.load(Optional.of(kubeconfig), Map.of(), Optional.empty())
              .open("east", "relay", limits, clock);
      try (Cluster cluster = ((Opening.Opened) opening).cluster()) {
        assertThat(why(cluster.observe(new TreeSet<>())).summary())
            .isEqualTo("timed out after 300ms");
      }
      assertThat(Duration.ofNanos(now[0])).isLessThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @Test
  void manyNamespacesOfASilentClusterShareItsTime() throws IOException {
    Limits limits =
        new Limits(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(300), 2);
    TreeSet<String> namespaces = new TreeSet<>();
    IntStream.range(0, 300).forEach(i -> namespaces.add("n" + i));
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Path kubeconfig = Relay.kubeconfig(folder, address(silent), "t");
      Opening opening =
          Kubeconfig.load(Optional.of(kubeconfig), Map.of(), Optional.empty())
              .open("east", "relay", limits, impatient);
      long start = System.nanoTime();
      try (Cluster cluster = ((Opening.Opened) opening).cluster()) {
        assertThat(why(cluster.observe(namespaces)).code()).isEqualTo(Code.CLUSTER_UNREACHABLE);
      }
      // one after the other they would take at least 15 s
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void pageOfAnythingButAnApiServerIsUnexpected() throws IOException {
    try (var server = new Listener(200, "<html>CANARY-7f3a</html>");
        Cluster cluster = open(server.address())) {
      Diagnostic why = why(cluster.observe(new TreeSet<>(List.of("apps"))));

      assertThat(why.summary()).isEqualTo("unexpected answer");
      assertThat(why.toString()).doesNotContain("CANARY");
    }
  }

  @Test
  void redirectIsNotFollowed() throws IOException {
    try (var elsewhere = new Listener();
        var server = new Listener(302, "", "Location", elsewhere.address());
        Cluster cluster = open(server.address())) {
      assertThat(why(cluster.observe(new TreeSet<>())).summary())
          .isEqualTo("server error, status 302");
      assertThat(elsewhere.authorizations()).isEmpty();
    }
  }
}
