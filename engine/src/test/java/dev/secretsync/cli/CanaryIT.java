package dev.secretsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.cluster.kubernetes.Relay;
import dev.secretsync.cluster.kubernetes.Relay.Seen;
import dev.secretsync.cluster.kubernetes.Relay.Trick;
import dev.secretsync.fixtures.apiserver.RealApiServer;
import dev.secretsync.fixtures.github.Actor;
import dev.secretsync.fixtures.github.GitHubServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The canary proof on a real API server: every command with every flag that prints or writes
 * something, and the ways to fail that a real fleet has. What is searched: both streams, every file
 * that is left, every request but the data of Secrets, and everything in the cluster but that.
 *
 * <p>{@link CanaryTest} has more ways to fail, on embedded servers; {@link FilesCanaryTest} has the
 * commands on files.
 */
@DisplayName("S1 S2 S6 S8: no value leaves, on a real API server")
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(900)
class CanaryIT {
  private static final Map<String, byte[]> VALUES = CanaryTest.values();
  private static final Canaries CANARIES = new Canaries(VALUES);
  private static final String NAMESPACE = "akuity";

  private static final String HEAD = "a".repeat(40);

  /** Every report that can be written of what a saved plan says. */
  private static final String REPORTS =
      " --markdown @N.md --sarif @N.sarif --sarif-label canary --junit @N.xml --html @N.html --metrics @N.prom"
          + " --metrics-detail --summary @N-summary.md";

  /** Those of a run besides. */
  private static final String RUN_REPORTS = REPORTS + " --github-output @N-output --annotations";

  /** Every way of asking; {@code @NAME} is a file, and {@code PATH} the repository. */
  private static final List<String> LINES =
      List.of(
          "validate PATH",
          "validate PATH --json --json-into @validate.json --rev HEAD",
          "validate PATH --worktree",
          reported("validate PATH", RUN_REPORTS),
          "plan PATH",
          reported("plan PATH", RUN_REPORTS),
          "plan PATH --json --rev HEAD --trust-ref HEAD",
          "plan PATH --worktree --json-into @worktree.json",
          "plan PATH --out @plan.json --markdown @plan.md --json-into @plan2.json",
          "plan PATH --out @signed.json --sign @key.pem",
          "plan PATH --out @expired.json --ttl 1ms",
          "plan PATH --shard 2/2 --out @part.json --sign @key.pem",
          "plan merge @part.json --json --json-into @merged2.json --require-signed-by @public.pem",
          "plan merge @part.json --out @merged.json --sign @key.pem"
              + RUN_REPORTS.replace("@N", "@merged"),
          "shards PATH --max 3 --by hash --json --json-into @shards.json --rev HEAD",
          "shards PATH --max 3 --worktree",
          "plan PATH --offline --base HEAD~1",
          "plan PATH --offline --base HEAD~1 --json --markdown @offline.md",
          "show @plan.json",
          "show @plan.json --json --json-into @shown.json",
          "show @plan.json --markdown",
          reported("show @plan.json", REPORTS.replace(" --markdown @N.md", "")),
          "show @signed.json --require-signed-by @public.pem",
          "policy test PATH --plan @plan.json",
          "policy test PATH --plan @plan.json --json --json-into @policy.json --rev HEAD",
          "policy test PATH --plan @plan.json --worktree",
          "rbac PATH",
          "rbac PATH --cluster one --namespace canary --past --projects a,b --rev HEAD",
          "rbac PATH --plan-only --worktree",
          "doctor PATH",
          "doctor PATH --json --json-into @doctor.json --strict --plan-only --rev HEAD",
          "doctor PATH --worktree",
          "drift PATH",
          "drift PATH --shard 2/2",
          "drift PATH --json --json-into @drift.json --rev HEAD --trust-ref HEAD",
          "drift PATH --worktree",
          reported("drift PATH --since @drift.json", RUN_REPORTS),
          "drift PATH --since @drift.json --json-into @drift.json",
          "github comment --plan @plan.json",
          "github comment --markdown @plan.md --label markdown",
          "github comment --text @validate.json --label text",
          "github comment --failed --label failed --repository acme/fleet --pull-request 1 --head "
              + HEAD,
          "github comment --superseded",
          "github issue --report @drift.json --key canary --repository acme/fleet",
          "list PATH",
          "list PATH --json --json-into @list.json --rev HEAD --trust-ref HEAD",
          "list PATH --worktree",
          "explain one/akuity/values PATH",
          "explain one/akuity/values PATH --json --json-into @why.json --rev HEAD --trust-ref HEAD",
          "explain one/akuity/registry PATH --worktree",
          "force-unlock one visibly-fake-run PATH --rev HEAD",
          "force-unlock one visibly-fake-run PATH --worktree",
          "apply @expired.json PATH --result @expired-result.json",
          "apply @plan.json PATH --all-or-nothing --result @one.json --json-into @applied.json",
          "apply @signed.json PATH --require-signed-by @public.pem --json --auto-approve",
          "apply PATH --auto-approve --result @two.json --trust-ref HEAD --rev HEAD",
          "apply PATH --auto-approve --json --result @three.json",
          "apply PATH --auto-approve --worktree",
          "apply @merged.json PATH --shard 2/2 --result @part-result.json",
          reported("apply PATH --auto-approve", RUN_REPORTS),
          "report merge @two.json",
          "github comment --result @two.json --label result",
          "report merge @expired-result.json --json",
          reported(
              "report merge @two.json --out @merged-result.json --json-into @again.json",
              RUN_REPORTS),
          "apply PATH --auto-approve",
          "git-install PATH --attributes *.enc.yaml",
          "git-install PATH --uninstall",
          "keygen",
          "keygen -o @identity.txt --pq",
          "keygen -y @identity.txt",
          "version",
          "version --json",
          "completion bash");

  /** Of the flags, those that neither print nor write anything, and no other. */
  private static final Set<Flag> SILENT =
      EnumSet.of(
          Flag.KUBECONFIG,
          Flag.INSTALLATION,
          Flag.TIMEOUT,
          Flag.PARALLELISM,
          Flag.NO_COLOR,
          Flag.QUIET,
          Flag.DETAILED_EXITCODE,
          Flag.ACCEPT_DELETES,
          Flag.ACCEPT_CHANGES,
          Flag.ALLOW_EMPTY,
          Flag.MAX_FAILED_CLUSTERS,
          Flag.LOCK,
          Flag.LOCK_TIMEOUT);

  /** It has values of its own, and README's test reads what it prints. */
  private static final Set<String> ELSEWHERE = Set.of("demo");

  private static final String TOKEN = "visibly-fake-token";
  private static final String FLEET = "acme/fleet";

  private Optional<RealApiServer> server = Optional.empty();
  private final GitHubServer github = GitHubServer.start();
  private int pull;
  private Optional<Playground> playground = Optional.empty();
  private Optional<Relay> relay = Optional.empty();

  @BeforeAll
  void start() {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(RealApiServer.available()).as("CI needs KUBEBUILDER_ASSETS").isTrue();
    }
    assumeThat(RealApiServer.available())
        .as("no folder with kube-apiserver and etcd in KUBEBUILDER_ASSETS")
        .isTrue();
    server = Optional.of(RealApiServer.start());
    github.knows(TOKEN, Actor.workflow()).repository(FLEET);
    pull = github.openPull(FLEET, "acme:topic", HEAD);
  }

  @AfterAll
  void stop() {
    github.close();
    server.ifPresent(RealApiServer::close);
  }

  @BeforeEach
  void declare() throws IOException {
    playground = Optional.of(Playground.beside(server.orElseThrow()));
    relay = Optional.of(new Relay(server.orElseThrow()));
    Files.writeString(
        playground().kubeconfig(),
        Files.readString(playground().kubeconfig())
            .replace(server.orElseThrow().url(), relay().address()));
    writeSigningKey();
    playground()
        .env()
        .putAll(
            Map.of(
                "GITHUB_API_URL",
                github.url(),
                "GITHUB_TOKEN",
                TOKEN,
                "GITHUB_REPOSITORY",
                FLEET,
                "GITHUB_EVENT_PATH",
                file("event.json").toString()));
    Files.writeString(
        file("event.json"),
        """
        {"pull_request": {"number": %d, "head": {"sha": "%s"}}}
        """
            .formatted(pull, HEAD));
    playground().copy("test-fixtures/canary/repo/secrets", file("repo/secrets"));
    Files.writeString(
        file("repo/cluster.yaml"),
        """
        apiVersion: secretsync.dev/v1alpha1
        kind: Cluster
        metadata: {name: one}
        spec: {context: c1}
        """);
    playground().init();
    playground().commit();
    // so that there is a commit to compare with
    Files.writeString(file("repo/README.md"), "Canaries.\n");
    playground().commit();
  }

  @AfterEach
  void end() {
    relay.ifPresent(Relay::close);
    playground.ifPresent(place -> {
      Somebody somebody = place.somebody("c1");
      somebody.secrets().keySet().stream()
          .filter(name -> name.startsWith(NAMESPACE + "/"))
          .forEach(name -> somebody.delete(NAMESPACE, name.substring(NAMESPACE.length() + 1)));
      place.close();
    });
  }

  private Playground playground() {
    return playground.orElseThrow();
  }

  private Relay relay() {
    return relay.orElseThrow();
  }

  private Path file(String name) {
    return playground().folder().resolve(name);
  }

  private void writeSigningKey() throws IOException {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      Files.writeString(file("key.pem"), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      Files.writeString(file("public.pem"), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has Ed25519", e);
    }
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), kind);
  }

  /** Named after the command, so that no report is lost to the next. */
  private static String reported(String line, String reports) {
    return line + reports.replace("@N", "@" + line.substring(0, line.indexOf(' ')));
  }

  @Test
  @DisplayName("every command, and every flag that prints or writes something, is run here")
  void nothingIsForgotten() {
    Set<String> files = new TreeSet<>();
    FilesCanaryTest.commands("yaml", "f").forEach(words -> files.add(words.getFirst()));
    List<String> forgotten = new ArrayList<>();
    for (Command command : Commands.all()) {
      List<List<String>> lines =
          LINES.stream()
              .map(line -> List.of(line.split(" ")))
              .filter(words -> Commands.in(words).equals(Optional.of(command)))
              .toList();
      if (lines.isEmpty() && !files.contains(command.name())) {
        forgotten.add(command.name());
      }
      if (!lines.isEmpty()) {
        command.flags().stream()
            .filter(flag -> !SILENT.contains(flag))
            .filter(flag -> lines.stream().noneMatch(words -> has(words, flag)))
            .forEach(flag -> forgotten.add(command.name() + " --" + flag.longName()));
      }
    }
    forgotten.removeAll(ELSEWHERE);
    assertThat(forgotten).as("run these in LINES").isEmpty();
  }

  private static boolean has(List<String> words, Flag flag) {
    String letter = flag.option().getOpt();
    return words.contains("--" + flag.longName())
        || (letter != null && words.contains("-" + letter));
  }

  @Test
  @DisplayName("a leak that is planted is found, wherever it is and however it is written")
  void plantedLeaksAreFound() throws IOException {
    run("apply PATH --auto-approve");
    assertNothingLeaked();
    Somebody somebody = playground().somebody("c1");
    somebody.lock("visibly-fake-run", 1);
    for (Map.Entry<String, String> written :
        Canaries.encodings(text("plain").getBytes(UTF_8)).entrySet()) {
      for (String place : List.of("annotation", "label", "lease", "event", "file", "wire")) {
        boolean fits = written.getValue().matches("[A-Za-z0-9._-]{1,63}");
        if (!place.equals("label") || fits) {
          plant(place, written.getValue());
          assertThat(leaks()).as("%s in a %s", written.getKey(), place).isNotEmpty();
          plant(place, "nothing");
        }
      }
      assertThat(CANARIES.in("said: " + written.getValue() + "\n")).isNotEmpty();
    }
    relay().forget();
    assertThat(leaks()).isEmpty();
    somebody.unlock();
  }

  private void plant(String place, String text) throws IOException {
    Somebody somebody = playground().somebody("c1");
    ObjectNode change = Somebody.object();
    switch (place) {
      case "annotation" -> {
        change.putObject("metadata").putObject("annotations").put("planted", text);
        somebody.patch(NAMESPACE, "values", "planted", change);
      }
      case "label" -> {
        change.putObject("metadata").putObject("labels").put("planted", text);
        somebody.patch(NAMESPACE, "values", "planted", change);
      }
      case "lease" -> {
        change.putObject("metadata").putObject("annotations").put("planted", text);
        somebody.patchLock(change);
      }
      case "event" -> somebody.event(NAMESPACE, text);
      case "file" -> Files.writeString(file("planted"), text);
      default -> {
        relay().forget();
        if (!text.equals("nothing")) {
          somebodyAsks(text);
        }
      }
    }
  }

  /** As if secretsync put it into what it sends. */
  private void somebodyAsks(String text) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(relay().address() + "/api/v1/namespaces?dryRun=All"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"planted\": \"" + text + "\"}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Test
  @DisplayName("from nothing to nothing: created, edited by hand, changed and deleted")
  void everyCommand() throws IOException {
    everyLine();
    JsonNode live = playground().somebody("c1").secret(NAMESPACE, "values");
    assertThat(Base64.getDecoder().decode(live.at("/data/plain").asText()))
        .as("the values do arrive")
        .isEqualTo(VALUES.get("plain"));
    editByHand();
    everyLine();
    assertThat(github.comments(FLEET, pull)).as("one of each label").hasSize(5);
    assertThat(github.issues(FLEET)).as("one of drift").hasSize(1);
    playground()
        .copy("test-fixtures/canary/broken/values-changed.yaml", file("repo/secrets/values.yaml"));
    playground().commit();
    everyLine();
    Files.delete(file("repo/secrets/values.yaml"));
    playground().commit();
    everyLine();
    assertThat(playground().somebody("c1").secrets()).doesNotContainKey(NAMESPACE + "/values");
  }

  private void editByHand() {
    ObjectNode patch = Somebody.object();
    String live = Base64.getEncoder().encodeToString(VALUES.get("live"));
    patch.putObject("data").put("plain", live).put("theirs", live);
    playground().somebody("c1").patch(NAMESPACE, "values", "kubectl-patch", patch);
  }

  @Test
  @DisplayName("a plan that is no longer true, that is expired, damaged or not signed")
  void refusedPlans() throws IOException {
    run("apply PATH --auto-approve");
    playground()
        .copy("test-fixtures/canary/broken/values-changed.yaml", file("repo/secrets/values.yaml"));
    playground().commit();
    run("plan PATH --out @plan.json");
    ObjectNode edit = Somebody.object();
    String config = "{\"auths\":{\"r\":{\"password\":\"" + text("live") + "\"}}}";
    edit.putObject("data")
        .put(".dockerconfigjson", Base64.getEncoder().encodeToString(config.getBytes(UTF_8)));
    playground().somebody("c1").patch(NAMESPACE, "registry", "kubectl-patch", edit);
    for (String how : List.of("", " --all-or-nothing", " --json", " --json-into @o.json")) {
      Playground.Ran ran = run("apply @plan.json PATH --result @r.json" + how);
      assertThat(ran.exit()).as("%s%s", ran.out(), ran.err()).isEqualTo(4);
    }
    run("plan PATH --out @expired.json --ttl 1ms");
    assertThat(run("apply @expired.json PATH --result @r.json").exit()).isEqualTo(4);
    assertThat(run("apply @plan.json PATH --require-signed-by @public.pem").exit()).isEqualTo(4);
    String plan = Files.readString(file("plan.json"));
    Files.writeString(file("plan.json"), plan.replace("east", text("pasted")) + text("pasted"));
    for (String line :
        List.of("show @plan.json", "apply @plan.json PATH", "show @plan.json --json")) {
      assertThat(run(line).exit()).isEqualTo(65);
    }
    Files.delete(file("plan.json"));
    assertNothingLeaked();
  }

  @ParameterizedTest
  @CsvSource({
    "value-in-clear.yaml,      values.yaml",
    "wrong-mac.yaml,           values.yaml",
    "wrong-docker-config.yaml, docker.yaml"
  })
  @DisplayName("bad files, for the commands of a saved plan too")
  void badFiles(String broken, String as) throws IOException {
    run("plan PATH --out @plan.json");
    playground().copy("test-fixtures/canary/broken/" + broken, file("repo/secrets/" + as));
    playground().commit();
    for (String line : LINES) {
      // CanaryTest has the others
      if (line.contains("@") && line.contains("PATH")) {
        run(line);
      }
    }
    assertNothingLeaked();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 422, 500})
  @DisplayName(
      "answers, such as denials of admission, that repeat all that was sent in every field")
  void answersThatRepeat(int status) throws IOException {
    relay()
        .fromNth(
            1, request -> request.writes() && !request.target().contains("/leases"), echo(status));
    overTheWire("plan PATH --out", "apply");
    assertThat(relay().seen()).anyMatch(Seen::writesSecret);
    relay().fromNth(1, Seen::writes, echo(status));
    overTheWire("apply @plan", "force-unlock");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 500})
  @DisplayName("answers to questions that tell what is in the cluster")
  void answersThatTell(int status) throws IOException {
    run("apply PATH --auto-approve");
    ObjectNode told = Somebody.object();
    VALUES.forEach((name, value) -> told.withObjectProperty("data").put(name, value));
    relay()
        .fromNth(
            1,
            request -> !request.writes(),
            new Trick.Replies(status, _ -> echoed(status, told.toString()), Optional.empty()));
    overTheWire(
        "plan PATH --out",
        "apply @plan",
        "apply PATH --auto-approve --json",
        "force",
        "doc",
        "drift PATH --json",
        "list PATH --json",
        "explain one/akuity/values PATH --json");
  }

  private static Trick echo(int status) {
    return new Trick.Replies(status, body -> echoed(status, body), Optional.empty());
  }

  private static String echoed(int status, String body) {
    try {
      return EchoServer.echo(status, body).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("kill -9: what it printed and the partial result that it leaves")
  void killedRuns() throws IOException, InterruptedException {
    for (int step = 1; step <= 4; step++) {
      Child child = new Child();
      relay().nth(step, Seen::writes, new Trick.After(child::kill));
      Path record = file("killed-" + step + ".json");
      int exit =
          child.run(
              List.of(),
              playground().env(),
              playground().kubeconfig(),
              "apply",
              file("repo").toString(),
              "--auto-approve",
              "--lock=false",
              "--parallelism",
              "1",
              "--result",
              record.toString());
      if (exit == 137) {
        assertThat(record).exists();
      }
      assertThat(CANARIES.in(child.said())).isEmpty();
      assertNothingLeaked();
    }
    assertThat(file("killed-1.json")).content().contains("secretsync.result.partial");
  }

  private void everyLine() throws IOException {
    for (String line : LINES) {
      run(line);
    }
    assertNothingLeaked();
  }

  /** The lines that begin so, with little patience for clusters. */
  private void overTheWire(String... beginnings) throws IOException {
    for (String line : LINES) {
      if (Arrays.stream(beginnings).anyMatch(line::startsWith)) {
        run(line + " --timeout 500ms");
      }
    }
    assertNothingLeaked();
  }

  private Playground.Ran run(String line) throws IOException {
    String[] words =
        Arrays.stream(line.split(" "))
            .map(word -> word.startsWith("@") ? file(word.substring(1)).toString() : word)
            .map(word -> word.equals("PATH") ? file("repo").toString() : word)
            .toArray(String[]::new);
    if (line.contains("-o @identity.txt")) {
      Files.deleteIfExists(file("identity.txt"));
    }
    Playground.Ran ran = playground().run(words);
    assertThat(CANARIES.in(ran.out())).as("stdout of %s", line).isEmpty();
    assertThat(CANARIES.in(ran.err())).as("stderr of %s", line).isEmpty();
    assertThat(ran.out() + ran.err()).as(line).doesNotContain("CANARY").doesNotContain("7f3a-");
    assertThat(ran.err()).as(line).doesNotContain("secretsync itself failed");
    return ran;
  }

  private void assertNothingLeaked() throws IOException {
    assertThat(leaks()).isEmpty();
  }

  /** Wherever a value is that should not be there. */
  private List<String> leaks() throws IOException {
    List<String> found = new ArrayList<>(CANARIES.inFiles(playground().folder()));
    // what people pasted in clear stands where they put it
    found.removeIf(what -> what.startsWith(file("repo/") + "/") && what.contains(" pasted as "));
    for (Seen request : relay().seen()) {
      CANARIES.in(request.target()).forEach(what -> found.add(request + ": " + what));
      CANARIES.in(withoutData(request)).forEach(what -> found.add("in " + request + ": " + what));
    }
    for (JsonNode posted : posted()) {
      CANARIES.in(posted.toString()).forEach(what -> found.add("on GitHub: " + what));
    }
    for (JsonNode item : playground().somebody("c1").everything()) {
      JsonNode marks = item.deepCopy();
      if (marks.path("kind").asText().equals("Secret")) {
        ((ObjectNode) marks).remove("data");
      }
      CANARIES.in(marks.toString()).forEach(what -> found.add(item.at("/metadata/name") + what));
    }
    return found;
  }

  private List<JsonNode> posted() {
    List<JsonNode> posted = new ArrayList<>(github.issues(FLEET));
    posted.addAll(github.comments(FLEET, pull));
    return posted;
  }

  /** Values may be in the data of Secrets that are written, and nowhere else on the wire. */
  private static String withoutData(Seen request) throws IOException {
    if (!request.writesSecret() || request.method().equals("DELETE")) {
      return request.body();
    }
    JsonNode body = Somebody.json(request.body());
    if (body instanceof ObjectNode object && body.path("kind").asText().equals("Secret")) {
      object.remove("data");
    }
    return body.toString();
  }

  private static String text(String name) {
    return new String(VALUES.get(name), UTF_8);
  }
}
