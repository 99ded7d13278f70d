package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.fixtures.apiserver.ApiServer;
import dev.secretsync.fixtures.apiserver.Kubeconfig;
import dev.secretsync.fixtures.apiserver.RealApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The identities that {@code rbac} prints, on three real API servers: they can do everything that
 * secretsync has to, and nothing else.
 */
@DisplayName("K8: what rbac prints is enough, and no more")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessIT {
  private static final String NAMESPACE = "secretsync";

  /** What Kubernetes allows to everybody who has credentials. */
  private static final List<String> EVERYBODY =
      List.of(
          "authorization.k8s.io/selfsubjectaccessreviews create",
          "authorization.k8s.io/selfsubjectrulesreviews create");

  private final List<Playground> playgrounds = new ArrayList<>();

  @BeforeAll
  void start() throws IOException {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(RealApiServer.available()).as("CI needs KUBEBUILDER_ASSETS").isTrue();
    }
    assumeThat(RealApiServer.available())
        .as("no folder with kube-apiserver and etcd in KUBEBUILDER_ASSETS")
        .isTrue();
    Playground playground = Playground.on(RealApiServer::start);
    playgrounds.add(playground);
    playground.withQuickstart();
    for (Map.Entry<String, String> cluster :
        Map.of("hub", "c1", "east", "c2", "west", "c3").entrySet()) {
      Path file = playground.repository().resolve("clusters/" + cluster.getKey() + ".yaml");
      String uid = administrator(cluster.getValue()).identity();
      Files.writeString(file, Files.readString(file) + "  identity: " + uid + "\n");
    }
    playground.commit();
    for (Map.Entry<String, List<ObjectNode>> cluster : printed().entrySet()) {
      administrator(cluster.getKey()).apply(cluster.getValue());
    }
  }

  @AfterAll
  void stop() {
    playgrounds.forEach(Playground::close);
  }

  @BeforeEach
  void come() {
    as("apply");
  }

  private Playground playground() {
    return playgrounds.getFirst();
  }

  private Administrator administrator(String context) {
    return new Administrator(playground().cluster(context));
  }

  /** What is printed for each cluster by itself, by context. */
  private SortedMap<String, List<ObjectNode>> printed() {
    SortedMap<String, List<ObjectNode>> printed = new TreeMap<>();
    Map.of("hub", "c1", "east", "c2", "west", "c3")
        .forEach((name, context) ->
            printed.put(
                context, Administrator.documents(expect(0, run("rbac", "--cluster", name)))));
    return printed;
  }

  /** From now on secretsync runs with the tokens of one printed identity. */
  private void as(String identity) {
    Map<String, Kubeconfig.Context> contexts = new TreeMap<>();
    for (String context : Playground.CONTEXTS) {
      ApiServer server = playground().cluster(context);
      contexts.put(context, new Kubeconfig.Context(server, token(context, identity)));
    }
    try {
      Path file = playground().folder().resolve("kubeconfig-" + identity);
      playground().env().put("KUBECONFIG", Kubeconfig.writeContexts(file, contexts).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String token(String context, String identity) {
    return administrator(context).token(NAMESPACE, "secretsync-" + identity);
  }

  @Test
  @Order(1)
  @DisplayName("a server takes every manifest, again and again")
  void manifestsAreValid() {
    printed().forEach((context, documents) -> administrator(context).tryOut(documents));
    administrator("c1").tryOut(Administrator.documents(expect(0, run("rbac"))));
  }

  @Test
  @Order(2)
  @DisplayName("who only plans sees everything and writes nothing")
  void planIdentityOnlyPlans() {
    as("plan");
    assertThat(expect(0, run("doctor", "--plan-only", "--strict"))).contains("All is well.");
    assertThat(expect(2, run("plan", "--detailed-exitcode")))
        .contains("Plan: 9 to add, 0 to change, 0 to destroy.");

    assertThat(run("apply", "--auto-approve").exit()).isNotZero();
    for (String context : Playground.CONTEXTS) {
      assertThat(playground().somebody(context).secrets().keySet())
          .noneMatch(name -> name.startsWith("akuity/") || name.startsWith("apps/"));
    }
    assertThat(expect(7, run("doctor")))
        .contains("may not create, delete, get, patch secrets in namespace akuity");
  }

  @Test
  @Order(3)
  void wholeFlowRunsAsTheApplyIdentity() throws IOException {
    assertThat(expect(0, run("doctor", "--strict"))).contains("All is well.");
    expect(0, run("validate"));
    assertThat(expect(0, run("apply", "--auto-approve"))).contains("Apply complete. 9 applied,");
    expectNothingToDo();

    ObjectNode edit = Somebody.object();
    edit.putObject("data").put("password", "eA==");
    playground().somebody("c2").patch("akuity", "database", "kubectl-patch", edit);
    expect(2, run("drift", "--detailed-exitcode"));
    expect(0, run("apply", "--auto-approve"));
    expectNothingToDo();

    playground()
        .copy(
            "test-fixtures/cli/files/database-changed.yaml",
            playground().repository().resolve("secrets/database.yaml"));
    Files.delete(playground().repository().resolve("secrets/registry.yaml"));
    playground().commit();
    assertThat(expect(0, run("apply", "--auto-approve"))).contains("Apply complete. 5 applied,");
    expectNothingToDo();
    assertThat(expect(0, run("list"))).contains("payments-api");
    assertThat(expect(0, run("explain", "west/akuity/database"))).contains("west");
  }

  @Test
  @Order(4)
  @DisplayName("each identity may do exactly what was printed for it, and nothing anywhere else")
  void nothingMoreIsAllowed() {
    printed()
        .forEach((context, documents) -> {
          Administrator administrator = administrator(context);
          for (String identity : List.of("plan", "apply")) {
            SortedMap<String, SortedSet<String>> granted = granted(documents, identity);
            String token = token(context, identity);
            SortedSet<String> namespaces =
                new TreeSet<>(List.of("default", "kube-system", "kube-public", NAMESPACE));
            namespaces.addAll(granted.keySet());
            for (String namespace : namespaces) {
              SortedSet<String> expected = new TreeSet<>(EVERYBODY);
              expected.addAll(granted.getOrDefault(namespace, new TreeSet<>()));
              assertThat(administrator.rights(token, namespace))
                  .as("%s in %s of %s", identity, namespace, context)
                  .isEqualTo(expected);
            }
            refused(administrator, token);
          }
        });
  }

  private static void refused(Administrator administrator, String token) {
    for (String[] request :
        new String[][] {
          {"GET", "/api/v1/secrets"},
          {"GET", "/api/v1/namespaces"},
          {"GET", "/api/v1/namespaces/kube-system/secrets"},
          {"GET", "/api/v1/namespaces/default/secrets"},
          {"GET", "/api/v1/namespaces/akuity/secrets?watch=true"},
          {"GET", "/api/v1/namespaces/akuity/configmaps"},
          {"DELETE", "/api/v1/namespaces/akuity/secrets"},
          {"PUT", "/api/v1/namespaces/akuity/secrets/database"},
          {"POST", "/api/v1/namespaces"},
          {"DELETE", "/api/v1/namespaces/akuity"},
          {"POST", "/api/v1/namespaces/secretsync/serviceaccounts/secretsync-apply/token"},
          {"GET", "/apis/coordination.k8s.io/v1/namespaces/default/leases"},
          {"GET", "/apis/coordination.k8s.io/v1/namespaces/default/leases/another"},
          {"POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/akuity/rolebindings"}
        }) {
      assertThat(administrator.tried(token, request[0], request[1]))
          .as("%s %s", request[0], request[1])
          .isEqualTo(403);
    }
    assertThat(
            administrator.tried(
                token, "GET", "/api/v1/namespaces/akuity/secrets", "Impersonate-User", "admin"))
        .isEqualTo(403);
  }

  @Test
  @Order(5)
  @DisplayName("without any one of the printed verbs on Secrets and namespaces some step fails")
  void everyPrintedVerbIsNeeded() throws IOException {
    assertThat(steps()).as("with all of them").isZero();
    List<String> tried = new ArrayList<>();
    for (ObjectNode role : printed().getOrDefault("c2", List.of())) {
      boolean ofApply =
          role.path("kind").asText().equals("Role")
              && role.at("/metadata/name").asText().endsWith("-apply");
      for (JsonNode rule : ofApply ? values(role.path("rules")) : List.<JsonNode>of()) {
        for (JsonNode verb : values(rule.path("verbs"))) {
          // how a lock needs its Lease is for the tests of locks
          if (!rule.path("resources").path(0).asText().equals("leases")) {
            String what = verb.asText() + " in " + role.at("/metadata/namespace").asText();
            tried.add(what);
            administrator("c2").apply(List.of(without(role, rule, verb)));
            assertThat(run("doctor").exit()).as("doctor without %s", what).isNotZero();
            assertThat(steps()).as("steps without %s", what).isNotZero();
            administrator("c2").apply(List.of(role));
            assertThat(step("none")).as("the last step with %s", what).isZero();
          }
        }
      }
    }
    assertThat(tried).hasSize(11);
  }

  private static ObjectNode without(ObjectNode role, JsonNode rule, JsonNode verb) {
    ObjectNode less = role.deepCopy();
    ArrayNode rules = less.putArray("rules");
    for (JsonNode one : role.path("rules")) {
      ObjectNode copy = one.deepCopy();
      if (one.equals(rule)) {
        ArrayNode kept = copy.putArray("verbs");
        values(one.path("verbs")).stream().filter(other -> !other.equals(verb)).forEach(kept::add);
      }
      if (!copy.path("verbs").isEmpty()) {
        rules.add(copy);
      }
    }
    return less;
  }

  /**
   * A create, an update that drops a key (which has to look at the owners first), and a delete in
   * both namespaces of east; the worst exit code.
   */
  private int steps() throws IOException {
    int worst = 0;
    for (String data : List.of("{a: visibly-fake-a, b: visibly-fake-b}", "{a: visibly-fake-c}")) {
      worst = Math.max(worst, step(data));
    }
    return Math.max(worst, step("none"));
  }

  private int step(String data) throws IOException {
    for (String namespace : List.of("akuity", "apps")) {
      Path file = playground().repository().resolve("secrets/step-" + namespace + ".yaml");
      Files.deleteIfExists(file);
      if (!data.equals("none")) {
        Files.writeString(
            file,
            """
            apiVersion: secretsync.dev/v1alpha1
            kind: ManagedSecret
            metadata: {name: step}
            spec:
              namespace: %s
              allowedClusters: {names: [east]}
              stringData: %s
            """
                .replace("step}", "step-" + namespace + "}")
                .formatted(namespace, data));
        assertThat(playground().run("encrypt", "-i", file.toString()).exit()).isZero();
      }
    }
    playground().commit();
    return run("apply", "--auto-approve").exit();
  }

  private static List<JsonNode> values(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  /** What the printed Roles of an identity say, by namespace. */
  private static SortedMap<String, SortedSet<String>> granted(
      List<ObjectNode> documents, String identity) {
    SortedMap<String, SortedSet<String>> granted = new TreeMap<>();
    for (ObjectNode document : documents) {
      assertThat(document.path("kind").asText()).as("no ClusterRole").doesNotContain("Cluster");
      if (document.path("kind").asText().equals("Role")
          && document.at("/metadata/name").asText().equals(NAMESPACE + "-" + identity)) {
        SortedSet<String> rights = new TreeSet<>();
        document.path("rules").forEach(rule -> rights.addAll(Administrator.rights(rule)));
        granted.put(document.at("/metadata/namespace").asText(), rights);
      }
    }
    return granted;
  }

  private void expectNothingToDo() {
    assertThat(expect(0, run("plan", "--detailed-exitcode"))).contains("No changes.");
  }

  private Playground.Ran run(String command, String... arguments) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of(arguments));
    line.add(playground().repository().toString());
    return playground().run(line.toArray(String[]::new));
  }

  private static String expect(int exit, Playground.Ran ran) {
    assertThat(ran.exit()).as("%s%s", ran.out(), ran.err()).isEqualTo(exit);
    return ran.out();
  }
}
