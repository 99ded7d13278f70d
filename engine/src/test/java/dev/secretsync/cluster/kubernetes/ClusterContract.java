package dev.secretsync.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.ClusterOpener.Opening;
import dev.secretsync.cluster.FieldManager;
import dev.secretsync.cluster.FieldManager.Operation;
import dev.secretsync.cluster.Lease;
import dev.secretsync.cluster.LeaseClaim;
import dev.secretsync.cluster.LeaseResult;
import dev.secretsync.cluster.Leases;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.Lookout;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.Observation.Labelled;
import dev.secretsync.cluster.Observation.NamespaceState;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.cluster.ReadResult;
import dev.secretsync.cluster.Survey;
import dev.secretsync.cluster.WriteResult;
import dev.secretsync.fixtures.apiserver.ApiServer;
import dev.secretsync.fixtures.apiserver.User;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.Marks;
import dev.secretsync.model.Permission;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link Cluster} promises, held against an API server. The same tests run against the
 * embedded one and a real one: both have to agree.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ClusterContract {
  private static final String CANARY = "CANARY-7f3a";
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  /** No test waits: pauses are only counted. */
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  private final Patience impatient = new Patience(System::nanoTime, () -> 1, pauses::add);

  @TempDir private Path folder = Path.of("");
  private Optional<ApiServer> server = Optional.empty();
  private Optional<Relay> relay = Optional.empty();
  private Optional<Cluster> cluster = Optional.empty();
  private String namespace = "";

  /** Starts the server that the contract is held against. */
  abstract ApiServer start(ApiServer.Options options);

  @BeforeAll
  void startServer() {
    server =
        Optional.of(
            start(
                ApiServer.Options.defaults()
                    .withUser("powerless")
                    .withUser(
                        "looker",
                        new User.Permission(List.of("get"), List.of("namespaces"), List.of("*")))
                    .withUser(
                        "role",
                        new User.Permission(
                            List.of("get", "list", "create", "patch", "delete"),
                            List.of("secrets"),
                            List.of("role")),
                        new User.Permission(
                            List.of("get"), List.of("namespaces"), List.of("kube-system")))));
  }

  @AfterAll
  void stopServer() {
    server.ifPresent(ApiServer::close);
  }

  @BeforeEach
  void open() {
    relay = Optional.of(new Relay(server()));
    cluster = Optional.of(open(relay().kubeconfig(folder), Limits.DEFAULT));
    namespace = "t" + ProcessHandle.current().pid() + "-" + NAMESPACES.incrementAndGet();
    assertThat(cluster().createNamespace(namespace)).isInstanceOf(WriteResult.Written.class);
    relay().forget();
    pauses.clear();
  }

  @AfterEach
  void close() {
    cluster().close();
    relay().close();
  }

  private Cluster open(Path kubeconfig, Limits limits) {
    var opening =
        Kubeconfig.load(Optional.of(kubeconfig), Map.of(), Optional.empty())
            .open("east", "relay", limits, impatient);
    assertThat(opening).isInstanceOf(Opening.Opened.class);
    return ((Opening.Opened) opening).cluster();
  }

  private ApiServer server() {
    return server.orElseThrow();
  }

  private Relay relay() {
    return relay.orElseThrow();
  }

  private Cluster cluster() {
    return cluster.orElseThrow();
  }

  private SecretRef ref(String name) {
    return new SecretRef(namespace, name);
  }

  private static SecretContent content(Map<String, String> data) {
    return content(data, Map.of("team", "payments"), "Opaque", false);
  }

  private static SecretContent content(
      Map<String, String> data, Map<String, String> labels, String type, boolean immutable) {
    SortedMap<String, SecretBytes> bytes = new TreeMap<>();
    data.forEach((key, value) -> bytes.put(key, SecretBytes.ofUtf8(value)));
    SortedMap<String, String> all = new TreeMap<>(labels);
    all.put(Marks.MANAGED_BY, Marks.MANAGER);
    SortedMap<String, String> annotations =
        new TreeMap<>(Map.of(Marks.SOURCE_FILE, "teams/a.yaml"));
    return new SecretContent(type, immutable, bytes, all, annotations);
  }

  private LiveSecret created(String name, SecretContent content) {
    assertThat(cluster().create(ref(name), content)).isInstanceOf(WriteResult.Written.class);
    return live(name);
  }

  private LiveSecret live(String name) {
    ReadResult result = cluster().read(ref(name));
    assertThat(result).isInstanceOf(ReadResult.Found.class);
    return ((ReadResult.Found) result).secret();
  }

  private String path(String name) {
    return "/api/v1/namespaces/" + namespace + "/secrets/" + name;
  }

  private JsonNode patch(String name, String manager, String merge) {
    return relay()
        .send(
            "PATCH",
            path(name) + "?fieldManager=" + manager,
            "application/merge-patch+json",
            merge);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Observation.Read observed(String... namespaces) {
    Observation observation = cluster().observe(new TreeSet<>(List.of(namespaces)));
    assertThat(observation).isInstanceOf(Observation.Read.class);
    return (Observation.Read) observation;
  }

  private SortedMap<String, LiveSecret> listed(String namespace) {
    if (observed(namespace).namespaces().get(namespace)
        instanceof NamespaceState.Listed(SortedMap<String, LiveSecret> secrets)) {
      return secrets;
    }
    throw new AssertionError("not listed");
  }

  private static Diagnostic refusal(WriteResult result) {
    assertThat(result).isInstanceOf(WriteResult.Refused.class);
    return ((WriteResult.Refused) result).why();
  }

  // --- reading

  @Test
  void createdSecretIsReadBackByteForByte() {
    SecretContent content = content(Map.of("password", "pässwörd", "empty", ""));
    LiveSecret live = created("a", content);

    assertThat(live.content()).isEqualTo(content);
    assertThat(live.uid()).isNotEmpty();
    assertThat(live.created()).isAfter(Instant.now().minusSeconds(3600));
    assertThat(live.terminating()).isFalse();
    assertThat(live.controlled()).isFalse();
    assertThat(listed(namespace)).containsOnlyKeys("a").containsValue(live);
  }

  @Test
  @DisplayName("K2: the cluster is known by the UID of its namespace kube-system")
  void clusterIsKnownByTheUidOfKubeSystem() {
    String uid = relay().get("/api/v1/namespaces/kube-system").at("/metadata/uid").asText();

    assertThat(observed(namespace).identity()).contains(uid);
  }

  @Test
  void emptyAndAbsentNamespacesAreToldApart() {
    var states = observed(namespace, "absent-" + namespace).namespaces();

    assertThat(states.get(namespace)).isEqualTo(new NamespaceState.Listed(new TreeMap<>()));
    assertThat(states.get("absent-" + namespace)).isEqualTo(new NamespaceState.Absent());
  }

  @Test
  void absentSecretIsReadAsAbsent() {
    assertThat(cluster().read(ref("nothing"))).isEqualTo(new ReadResult.Absent());
  }

  @Test
  @DisplayName("K8: only the namespaces that matter are listed, page by page")
  void thousandTwoHundredSecretsAreThreePages() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 1200)
          .forEach(i ->
              threads.execute(() -> cluster().create(ref("s" + i), content(Map.of("k", "v")))));
    }
    relay().forget();

    assertThat(listed(namespace)).hasSize(1200);
    assertThat(relay().seen())
        .hasSize(4)
        .filteredOn(request -> request.target().contains("/secrets"))
        .hasSize(3)
        .allMatch(request -> request.target().contains("/namespaces/" + namespace + "/secrets?"));
  }

  // --- namespaces that are found by their labels

  @Test
  @DisplayName("R85: namespaces are found by a label, with all their labels and their Secrets")
  void namespacesAreFoundByALabel() {
    String project = labelled("found", Map.of("project-" + namespace, "true", "stage", "test"));
    labelled("not", Map.of("project-" + namespace, "false"));
    cluster().create(new SecretRef(project, "a"), content(Map.of("k", "v")));
    relay().forget();

    var read = observed(selector("project-" + namespace + "=true"), namespace);

    assertThat(labels(read)).containsOnlyKeys(project);
    assertThat(labels(read).get(project))
        .containsEntry("stage", "test")
        .containsEntry("project-" + namespace, "true");
    assertThat(read.namespaces()).containsOnlyKeys(namespace, project);
    assertThat(read.namespaces().get(project))
        .isInstanceOfSatisfying(
            NamespaceState.Listed.class,
            listed -> assertThat(listed.secrets()).containsOnlyKeys("a"));
    assertThat(relay().seen())
        .filteredOn(request -> request.target().contains("/namespaces?"))
        .singleElement()
        .satisfies(request -> assertThat(request.target()).contains("labelSelector="));
    assertThat(relay().seen())
        .filteredOn(request -> request.target().contains("/secrets?"))
        .extracting(request -> request.target().replaceAll(".*/namespaces/([^/]+)/.*", "$1"))
        .containsExactlyInAnyOrder(namespace, project);
  }

  @Test
  @DisplayName("R85: a selector of several conditions reaches the server as it was meant")
  void aSelectorIsEncoded() {
    String key = "example.com/project-" + namespace;
    String one = labelled("one", Map.of(key, "one"));
    String two = labelled("two", Map.of(key, "two", "retired", "yes"));
    labelled("three", Map.of(key, "three"));

    assertThat(labels(observed(selector(key + " in (one, two), !retired")))).containsOnlyKeys(one);
    assertThat(labels(observed(selector(key + " in (one, two)")))).containsOnlyKeys(one, two);
    assertThat(labels(observed(selector(key + "=nowhere")))).isEmpty();
  }

  @Test
  @DisplayName("R85: more namespaces than a page holds are all found")
  void moreNamespacesThanAPageHolds() {
    Map<String, String> labels = Map.of("many-" + namespace, "yes");
    try (var threads = Executors.newFixedThreadPool(10)) {
      IntStream.range(0, 501).forEach(i -> threads.execute(() -> labelled("n" + i, labels)));
    }
    relay().forget();

    assertThat(labels(observed(selector("many-" + namespace + "=yes")))).hasSize(501);
    assertThat(relay().seen())
        .filteredOn(request -> request.target().contains("/namespaces?"))
        .hasSize(2);
  }

  @Test
  @DisplayName("R85, K8: without the right to list namespaces, which there are is unknown")
  void namespacesThatMayNotBeListedAreUnknown() {
    Path kubeconfig = Relay.kubeconfig(folder, relay().address(), server().token("role"));
    try (Cluster role = open(kubeconfig, Limits.DEFAULT)) {
      var read =
          (Observation.Read)
              role.observe(
                  new Lookout(new TreeSet<>(List.of("role")), Optional.of(selector("any=thing"))));

      assertThat(read.labelled())
          .isInstanceOfSatisfying(
              Labelled.Unknown.class,
              unknown -> {
                assertThat(unknown.why().code()).isEqualTo(Code.CLUSTER_FORBIDDEN);
                assertThat(unknown.why().subject()).isEqualTo("east");
                assertThat(unknown.why().summary()).isEqualTo("may not list namespaces");
                assertThat(unknown.why().hint()).contains("'list'").contains("ClusterRole");
              });
      assertThat(read.namespaces()).containsOnlyKeys("role");
    }
  }

  @Test
  @DisplayName("R85: a list of namespaces that breaks off is no list")
  void aListOfNamespacesThatBreaksOffIsUnknown() {
    relay()
        .next(
            request -> request.target().contains("/namespaces?"),
            new Relay.Trick.Answers(410, "{\"kind\":\"Status\",\"code\":410}", Optional.empty()));

    assertThat(observed(selector("any=thing"), namespace).labelled())
        .isInstanceOf(Labelled.Unknown.class);
  }

  /** Makes a namespace with labels. */
  private String labelled(String name, Map<String, String> labels) {
    String full = namespace + "-" + name;
    var body = Json.TREES.createObjectNode();
    var metadata = body.put("kind", "Namespace").put("apiVersion", "v1").putObject("metadata");
    labels.forEach(metadata.put("name", full).putObject("labels")::put);
    relay().send("POST", "/api/v1/namespaces", Call.JSON, body.toString());
    return full;
  }

  private static LabelSelector selector(String text) {
    return ((LabelSelector.Parsed.Accepted) LabelSelector.parse(text)).selector();
  }

  private Observation.Read observed(LabelSelector labelled, String... namespaces) {
    Observation seen =
        cluster().observe(new Lookout(new TreeSet<>(List.of(namespaces)), Optional.of(labelled)));
    assertThat(seen).isInstanceOf(Observation.Read.class);
    return (Observation.Read) seen;
  }

  private static SortedMap<String, SortedMap<String, String>> labels(Observation.Read read) {
    return ((Labelled.Found) read.labelled()).namespaces();
  }

  @Test
  void expiredPageStartsTheListAgain() {
    IntStream.range(0, 501).forEach(i -> cluster().create(ref("s" + i), content(Map.of())));
    relay()
        .next(
            request -> request.target().contains("continue="),
            new Relay.Trick.Answers(410, "{\"kind\":\"Status\",\"code\":410}", Optional.empty()));

    assertThat(listed(namespace)).hasSize(501);
  }

  @Test
  void managersAreNamedWithTheirLeaves() {
    created("a", content(Map.of("password", "1", "user", "2")));
    patch("a", "kubectl-edit", "{\"data\":{\"password\":\"Mg==\"}}");

    List<FieldManager> managers = live("a").managers();

    assertThat(managers)
        .extracting(FieldManager::manager)
        .containsExactlyInAnyOrder("secretsync", "kubectl-edit");
    assertThat(managers)
        .filteredOn(entry -> entry.manager().equals("kubectl-edit"))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.fields()).containsExactly("data.password");
          assertThat(entry.operation()).isEqualTo(Operation.UPDATE);
          assertThat(entry.time()).isPresent();
        });
    assertThat(managers)
        .filteredOn(entry -> entry.manager().equals("secretsync"))
        .singleElement()
        .satisfies(entry ->
            assertThat(entry.fields())
                .containsExactly(
                    "data.user",
                    "metadata.annotations[secretsync.dev/source-file]",
                    "metadata.labels[app.kubernetes.io/managed-by]",
                    "metadata.labels[team]",
                    "type"));
  }

  @Test
  void ownerReferenceAndFinalizerAreSeen() {
    created("a", content(Map.of("k", "v")));
    patch(
        "a",
        "x",
        """
        {"metadata": {"finalizers": ["example.org/keep"], "ownerReferences":
          [{"apiVersion": "v1", "kind": "ConfigMap", "name": "c", "uid": "1-2-3"}]}}
        """);
    assertThat(live("a").controlled()).isTrue();
    assertThat(cluster().delete(live("a"))).isInstanceOf(WriteResult.Written.class);
    assertThat(live("a").terminating()).isTrue();
    patch("a", "x", "{\"metadata\":{\"finalizers\":null}}");
    assertThat(cluster().read(ref("a"))).isEqualTo(new ReadResult.Absent());
  }

  // --- creating

  @Test
  @DisplayName("K9: create never touches a Secret that exists")
  void createNeverTouchesWhatExists() {
    LiveSecret before = created("a", content(Map.of("k", "theirs")));

    assertThat(cluster().create(ref("a"), content(Map.of("k", "ours"))))
        .isEqualTo(new WriteResult.AlreadyExists());
    assertThat(live("a")).isEqualTo(before);
  }

  @Test
  void createInAnAbsentNamespaceSaysSo() {
    assertThat(
            cluster().create(new SecretRef("absent-" + namespace, "a"), content(Map.of("k", "v"))))
        .isEqualTo(new WriteResult.NamespaceMissing());
  }

  @Test
  void namespaceThatExistsIsFine() {
    assertThat(cluster().createNamespace(namespace)).isInstanceOf(WriteResult.Written.class);
    assertThat(
            relay()
                .get("/api/v1/namespaces/" + namespace)
                .at("/metadata/labels")
                .path(Marks.MANAGED_BY)
                .asText())
        .isEqualTo(Marks.MANAGER);
  }

  @Test
  @DisplayName("S8: data only, no stringData, no last-applied annotation, nothing comes back")
  void valuesTravelAsDataOnly() {
    LiveSecret live = created("a", content(Map.of("k", CANARY)));
    cluster().update(live, content(Map.of("k", CANARY + "2")));

    assertThat(relay().seen())
        .isNotEmpty()
        .noneMatch(request -> request.body().contains("stringData"))
        .noneMatch(request -> request.body().contains(CANARY))
        .noneMatch(request -> request.target().contains("dryRun"));
    assertThat(live("a").content().annotations())
        .containsOnlyKeys(Marks.SOURCE_FILE)
        .doesNotContainValue(CANARY);
  }

  // --- updating

  @Test
  void updateIsOneWrite() {
    LiveSecret seen = created("a", content(Map.of("k", "1")));
    relay().forget();

    WriteResult result = cluster().update(seen, content(Map.of("k", "2")));

    assertThat(result)
        .isEqualTo(new WriteResult.Written(live("a").resourceVersion(), live("a").uid()));
    assertThat(live("a").content()).isEqualTo(content(Map.of("k", "2")));
    assertThat(relay().seen("PATCH")).hasSize(1);
  }

  @Test
  @DisplayName("K9: an update of a version that was not seen writes nothing")
  void staleVersionIsMoved() {
    LiveSecret seen = created("a", content(Map.of("k", "1")));
    patch("a", "kubectl-edit", "{\"data\":{\"other\":\"eA==\"}}");
    LiveSecret before = live("a");

    assertThat(cluster().update(seen, content(Map.of("k", "2"))))
        .isEqualTo(new WriteResult.Moved());
    assertThat(live("a")).isEqualTo(before);
  }

  @Test
  @DisplayName("K9: an update of another UID writes nothing")
  void wrongUidIsMoved() {
    LiveSecret seen = created("a", content(Map.of("k", "1")));
    LiveSecret other =
        new LiveSecret(
            seen.ref(),
            "00000000-0000-4000-8000-000000000000",
            seen.resourceVersion(),
            seen.created(),
            false,
            false,
            seen.content(),
            seen.managers());

    assertThat(cluster().update(other, content(Map.of("k", "2"))))
        .isEqualTo(new WriteResult.Moved());
    assertThat(cluster().delete(other)).isEqualTo(new WriteResult.Moved());
    assertThat(live("a")).isEqualTo(seen);
  }

  @Test
  @DisplayName("K9: a Secret deleted and created again is another one")
  void deletedAndRecreatedIsMoved() {
    LiveSecret seen = created("a", content(Map.of("k", "1")));
    relay().send("DELETE", path("a"), Call.JSON, "");
    LiveSecret recreated = created("a", content(Map.of("k", "1")));

    assertThat(cluster().update(seen, content(Map.of("k", "2"))))
        .isEqualTo(new WriteResult.Moved());
    assertThat(cluster().update(seen, content(Map.of("l", "2"))))
        .isEqualTo(new WriteResult.Moved());
    assertThat(cluster().delete(seen)).isEqualTo(new WriteResult.Moved());
    assertThat(live("a")).isEqualTo(recreated);
  }

  @Test
  @DisplayName("K9: an update never creates")
  void updateOfWhatIsGoneIsMoved() {
    LiveSecret seen = created("a", content(Map.of("k", "1")));
    relay().send("DELETE", path("a"), Call.JSON, "");

    assertThat(cluster().update(seen, content(Map.of("k", "2"))))
        .isEqualTo(new WriteResult.Moved());
    assertThat(cluster().update(seen, content(Map.of("l", "2"))))
        .isEqualTo(new WriteResult.Moved());
    assertThat(cluster().read(ref("a"))).isEqualTo(new ReadResult.Absent());
  }

  @Test
  void keyThatIsNoLongerDeclaredGoesEvenAfterAPost() {
    LiveSecret seen =
        created(
            "a",
            content(Map.of("a", "1", "b", "2"), Map.of("team", "x", "old", "y"), "Opaque", false));
    relay().forget();

    SecretContent smaller = content(Map.of("a", "1"), Map.of("team", "x"), "Opaque", false);
    assertThat(cluster().update(seen, smaller)).isInstanceOf(WriteResult.Written.class);

    assertThat(live("a").content()).isEqualTo(smaller);
    assertThat(live("a").managers())
        .singleElement()
        .satisfies(entry -> assertThat(entry.operation()).isEqualTo(Operation.APPLY));
    assertThat(relay().seen("PATCH")).hasSize(2);
  }

  @Test
  void keyThatIsNoLongerDeclaredGoesAfterAPostAndAnApply() {
    created("a", content(Map.of("a", "1", "b", "2")));
    assertThat(cluster().update(live("a"), content(Map.of("a", "2", "b", "2", "c", "3"))))
        .isInstanceOf(WriteResult.Written.class);
    assertThat(cluster().update(live("a"), content(Map.of("c", "3"))))
        .isInstanceOf(WriteResult.Written.class);

    assertThat(live("a").content().data()).containsOnlyKeys("c");
    relay().forget();
    assertThat(cluster().update(live("a"), content(Map.of("d", "4"))))
        .isInstanceOf(WriteResult.Written.class);
    assertThat(live("a").content().data()).containsOnlyKeys("d");
    assertThat(relay().seen("PATCH")).hasSize(1);
  }

  @Test
  @DisplayName("K4: keys, labels and annotations of others stay")
  void foreignFieldsStay() {
    created("a", content(Map.of("k", "1", "l", "2")));
    patch(
        "a",
        "reloader",
        "{\"data\":{\"foreign\":\"eA==\"},\"metadata\":{\"labels\":{\"theirs\":\"1\"}}}");

    cluster().update(live("a"), content(Map.of("k", "2")));

    assertThat(live("a").content().data()).containsOnlyKeys("foreign", "k");
    assertThat(live("a").content().labels()).containsEntry("theirs", "1");
  }

  @Test
  @DisplayName("K4: what others changed of ours is taken back")
  void changedValueAndStrippedLabelArePutBack() {
    SecretContent content = content(Map.of("k", "1"));
    created("a", content);
    patch("a", "kubectl-edit", "{\"data\":{\"k\":\"eA==\"},\"metadata\":{\"labels\":null}}");
    assertThat(live("a").content().labels()).isEmpty();

    assertThat(cluster().update(live("a"), content)).isInstanceOf(WriteResult.Written.class);

    assertThat(live("a").content()).isEqualTo(content);
  }

  @Test
  @DisplayName("K7: data of an immutable Secret and the type of any cannot be changed")
  void immutableAndTypeAreRefused() {
    LiveSecret frozen = created("frozen", content(Map.of("k", "1"), Map.of(), "Opaque", true));
    assertThat(frozen.content().immutable()).isTrue();
    SecretContent thawed = content(Map.of("k", CANARY), Map.of(), "Opaque", true);
    LiveSecret typed = created("typed", content(Map.of("k", "1")));
    SecretContent other = content(Map.of("k", CANARY), Map.of(), "example.org/x", false);

    Diagnostic immutable = refusal(cluster().update(frozen, thawed));
    Diagnostic type = refusal(cluster().update(typed, other));

    assertThat(immutable.code()).isEqualTo(Code.WRITE_FAILED);
    assertThat(immutable.subject()).isEqualTo("east/" + namespace + "/frozen");
    assertThat(immutable.summary()).isEqualTo("the cluster refused the write: 422 Invalid at data");
    assertThat(immutable.hint()).contains("immutable");
    assertThat(type.summary()).isEqualTo("the cluster refused the write: 422 Invalid at type");
    assertThat(List.of(immutable, type)).noneMatch(d -> d.toString().contains("CANARY"));
  }

  @Test
  @DisplayName("S2: the answer to an invalid Secret names fields, never its values")
  void invalidSecretLeavesNoValueInAnyMessage() {
    SecretContent badLabel =
        content(Map.of("k", "v"), Map.of("team", CANARY + " not a label!"), "Opaque", false);
    SecretContent badDocker =
        content(
            Map.of(".dockerconfigjson", CANARY), Map.of(), "kubernetes.io/dockerconfigjson", false);

    for (SecretContent bad : List.of(badLabel, badDocker)) {
      Diagnostic why = refusal(cluster().create(ref("bad"), bad));
      assertThat(why.toString()).doesNotContain("CANARY", base64(CANARY));
      assertThat(why.summary()).startsWith("the cluster refused the write: 422 Invalid at ");
    }
    Diagnostic tooLong =
        refusal(cluster().create(ref("bad"), content(Map.of("k", CANARY.repeat(100_000)))));
    assertThat(tooLong.hint()).isEqualTo("a Secret holds at most 1 MiB");
  }

  // --- deleting

  @Test
  @DisplayName("K9: a delete of a version that was not seen deletes nothing")
  void deleteIsBoundToWhatWasSeen() {
    LiveSecret seen = created("a", content(Map.of("k", "1")));
    patch("a", "kubectl-edit", "{\"data\":{\"other\":\"eA==\"}}");

    assertThat(cluster().delete(seen)).isEqualTo(new WriteResult.Moved());
    assertThat(cluster().delete(live("a"))).isEqualTo(WriteResult.Written.gone());
    assertThat(cluster().read(ref("a"))).isEqualTo(new ReadResult.Absent());
    assertThat(cluster().delete(seen)).isEqualTo(WriteResult.Written.gone());
  }

  // --- letting go

  @Test
  @DisplayName("R38: a released Secret keeps all but our marks and is nobody's of us any more")
  void releaseTakesOffOurMarksOnly() {
    SecretContent copy = copy(Map.of("password", "visibly-fake", "token", "visibly-fake-too"));
    created("a", copy);
    patch("a", "reloader", "{\"metadata\":{\"annotations\":{\"example.org/theirs\":\"1\"}}}");
    LiveSecret seen = live("a");
    assertThat(Ownership.of(seen, "local")).isEqualTo(new Ownership.Ours(true));
    relay().forget();

    WriteResult result = cluster().release(seen);

    LiveSecret after = live("a");
    assertThat(result).isEqualTo(new WriteResult.Written(after.resourceVersion(), after.uid()));
    assertThat(after.uid()).isEqualTo(seen.uid());
    assertThat(after.content().data()).isEqualTo(copy.data());
    assertThat(after.content().type()).isEqualTo(copy.type());
    assertThat(after.content().labels()).containsOnlyKeys("team");
    assertThat(after.content().annotations())
        .containsOnlyKeys("argocd.argoproj.io/sync-options", "example.org/theirs");
    assertThat(after.managers()).extracting(FieldManager::manager).containsExactly("reloader");
    assertThat(Ownership.of(after, "local")).isInstanceOf(Ownership.Others.class);
    assertThat(Ownership.isMarked(after)).isFalse();
    assertThat(relay().seen("PATCH"))
        .singleElement()
        .satisfies(patch -> assertThat(patch.body()).doesNotContain("/data"));
  }

  @Test
  @DisplayName("R38: also when nobody but us ever wrote it")
  void releaseOfWhatOnlyWeWroteLeavesItToNobody() {
    created("a", copy(Map.of("k", "1")));
    assertThat(cluster().update(live("a"), copy(Map.of("k", "2", "l", "3"))))
        .isInstanceOf(WriteResult.Written.class);

    assertThat(cluster().release(live("a"))).isInstanceOf(WriteResult.Written.class);

    assertThat(live("a").content().data()).isEqualTo(copy(Map.of("k", "2", "l", "3")).data());
    assertThat(live("a").managers()).isEmpty();
    assertThat(Ownership.of(live("a"), "local"))
        .isEqualTo(new Ownership.Others("an unknown writer", false));
  }

  @Test
  @DisplayName("R37: what was released can be taken over again")
  void whatWasReleasedCanBeWrittenAgain() {
    LiveSecret first = created("a", copy(Map.of("k", "1")));
    assertThat(cluster().release(first)).isInstanceOf(WriteResult.Written.class);

    assertThat(cluster().update(live("a"), copy(Map.of("k", "2"))))
        .isInstanceOf(WriteResult.Written.class);

    assertThat(live("a").content()).isEqualTo(copy(Map.of("k", "2")));
    assertThat(Ownership.of(live("a"), "local")).isEqualTo(new Ownership.Ours(true));
  }

  @Test
  @DisplayName("R38: a label managed-by that somebody took over is theirs")
  void releaseLeavesAManagedByOfOthers() {
    created("a", copy(Map.of("k", "1")));
    patch("a", "helm", "{\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":\"Helm\"}}}");

    assertThat(cluster().release(live("a"))).isInstanceOf(WriteResult.Written.class);

    assertThat(live("a").content().labels()).containsEntry(Marks.MANAGED_BY, "Helm");
    assertThat(Ownership.of(live("a"), "local")).isEqualTo(new Ownership.Others("Helm", false));
  }

  @Test
  @DisplayName("R38, K9: a Secret that moved, went or is another one is not released")
  void releaseIsBoundToWhatWasSeen() {
    LiveSecret seen = created("a", copy(Map.of("k", "1")));
    patch("a", "kubectl-edit", "{\"data\":{\"other\":\"eA==\"}}");
    LiveSecret moved = live("a");

    assertThat(cluster().release(seen)).isEqualTo(new WriteResult.Moved());
    assertThat(live("a")).isEqualTo(moved);

    relay().send("DELETE", path("a"), Call.JSON, "");
    assertThat(cluster().release(moved)).isEqualTo(new WriteResult.Moved());

    LiveSecret recreated = created("a", copy(Map.of("k", "1")));
    assertThat(cluster().release(moved)).isEqualTo(new WriteResult.Moved());
    assertThat(live("a")).isEqualTo(recreated);
  }

  @Test
  @DisplayName("K9: a Secret that moves while it is being released is not released")
  void releaseThatIsOvertakenIsMoved() {
    LiveSecret seen = created("a", copy(Map.of("k", "1")));
    relay()
        .next(
            request -> request.method().equals("PATCH"),
            new Relay.Trick.Answers(
                409,
                "{\"kind\":\"Status\",\"code\":409,\"reason\":\"Conflict\"}",
                Optional.empty()));

    assertThat(cluster().release(seen)).isEqualTo(new WriteResult.Moved());
    assertThat(live("a")).isEqualTo(seen);
  }

  /** What a Secret that was collected from a cluster looks like. */
  private static SecretContent copy(Map<String, String> data) {
    SecretContent content = content(data);
    SortedMap<String, String> labels = new TreeMap<>(content.labels());
    labels.put(Marks.INSTALLATION, "local");
    SortedMap<String, String> annotations =
        new TreeMap<>(
            Map.of(
                Marks.SOURCE_CLUSTER,
                "east",
                Marks.SOURCE_SECRET,
                "akuity/a",
                "argocd.argoproj.io/sync-options",
                "Prune=false"));
    return new SecretContent("Opaque", false, content.data(), labels, annotations);
  }

  // --- refused and unreachable

  @Test
  @DisplayName("K8: a missing right is named with its verb and namespace")
  void missingRightIsNamed() {
    Path kubeconfig = Relay.kubeconfig(folder, relay().address(), server().token("powerless"));
    LiveSecret seen = created("a", content(Map.of("k", "1")));
    try (Cluster powerless = open(kubeconfig, Limits.DEFAULT)) {
      var read = (Observation.Read) powerless.observe(new TreeSet<>(List.of(namespace)));

      assertThat(read.identity()).isEmpty();
      assertThat(read.namespaces().get(namespace))
          .isInstanceOfSatisfying(
              NamespaceState.Unknown.class,
              unknown -> {
                assertThat(unknown.why().code()).isEqualTo(Code.CLUSTER_FORBIDDEN);
                assertThat(unknown.why().subject()).isEqualTo("east/" + namespace);
                assertThat(unknown.why().summary()).isEqualTo("may not list secrets");
                assertThat(unknown.why().hint()).contains("'list'").contains(namespace);
              });
      assertThat(refusal(powerless.create(ref("b"), content(Map.of()))).summary())
          .isEqualTo("may not create secrets");
      assertThat(refusal(powerless.update(seen, content(Map.of("k", "2")))).summary())
          .isEqualTo("may not patch secrets");
      assertThat(refusal(powerless.delete(seen)).summary()).isEqualTo("may not delete secrets");
      assertThat(refusal(powerless.createNamespace("x-" + namespace)).code())
          .isEqualTo(Code.CLUSTER_FORBIDDEN);
    }
    assertThat(pauses).isEmpty();
  }

  @Test
  @DisplayName("K8: a Role with get, list, create, patch and delete on secrets is enough for all")
  void fiveVerbsInOneNamespaceAreEnough() {
    assertThat(cluster().createNamespace("role")).isInstanceOf(WriteResult.Written.class);
    SecretRef ref = new SecretRef("role", namespace);
    Path kubeconfig = Relay.kubeconfig(folder, relay().address(), server().token("role"));
    try (Cluster role = open(kubeconfig, Limits.DEFAULT)) {
      assertThat(role.create(ref, content(Map.of("a", "1", "b", "2"))))
          .isInstanceOf(WriteResult.Written.class);
      LiveSecret seen = ((ReadResult.Found) role.read(ref)).secret();
      assertThat(role.update(seen, content(Map.of("a", "1"))))
          .isInstanceOf(WriteResult.Written.class);
      var read = (Observation.Read) role.observe(new TreeSet<>(List.of("role")));
      assertThat(read.identity()).isPresent();
      assertThat(read.namespaces().get("role"))
          .isInstanceOfSatisfying(
              NamespaceState.Listed.class,
              listed ->
                  assertThat(listed.secrets().values())
                      .allSatisfy(secret -> {
                        assertThat(secret.content().data()).containsOnlyKeys("a");
                        assertThat(role.delete(secret)).isEqualTo(WriteResult.Written.gone());
                      }));
      read = (Observation.Read) role.observe(new TreeSet<>(List.of("role")));
      assertThat(read.namespaces())
          .containsEntry("role", new NamespaceState.Listed(new TreeMap<>()));
    }
  }

  @Test
  @DisplayName("a namespace that may be looked at and is not there is absent, listed or not")
  void absentNamespaceIsAbsentToWhoMayNotListIt() {
    Path kubeconfig = Relay.kubeconfig(folder, relay().address(), server().token("looker"));
    try (Cluster looker = open(kubeconfig, Limits.DEFAULT)) {
      var read = (Observation.Read) looker.observe(new TreeSet<>(List.of("absent", namespace)));

      assertThat(read.namespaces())
          .containsEntry("absent", new NamespaceState.Absent())
          .hasEntrySatisfying(
              namespace, state -> assertThat(state).isInstanceOf(NamespaceState.Unknown.class));
    }
  }

  // --- before anything is read

  @Test
  void greetingTellsVersionAndClock() {
    assertThat(cluster().survey().greet())
        .isInstanceOfSatisfying(
            Survey.Greeting.Answered.class,
            answered -> {
              assertThat(answered.version().orElseThrow()).matches("v[0-9].*");
              assertThat(answered.time().orElseThrow())
                  .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
            });
  }

  @Test
  @DisplayName("a token that the server does not know is refused at the greeting")
  void unknownTokenIsRefusedAtTheGreeting() {
    Path kubeconfig = Relay.kubeconfig(folder, relay().address(), "visibly-fake-token");
    try (Cluster stranger = open(kubeconfig, Limits.DEFAULT)) {
      assertThat(stranger.survey().greet())
          .isInstanceOfSatisfying(
              Survey.Greeting.Unanswered.class,
              unanswered -> assertThat(unanswered.why().summary()).isEqualTo("unauthorized"));
    }
  }

  @Test
  @DisplayName("K8: a right is there or not, and asking for it is free to everybody")
  void rightsAreTold() {
    Path kubeconfig = Relay.kubeconfig(folder, relay().address(), server().token("role"));
    try (Cluster role = open(kubeconfig, Limits.DEFAULT)) {
      Survey survey = role.survey();
      assertThat(survey.may(Permission.secrets("patch", "role")))
          .isEqualTo(new Survey.Review.Allowed());
      assertThat(survey.may(Permission.namespace("kube-system")))
          .isEqualTo(new Survey.Review.Allowed());
      assertThat(survey.may(Permission.secrets("patch", namespace)))
          .isEqualTo(new Survey.Review.Denied());
      assertThat(survey.may(Permission.everywhere("", "secrets", "list")))
          .isEqualTo(new Survey.Review.Denied());
      assertThat(survey.may(Permission.everywhere("", "serviceaccounts/token", "create")))
          .isEqualTo(new Survey.Review.Denied());
    }
    assertThat(cluster().survey().may(Permission.everywhere("*", "*", "*")))
        .isEqualTo(new Survey.Review.Allowed());
  }

  @Test
  void namespaceIsThereOrNotOrHidden() {
    assertThat(cluster().survey().find(namespace)).isEqualTo(new Survey.Presence.Present());
    assertThat(cluster().survey().find("absent")).isEqualTo(new Survey.Presence.Absent());
    Path kubeconfig = Relay.kubeconfig(folder, relay().address(), server().token("powerless"));
    try (Cluster powerless = open(kubeconfig, Limits.DEFAULT)) {
      assertThat(powerless.survey().find(namespace)).isEqualTo(new Survey.Presence.Hidden());
    }
  }

  @Test
  @DisplayName("K2: a server that the kubeconfig's authority did not sign is not spoken to")
  void serverOfAnotherAuthorityIsNotTrusted() throws IOException {
    String authority =
        Base64.getEncoder()
            .encodeToString(server().caCertificate().getBytes(StandardCharsets.UTF_8));
    String text = Files.readString(Relay.kubeconfig(folder, server().url(), server().token()));
    Path trusting =
        Files.writeString(
            folder.resolve("trusting"),
            text.replace("server:", "certificate-authority-data: " + authority + ", server:"));
    Path other = Files.writeString(folder.resolve("other"), text);

    try (Cluster cluster = open(trusting, Limits.DEFAULT);
        Cluster stranger = open(other, Limits.DEFAULT)) {
      assertThat(cluster.observe(new TreeSet<>())).isInstanceOf(Observation.Read.class);
      assertThat(stranger.observe(new TreeSet<>()))
          .isInstanceOfSatisfying(
              Observation.Unreadable.class,
              unreadable ->
                  assertThat(unreadable.why().summary()).isEqualTo("certificate not trusted"));
    }
  }

  @Test
  void unauthorizedIsUnreadable() {
    try (Cluster stranger =
        open(Relay.kubeconfig(folder, relay().address(), "not-a-token"), Limits.DEFAULT)) {
      assertThat(stranger.observe(new TreeSet<>(List.of(namespace))))
          .isInstanceOfSatisfying(
              Observation.Unreadable.class,
              unreadable -> {
                assertThat(unreadable.why().code()).isEqualTo(Code.CLUSTER_UNREACHABLE);
                assertThat(unreadable.why().summary()).isEqualTo("unauthorized");
              });
    }
  }

  @Test
  void busyServerIsAskedAgainAfterTheTimeItWants() {
    var busy = new Relay.Trick.Answers(429, "", Optional.of(3));
    relay().next(request -> request.target().contains("/secrets"), busy);
    relay().next(request -> request.method().equals("POST"), busy);

    assertThat(listed(namespace)).isEmpty();
    assertThat(cluster().create(ref("a"), content(Map.of("k", "v"))))
        .isInstanceOf(WriteResult.Written.class);
    assertThat(pauses).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
  }

  @Test
  void failingServerIsAskedFiveTimesWithGrowingPauses() {
    var failing = new Relay.Trick.Answers(503, "<html>" + CANARY, Optional.empty());
    for (int i = 0; i < 5; i++) {
      relay().next(request -> request.target().contains("/secrets"), failing);
    }

    assertThat(cluster().observe(new TreeSet<>(List.of(namespace))))
        .isInstanceOfSatisfying(
            Observation.Unreadable.class,
            unreadable ->
                assertThat(unreadable.why().toString())
                    .contains("server error, status 503")
                    .doesNotContain(CANARY));
    assertThat(pauses).extracting(Duration::toMillis).containsExactly(250L, 500L, 1000L, 2000L);
  }

  @Test
  void lostAnswerOfAReadIsAskedAgain() {
    relay().next(request -> request.target().contains("/secrets"), new Relay.Trick.LosesAnswer());

    assertThat(listed(namespace)).isEmpty();
  }

  @Test
  @DisplayName("K9: a write repeated after a server error may have met itself, and says so")
  void repeatedWriteThatMetItselfIsUnknown() {
    relay().next(request -> request.method().equals("POST"), new Relay.Trick.Misreports(500));
    assertThat(cluster().create(ref("a"), content(Map.of("k", "1"))))
        .isInstanceOf(WriteResult.Unanswered.class);

    LiveSecret seen = live("a");
    relay().next(request -> request.method().equals("PATCH"), new Relay.Trick.Misreports(504));
    assertThat(cluster().update(seen, content(Map.of("k", "2"))))
        .isInstanceOf(WriteResult.Unanswered.class);
    assertThat(live("a").content()).isEqualTo(content(Map.of("k", "2")));

    LiveSecret changed = live("a");
    relay().next(request -> request.method().equals("DELETE"), new Relay.Trick.Misreports(503));
    assertThat(cluster().delete(changed)).isEqualTo(WriteResult.Written.gone());
    assertThat(pauses).hasSize(3);
  }

  @Test
  void lostAnswerOfAWriteIsSaidToBeUnknown() {
    relay().next(request -> request.method().equals("POST"), new Relay.Trick.LosesAnswer());

    assertThat(cluster().create(ref("a"), content(Map.of("k", CANARY))))
        .isInstanceOfSatisfying(
            WriteResult.Unanswered.class,
            unanswered -> assertThat(unanswered.why().summary()).isEqualTo("connection lost"));
    assertThat(relay().seen("POST")).hasSize(1);
    assertThat(live("a").content()).isEqualTo(content(Map.of("k", CANARY)));
  }

  // --- leases

  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/default/leases";

  private static LeaseClaim claim(String holder) {
    return new LeaseClaim(
        holder,
        Duration.ofSeconds(15),
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2026-01-01T00:00:05.25Z"),
        3,
        new TreeMap<>(Map.of("secretsync.dev/lock-who", "somebody")));
  }

  /** An update that changes nothing leaves the version as it is, on every server. */
  private static LeaseClaim later() {
    return claim("run-1").renewed(Instant.parse("2026-01-01T00:00:10Z"));
  }

  private static Lease lease(LeaseResult result) {
    assertThat(result).isInstanceOf(LeaseResult.Present.class);
    return ((LeaseResult.Present) result).lease();
  }

  private String leaseName() {
    return "secretsync-" + namespace;
  }

  private Lease createdLease() {
    return lease(cluster().leases().create(leaseName(), claim("run-1")));
  }

  @Test
  void createdLeaseIsReadBack() {
    assertThat(cluster().leases().read(leaseName())).isEqualTo(new LeaseResult.Absent());

    Lease created = createdLease();

    assertThat(lease(cluster().leases().read(leaseName()))).isEqualTo(created);
    assertThat(created.name()).isEqualTo(leaseName());
    assertThat(created.holder()).isEqualTo("run-1");
    assertThat(created.duration()).isEqualTo(Duration.ofSeconds(15));
    assertThat(created.transitions()).isEqualTo(3);
    assertThat(created.annotations())
        .containsExactlyEntriesOf(Map.of("secretsync.dev/lock-who", "somebody"));
    JsonNode spec = relay().get(LEASES + "/" + leaseName()).path("spec");
    assertThat(spec.path("acquireTime").asText()).isEqualTo("2026-01-01T00:00:00.000000Z");
    assertThat(spec.path("renewTime").asText()).isEqualTo("2026-01-01T00:00:05.250000Z");
  }

  @Test
  void leaseThatExistsIsNotCreatedOver() {
    Lease first = createdLease();

    assertThat(cluster().leases().create(leaseName(), claim("run-2")))
        .isEqualTo(new LeaseResult.Moved());
    assertThat(lease(cluster().leases().read(leaseName()))).isEqualTo(first);
  }

  @Test
  @DisplayName("K9: a lease is renewed and taken over only from the version that was seen")
  void leaseIsUpdatedFromWhatWasSeen() {
    Lease seen = createdLease();

    Lease renewed = lease(cluster().leases().update(seen, later()));

    assertThat(renewed.uid()).isEqualTo(seen.uid());
    assertThat(renewed.resourceVersion()).isNotEqualTo(seen.resourceVersion());
    assertThat(cluster().leases().update(seen, claim("run-2"))).isEqualTo(new LeaseResult.Moved());
    assertThat(lease(cluster().leases().read(leaseName()))).isEqualTo(renewed);
  }

  @Test
  @DisplayName("K9: a lease that was deleted is not renewed back into being")
  void leaseThatIsGoneIsMoved() {
    Lease seen = createdLease();
    relay().send("DELETE", LEASES + "/" + leaseName(), Call.JSON, "");

    assertThat(cluster().leases().update(seen, claim("run-1"))).isEqualTo(new LeaseResult.Moved());
    assertThat(cluster().leases().read(leaseName())).isEqualTo(new LeaseResult.Absent());

    Lease another = createdLease();
    assertThat(cluster().leases().update(seen, claim("run-1"))).isEqualTo(new LeaseResult.Moved());
    assertThat(lease(cluster().leases().read(leaseName()))).isEqualTo(another);
  }

  @Test
  @DisplayName("K9: a lease is deleted only in the version that was seen")
  void leaseIsDeletedAsSeen() {
    Lease seen = createdLease();
    Lease renewed = lease(cluster().leases().update(seen, later()));

    assertThat(cluster().leases().delete(seen)).isEqualTo(new LeaseResult.Moved());
    assertThat(cluster().leases().delete(renewed)).isEqualTo(new LeaseResult.Absent());
    assertThat(cluster().leases().delete(renewed)).isEqualTo(new LeaseResult.Absent());
    assertThat(cluster().leases().read(leaseName())).isEqualTo(new LeaseResult.Absent());
  }

  @Test
  void leaseOfAnotherToolIsReadWhateverItHolds() {
    relay()
        .send(
            "POST",
            LEASES,
            Call.JSON,
            "{\"metadata\":{\"name\":\""
                + leaseName()
                + "\"},\"spec\":{\"renewTime\":\"2199-01-01T00:00:00.000000Z\"}}");

    Lease found = lease(cluster().leases().read(leaseName()));
    assertThat(found.holder()).isEmpty();
    assertThat(found.duration()).isZero();
    assertThat(found.annotations()).isEmpty();
    assertThat(lease(cluster().leases().update(found, claim("run-1"))).holder()).isEqualTo("run-1");
  }

  @Test
  void missingRightToALeaseIsNamed() {
    Path kubeconfig = Relay.kubeconfig(folder, relay().address(), server().token("powerless"));
    Lease seen = createdLease();
    try (Cluster powerless = open(kubeconfig, Limits.DEFAULT)) {
      Leases leases = powerless.leases();
      assertThat(
              List.of(
                  leases.read(leaseName()),
                  leases.create(leaseName(), claim("run-2")),
                  leases.update(seen, claim("run-2")),
                  leases.delete(seen)))
          .allSatisfy(result -> assertThat(result).isInstanceOf(LeaseResult.Refused.class))
          .extracting(result -> ((LeaseResult.Refused) result).why().summary())
          .containsExactly(
              "may not get leases",
              "may not create leases",
              "may not update leases",
              "may not delete leases");
    }
  }

  @Test
  void lostAnswersAboutALeaseAreSaidToBeUnknown() {
    relay().next(request -> request.method().equals("POST"), new Relay.Trick.LosesAnswer());
    assertThat(cluster().leases().create(leaseName(), claim("run-1")))
        .isInstanceOf(LeaseResult.Unanswered.class);

    Lease seen = lease(cluster().leases().read(leaseName()));
    relay().next(request -> request.method().equals("PUT"), new Relay.Trick.Misreports(500));
    assertThat(cluster().leases().update(seen, later())).isInstanceOf(LeaseResult.Unanswered.class);
  }
}
