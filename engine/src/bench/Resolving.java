import dev.secretsync.argocd.ArgoCdSecrets;
import dev.secretsync.cluster.FieldManager;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Observation;
import dev.secretsync.crypt.KeyRing;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.PastNamespaces;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.desired.EncryptedFiles;
import dev.secretsync.desired.Scope;
import dev.secretsync.desired.Targets;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import dev.secretsync.resolve.Identities;
import dev.secretsync.resolve.Resolution;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How long one virtual machine, as fresh as that of one command, needs to resolve a fleet that is
 * in memory: what is offered, who owns it, where it goes and what Argo CD makes of it.
 *
 * <pre>java Resolving CLUSTERS SECRETS SOURCES new|synced</pre>
 *
 * <p>SECRETS is for each cluster: nine of ten are opted in and taken by some source, one of a
 * hundred is allowed onto a tenth of the clusters, and one of fifty has a name that other clusters
 * claim too. With {@code synced} all copies are there already. Prints the seconds of the resolution,
 * the copies that are desired, the highest use of the heap in MiB, and the seconds with the check of
 * all credentials after it.
 */
public final class Resolving {
  private static final Revision REVISION = new Revision("c".repeat(40), "d".repeat(40), false);
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final SecretBytes VALUE = SecretBytes.ofUtf8("visibly-fake-value");

  private Resolving() {}

  public static void main(String[] args) {
    int clusters = Integer.parseInt(args[0]);
    int secrets = Integer.parseInt(args[1]);
    SourceTree tree = declarations(clusters, Integer.parseInt(args[2]));
    Problems problems = new Problems();
    Declarations declared = Declarations.parse(tree, problems);
    Targets targets = Targets.of(declared, problems);
    Scope scope = Scope.of(declared, PastNamespaces.none());
    DesiredState fromGit =
        DesiredState.of(
            declared,
            targets,
            scope,
            tree,
            EncryptedFiles.of(declared, problems).open(targets, new TreeMap<>(), KeyRing.of(List.of())),
            "bench",
            problems);
    problems.refuseErrors();
    SortedMap<SecretAddress, LiveSecret> live = offered(clusters, secrets);
    if (args[3].equals("synced")) {
      Resolution.of(declared, fromGit, observed(scope, live)).desired().clusters().values().stream()
          .flatMap(cluster -> cluster.secrets().values().stream())
          .forEach(copy -> live.put(copy.address(), written(copy)));
    }
    LiveState seen = observed(scope, live);

    long start = System.nanoTime();
    DesiredState desired =
        Resolution.of(declared, fromGit, Identities.verified(fromGit, Collections.emptySortedMap(), seen)).desired();
    double resolved = (System.nanoTime() - start) / 1e9;
    ArgoCdSecrets.check(desired, new Problems());
    double checked = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%.3f %d %d %.3f%n",
        resolved, desired.addresses().size(), highestHeap() >> 20, checked);
  }

  private static long highestHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private static SourceTree declarations(int clusters, int sources) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < clusters; i++) {
      text.append(
          """
          ---
          apiVersion: secretsync.dev/v1alpha1
          kind: Cluster
          metadata: {name: cluster-%1$d, labels: {region: r%2$d, all: "yes"}}
          """
              .formatted(i, i % 10));
    }
    text.append(
        """
        ---
        apiVersion: secretsync.dev/v1alpha1
        kind: ControlPlane
        metadata: {name: main}
        spec: {cluster: cluster-0, argocd: {namespace: argocd}}
        """);
    for (int i = 0; i < sources; i++) {
      text.append(
          """
          ---
          apiVersion: secretsync.dev/v1alpha1
          kind: SecretSource
          metadata: {name: source-%1$d}
          spec: {clusterSelector: "region in (r%2$d, r%3$d), all", secretSelector: "team in (t%4$d, t%1$d), !legacy"}
          """
              .formatted(i, i % 10, (i + 1) % 10, (i + 1) % sources));
    }
    // every team's Secrets are taken somewhere
    text.append(
        """
        ---
        apiVersion: secretsync.dev/v1alpha1
        kind: SecretSource
        metadata: {name: the-rest}
        spec: {secretSelector: "team, !legacy"}
        """);
    SourceFile file = new SourceFile("fleet.yaml", "b".repeat(40), text.toString());
    return new SourceTree(REVISION, new TreeMap<>(Map.of(file.path(), file)));
  }

  private static SortedMap<SecretAddress, LiveSecret> offered(int clusters, int secrets) {
    SortedMap<SecretAddress, LiveSecret> all = new TreeMap<>();
    for (int c = 0; c < clusters; c++) {
      for (int s = 0; s < secrets; s++) {
        boolean contested = s % 50 == 7;
        String name = contested ? "contested-" + s : "secret-" + c + "-" + s;
        SecretAddress address = SecretAddress.of("cluster-" + c, "akuity", name);
        all.put(address, live(address.ref(), c, s, content(c, s), "kubectl-create"));
      }
    }
    return all;
  }

  private static SecretContent content(int c, int s) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("team", "t" + s % 20);
    if (s % 10 != 3) {
      labels.put("akuity.io/secret-sync", "true");
    }
    if (s % 5 == 0) {
      labels.put("argocd.argoproj.io/secret-type", "repo-creds");
    }
    SortedMap<String, String> annotations = new TreeMap<>();
    if (s % 100 == 42) {
      annotations.put(
          "akuity.io/managed-secret-allowed-cluster-selector", "region in (r" + c % 10 + ")");
    }
    SortedMap<String, SecretBytes> data = new TreeMap<>();
    data.put("username", VALUE);
    data.put("password", VALUE);
    data.put("url", SecretBytes.ofUtf8("https://git.example.com/org-" + c + "/" + s));
    return new SecretContent("Opaque", false, data, labels, annotations);
  }

  private static LiveSecret live(
      SecretRef ref, int c, int s, SecretContent content, String manager) {
    SortedSet<String> fields = new TreeSet<>();
    content.data().keySet().forEach(key -> fields.add("data." + key));
    content.labels().keySet().forEach(key -> fields.add("metadata.labels[" + key + "]"));
    FieldManager entry =
        new FieldManager(manager, FieldManager.Operation.UPDATE, Optional.of(CREATED), fields);
    return new LiveSecret(
        ref,
        "uid-" + manager + "-" + c + "-" + s,
        Integer.toString(s),
        CREATED.plusSeconds(c * 1000L + s),
        false,
        false,
        content,
        List.of(entry));
  }

  private static LiveSecret written(DesiredSecret copy) {
    SecretRef ref = copy.address().ref();
    return live(ref, copy.address().hashCode(), ref.hashCode(), copy.content(), "secretsync");
  }

  private static LiveState observed(Scope scope, SortedMap<SecretAddress, LiveSecret> live) {
    SortedMap<String, SortedMap<String, SortedMap<String, LiveSecret>>> found = new TreeMap<>();
    live.forEach((address, secret) ->
        found
            .computeIfAbsent(address.cluster(), any -> new TreeMap<>())
            .computeIfAbsent(address.ref().namespace(), any -> new TreeMap<>())
            .put(address.ref().name(), secret));
    SortedMap<String, Observation> clusters = new TreeMap<>();
    scope
        .namespaces()
        .forEach((name, namespaces) -> {
          SortedMap<String, Observation.NamespaceState> states = new TreeMap<>();
          namespaces.forEach(namespace ->
              states.put(
                  namespace,
                  new Observation.NamespaceState.Listed(
                      found
                          .getOrDefault(name, new TreeMap<>())
                          .getOrDefault(namespace, new TreeMap<>()))));
          clusters.put(name, new Observation.Read(Optional.of("uid-of-" + name), states));
        });
    return new LiveState(clusters);
  }
}
