package dev.secretsync.resolve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.View;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Lookout;
import dev.secretsync.cluster.Observation;
import dev.secretsync.crypt.KeyRing;
import dev.secretsync.declare.ControlPlane;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.PastNamespaces;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.desired.EncryptedFiles;
import dev.secretsync.desired.InputFiles;
import dev.secretsync.desired.LastApplied;
import dev.secretsync.desired.Scope;
import dev.secretsync.desired.Targets;
import dev.secretsync.diff.Differences;
import dev.secretsync.model.Marks;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.Shard;
import dev.secretsync.plan.Bounds;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.policy.Policy;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A repository and the clusters it declares, all in memory: what a test says in words is written as
 * YAML and read by the real reader, and a plan goes through the real stages.
 */
final class TestFleet {
  private static final String HEAD = "apiVersion: secretsync.dev/v1alpha1\nkind: ";
  private static final KeyRing NO_KEYS = KeyRing.of(List.of());

  private final Map<String, String> documents = new LinkedHashMap<>();
  private final Map<String, ClusterWords> clusters = new HashMap<>();
  private final Map<String, ModelCluster> contexts = new HashMap<>();

  /** What earlier commits declared is looked at too, as PastNamespaces finds it. */
  private final TreeSet<String> past = new TreeSet<>();

  /** So are the projects of a Kargo that is gone. */
  private final TreeSet<String> kargos = new TreeSet<>();

  private final Map<String, Integer> numbers = new HashMap<>();
  private Optional<Random> order = Optional.empty();

  private record ClusterWords(
      List<String> labels, String context, String agentNamespace, Optional<String> pin) {}

  /** A hub with Argo CD, and the agents east and west; any opted-in Secret of my-team is taken. */
  static TestFleet threeClusters() {
    return new TestFleet()
        .cluster("hub", "region=hub")
        .cluster("east", "region=east", "my-label=cluster1")
        .cluster("west", "region=west", "my-label=cluster2")
        .controlPlane("main", "hub")
        .source("team-creds", "", "team=my-team");
  }

  /**
   * A hub with Kargo and its projects demo and other; east and west have Kargo agents, and the hub
   * and north do not. Any opted-in Secret of my-team is taken.
   */
  static TestFleet kargo() {
    return new TestFleet()
        .cluster("hub", "region=hub")
        .cluster("east", "region=east", "kargo=yes")
        .cluster("west", "region=west", "kargo=yes")
        .cluster("north", "region=north")
        .kargo("kargo", "hub")
        .project("hub", "demo", "tier=one")
        .project("hub", "other", "tier=two")
        .source("team-creds", "", "team=my-team");
  }

  // ---- what Git declares ----

  /** Declares a cluster, which is there and has its agent namespace. */
  TestFleet cluster(String name, String... labels) {
    return clusterIn(name, "akuity", labels);
  }

  /** A cluster with an agent namespace of its own. */
  TestFleet clusterIn(String name, String agentNamespace, String... labels) {
    contexts
        .computeIfAbsent(name, context -> new ModelCluster("uid-of-" + context))
        .createNamespace(agentNamespace);
    clusters.put(name, new ClusterWords(List.of(labels), name, agentNamespace, Optional.empty()));
    return this;
  }

  /** One more name for a cluster that is there. */
  TestFleet alias(String name, String context, String... labels) {
    clusters.put(
        name,
        new ClusterWords(
            List.of(labels), context, declared(context).agentNamespace, Optional.empty()));
    return this;
  }

  private ClusterWords declared(String cluster) {
    return requireNonNull(clusters.get(cluster), cluster);
  }

  TestFleet relabel(String name, String... labels) {
    ClusterWords was = declared(name);
    clusters.put(name, new ClusterWords(List.of(labels), was.context, was.agentNamespace, was.pin));
    return this;
  }

  /** The declared name changes; the cluster is the same. */
  TestFleet rename(String from, String to) {
    clusters.put(to, clusters.remove(from));
    return this;
  }

  TestFleet pin(String name, String identity) {
    ClusterWords was = declared(name);
    clusters.put(
        name, new ClusterWords(was.labels, was.context, was.agentNamespace, Optional.of(identity)));
    return this;
  }

  TestFleet undeclare(String cluster) {
    clusters.remove(cluster);
    return this;
  }

  boolean declares(String cluster) {
    return clusters.containsKey(cluster);
  }

  /** The declared names, in order. */
  List<String> names() {
    return List.copyOf(new TreeSet<>(clusters.keySet()));
  }

  /** Which cluster a declared name means. */
  String contextOf(String cluster) {
    return declared(cluster).context;
  }

  TestFleet controlPlane(String name, String cluster) {
    return controlPlane(name, cluster, "argocd");
  }

  TestFleet controlPlane(String name, String cluster, String namespace) {
    at(declared(cluster).context).createNamespace(namespace);
    return document(
        "controlplane " + name,
        "ControlPlane\nmetadata: {name: %s}\nspec:\n  cluster: %s\n  argocd: {namespace: %s}\n"
            .formatted(name, cluster, namespace));
  }

  /** A Kargo that has agents in clusters with label kargo=yes, and its shared namespaces. */
  TestFleet kargo(String name, String cluster, String... settings) {
    at(declared(cluster).context).createNamespace("kargo-shared-resources");
    StringBuilder text = new StringBuilder("ControlPlane\nmetadata: {name: " + name + "}\nspec:\n");
    text.append("  cluster: ").append(cluster).append('\n');
    text.append("  kargo:\n");
    text.append("    agents: {selector: kargo=yes}\n");
    List.of(settings).forEach(line -> text.append("    ").append(line).append('\n'));
    return document("controlplane " + name, text.toString());
  }

  /** A source of the only control plane. */
  TestFleet source(String name, String clusterSelector, String secretSelector) {
    return sourceFor("", name, clusterSelector, secretSelector);
  }

  TestFleet sourceFor(
      String controlPlane, String name, String clusterSelector, String secretSelector) {
    StringBuilder spec = new StringBuilder();
    if (!controlPlane.isEmpty()) {
      spec.append("  controlPlane: ").append(controlPlane).append('\n');
    }
    spec.append("  clusterSelector: '").append(clusterSelector).append("'\n");
    spec.append("  secretSelector: '").append(secretSelector).append("'\n");
    return document(
        "source " + name, "SecretSource\nmetadata: {name: " + name + "}\nspec:\n" + spec);
  }

  /** A Secret of Git without data, which needs no encryption. */
  TestFleet managed(String name, String... spec) {
    StringBuilder text =
        new StringBuilder("ManagedSecret\nmetadata: {name: " + name + "}\nspec:\n");
    List.of(spec).forEach(line -> text.append("  ").append(line).append('\n'));
    return document("managed " + name, text.toString());
  }

  TestFleet allowed(String name, String secrets, String clusters) {
    return document(
        "allowed " + name,
        "AllowedClusters\nmetadata: {name: %s}\nspec:\n  secrets: {%s}\n  clusters: {%s}\n"
            .formatted(name, secrets, clusters));
  }

  TestFleet without(String kindAndName) {
    if (documents.remove(kindAndName) == null) {
      throw new IllegalArgumentException("no document " + kindAndName);
    }
    return this;
  }

  boolean has(String kindAndName) {
    return documents.containsKey(kindAndName);
  }

  private TestFleet document(String key, String text) {
    documents.put(key, HEAD + text);
    return this;
  }

  /** From now on documents come in an order of chance. */
  TestFleet shuffled(Random by) {
    order = Optional.of(by);
    return this;
  }

  // ---- what others do in clusters ----

  ModelCluster at(String context) {
    return requireNonNull(contexts.get(context), context);
  }

  Map<String, ModelCluster> contexts() {
    return contexts;
  }

  /** Somebody makes a project of Kargo, or changes its labels. */
  TestFleet project(String context, String name, String... labels) {
    SortedMap<String, String> all = new TreeMap<>();
    all.put(ControlPlane.Product.Kargo.PROJECT, "true");
    List.of(labels).forEach(label -> all.put(label.split("=", -1)[0], label.split("=", -1)[1]));
    at(context).labelNamespace(name, all);
    return this;
  }

  /** Somebody makes a Secret. */
  TestFleet holds(String address, TestSecret secret) {
    SecretAddress to = address(address);
    at(to.cluster())
        .put(
            to.ref(),
            secret.content(),
            secret.created(),
            secret.manager(),
            secret.terminating(),
            secret.controlled());
    return this;
  }

  /** Somebody edits a Secret in place. */
  TestFleet edit(String address, UnaryOperator<TestSecret> change) {
    SecretAddress to = address(address);
    LiveSecret seen = at(to.cluster()).find(to.ref()).orElseThrow();
    at(to.cluster())
        .edit(to.ref(), change.apply(TestSecret.plain().with(seen.content())).content());
    return this;
  }

  TestFleet remove(String address) {
    at(address(address).cluster()).remove(address(address).ref());
    return this;
  }

  Optional<LiveSecret> find(String address) {
    return at(address(address).cluster()).find(address(address).ref());
  }

  LiveSecret get(String address) {
    return find(address).orElseThrow(() -> new AssertionError("nothing at " + address));
  }

  /** Everything that is there and says that it is of the same source as {@code copy}. */
  List<LiveSecret> copiesOf(LiveSecret copy) {
    return contexts.values().stream()
        .flatMap(cluster -> cluster.secrets().stream())
        .filter(secret ->
            Marks.owner(secret.content().annotations())
                .equals(Marks.owner(copy.content().annotations())))
        .toList();
  }

  static SecretAddress address(String words) {
    String[] parts = words.split("/", -1);
    return SecretAddress.of(parts[0], parts[1], parts[2]);
  }

  // ---- what we do ----

  /** Reads everything and plans. */
  Look look() {
    return look(Optional.empty());
  }

  /** Plans a part of the fleet, and reads no more than that takes. */
  Look look(Optional<Shard> shard) {
    SourceTree tree = tree();
    Problems problems = new Problems();
    Declarations declared = Declarations.parse(tree, problems);
    Targets targets = Targets.of(declared, problems);
    EncryptedFiles files = EncryptedFiles.of(declared, problems);
    assertThat(problems.hasErrors()).as("%s", problems.all()).isFalse();
    clusters.values().forEach(cluster -> past.add(cluster.agentNamespace));
    Scope scope = Scope.of(declared, new PastNamespaces(past, new TreeMap<>(), kargos, true));
    DesiredState fromGit =
        DesiredState.of(
            declared,
            targets,
            scope,
            tree,
            files.open(targets, new TreeMap<>(), NO_KEYS),
            "local",
            problems);
    assertThat(problems.hasErrors()).as("%s", problems.all()).isFalse();
    View view = View.of(shard, declared, scope);
    LiveState first = observe(view.first());
    LiveState live =
        Identities.verified(
            fromGit,
            Collections.emptySortedMap(),
            view.suffices(first, fromGit) ? first : View.together(first, observe(view.rest())));
    Resolution resolution = Resolution.of(declared, fromGit, live);
    Differences differences =
        Differences.between(resolution.desired().in(view.clusters()), live, LastApplied.nothing());
    Plan plan =
        Plan.of(differences, Policy.builtIn(), List.of(), problems.all())
            .boundTo(InputFiles.of(declared, tree));
    plan = view.of(plan);
    declared
        .controlPlanes()
        .values()
        .forEach(plane -> {
          if (plane.product() instanceof ControlPlane.Product.ArgoCd argocd) {
            past.add(argocd.namespace());
          } else {
            kargos.add(plane.cluster());
            past.addAll(plane.product().namespaces());
          }
        });
    return new Look(declared, fromGit, live, resolution, plan);
  }

  /** Plans and carries the plan out. */
  Look apply() {
    Look look = look();
    if (look.plan().applyable()) {
      look.plan().changes().stream()
          .filter(change -> change.action().writes())
          .forEach(change -> write(change, look));
    }
    return look;
  }

  /** Plans anew and carries out what of that is within a plan that was reviewed. */
  Bounds apply(Plan reviewed) {
    Look look = look();
    Bounds bounds = look.within(reviewed);
    if (bounds.plan().applyable()) {
      bounds.plan().changes().stream()
          .filter(change -> change.action().writes())
          .forEach(change -> write(change, look));
    }
    return bounds;
  }

  private void write(PlannedChange change, Look look) {
    SecretAddress address = change.address();
    ModelCluster cluster = at(declared(address.cluster()).context);
    Optional<DesiredSecret> want = look.resolution().desired().find(address);
    switch (change.action()) {
      case CREATE -> cluster.create(address.ref(), want.orElseThrow().content());
      case UPDATE, ADOPT -> cluster.update(seen(look, address), want.orElseThrow().content());
      case REPLACE -> {
        cluster.delete(seen(look, address));
        cluster.create(address.ref(), want.orElseThrow().content());
      }
      case MOVE -> {
        cluster.create(address.ref(), want.orElseThrow().content());
        cluster.delete(seen(look, change.movedFrom().orElseThrow()));
      }
      case DELETE -> cluster.delete(seen(look, address));
      case RELEASE -> cluster.release(seen(look, address));
      default -> throw new IllegalStateException(change.action() + " writes nothing");
    }
  }

  private static LiveSecret seen(Look look, SecretAddress address) {
    return look.live().find(address).orElseThrow();
  }

  private LiveState observe(SortedMap<String, Lookout> lookouts) {
    SortedMap<String, Observation> seen = new TreeMap<>();
    lookouts.forEach(
        (name, lookout) -> seen.put(name, at(declared(name).context).observe(name, lookout)));
    return new LiveState(seen);
  }

  private SourceTree tree() {
    Map<String, String> texts = new LinkedHashMap<>(documents);
    new TreeMap<>(clusters)
        .forEach((name, words) -> texts.put("cluster " + name, yaml(name, words)));
    List<String> keys = new ArrayList<>(texts.keySet());
    order.ifPresent(random -> Collections.shuffle(keys, random));
    SortedMap<String, SourceFile> files = new TreeMap<>();
    for (int i = 0; i < keys.size(); i++) {
      String text = requireNonNull(texts.get(keys.get(i)));
      String path = order.isPresent() ? "f%03d.yaml".formatted(i) : path(keys.get(i));
      files.put(path, new SourceFile(path, "%040x".formatted(text.hashCode()), text));
    }
    return new SourceTree(new Revision("c".repeat(40), "d".repeat(40), false), files);
  }

  /** A document stays in its file, whatever comes and goes beside it. */
  private String path(String key) {
    return "f%03d.yaml".formatted(numbers.computeIfAbsent(key, _ -> numbers.size()));
  }

  private static String yaml(String name, ClusterWords words) {
    StringBuilder labels = new StringBuilder();
    words.labels.forEach(
        label -> labels.append(labels.isEmpty() ? "" : ", ").append(label.replace("=", ": ")));
    return HEAD
        + "Cluster\nmetadata:\n  name: %s\n  labels: {%s}\n".formatted(name, labels)
        + "spec:\n  context: %s\n  agentNamespace: %s\n"
            .formatted(words.context, words.agentNamespace)
        + words.pin.map(uid -> "  identity: " + uid + "\n").orElse("");
  }
}
