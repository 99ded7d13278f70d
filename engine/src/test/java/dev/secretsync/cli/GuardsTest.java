package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What keeps an apply from deleting more than was meant: the limits, and everything that looks like
 * a delete and is none. Whole outputs stand in {@code test-fixtures/cli/guards.txt}.
 */
@DisplayName("K10: no delete because something is broken or missing, and many only by number")
@Tag("K10")
class GuardsTest {
  private static final String RECIPIENT =
      "age130y2qw0pz4sr9vw4pujy0d0jqrgyl3zmgl5e24g49n4zx0v35g7sd79m66";
  private static final int CONFIG = 65;
  private static final int DECRYPT = 10;
  private static final int GUARD = 9;

  private final Playground playground = Playground.embedded();

  @AfterEach
  void end() {
    playground.close();
  }

  @DisplayName("forty of a hundred declarations removed: 9, and --accept-deletes 40 applies")
  @Test
  void fortyOfAHundredNeedTheirNumber() throws IOException {
    cluster();
    secrets("kept.yaml", 0, 60);
    secrets("dropped.yaml", 60, 100);
    start();
    assertThat(live()).hasSize(100);

    remove("dropped.yaml");
    Playground.Ran refused = apply();
    assertThat(refused.exit()).isEqualTo(GUARD);
    assertThat(refused.err())
        .contains(
            "only: error SSY521: 40 of 100 Secrets would be destroyed, the limit is 30",
            "if it is meant, give --accept-deletes 40");
    assertThat(apply("--accept-deletes", "39").exit()).isEqualTo(GUARD);
    assertThat(apply("--accept-deletes", "41").exit()).isEqualTo(GUARD);
    assertThat(live()).hasSize(100);
    assertThat(apply("--accept-deletes", "40").exit()).isZero();
    assertThat(live()).hasSize(60);
  }

  @DisplayName("thirty of a hundred are within the limit, thirty-one are not")
  @Test
  void theLimitIsExact() throws IOException {
    cluster();
    secrets("kept.yaml", 0, 69);
    secrets("one.yaml", 69, 70);
    secrets("dropped.yaml", 70, 100);
    start();
    Files.delete(secret("one.yaml"));
    remove("dropped.yaml");
    assertThat(apply().exit()).isEqualTo(GUARD);
    secrets("one.yaml", 69, 70);
    playground.commit();
    assertThat(apply().exit()).isZero();
    assertThat(live()).hasSize(70);
  }

  @DisplayName("a renamed folder deletes nothing: its files declare what they declared")
  @Test
  void aRenamedFolderIsNoDelete() throws IOException {
    cluster();
    secrets("all.yaml", 0, 12);
    start();
    Files.move(
        playground.repository().resolve("secrets"), playground.repository().resolve("moved"));
    playground.commit();
    Playground.Ran ran = apply();
    assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).doesNotContain("destroyed");
    assertThat(live()).hasSize(12);
  }

  @DisplayName("PATH at a folder that is gone is an error and no empty set")
  @Test
  void aLostFolderIsAnError() throws IOException {
    cluster();
    secrets("all.yaml", 0, 2);
    start();
    Files.createDirectories(playground.repository().resolve("lost"));
    Playground.Ran ran =
        playground.run(
            "apply", playground.repository().resolve("lost").toString(), "--auto-approve");
    assertThat(ran.exit()).isEqualTo(CONFIG);
    assertThat(live()).hasSize(2);
  }

  @DisplayName("an empty repository deletes nothing, because it names no cluster")
  @Test
  void anEmptyRepositoryDeletesNothing() throws IOException {
    cluster();
    secrets("all.yaml", 0, 2);
    start();
    Files.delete(playground.repository().resolve("cluster.yaml"));
    Files.delete(secret("all.yaml"));
    Files.writeString(playground.repository().resolve("README.md"), "nothing is here\n");
    playground.commit();
    Playground.Ran ran = apply();
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).contains("nothing is declared");
    assertThat(live()).hasSize(2);
  }

  @DisplayName("all declarations of a cluster gone: 9 until the cluster is named")
  @Test
  void aClusterIsEmptiedByNameOnly() throws IOException {
    cluster();
    secrets("all.yaml", 0, 1);
    start();
    remove("all.yaml");
    assertThat(playground.run("plan", playground.repository().toString()).exit()).isZero();
    assertThat(apply().exit()).isEqualTo(GUARD);
    assertThat(apply("--accept-deletes", "1").exit()).isEqualTo(GUARD);
    assertThat(live()).hasSize(1);
    assertThat(apply("--allow-empty", "only").exit()).isZero();
    assertThat(live()).isEmpty();
  }

  @DisplayName("a declaration that nobody is allowed any more empties a cluster as well")
  @Test
  void aLostAuthorizationEmptiesACluster() throws IOException {
    cluster();
    secrets("all.yaml", 0, 2);
    start();
    String text = Files.readString(secret("all.yaml"));
    Files.writeString(
        secret("all.yaml"),
        text.replaceAll("allowedClusters:\\s+\\{?all: true}?", "immutable: false"));
    playground.commit();
    assertThat(apply().exit()).isEqualTo(GUARD);
    assertThat(live()).hasSize(2);
  }

  @DisplayName("a broken file stops everything: what it declared is not gone")
  @Test
  void aBrokenFileIsNoDelete() throws IOException {
    cluster();
    secrets("all.yaml", 0, 2);
    start();
    Files.writeString(
        secret("all.yaml"), Files.readString(secret("all.yaml")) + "\n  - : [not yaml\n");
    playground.commit();
    assertThat(apply("--accept-deletes", "2", "--allow-empty", "only").exit()).isEqualTo(CONFIG);
    assertThat(live()).hasSize(2);
  }

  @DisplayName(
      "a file that no key opens is unknown: its Secrets stay, and the cluster is not empty")
  @Test
  void anUnreadableFileDoesNotEmptyACluster() throws IOException {
    cluster();
    secrets("unreadable.yaml", 0, 3);
    secrets("dropped.yaml", 3, 5);
    start();
    Files.delete(secret("dropped.yaml"));
    playground.commit();
    playground.env().remove("SOPS_AGE_KEY_FILE");
    Playground.Ran ran = apply();
    assertThat(ran.exit()).as(ran.err()).isEqualTo(DECRYPT);
    assertThat(ran.err()).doesNotContain("SSY521");
    assertThat(live()).hasSize(3);
  }

  @DisplayName("a guard does not hide what is worse: the exit code is that of the worst")
  @Test
  void theWorstExitCodeIsReported() throws IOException {
    cluster();
    secrets("unreadable.yaml", 0, 1);
    secrets("dropped.yaml", 1, 20);
    start();
    Files.delete(secret("dropped.yaml"));
    playground.commit();
    playground.env().remove("SOPS_AGE_KEY_FILE");
    Playground.Ran ran = apply();
    assertThat(ran.exit()).isEqualTo(DECRYPT);
    assertThat(ran.err()).contains("SSY521", "--accept-deletes 19");
    assertThat(live()).hasSize(20);
  }

  private void cluster() throws IOException {
    Files.writeString(
        playground.repository().resolve("cluster.yaml"),
        """
        apiVersion: secretsync.dev/v1alpha1
        kind: Cluster
        metadata: {name: only}
        spec: {context: c1}
        """);
    Files.createDirectories(playground.repository().resolve("secrets"));
  }

  private void start() throws IOException {
    playground.init();
    playground.commit();
    assertThat(apply().exit()).isZero();
  }

  private Path secret(String file) {
    return playground.repository().resolve("secrets").resolve(file);
  }

  private void remove(String file) throws IOException {
    Files.delete(secret(file));
    playground.commit();
  }

  private void secrets(String file, int from, int to) throws IOException {
    Files.writeString(
        secret(file),
        IntStream.range(from, to)
            .mapToObj(
                """
                apiVersion: secretsync.dev/v1alpha1
                kind: ManagedSecret
                metadata:
                  name: many-%03d
                spec:
                  namespace: apps
                  allowedClusters: {all: true}
                  stringData:
                    token: visibly-fake-token
                """
                    ::formatted)
            .collect(Collectors.joining("---\n")));
    Playground.Ran ran =
        playground.run(
            "encrypt",
            "-i",
            "--age",
            RECIPIENT,
            "--encrypted-regex",
            "^(data|stringData)$",
            secret(file).toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
  }

  private List<String> live() {
    return playground.somebody("c1").secrets().keySet().stream()
        .filter(name -> name.startsWith("apps/many-"))
        .toList();
  }

  private Playground.Ran apply(String... flags) {
    List<String> words = new ArrayList<>();
    Stream.of("apply", playground.repository().toString(), "--auto-approve").forEach(words::add);
    words.addAll(List.of(flags));
    return playground.run(words.toArray(String[]::new));
  }
}
