package dev.secretsync.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.PastNamespaces;
import dev.secretsync.model.LastWrite;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What tells that a Secret was there: the commits that live objects name. */
class LastAppliedTest {
  private static final KeyRing NO_KEYS = KeyRing.of(List.of());
  private static final SecretAddress EAST = SecretAddress.of("east", "akuity", "database");
  private static final SecretAddress WEST = SecretAddress.of("west", "akuity", "database");

  private static final String FLEET =
      """
      apiVersion: secretsync.dev/v1alpha1
      kind: Cluster
      metadata: {name: east}
      ---
      apiVersion: secretsync.dev/v1alpha1
      kind: Cluster
      metadata: {name: west}
      """;

  private static final String SECRET =
      """
      apiVersion: secretsync.dev/v1alpha1
      kind: ManagedSecret
      metadata: {name: database}
      spec: {allowedClusters: {all: true}}
      """;

  @Test
  @DisplayName("cli.md 6.6: of a cluster its own objects tell, whatever others name more often")
  void ofAClusterItsOwnObjectsTell() {
    SortedMap<SecretAddress, LastWrite> writes = new TreeMap<>();
    for (int i = 0; i < 8; i++) {
      writes.put(SecretAddress.of("west", "akuity", "other-" + i), at("before-" + i % 4));
    }
    writes.put(SecretAddress.of("east", "akuity", "other"), at("then"));
    assertThat(declaredOnlyAt("then", writes)).containsExactly(EAST);
    assertThat(declaredOnlyAt("before-0", writes)).containsExactly(WEST);
  }

  @Test
  @DisplayName("of a cluster that holds nothing of ours, those of all clusters do")
  void ofAnEmptyClusterTheOthersTell() {
    SortedMap<SecretAddress, LastWrite> writes = new TreeMap<>();
    writes.put(WEST, at("then"));
    assertThat(declaredOnlyAt("then", writes)).containsExactly(EAST);
    assertThat(declaredOnlyAt("another", writes)).isEmpty();
    assertThat(declaredOnlyAt("then", new TreeMap<>())).isEmpty();
  }

  private static LastWrite at(String commit) {
    return new LastWrite.Declared("other.yaml", "8", commit);
  }

  /** Which of the Secrets were there, where one commit alone declared them. */
  private static SortedSet<SecretAddress> declaredOnlyAt(
      String commit, SortedMap<SecretAddress, LastWrite> writes) {
    Problems problems = new Problems();
    SourceTree tree = tree(FLEET + "---\n" + SECRET);
    Declarations declared = Declarations.parse(tree, problems);
    Targets targets = Targets.of(declared, problems);
    DesiredState desired =
        DesiredState.of(
            declared,
            targets,
            Scope.of(declared, PastNamespaces.none()),
            tree,
            EncryptedFiles.of(declared, problems).open(targets, new TreeMap<>(), NO_KEYS),
            "local",
            problems);
    assertThat(problems.hasErrors()).as("%s", problems.all()).isFalse();
    return LastApplied.of(
            desired,
            writes,
            write -> Optional.empty(),
            one -> Optional.of(one.equals(commit) ? tree : tree(FLEET)),
            NO_KEYS)
        .addresses();
  }

  private static SourceTree tree(String text) {
    return new SourceTree(
        new Revision("c".repeat(40), "d".repeat(40), false),
        new TreeMap<>(Map.of("all.yaml", new SourceFile("all.yaml", "b".repeat(40), text))));
  }
}
