package dev.secretsync.desired;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.PastNamespaces;
import dev.secretsync.model.LastWrite;
import dev.secretsync.model.Marks;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Git alone knows of a Secret for projects of a Kargo (kargo#5788). */
class DistributionTest {
  private static final KeyRing NO_KEYS = KeyRing.of(List.of());

  /** Encrypted for a key that nobody has. */
  private static final Path UNDECRYPTABLE =
      Path.of("..", "test-fixtures", "plan", "undecryptable-file", "repo", "secrets", "api.yaml");

  private static final String FLEET =
      """
      apiVersion: secretsync.dev/v1alpha1
      kind: Cluster
      metadata: {name: hub}
      ---
      apiVersion: secretsync.dev/v1alpha1
      kind: ControlPlane
      metadata: {name: promote}
      spec: {cluster: hub, kargo: {version: "1.9"}}
      """;

  @DisplayName("R104: it has its content and its origin, and waits for its namespace")
  @Test
  void itWaitsForItsNamespace() {
    DesiredState fromGit = fromGit(secret("{names: [demo]}"));
    assertThat(fromGit.unassigned()).isEmpty();
    assertThat(fromGit.addresses()).isEmpty();
    Distribution one = only(fromGit);
    assertThat(one.cluster()).isEqualTo("hub");
    assertThat(one.controlPlane()).isEqualTo("promote");
    assertThat(one.shared()).contains("kargo-shared-resources");
    assertThat(one.projects().names()).containsExactly("demo");
    assertThat(one.unknown()).isEmpty();
    assertThat(one.secret().address()).isEqualTo(SecretAddress.of("hub", "", "database"));
    assertThat(one.secret().content().labels())
        .containsEntry("kargo.akuity.io/cred-type", "generic")
        .containsEntry(Marks.INSTALLATION, "local");
    assertThat(one.secret().content().annotations())
        .containsEntry(Marks.SOURCE_FILE, "secret.yaml");
    assertThat(one.secret().origin()).isInstanceOf(Origin.Declared.class);
    assertThat(one.secret().reasons()).containsExactly("controlPlane promote");
  }

  @DisplayName("R104: a file that cannot be opened leaves it unknown, for the same projects")
  @Test
  void withoutAKeyItIsUnknown() throws IOException {
    String encrypted =
        Files.readString(UNDECRYPTABLE)
            .replace("allowedClusters:", "controlPlane: promote\n    projects:\n        all: true")
            .replace("        names:\n            - east\n", "");
    DesiredState fromGit = fromGit(encrypted);
    Distribution one = only(fromGit);
    assertThat(one.projects().all()).isTrue();
    assertThat(one.unknown()).hasValueSatisfying(why -> assertThat(why.isError()).isTrue());
    assertThat(one.secret().content().data()).isEmpty();
    assertThat(fromGit.diagnostics()).isNotEmpty();
  }

  @DisplayName("R104: what it held in a project is found through the file that it was written from")
  @Test
  void whatItHeldInAProjectIsFound() {
    String then = secret("{selector: team=a}").replace("generic", "git");
    SecretAddress place = SecretAddress.of("hub", "demo", "database");
    DesiredState desired = resolved(fromGit(secret("{selector: team=a}")), place);
    SortedMap<SecretAddress, LastWrite> writes = new TreeMap<>();
    writes.put(place, new LastWrite.Declared("secret.yaml", "9", "c0"));
    LastApplied last =
        LastApplied.of(
            desired,
            writes,
            write -> Optional.of(new SourceFile(write.file(), write.blob(), then)),
            commit -> Optional.empty(),
            NO_KEYS);
    assertThat(requireNonNull(last.contents().get(place)).labels())
        .containsEntry("kargo.akuity.io/cred-type", "git");
  }

  @DisplayName("R104: a project that nobody named may be new, so its Secret was not deleted there")
  @Test
  void aProjectThatNobodyNamedMayBeNew() {
    SecretAddress place = SecretAddress.of("hub", "demo", "database");
    assertThat(declaredAt(secret("{all: true}"), place)).isEmpty();
    assertThat(declaredAt(secret("{names: [demo]}"), place)).containsExactly(place);
  }

  /** What was declared at a commit that another object shows as applied. */
  private static Set<SecretAddress> declaredAt(String secret, SecretAddress place) {
    SortedMap<SecretAddress, LastWrite> writes = new TreeMap<>();
    writes.put(
        SecretAddress.of("hub", "akuity", "other"),
        new LastWrite.Declared("other.yaml", "8", "c0"));
    DesiredState desired = resolved(fromGit(secret), place);
    SortedMap<SecretAddress, LastWrite> now = new TreeMap<>();
    now.put(
        SecretAddress.of("hub", "akuity", "other"),
        new LastWrite.Declared("other.yaml", "8", desired.revision().commit()));
    Set<SecretAddress> atNow =
        LastApplied.of(desired, now, write -> Optional.empty(), c -> Optional.empty(), NO_KEYS)
            .addresses();
    Set<SecretAddress> before =
        LastApplied.of(
                desired,
                writes,
                write -> Optional.empty(),
                commit -> Optional.of(tree(secret)),
                NO_KEYS)
            .addresses();
    assertThat(atNow.contains(place)).isEqualTo(before.contains(place));
    return atNow;
  }

  /** As it stands once the project was found. */
  private static DesiredState resolved(DesiredState fromGit, SecretAddress place) {
    Distribution one = only(fromGit);
    DesiredCluster hub = requireNonNull(fromGit.clusters().get("hub"));
    SortedMap<String, DesiredCluster> clusters = new TreeMap<>(fromGit.clusters());
    clusters.put(
        "hub",
        DesiredCluster.declared(
            hub.name(),
            hub.context(),
            hub.identity(),
            new TreeMap<>(
                Map.of(
                    place.ref(),
                    new DesiredSecret(
                        place,
                        one.secret().content(),
                        false,
                        one.secret().origin(),
                        List.of("projects.all")))),
            hub.unreadable(),
            hub.unopened(),
            hub.namespaces()));
    return new DesiredState(
        fromGit.revision(),
        fromGit.installation(),
        clusters,
        fromGit.unassigned(),
        fromGit.refused(),
        fromGit.distributions(),
        fromGit.diagnostics());
  }

  private static Distribution only(DesiredState fromGit) {
    assertThat(fromGit.distributions()).hasSize(1);
    return fromGit.distributions().getFirst();
  }

  private static DesiredState fromGit(String secret) {
    Problems problems = new Problems();
    SourceTree tree = tree(secret);
    Declarations declared = Declarations.parse(tree, problems);
    Targets targets = Targets.of(declared, problems);
    EncryptedFiles files = EncryptedFiles.of(declared, problems);
    DesiredState fromGit =
        DesiredState.of(
            declared,
            targets,
            Scope.of(declared, PastNamespaces.none()),
            tree,
            files.open(targets, new TreeMap<>(), NO_KEYS),
            "local",
            problems);
    assertThat(problems.hasErrors()).as("%s", problems.all()).isFalse();
    return fromGit;
  }

  private static SourceTree tree(String secret) {
    return new SourceTree(
        new Revision("c1", "c1", false),
        new TreeMap<>(
            Map.of(
                "fleet.yaml", new SourceFile("fleet.yaml", "1", FLEET),
                "secret.yaml", new SourceFile("secret.yaml", "2", secret))));
  }

  /** It has no values, and so needs no key. */
  private static String secret(String projects) {
    return """
    apiVersion: secretsync.dev/v1alpha1
    kind: ManagedSecret
    metadata: {name: database}
    spec:
      controlPlane: promote
      projects: %s
      labels: {kargo.akuity.io/cred-type: generic}
    """
        .formatted(projects);
  }
}
