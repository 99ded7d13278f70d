package dev.secretsync.cli;

import static dev.secretsync.cli.FaultStory.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.cluster.kubernetes.Relay.Seen;
import dev.secretsync.cluster.kubernetes.Relay.Trick;
import dev.secretsync.fixtures.apiserver.ApiServer;
import dev.secretsync.fixtures.apiserver.RealApiServer;
import dev.secretsync.fixtures.apiserver.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that may happen to an apply, on real API servers. After each of them the next run
 * finishes, nothing is lost, nothing is there twice, and what others own is as they left it.
 *
 * <p>Three of the list are elsewhere: two applies at once with locks in {@link LocksIT}, without
 * them in {@link InterleavedApplyIT}, and clock jumps in {@link LocksIT} (a lease of another
 * century) and {@code LockTest} (our own clock).
 */
@DisplayName("K9, cli.md 6: faults to survive")
@Tag("K9")
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(900)
class FaultsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATUS =
      """
      {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"%s","code":%d}\
      """;

  private Optional<RealApiServer> server = Optional.empty();

  /** When a run is killed: what the server makes of its request it learns, or never hears of. */
  enum Kill {
    BEFORE_THE_REQUEST_ARRIVES,
    AFTER_IT_WAS_CARRIED_OUT;

    Trick trick(Runnable kill) {
      return this == BEFORE_THE_REQUEST_ARRIVES ? new Trick.Instead(kill) : new Trick.After(kill);
    }
  }

  @BeforeAll
  void start() {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(RealApiServer.available()).as("CI needs KUBEBUILDER_ASSETS").isTrue();
    }
    assumeThat(RealApiServer.available())
        .as("no folder with kube-apiserver and etcd in KUBEBUILDER_ASSETS")
        .isTrue();
    server =
        Optional.of(
            RealApiServer.start(
                ApiServer.Options.defaults().withUser("renewed", User.Permission.everything())));
  }

  @AfterAll
  void stop() {
    server.ifPresent(RealApiServer::close);
  }

  private RealApiServer server() {
    return server.orElseThrow();
  }

  private FaultStory story(String name) throws IOException {
    return FaultStory.begun(server(), name);
  }

  /** Secrets, namespaces and the lock; that a lock is renewed depends on the time only. */
  private static boolean isStep(Seen request) {
    return request.writes() && !request.method().equals("PUT");
  }

  private static Predicate<Seen> writes(String method, String secret) {
    return request -> request.method().equals(method) && request.isAbout(secret);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("kill -9 at every step of an apply: the same command again finishes it")
  void killedAtEveryStep(Kill kill) throws IOException, InterruptedException {
    int step = 1;
    boolean killed;
    do {
      try (FaultStory story = story("kill-" + kill.ordinal() + "-" + step)) {
        story.relay().nth(step, FaultsIT::isStep, kill.trick(story::kill));
        int exit = story.child("apply", "--auto-approve", "--parallelism", "1");
        killed = exit == 137;
        assertThat(exit).as("step %s: %s", step, story.said()).isIn(137, 0);
        // nobody gave the lock back, and waiting for it to run out is LocksIT's
        story.finish("apply", "--auto-approve", killed ? "--lock=false" : "--lock=true");
      }
      step++;
    } while (killed);
    // the lock, a namespace, two creates, two updates (one of them in two halves), a replace in
    // two, a delete, and the lock again
    assertThat(step - 2).isEqualTo(11);
  }

  @Test
  @DisplayName("kill -9 at every step of an apply of a saved plan: the same plan finishes it, once")
  void killedAtEveryStepOfASavedPlan() throws IOException, InterruptedException {
    int step = 1;
    boolean killed;
    do {
      Kill kill = Kill.values()[step % 2];
      try (FaultStory story = story("file-" + step)) {
        String file = story.playground().folder().resolve("plan.json").toString();
        expect(0, story.run("plan", "--out", file));
        story.relay().nth(step, FaultsIT::isStep, kill.trick(story::kill));
        int exit = story.child("apply", file, "--parallelism", "1");
        killed = exit == 137;
        assertThat(exit).as("step %s: %s", step, story.said()).isIn(137, 0);
        story.finish("apply", file, "--lock=" + !killed);

        story.relay().behave();
        story.relay().forget();
        assertThat(expect(0, story.relayed("apply", file))).contains("0 applied");
        assertThat(story.relay().seen()).as("the second time").noneMatch(Seen::writes);
      }
      step++;
    } while (killed);
    assertThat(step - 2).isEqualTo(11);
  }

  @Test
  @Tag("R93")
  @DisplayName("R93: kill -9 between the halves of a move: the next run deletes what is left")
  void killedInTheMiddleOfAMove() throws IOException, InterruptedException {
    try (RealApiServer agent = RealApiServer.start();
        FaultStory story = FaultStory.kargo(server(), agent)) {
      expect(0, story.run("apply", "--auto-approve"));
      for (Kill kill : Kill.values()) {
        String project = kill == Kill.BEFORE_THE_REQUEST_ARRIVES ? "kargo-other" : "kargo-demo";
        story
            .playground()
            .somebody("c2")
            .label(
                "akuity",
                "webhook-credentials",
                "kubectl-label",
                "kargo.akuity.io/secret-sync",
                project);
        story.relay().next(request -> request.method().equals("DELETE"), kill.trick(story::kill));
        int exit = story.child("apply", "--auto-approve", "--lock=false");
        assertThat(exit).as(story.said()).isEqualTo(137);
        expect(0, story.run("apply", "--auto-approve"));
        expect(0, story.run("plan", "--detailed-exitcode"));
        assertThat(story.somebody().secrets().keySet())
            .filteredOn(place -> place.endsWith("/webhook-credentials"))
            .containsExactly(project + "/webhook-credentials");
      }
    }
  }

  @Test
  @DisplayName("the API server stops between LIST and write, and is back for the next run")
  void serverStopsBetweenListAndWrite() throws IOException {
    try (FaultStory story = story("stopped")) {
      story.relay().next(writes("PATCH", "updated"), new Trick.Before(server()::stopServing));
      Playground.Ran ran;
      try {
        ran = story.relayed("apply", "--auto-approve", "--timeout", "3s");
      } finally {
        server().startAgain();
      }
      assertThat(expect(6, ran)).contains("Run apply again");
      story.finish("apply", "--auto-approve", "--lock=false");
    }
  }

  @Test
  @DisplayName("the API server is restarted between LIST and write: the run goes on by itself")
  void serverIsRestartedBetweenListAndWrite() throws IOException {
    try (FaultStory story = story("restarted")) {
      story
          .relay()
          .next(
              Seen::writesSecret,
              new Trick.Before(() -> {
                server().stopServing();
                server().startAgain();
              }));
      Playground.Ran ran = story.relayed("apply", "--auto-approve");
      assertThat(ran.exit()).as("%s%s", ran.out(), ran.err()).isIn(0, 6);
      story.finish("apply", "--auto-approve", "--lock=false");
    }
  }

  @Test
  @DisplayName("etcd hangs: what nobody knows is not called done")
  void etcdHangs() throws IOException {
    try (FaultStory story = story("hanging")) {
      story.relay().next(Seen::writesSecret, new Trick.Before(server()::hang));
      Playground.Ran ran;
      try {
        ran =
            story.relayed(
                "apply", "--auto-approve", "--timeout", "2s", "--parallelism", "1", "--lock=false");
      } finally {
        server().goOn();
      }
      assertThat(expect(6, ran)).contains("stopped answering").doesNotContain("applied   +");
      // what was under way may still be carried out now, and is met by this run or by the next
      Playground.Ran again = story.run("apply", "--auto-approve", "--lock=false");
      assertThat(again.exit()).as("%s%s", again.out(), again.err()).isIn(0, 6);
      story.finish("apply", "--auto-approve", "--lock=false");
    }
  }

  @Test
  @DisplayName("etcd is slow: a write that is carried out after its time is found, not repeated")
  void etcdIsSlow() throws IOException {
    try (FaultStory story = story("slow")) {
      story.relay().next(Seen::creates, new Trick.Before(server()::hang));
      // it looks only once it has given up waiting
      story
          .relay()
          .next(
              request ->
                  request.method().equals("GET")
                      && (request.isAbout("created") || request.isAbout("elsewhere")),
              new Trick.Before(server()::goOn));
      Playground.Ran ran;
      try {
        ran =
            story.relayed(
                "apply", "--auto-approve", "--timeout", "3s", "--parallelism", "1", "--lock=false");
      } finally {
        server().goOn();
      }
      assertThat(ran.exit()).as("%s%s", ran.out(), ran.err()).isIn(0, 6);
      story.finish("apply", "--auto-approve", "--lock=false");
    }
  }

  @Test
  @DisplayName("the connection is cut in the middle of the second page of a list")
  void cutInTheMiddleOfAList() throws IOException {
    try (FaultStory story = story("pages")) {
      story
          .somebody()
          .createAll(
              story.namespace(),
              IntStream.range(0, 500)
                  .mapToObj(i -> Somebody.secret("many-" + i, "Opaque", Map.of()))
                  .toList());
      Predicate<Seen> second =
          request -> request.method().equals("GET") && request.target().contains("continue=");
      story.relay().next(second, new Trick.CutsAnswer());
      assertThat(expect(2, story.relayed("plan", "--detailed-exitcode")))
          .contains("Plan: 3 to add, 2 to change, 2 to destroy.");

      story.relay().fromNth(1, second, new Trick.CutsAnswer());
      assertThat(expect(7, story.relayed("apply", "--auto-approve", "--timeout", "3s")))
          .contains("Plan: 1 to add, 0 to change, 0 to destroy.");
      assertThat(story.relay().seen())
          .as("half a list is no list: nothing of it is created, changed or deleted")
          .noneMatch(request -> request.writes() && request.target().contains("/pages/"));
      IntStream.range(0, 500).forEach(i -> story.somebody().delete(story.namespace(), "many-" + i));
      story.finish();
    }
  }

  @Test
  @DisplayName("the connection is cut in the middle of the answers to writes and to looks at them")
  void cutInTheMiddleOfAnswers() throws IOException {
    try (FaultStory story = story("cut")) {
      story.relay().fromNth(1, Seen::writesSecret, new Trick.CutsAnswer());
      story
          .relay()
          .next(request -> isStep(request) && !request.writesSecret(), new Trick.CutsAnswer());
      story
          .relay()
          .next(
              request -> isStep(request) && request.target().startsWith("/api/v1/namespaces?"),
              new Trick.CutsAnswer());
      story.relay().next(writes("GET", "created"), new Trick.CutsAnswer());
      assertThat(expect(0, story.relayed("apply", "--auto-approve")))
          .as("all of it was done, and it found that out")
          .contains("6 applied, 0 already, 0 failed");
      story.assertFinished();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  @DisplayName("429 storm: it ends well, and asks for less at a time")
  void tooManyRequests(int retryAfter) throws IOException {
    try (FaultStory story = story("storm-" + retryAfter)) {
      for (int i = 0; i < 12; i++) {
        story.declare("many-" + i, "Opaque", "visibly-fake-many", story.namespace() + "-new");
      }
      story.playground().commit();
      CountDownLatch ten = new CountDownLatch(10);
      for (int i = 1; i <= 10; i++) {
        story.relay().next(Seen::writesSecret, tooMany(retryAfter, ten));
      }
      assertThat(expect(0, story.relayed("apply", "--auto-approve")))
          .contains("18 applied, 0 already, 0 failed");

      List<Seen> writes = story.relay().seen().stream().filter(Seen::writesSecret).toList();
      assertThat(writes.subList(0, 10)).anyMatch(request -> request.underWay() == 9);
      assertThat(writes.subList(10, 15))
          .as("half as many at once")
          .allMatch(request -> request.underWay() < 5);

      for (int i = 0; i < 12; i++) {
        Files.delete(story.playground().repository().resolve("secrets/many-" + i + ".yaml"));
      }
      story.playground().commit();
      story.finish("apply", "--auto-approve", "--accept-deletes", "12");
    }
  }

  /** Answers when so many have come. */
  private static Trick tooMany(int retryAfter, CountDownLatch all) {
    return new Trick.Replies(
        429,
        _ -> {
          all.countDown();
          try {
            all.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return STATUS.formatted("TooManyRequests", 429);
        },
        Optional.of(retryAfter).filter(seconds -> seconds > 0));
  }

  @Test
  @DisplayName("429 storm without an end: said, and not called done")
  void tooManyRequestsForEver() throws IOException {
    try (FaultStory story = story("endless")) {
      story.relay().fromNth(2, Seen::writesSecret, tooMany(1, new CountDownLatch(0)));
      Playground.Ran ran = story.relayed("apply", "--auto-approve", "--timeout", "3s");
      assertThat(expect(6, ran)).contains("1 applied");
      story.finish();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("the token expires in the middle, and its file is renewed or not")
  void tokenExpires(boolean renewed) throws IOException {
    try (FaultStory story = story("token-" + renewed)) {
      Path token = story.playground().folder().resolve("token");
      Files.writeString(token, server().token());
      Path kubeconfig = story.playground().kubeconfig();
      Files.writeString(
          kubeconfig,
          Files.readString(kubeconfig)
              .replaceAll("token: \"?" + server().token() + "\"?", "tokenFile: \"" + token + "\""));
      story
          .relay()
          .nth(
              2,
              FaultsIT::isStep,
              new Trick.After(() -> {
                if (renewed) {
                  renew(token);
                }
              }));
      boolean[] expired = {false};
      String old = "Bearer " + server().token();
      story
          .relay()
          .fromNth(
              1,
              request -> {
                expired[0] |= isStep(request) && request.isAbout("updated");
                return expired[0] && request.authorization().equals(Optional.of(old));
              },
              new Trick.Answers(401, STATUS.formatted("Unauthorized", 401), Optional.empty()));
      Playground.Ran ran =
          story.relayed("apply", "--auto-approve", "--lock=false", "--parallelism", "1");
      if (renewed) {
        assertThat(expect(0, ran)).contains("6 applied, 0 already, 0 failed");
      } else {
        assertThat(expect(6, ran)).contains("Run apply again");
        renew(token);
      }
      assertThat(expired[0]).isTrue();
      story.finish();
    }
  }

  private void renew(Path token) {
    try {
      Files.writeString(token, server().token("renewed"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("stale resourceVersion: what somebody changed meanwhile is neither updated nor gone")
  void staleVersions() throws IOException {
    try (FaultStory story = story("stale")) {
      for (String secret : List.of("updated", "updated-often", "replaced", "deleted")) {
        story
            .relay()
            .next(
                request -> isStep(request) && request.isAbout(secret),
                new Trick.Before(() -> changeByHand(story, secret)));
      }
      Playground.Ran ran = story.relayed("apply", "--auto-approve");
      assertThat(expect(6, ran)).contains("2 applied, 0 already, 3 failed").contains("1 skipped");
      assertThat(ran.out() + ran.err()).contains("changed in the cluster since it was planned");
      for (String secret : List.of("updated", "updated-often", "replaced")) {
        assertThat(FaultStory.value(story.live().get(secret))).isEqualTo("by hand");
      }
      assertThat(expect(6, story.relayed("apply", "--auto-approve"))).contains("3 applied");
      assertThat(FaultStory.value(story.live().get("deleted"))).isEqualTo("by hand");
      story.finish();
    }
  }

  private static void changeByHand(FaultStory story, String secret) {
    ObjectNode change = Somebody.object();
    change.putObject("data").put("password", "YnkgaGFuZA==");
    story.somebody().patch(story.namespace(), secret, "kubectl-patch", change);
  }

  @Test
  @DisplayName("deleted and made anew by somebody else between plan and write: theirs now")
  void recreatedBySomebodyElse() throws IOException {
    try (FaultStory story = story("recreated")) {
      List<String> names = List.of("updated", "updated-often", "replaced", "deleted");
      for (String secret : names) {
        story
            .relay()
            .next(
                request -> isStep(request) && request.isAbout(secret),
                new Trick.Before(() -> story.recreate(secret)));
      }
      story
          .relay()
          .next(
              request -> request.creates() && request.body().contains("\"created\""),
              new Trick.Before(() -> story.create("created")));
      assertThat(expect(8, story.relayed("apply", "--auto-approve")))
          .contains("1 applied, 0 already, 3 failed, 1 in conflict, 1 skipped");
      // the delete was held back by what failed before it, so now it is its turn
      assertThat(expect(8, story.relayed("apply", "--auto-approve"))).contains("1 failed");
      story.relay().behave();
      expect(8, story.run("apply", "--auto-approve"));

      SortedMap<String, JsonNode> live = story.live();
      for (String secret : List.of("updated", "updated-often", "replaced", "deleted", "created")) {
        assertThat(FaultStory.value(live.get(secret))).as(secret).isEqualTo("other");
        assertThat(live.get(secret).at("/metadata/labels").isMissingNode()).as(secret).isTrue();
      }
    }
  }

  @Test
  @DisplayName("a cluster is swapped for another under the same context: nothing is written")
  @Tag("K9")
  void clusterIsSwapped() throws IOException {
    try (RealApiServer other = RealApiServer.start();
        FaultStory story = story("swapped");
        Playground swapped = Playground.beside(other)) {
      SortedMap<String, JsonNode> before = swapped.somebody("c1").secrets();
      String kubeconfig = Files.readString(story.playground().kubeconfig());
      String file = story.playground().folder().resolve("plan.json").toString();
      expect(0, story.run("plan", "--out", file));

      Files.writeString(story.playground().kubeconfig(), Files.readString(swapped.kubeconfig()));
      Playground.Ran reviewed = story.run("apply", file);
      expect(4, reviewed);
      assertThat(reviewed.out() + reviewed.err()).contains("another cluster");

      Path cluster = story.playground().repository().resolve("cluster.yaml");
      String identity = new Administrator(server()).identity();
      Files.writeString(
          cluster, Files.readString(cluster).replace("c1}", "c1, identity: " + identity + "}"));
      story.playground().commit();
      assertThat(expect(3, story.run("apply", "--auto-approve")))
          .contains("context c1 reaches another cluster");
      assertThat(swapped.somebody("c1").secrets()).isEqualTo(before);

      Files.writeString(story.playground().kubeconfig(), kubeconfig);
      story.finish();
    }
  }

  @Test
  @DisplayName("full disk for plan --out: said, and an older plan stays as it is")
  void diskIsFullForOut() throws IOException, InterruptedException {
    try (FaultStory story = story("full-out")) {
      Path folder = Files.createDirectory(story.playground().folder().resolve("plans"));
      Path saved = folder.resolve("plan.json");
      for (int blocks = 0; blocks < 3; blocks++) {
        assertThat(story.childOnFullDisk(blocks, "plan", "--out", saved.toString()))
            .as(story.said())
            .isEqualTo(1);
        assertThat(story.said()).contains("could not be written, and nothing of it was");
        assertThat(folder).isEmptyDirectory();
      }
      expect(0, story.run("plan", "--out", saved.toString()));
      byte[] before = Files.readAllBytes(saved);
      story.childOnFullDisk(1, "plan", "--out", saved.toString());
      assertThat(saved).hasBinaryContent(before);
      assertThat(folder).isDirectoryContaining(saved::equals);
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(saved);
      }
      story.finish();
    }
  }

  @Test
  @DisplayName("full disk for --result: no write without it; later it is said, and the lines stay")
  void diskIsFullForResult() throws IOException, InterruptedException {
    try (FaultStory story = story("full-result")) {
      Path folder = Files.createDirectory(story.playground().folder().resolve("results"));
      Path record = folder.resolve("result.json");
      SortedMap<String, JsonNode> before = story.live();
      String[] apply = {"apply", "--auto-approve", "--result", record.toString()};
      assertThat(story.childOnFullDisk(0, apply)).as(story.said()).isNotZero();
      assertThat(story.said()).contains("cannot be written; nothing was done");
      assertThat(folder).isEmptyDirectory();
      assertThat(story.live()).isEqualTo(before);

      assertThat(story.childOnFullDisk(2, apply)).as(story.said()).isEqualTo(1);
      assertThat(story.said())
          .contains("6 applied, 0 already, 0 failed")
          .contains("could not be written to the end");
      List<String> lines = Files.readAllLines(record);
      assertThat(JSON.readTree(lines.getFirst()).path("kind").asText())
          .as("nobody takes it for a whole one")
          .isEqualTo("secretsync.result.partial");
      for (String line : lines) {
        JSON.readTree(line);
      }
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(record);
      }
      story.finish("apply", "--auto-approve", "--result", record.toString());
      assertThat(JSON.readTree(record.toFile()).path("kind").asText())
          .isEqualTo("secretsync.result");
    }
  }

  @Test
  @DisplayName("full disk for apply --json-into: the outcome is told all the same")
  void diskIsFullForJson() throws IOException, InterruptedException {
    try (FaultStory story = story("full-json")) {
      Path json = story.playground().folder().resolve("out.json");
      assertThat(
              story.childOnFullDisk(1, "apply", "--auto-approve", "--json-into", json.toString()))
          .as(story.said())
          .isEqualTo(1);
      assertThat(story.said())
          .contains("6 applied, 0 already, 0 failed")
          .contains(json + ": error SSY553: could not be written");
      assertThat(JSON.readTree(json.toFile()).toString())
          .as("no result, and no half of one")
          .contains("SSY553")
          .doesNotContain("outcome");
      story.finish();
    }
  }
}
