package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.cluster.kubernetes.Relay;
import dev.secretsync.fixtures.apiserver.ApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A repository whose second commit asks for every kind of write, one cluster, and a relay before
 * it, in namespaces that no other story has. However it went: {@link #finish} runs the same command
 * again, undisturbed, and then nothing is lost, nothing is there twice and nothing is left to do.
 */
final class FaultStory implements AutoCloseable {
  /** What is there at the end, by name. */
  private static final SortedMap<String, String> AT_THE_END =
      new TreeMap<>(
          Map.of(
              "created", "visibly-fake-created",
              "kept", "visibly-fake-kept",
              "replaced", "visibly-fake-replaced",
              "updated", "visibly-fake-updated-again",
              "updated-often", "visibly-fake-updated-often"));

  private final ApiServer server;
  private final String name;
  private final Playground playground;
  private final Relay relay;
  private final Child child = new Child();
  private SortedMap<String, JsonNode> before = new TreeMap<>();

  private FaultStory(ApiServer server, String name, Playground playground) {
    this.server = server;
    this.name = name;
    this.playground = playground;
    this.relay = new Relay(server);
  }

  /**
   * The first commit is applied, somebody has a Secret there too, and the second is made.
   *
   * @param name of its namespace; {@code name-new} does not exist before the second commit
   */
  static FaultStory begun(ApiServer server, String name) throws IOException {
    FaultStory story = new FaultStory(server, name, Playground.beside(server));
    try {
      story.begin();
      return story;
    } catch (IOException | RuntimeException | Error e) {
      story.close();
      throw e;
    }
  }

  /** Another repository: a Kargo on the one server, an agent of it on the other. */
  static FaultStory kargo(ApiServer server, ApiServer agent) throws IOException {
    FaultStory story =
        new FaultStory(server, "kargo", Playground.beside(List.of(server, agent, agent)));
    story.playground.copy("examples/kargo/repository", story.playground.repository());
    Files.delete(story.file("clusters/west.yaml"));
    story.playground.init();
    story.playground.commit();
    Path live = Playground.PROJECT.resolve("examples/kargo/live");
    story.playground.somebody("c1").apply(live.resolve("hub.yaml"));
    story.playground.somebody("c2").apply(live.resolve("2-sync/east.yaml"));
    return story;
  }

  private void begin() throws IOException {
    playground.copy("examples/quickstart/.sops.yaml", file(".sops.yaml"));
    write(
        "cluster.yaml",
        """
        apiVersion: secretsync.dev/v1alpha1
        kind: Cluster
        metadata: {name: one}
        spec: {context: c1}
        """);
    playground.init();
    declare("kept", "Opaque", "visibly-fake-kept");
    declare("updated", "Opaque", "visibly-fake-zero");
    declare("updated-often", "Opaque", "visibly-fake-zero");
    declare("replaced", "Opaque", "visibly-fake-old");
    declare("deleted", "Opaque", "visibly-fake-deleted");
    playground.commit();
    expect(0, run("apply", "--auto-approve"));
    // the first update of what a POST wrote takes another way than all that follow
    declare("updated-often", "Opaque", "visibly-fake-one");
    playground.commit();
    expect(0, run("apply", "--auto-approve"));
    playground
        .somebody("c1")
        .create(name, "kubectl-create", Somebody.secret("theirs", "Opaque", Map.of("k", "eA==")));
    before = live();

    // a key that is to go makes the first update one in two halves
    encrypted("updated", document("updated", "Opaque", "visibly-fake-updated-again", name));
    declare("updated-often", "Opaque", "visibly-fake-updated-often");
    declare("replaced", "kubernetes.io/basic-auth", "visibly-fake-replaced");
    declare("created", "Opaque", "visibly-fake-created");
    declare("elsewhere", "Opaque", "visibly-fake-elsewhere", name + "-new");
    Files.delete(file("secrets/deleted.yaml"));
    playground.commit();
  }

  private void declare(String secret, String type, String value) throws IOException {
    declare(secret, type, value, name);
  }

  void declare(String secret, String type, String value, String namespace) throws IOException {
    encrypted(
        secret, document(secret, type, value, namespace) + "    username: visibly-fake-user\n");
  }

  private static String document(String secret, String type, String value, String namespace) {
    return """
    apiVersion: secretsync.dev/v1alpha1
    kind: ManagedSecret
    metadata:
      name: %s
    spec:
      namespace: %s
      type: %s
      allowedClusters:
        all: true
      stringData:
        password: %s
    """
        .formatted(secret, namespace, type, value);
  }

  private void encrypted(String secret, String document) throws IOException {
    Path file = write("secrets/" + secret + ".yaml", document);
    expect(0, playground.run("encrypt", "-i", file.toString()));
  }

  private Path write(String path, String text) throws IOException {
    Files.createDirectories(file(path).resolveSibling("."));
    return Files.writeString(file(path), text);
  }

  private Path file(String path) {
    return playground.repository().resolve(path);
  }

  Playground playground() {
    return playground;
  }

  Relay relay() {
    return relay;
  }

  String namespace() {
    return name;
  }

  Somebody somebody() {
    return playground.somebody("c1");
  }

  /** Straight to the server. */
  Playground.Ran run(String... words) {
    return playground.run(line(words));
  }

  /** Through the relay. */
  Playground.Ran relayed(String... words) throws IOException {
    String direct = playground.env().get("KUBECONFIG");
    playground.env().put("KUBECONFIG", relayedKubeconfig().toString());
    try {
      return playground.run(line(words));
    } finally {
      playground.env().put("KUBECONFIG", direct);
    }
  }

  /** Where what the file says leads through the relay. */
  Path relayedKubeconfig() throws IOException {
    return Files.writeString(
        playground.folder().resolve("relayed"),
        Files.readString(playground.kubeconfig()).replace(server.url(), relay.address()));
  }

  /** The command and, unless they have one already, the repository; each story has its own lock. */
  private String[] line(String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--installation", name, playground.repository().toString()));
    return line.toArray(String[]::new);
  }

  /** In a process of its own, through the relay; says how it ended. */
  int child(String... words) throws IOException, InterruptedException {
    return child(List.of(), words);
  }

  /** The same where no file may become larger than so many blocks, as if the disk were full. */
  int childOnFullDisk(int blocks, String... words) throws IOException, InterruptedException {
    return child(
        List.of("sh", "-c", "ulimit -f \"$0\" && exec \"$@\"", String.valueOf(blocks)), words);
  }

  private int child(List<String> before, String... words) throws IOException, InterruptedException {
    return child.run(before, playground.env(), relayedKubeconfig(), line(words));
  }

  /** What the child printed. */
  String said() {
    return child.said();
  }

  /** {@code kill -9}, and gone. */
  void kill() {
    child.kill();
  }

  /** Everything in its two namespaces, without the name of the first. */
  SortedMap<String, JsonNode> live() {
    SortedMap<String, JsonNode> live = new TreeMap<>();
    somebody()
        .secrets()
        .forEach((place, secret) -> {
          if (place.startsWith(name + "/") || place.startsWith(name + "-new/")) {
            live.put(place.replace(name + "/", ""), secret);
          }
        });
    return live;
  }

  static String value(JsonNode secret) {
    return new String(
        Base64.getDecoder().decode(secret.at("/data/password").asText()), StandardCharsets.UTF_8);
  }

  /** The next run, which nothing disturbs. */
  void finish(String... words) {
    expect(0, run(words.length == 0 ? new String[] {"apply", "--auto-approve"} : words));
    assertFinished();
  }

  void assertFinished() {
    assertThat(expect(0, run("plan", "--detailed-exitcode"))).contains("No changes.");
    SortedMap<String, JsonNode> live = live();
    SortedMap<String, String> values = new TreeMap<>();
    live.forEach((place, secret) -> values.put(place, value(secret)));
    SortedMap<String, String> expected = new TreeMap<>(AT_THE_END);
    expected.put(name + "-new/elsewhere", "visibly-fake-elsewhere");
    expected.put("theirs", "");
    assertThat(values).as("nothing lost, nothing doubled").isEqualTo(expected);
    assertThat(live.get("theirs")).as("what is not ours").isEqualTo(before.get("theirs"));
    assertThat(live.get("kept")).as("what nothing was to be done to").isEqualTo(before.get("kept"));
    for (String updated : List.of("updated", "updated-often")) {
      assertThat(live.get(updated).at("/metadata/uid"))
          .as("%s is the object that it was", updated)
          .isEqualTo(before.get(updated).at("/metadata/uid"));
    }
    assertThat(live.get("updated").path("data").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("password");
    assertThat(live.get("replaced").path("type").asText()).isEqualTo("kubernetes.io/basic-auth");
  }

  /** Deletes a Secret and makes another one of that name. */
  void recreate(String secret) {
    somebody().delete(name, secret);
    create(secret);
  }

  /** Somebody else makes a Secret. */
  void create(String secret) {
    somebody()
        .create(
            name,
            "kubectl-create",
            Somebody.secret(secret, "Opaque", Map.of("password", "b3RoZXI=")));
  }

  static String expect(int exit, Playground.Ran ran) {
    assertThat(ran.exit()).as("%s%s", ran.out(), ran.err()).isEqualTo(exit);
    return ran.out();
  }

  @Override
  public void close() {
    relay.close();
    playground.close();
  }
}
