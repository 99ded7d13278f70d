package dev.secretsync.declare;

import dev.secretsync.declare.GrantReader.NamedCluster;
import dev.secretsync.document.Document;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Nearest;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What has been found so far, and the checks that need all of it. */
final class Found {
  private record Reference(String name, SourceLocation at) {}

  private final Problems problems;
  private final SortedMap<String, ClusterDeclaration> clusters = new TreeMap<>();
  private final List<ManagedSecret> secrets = new ArrayList<>();
  private final List<AllowedClusters> authorizations = new ArrayList<>();
  private final List<PolicyDeclaration> policies = new ArrayList<>();
  private final SortedMap<String, List<Document>> encryptedFiles = new TreeMap<>();
  private final Map<String, SourceLocation> byName = new HashMap<>();
  private final List<NamedCluster> named = new ArrayList<>();
  private final List<Reference> secretNames = new ArrayList<>();
  private final FoundControlPlanes controlPlanes = new FoundControlPlanes();
  private boolean anything;

  Found(Problems problems) {
    this.problems = problems;
  }

  void problems(List<Diagnostic> found) {
    problems.addAll(found);
  }

  /** Notes that some document is ours, even if nothing of it could be used. */
  void somethingIsDeclared() {
    anything = true;
  }

  void encrypted(String file, List<Document> documents) {
    encryptedFiles.put(file, List.copyOf(documents));
  }

  void cluster(ClusterDeclaration cluster) {
    once("Cluster", cluster.name(), cluster.at());
    clusters.putIfAbsent(cluster.name(), cluster);
  }

  /**
   * Takes in a ManagedSecret.
   *
   * @param controlPlane where it names one
   * @param projects where it says to which projects it goes
   */
  void managed(ManagedSecret secret, SourceLocation controlPlane, SourceLocation projects) {
    once("ManagedSecret", secret.id(), secret.at());
    secrets.add(secret);
    controlPlanes.used(secret, controlPlane, projects);
  }

  /** Plain Secrets may share a name; whether their targets overlap is for {@code desired}. */
  void plain(ManagedSecret secret) {
    secrets.add(secret);
  }

  void authorization(AllowedClusters authorization) {
    once("AllowedClusters", authorization.name(), authorization.at());
    authorizations.add(authorization);
  }

  void policy(PolicyDeclaration policy) {
    once("Policy", policy.name(), policy.at());
    policies.add(policy);
  }

  List<PolicyDeclaration> policies() {
    return List.copyOf(policies);
  }

  void named(List<NamedCluster> clusters) {
    named.addAll(clusters);
  }

  void secretName(String name, SourceLocation at) {
    secretNames.add(new Reference(name, at));
  }

  /** Notes that a control plane is declared, even if it cannot be used. */
  void controlPlane(String name, SourceLocation at) {
    once("ControlPlane", name, at);
    controlPlanes.declared(name);
  }

  /** Notes that a source is declared, even if it cannot be used. */
  void source(String name, SourceLocation at) {
    once("SecretSource", name, at);
  }

  FoundControlPlanes controlPlanes() {
    return controlPlanes;
  }

  /** Runs the checks over everything. */
  Declarations declarations(Revision revision) {
    checkClusterNames();
    checkSecretNames();
    controlPlanes.check(clusters, problems);
    checkRollouts();
    checkContexts();
    if (!anything) {
      problems.add(
          Diagnostic.warning(
              Code.NOTHING_DECLARED,
              "repository",
              "nothing is declared below this folder",
              "declare clusters and secrets in *.yaml, commit them, and check the PATH argument"));
    }
    Declarations declared =
        new Declarations(
            revision,
            clusters,
            secrets,
            authorizations,
            controlPlanes.planes(),
            controlPlanes.sources(),
            policies,
            encryptedFiles);
    new KargoChecks(declared, problems).check(controlPlanes.uses());
    return declared;
  }

  private void once(String kind, String name, SourceLocation at) {
    SourceLocation first = byName.putIfAbsent(kind + "/" + name, at);
    if (first != null) {
      problems.add(
          Diagnostic.error(
              Code.DUPLICATE_DECLARATION,
              at,
              kind + " " + Shown.name(name) + " is declared twice",
              "the first is at " + first + "; rename or remove one"));
    }
  }

  private void checkClusterNames() {
    for (NamedCluster cluster : named) {
      if (!clusters.containsKey(cluster.name())) {
        GrantLint unknown = GrantLint.unknown(cluster.name(), clusters.keySet());
        problems.add(
            Diagnostic.error(
                Code.UNKNOWN_CLUSTER, cluster.at(), unknown.summary(), unknown.hint()));
      }
    }
  }

  private void checkSecretNames() {
    SortedSet<String> ids = new TreeSet<>();
    secrets.forEach(s -> ids.add(s.id()));
    for (Reference secret : secretNames) {
      if (!ids.contains(secret.name())) {
        problems.add(
            Diagnostic.warning(
                Code.UNKNOWN_REFERENCE,
                secret.at(),
                "no secret " + Shown.word(secret.name()) + " is declared",
                Nearest.hint(
                    secret.name(), ids, "the authorization waits for it, or is left over")));
      }
    }
  }

  /** Waves of two policies would have no order among each other. */
  private void checkRollouts() {
    Optional<SourceLocation> first = Optional.empty();
    for (PolicyDeclaration policy : policies) {
      checkWaveNames(policy.waves());
      if (policy.waves().isEmpty()) {
        continue;
      }
      if (first.isPresent()) {
        problems.add(
            Diagnostic.error(
                Code.DUPLICATE_DECLARATION,
                policy.waves().getFirst().at(),
                "a second Policy declares a rollout",
                "the first is at " + first.get() + "; put all waves into one"));
      }
      first = first.or(() -> Optional.of(policy.waves().getFirst().at()));
    }
  }

  private void checkWaveNames(List<PolicyDeclaration.Wave> waves) {
    Map<String, SourceLocation> seen = new HashMap<>();
    for (PolicyDeclaration.Wave wave : waves) {
      SourceLocation first = seen.putIfAbsent(wave.name(), wave.at());
      if (first != null) {
        problems.add(
            Diagnostic.error(
                Code.DUPLICATE_DECLARATION,
                wave.at(),
                "wave " + Shown.name(wave.name()) + " is declared twice",
                "the first is at " + first + "; rename or remove one"));
      }
    }
  }

  private void checkContexts() {
    Map<String, ClusterDeclaration> byContext = new HashMap<>();
    for (ClusterDeclaration cluster : clusters.values()) {
      Optional.ofNullable(byContext.putIfAbsent(cluster.context(), cluster))
          .ifPresent(other ->
              problems.add(
                  Diagnostic.warning(
                      Code.SAME_CLUSTER_TWICE,
                      cluster.at(),
                      "clusters "
                          + Shown.name(other.name())
                          + " and "
                          + Shown.name(cluster.name())
                          + " have the same context",
                      "the other is at " + other.at() + "; declare a cluster once")));
    }
  }
}
