package dev.secretsync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.ClusterOpener;
import dev.secretsync.cluster.FieldManager;
import dev.secretsync.cluster.Leases;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.Lookout;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.Observation.Labelled;
import dev.secretsync.cluster.Observation.NamespaceState;
import dev.secretsync.cluster.ReadResult;
import dev.secretsync.cluster.Survey;
import dev.secretsync.cluster.WriteResult;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The clusters of a case, from its {@code live.yaml} (test-fixtures/plan/README.md says what may
 * stand there). Only reading works: planning that tried to write would fail.
 */
final class LiveFixture implements ClusterOpener {
  private static final Instant LONG_AGO = Instant.parse("2026-11-01T08:00:00Z");
  private final JsonNode contexts;
  private final Map<String, CaseRepository.Commit> commits;

  /**
   * @param commits what {@code written.at} may name
   */
  LiveFixture(Path file, Map<String, CaseRepository.Commit> commits) throws IOException {
    this.contexts = new YAMLMapper().readTree(file.toFile());
    this.commits = commits;
  }

  @Override
  public Opening open(String name, String context) {
    JsonNode cluster = contexts.path(context);
    if (cluster.isMissingNode()) {
      return new Opening.Refused(
          Diagnostic.error(
              Code.UNKNOWN_CONTEXT,
              name,
              "the kubeconfig has no context " + context,
              "add it, or correct spec.context"));
    }
    known(
        cluster,
        "uid",
        "unreachable",
        "forbidden",
        "missing",
        "projects",
        "projectsForbidden",
        "secrets");
    return new Opening.Opened(new ReadOnly(name, context, cluster), List.of());
  }

  private static void known(JsonNode node, String... fields) {
    List<String> found = new ArrayList<>();
    node.fieldNames().forEachRemaining(found::add);
    assertThat(found).as("fields of live.yaml").isSubsetOf(fields);
  }

  private static SortedSet<String> texts(JsonNode list) {
    SortedSet<String> texts = new TreeSet<>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  private static SortedMap<String, String> map(JsonNode node) {
    SortedMap<String, String> map = new TreeMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }

  /** One cluster as the file describes it. */
  private final class ReadOnly implements Cluster {
    private final String name;
    private final String context;
    private final JsonNode cluster;

    ReadOnly(String name, String context, JsonNode cluster) {
      this.name = name;
      this.context = context;
      this.cluster = cluster;
    }

    @Override
    public Observation observe(Lookout lookout) {
      if (cluster.path("unreachable").asBoolean()) {
        return new Observation.Unreadable(
            Diagnostic.error(
                Code.CLUSTER_UNREACHABLE,
                name,
                "could not be reached: connection refused",
                "check the server of context " + context));
      }
      Labelled labelled = lookout.labelled().map(this::labelled).orElseGet(Labelled.NotAsked::new);
      SortedSet<String> namespaces = new TreeSet<>(lookout.namespaces());
      if (labelled instanceof Labelled.Found found) {
        namespaces.addAll(found.namespaces().keySet());
      }
      SortedMap<String, NamespaceState> states = new TreeMap<>();
      namespaces.forEach(namespace -> states.put(namespace, state(namespace)));
      String uid = cluster.path("uid").asText("uid-of-" + context);
      return new Observation.Read(Optional.of(uid).filter(u -> !u.isEmpty()), states, labelled);
    }

    /** The projects of a Kargo; their namespaces have its label besides. */
    private Labelled labelled(LabelSelector selector) {
      if (cluster.path("projectsForbidden").asBoolean()) {
        return new Labelled.Unknown(
            Diagnostic.error(
                Code.CLUSTER_FORBIDDEN,
                name,
                "may not list namespaces",
                "grant verb 'list' on namespaces in a ClusterRole to the kubeconfig's user"));
      }
      SortedMap<String, SortedMap<String, String>> found = new TreeMap<>();
      cluster
          .path("projects")
          .properties()
          .forEach(project -> {
            SortedMap<String, String> labels = map(project.getValue());
            labels.put(ControlPlane.Product.Kargo.PROJECT, "true");
            if (selector.matches(labels)) {
              found.put(project.getKey(), labels);
            }
          });
      return new Labelled.Found(found);
    }

    private NamespaceState state(String namespace) {
      if (texts(cluster.path("missing")).contains(namespace)) {
        return new NamespaceState.Absent();
      }
      if (texts(cluster.path("forbidden")).contains(namespace)) {
        return new NamespaceState.Unknown(
            Diagnostic.error(
                Code.CLUSTER_FORBIDDEN,
                name + "/" + namespace,
                "may not list secrets",
                "a Role in namespace " + namespace + " has to grant verb 'list' on secrets"));
      }
      SortedMap<String, LiveSecret> secrets = new TreeMap<>();
      cluster
          .path("secrets")
          .forEach(secret -> {
            if (secret.path("namespace").asText("akuity").equals(namespace)) {
              LiveSecret live = secret(secret, namespace);
              secrets.put(live.ref().name(), live);
            }
          });
      return new NamespaceState.Listed(secrets);
    }

    @Override
    public ReadResult read(SecretRef ref) {
      throw new UnsupportedOperationException("a plan reads namespaces only");
    }

    @Override
    public WriteResult createNamespace(String namespace) {
      throw new UnsupportedOperationException("a plan writes nothing");
    }

    @Override
    public WriteResult create(SecretRef ref, SecretContent content) {
      throw new UnsupportedOperationException("a plan writes nothing");
    }

    @Override
    public WriteResult update(LiveSecret seen, SecretContent content) {
      throw new UnsupportedOperationException("a plan writes nothing");
    }

    @Override
    public WriteResult delete(LiveSecret seen) {
      throw new UnsupportedOperationException("a plan writes nothing");
    }

    @Override
    public Survey survey() {
      throw new UnsupportedOperationException("a plan reads namespaces only");
    }

    @Override
    public WriteResult release(LiveSecret seen) {
      throw new UnsupportedOperationException("a plan writes nothing");
    }

    @Override
    public Leases leases() {
      throw new UnsupportedOperationException("a plan takes no lock");
    }

    @Override
    public void close() {}
  }

  private LiveSecret secret(JsonNode node, String namespace) {
    known(
        node,
        "name",
        "namespace",
        "uid",
        "resourceVersion",
        "type",
        "immutable",
        "terminating",
        "controlled",
        "data",
        "labels",
        "annotations",
        "stripped",
        "created",
        "written",
        "collected",
        "managers");
    String name = node.path("name").asText();
    SortedMap<String, SecretBytes> data = new TreeMap<>();
    map(node.path("data"))
        .forEach((key, value) -> {
          assertThat(value).as("values of live.yaml").startsWith("visibly-fake");
          data.put(key, SecretBytes.ofUtf8(value));
        });
    SortedMap<String, String> labels = new TreeMap<>();
    SortedMap<String, String> annotations = new TreeMap<>();
    JsonNode written = node.path("written");
    if (!written.isMissingNode()) {
      marks(written, labels, annotations);
    }
    JsonNode collected = node.path("collected");
    if (!collected.isMissingNode()) {
      copyMarks(collected, labels, annotations);
    }
    labels.putAll(map(node.path("labels")));
    annotations.putAll(map(node.path("annotations")));
    SortedSet<String> stripped = texts(node.path("stripped"));
    labels.keySet().removeAll(stripped);
    annotations.keySet().removeAll(stripped);
    SecretContent content =
        new SecretContent(
            node.path("type").asText(SecretContent.DEFAULT_TYPE),
            node.path("immutable").asBoolean(),
            data,
            labels,
            annotations);
    return new LiveSecret(
        new SecretRef(namespace, name),
        node.path("uid").asText("uid-of-" + name),
        node.path("resourceVersion").asText("1"),
        Optional.of(node.path("created").asText())
            .filter(time -> !time.isEmpty())
            .map(Instant::parse)
            .orElse(LONG_AGO),
        node.path("terminating").asBoolean(),
        node.path("controlled").asBoolean(),
        content,
        managers(node, content));
  }

  /** What secretsync puts on what it writes. */
  private void marks(
      JsonNode written, SortedMap<String, String> labels, SortedMap<String, String> annotations) {
    known(written, "from", "at", "by", "time", "installation");
    String from = written.path("from").asText();
    CaseRepository.Commit commit = commit(written);
    labels.put(Marks.MANAGED_BY, Marks.MANAGER);
    labels.put(Marks.INSTALLATION, written.path("installation").asText("local"));
    annotations.put(Marks.SOURCE_FILE, from);
    annotations.put(Marks.SOURCE_COMMIT, commit.id());
    annotations.put(Marks.SOURCE_BLOB, commit.blobs().getOrDefault(from, "0".repeat(40)));
  }

  /** What secretsync puts on the copy of a Secret that a cluster owns. */
  private void copyMarks(
      JsonNode collected, SortedMap<String, String> labels, SortedMap<String, String> annotations) {
    known(
        collected,
        "from",
        "identity",
        "version",
        "controlPlane",
        "at",
        "by",
        "time",
        "installation",
        "kargo");
    String[] from = collected.path("from").asText().split("/", 2);
    String name = from[1].substring(from[1].indexOf('/') + 1);
    labels.put(Marks.MANAGED_BY, Marks.MANAGER);
    labels.put(Marks.INSTALLATION, collected.path("installation").asText("local"));
    annotations.put(Marks.SOURCE_CLUSTER, from[0]);
    String identity = collected.path("identity").asText("uid-of-" + from[0]);
    if (!identity.isEmpty()) {
      annotations.put(Marks.SOURCE_IDENTITY, identity);
    }
    annotations.put(Marks.SOURCE_SECRET, from[1]);
    annotations.put(
        Marks.SOURCE_VERSION, collected.path("version").asText("uid-of-" + name + "/1"));
    annotations.put(Marks.CONTROL_PLANE, collected.path("controlPlane").asText("main"));
    annotations.put(Marks.SOURCE_COMMIT, commit(collected).id());
    if (!collected.path("kargo").asBoolean()) {
      annotations.put("argocd.argoproj.io/compare-options", "IgnoreExtraneous");
      annotations.put("argocd.argoproj.io/sync-options", "Prune=false");
    }
  }

  /** The commit that marks name. */
  private CaseRepository.Commit commit(JsonNode marks) {
    String at = marks.path("at").asText("now");
    return Optional.ofNullable(commits.get(at))
        .orElseThrow(() -> new AssertionError("no commit " + at));
  }

  /** What is written belongs to who wrote it, apart from what others wrote later. */
  private static List<FieldManager> managers(JsonNode node, SecretContent content) {
    List<FieldManager> managers = new ArrayList<>();
    SortedSet<String> rest = new TreeSet<>();
    content.data().keySet().forEach(key -> rest.add("data." + key));
    content.labels().keySet().forEach(key -> rest.add("metadata.labels[" + key + "]"));
    content.annotations().keySet().forEach(key -> rest.add("metadata.annotations[" + key + "]"));
    rest.add("type");
    for (JsonNode manager : node.path("managers")) {
      known(manager, "manager", "operation", "time", "fields");
      SortedSet<String> fields = texts(manager.path("fields"));
      rest.removeAll(fields);
      managers.add(
          new FieldManager(
              manager.path("manager").asText(),
              FieldManager.Operation.valueOf(manager.path("operation").asText("UPDATE")),
              Optional.of(manager.path("time").asText())
                  .filter(t -> !t.isEmpty())
                  .map(Instant::parse),
              fields));
    }
    JsonNode written = node.has("collected") ? node.path("collected") : node.path("written");
    if (!written.isMissingNode()) {
      String by = written.path("by").asText(Marks.MANAGER);
      managers.addFirst(
          new FieldManager(
              by,
              by.equals(Marks.MANAGER)
                  ? FieldManager.Operation.APPLY
                  : FieldManager.Operation.UPDATE,
              Optional.of(Instant.parse(written.path("time").asText("2026-11-20T10:00:00Z"))),
              rest));
    }
    return managers;
  }
}
