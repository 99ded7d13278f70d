package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A change on a branch, judged by the branch that is protected. Whole outputs stand in {@code
 * test-fixtures/cli/trust-ref.txt}.
 */
@DisplayName("X6: what is trusted comes from the protected ref, and changes of it are shown first")
@Tag("X6")
class TrustTest {
  private static final int CONFIG = 65;
  private static final int DENIED = 3;
  private static final int GUARD = 9;
  private static final String FRIEND =
      "age130y2qw0pz4sr9vw4pujy0d0jqrgyl3zmgl5e24g49n4zx0v35g7sd79m66";
  private static final String STRANGER =
      "age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2z";
  private static final String POLICY =
      """
      apiVersion: secretsync.dev/v1alpha1
      kind: Policy
      metadata: {name: base}
      spec:
        rules:
        - name: no-database-in-prod
          effect: deny
          match: {clusters: env=prod, names: [database]}
          reason: visible to reviewers
        protected: {clusters: env=prod}
      """;

  private final Playground playground = Playground.embedded();

  @BeforeEach
  void protect() throws IOException {
    playground.copy("examples/quickstart", playground.repository());
    Files.delete(file("secrets/database.yaml"));
    write("policy.yaml", POLICY);
    playground.init();
    playground.commit();
    assertThat(run("apply", "--auto-approve").exit()).isZero();
    git(git -> git.checkout().setCreateBranch(true).setName("feature").call());
  }

  @AfterEach
  void end() {
    playground.close();
  }

  @DisplayName("a branch that takes the rule away is judged by the rule")
  @Test
  void relaxingThePolicyDoesNotHelp() throws IOException {
    database();
    Files.delete(file("policy.yaml"));
    playground.commit();
    Playground.Ran judged = run("plan", "--trust-ref", "main");
    assertThat(judged.exit()).isEqualTo(DENIED);
    assertThat(judged.out())
        .contains("Judged by the policy of main at ", "no-database-in-prod")
        .contains("policy.yaml: Policy base: removed");
    assertThat(judged.out().indexOf("Changes of what is trusted, since main:"))
        .isBetween(0, judged.out().indexOf("denied"));
    assertThat(run("apply", "--auto-approve", "--trust-ref", "main").exit()).isEqualTo(DENIED);
    assertThat(playground.somebody("c2").secrets().keySet()).doesNotContain("akuity/database");
    assertThat(run("plan").exit()).isZero();
  }

  @DisplayName("a branch that relabels or renames a cluster is judged by the labels it had")
  @Test
  void anotherLabelDoesNotHelp() throws IOException {
    database();
    for (String name : List.of("east", "orient")) {
      write(
          "clusters/east.yaml",
          """
          apiVersion: secretsync.dev/v1alpha1
          kind: Cluster
          metadata: {name: %s, labels: {region: east, env: dev}}
          spec: {context: c2}
          """
              .formatted(name));
      playground.commit();
      assertThat(run("plan").exit()).as(name).isZero();
      assertThat(run("plan", "--trust-ref", "main").exit()).as(name).isEqualTo(DENIED);
    }
  }

  @DisplayName("limits and protected clusters are those of the protected ref as well")
  @Test
  void unprotectingAClusterDoesNotHelp() throws IOException {
    write("policy.yaml", POLICY.replaceFirst("(?m)^ *protected:.*\n", ""));
    Files.delete(file("secrets/argoproj-https-creds.yaml"));
    playground.commit();
    Playground.Ran judged = run("apply", "--auto-approve", "--trust-ref", "main");
    assertThat(judged.exit()).as(judged.err()).isEqualTo(GUARD);
    assertThat(judged.err())
        .contains("policy.yaml:10:14: error SSY521: cluster east: it is protected")
        .contains("--accept-deletes 2");
    assertThat(
            run("apply", "--auto-approve", "--trust-ref", "main", "--accept-deletes", "2").exit())
        .isZero();
  }

  @DisplayName("a recipient that is added to a file is named; the file's values did not change")
  @Test
  void anAddedRecipientIsNamed() throws IOException {
    also(STRANGER, "secrets/registry.yaml");
    playground.commit();
    assertThat(trustChanges())
        .containsExactly("recipients secrets/registry.yaml: " + STRANGER + " can newly decrypt it");
    Playground.Ran ran = run("plan", "--trust-ref", "main", "--detailed-exitcode");
    assertThat(ran.exit()).as("a change of trust alone is no change of a Secret").isZero();
    assertThat(ran.out()).contains("1 change of what is trusted");
  }

  @DisplayName("X8: a recipient that is removed knows what it could read")
  @Tag("X8")
  @Test
  void aRemovedRecipientIsNamed() throws IOException {
    also(STRANGER, "secrets/registry.yaml");
    playground.commit();
    git(git -> git.branchRename().setOldName("main").setNewName("former").call());
    git(git -> git.branchCreate().setName("main").call());
    Files.writeString(
        file("secrets/registry.yaml"),
        Files.readString(file("secrets/registry.yaml"))
            .replaceFirst("(?s)    - enc: [|].{0,700}?" + STRANGER + "\n", ""));
    playground.commit();
    assertThat(trustChanges())
        .containsExactly(
            "recipients secrets/registry.yaml: "
                + STRANGER
                + " can no longer decrypt it, and knows its values so far: change them at their"
                + " source (X8)");
  }

  @DisplayName("a file that is moved and opened to somebody else is held against the one it was")
  @Test
  void movingAFileHidesNoRecipient() throws IOException {
    also(STRANGER, "secrets/argoproj-https-creds.yaml");
    playground.commit();
    git(git -> git.branchRename().setOldName("main").setNewName("former").call());
    git(git -> git.branchCreate().setName("main").call());
    also(STRANGER, "secrets/registry.yaml");
    Files.move(file("secrets/registry.yaml"), file("secrets/elsewhere.yaml"));
    playground.commit();
    assertThat(trustChanges())
        .containsExactly(
            "recipients secrets/elsewhere.yaml: " + STRANGER + " can newly decrypt it");
  }

  @DisplayName("a new file is worth a word only when somebody can read it who could read nothing")
  @Test
  void aNewFileForTheSameRecipientsIsNoChangeOfTrust() throws IOException {
    database();
    playground.commit();
    assertThat(trustChanges()).isEmpty();
    also(STRANGER, "secrets/database.yaml");
    playground.commit();
    assertThat(trustChanges())
        .containsExactly(
            "recipients secrets/database.yaml: "
                + STRANGER
                + " can decrypt this new file, and could decrypt no file so far");
  }

  @DisplayName("a private key that stands where a recipient belongs is not repeated")
  @Test
  void aPrivateKeyIsNotRepeated() throws IOException {
    String fake = "AGE-SECRET-KEY-1VISIBLYFAKE";
    write(".sops.yaml", "creation_rules:\n- age: " + FRIEND + "," + fake + "\n");
    also(fake, "secrets/registry.yaml");
    playground.commit();
    Playground.Ran ran = run("plan", "--trust-ref", "main");
    assertThat(ran.out() + ran.err()).doesNotContain(fake).doesNotContain("VISIBLYFAKE");
  }

  @DisplayName("X7: a branch that stops encrypting values is refused whoever judges it")
  @Tag("X7")
  @Test
  void valuesInClearAreRefusedWhoeverJudges() throws IOException {
    Files.writeString(
        file("secrets/registry.yaml"),
        Files.readString(file("secrets/registry.yaml"))
            .replace("encrypted_regex: ^(data|stringData)$", "encrypted_regex: ^nothing$")
            .replaceFirst("ENC\\[AES256_GCM,[^\\]]*\\]", "visibly-fake-value"));
    playground.commit();
    for (List<String> flags : List.of(List.<String>of(), List.of("--trust-ref", "main"))) {
      Playground.Ran ran = run("plan", flags.toArray(String[]::new));
      assertThat(ran.exit()).isEqualTo(CONFIG);
      assertThat(ran.err()).contains("SSY001").doesNotContain("visibly-fake");
    }
  }

  @DisplayName("whoever may push a tag cannot give it the name of the protected branch")
  @Test
  void aTagOfTheSameNameIsRefused() throws IOException {
    database();
    Files.delete(file("policy.yaml"));
    playground.commit();
    git(git -> git.tag().setName("main").setSigned(false).setAnnotated(false).call());
    Playground.Ran ambiguous = run("plan", "--trust-ref", "main");
    assertThat(ambiguous.exit()).isEqualTo(CONFIG);
    assertThat(ambiguous.err()).contains("main: error SSY203: the trusted ref is ambiguous");
    assertThat(run("plan", "--trust-ref", "refs/heads/main").exit()).isEqualTo(DENIED);
    String commit = playground.commits().getFirst();
    assertThat(run("plan", "--trust-ref", commit).exit()).isEqualTo(DENIED);
    String abbreviated = commit.substring(0, 10);
    assertThat(run("plan", "--trust-ref", abbreviated).exit()).isEqualTo(DENIED);
    git(git -> git.tag().setName(abbreviated).setSigned(false).setAnnotated(false).call());
    assertThat(run("plan", "--trust-ref", abbreviated).exit()).isEqualTo(CONFIG);
  }

  @DisplayName("a folder that the protected ref does not have is judged by nobody, and refused")
  @Test
  void aFolderWithoutATrustedPolicyIsRefused() throws IOException {
    playground.copy("examples/quickstart", file("new"));
    playground.commit();
    Playground.Ran ran = playground.run("plan", file("new").toString(), "--trust-ref", "main");
    assertThat(ran.exit()).isEqualTo(CONFIG);
    assertThat(ran.err()).contains("main:new: error SSY208: the trusted ref has no such folder");
  }

  @DisplayName("a .sops.yaml above the folder counts, and so does one that is not committed yet")
  @Test
  void everySopsConfigCounts() throws IOException {
    playground.copy("examples/quickstart", file("team"));
    playground.commit();
    git(git -> git.branchRename().setOldName("main").setNewName("former").call());
    git(git -> git.branchCreate().setName("main").call());
    write(".sops.yaml", "creation_rules:\n- age: " + STRANGER + "\n");
    String team = file("team").toString();
    assertThat(playground.run("plan", team, "--trust-ref", "main").out())
        .doesNotContain("Changes of what is trusted");
    assertThat(playground.run("plan", team, "--trust-ref", "main", "--worktree").out())
        .contains(".sops.yaml: its rules newly encrypt for " + STRANGER);
    playground.commit();
    assertThat(playground.run("plan", team, "--trust-ref", "main").out())
        .contains(".sops.yaml: its rules newly encrypt for " + STRANGER);
  }

  @DisplayName("a policy that says the same in another place and order is no change")
  @Test
  void movingAPolicyIsNoChange() throws IOException {
    Files.delete(file("policy.yaml"));
    write(
        "policies/moved.yaml",
        POLICY
            .replace("metadata: {name: base}", "metadata:\n  name: base # the same")
            .replace("    reason: visible to reviewers\n", "")
            .replace("    effect: deny\n", "    reason: visible to reviewers\n    effect: deny\n"));
    playground.commit();
    assertThat(trustChanges()).isEmpty();
  }

  @DisplayName("a rule that is about other owners now is another rule")
  @Test
  void narrowingARuleToOwnersIsNamed() throws IOException {
    write("policy.yaml", POLICY.replace("names: [database]", "names: [database], owners: [cluster]"));
    playground.commit();
    assertThat(trustChanges())
        .containsExactly(
            "policy policy.yaml: Policy base: rule no-database-in-prod changed: owners none ->"
                + " cluster");
  }

  @DisplayName("a cluster that nobody has seen yet may be a known one by another context, and is named")
  @Test
  void aNewClusterIsNamed() throws IOException {
    write(
        "clusters/south.yaml",
        """
        apiVersion: secretsync.dev/v1alpha1
        kind: Cluster
        metadata: {name: south, labels: {env: dev}}
        spec: {context: c2-by-another-name}
        """);
    playground.commit();
    assertThat(trustChanges())
        .containsExactly(
            "cluster clusters/south.yaml: Cluster south: new, by context c2-by-another-name;"
                + " policies go by the labels that it gives itself, env=dev");
  }

  @DisplayName("a cluster that is called otherwise is named with what policies take it for")
  @Test
  void aRenamedClusterIsNamed() throws IOException {
    write(
        "clusters/east.yaml",
        """
        apiVersion: secretsync.dev/v1alpha1
        kind: Cluster
        metadata: {name: orient, labels: {env: dev}}
        spec: {context: c2}
        """);
    playground.commit();
    assertThat(trustChanges())
        .containsExactly(
            "cluster clusters/east.yaml: Cluster orient: was called east; policies go by its"
                + " labels then, env=prod,region=east");
  }

  @DisplayName("K2: a pinned cluster by another name and context is not read, whatever it is called")
  @Tag("K2")
  @Test
  void aDisguisedClusterIsRefused() throws IOException {
    pinEast();
    playground.alias("c2", "c2-by-another-name");
    database();
    east("orient", "dev", "context: c2-by-another-name");
    playground.commit();
    Playground.Ran judged = run("apply", "--auto-approve", "--trust-ref", "main");
    assertThat(judged.exit()).as(judged.out()).isEqualTo(DENIED);
    assertThat(judged.out() + judged.err())
        .contains("a cluster that the trusted ref pins under another name and context");
    assertThat(playground.somebody("c2").secrets().keySet()).doesNotContain("akuity/database");
  }

  @DisplayName("a pinned cluster that keeps its context may be called otherwise")
  @Test
  void aRenamedPinnedClusterIsRead() throws IOException {
    pinEast();
    east("orient", "dev", "context: c2");
    playground.commit();
    assertThat(run("plan", "--trust-ref", "main").exit()).isZero();
  }

  @DisplayName("explain, list and drift are judged by the same ref")
  @Test
  void everyCommandThatPlansTakesIt() throws IOException {
    database();
    Files.delete(file("policy.yaml"));
    playground.commit();
    String repository = playground.repository().toString();
    assertThat(
            playground
                .run("explain", "east/akuity/database", repository, "--trust-ref", "main")
                .out())
        .contains("no-database-in-prod");
    for (String command : List.of("list", "drift")) {
      assertThat(run(command, "--trust-ref", "nowhere").exit()).as(command).isEqualTo(CONFIG);
      assertThat(run(command, "--trust-ref", "main").err()).as(command).doesNotContain("SSY203");
    }
  }

  /** As {@code kind path: words}. */
  private List<String> trustChanges() throws IOException {
    JsonNode plan = new ObjectMapper().readTree(run("plan", "--trust-ref", "main", "--json").out());
    List<String> changes = new ArrayList<>();
    plan.path("trust_changes")
        .forEach(change ->
            changes.add(
                change.path("kind").asText()
                    + " "
                    + change.path("file").asText()
                    + ": "
                    + change.path("change").asText()));
    return changes;
  }

  /** On the protected branch too. */
  private void pinEast() throws IOException {
    String uid =
        new ObjectMapper()
            .readTree(run("plan", "--json").out())
            .path("clusters")
            .path("east")
            .path("uid")
            .asText();
    east("east", "prod", "context: c2, identity: " + uid);
    playground.commit();
    git(git -> git.branchRename().setOldName("main").setNewName("former").call());
    git(git -> git.branchCreate().setName("main").call());
  }

  private void east(String name, String env, String spec) throws IOException {
    write(
        "clusters/east.yaml",
        """
        apiVersion: secretsync.dev/v1alpha1
        kind: Cluster
        metadata: {name: %s, labels: {region: east, env: %s}}
        spec: {%s}
        """
            .formatted(name, env, spec));
  }

  private void database() throws IOException {
    playground.copy("examples/quickstart/secrets/database.yaml", file("secrets/database.yaml"));
  }

  /** Puts one more recipient into the block: a label, which is all that anybody can see of it. */
  private void also(String recipient, String path) throws IOException {
    String text = Files.readString(file(path));
    int from = text.indexOf("    - enc: |");
    int to = text.indexOf('\n', text.indexOf("recipient: ", from)) + 1;
    String entry = text.substring(from, to);
    Files.writeString(
        file(path), text.substring(0, to) + entry.replace(FRIEND, recipient) + text.substring(to));
  }

  private Path file(String path) {
    return playground.repository().resolve(path);
  }

  private void write(String path, String text) throws IOException {
    Path parent = file(path).getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file(path), text, StandardCharsets.UTF_8);
  }

  private Playground.Ran run(String command, String... flags) {
    List<String> words = new ArrayList<>(List.of(command, playground.repository().toString()));
    words.addAll(List.of(flags));
    return playground.run(words.toArray(String[]::new));
  }

  @FunctionalInterface
  private interface GitStep {
    void on(Git git) throws GitAPIException;
  }

  private void git(GitStep step) throws IOException {
    try (Git git = Git.open(playground.repository().toFile())) {
      step.on(git);
    } catch (GitAPIException e) {
      throw new IOException(e);
    }
  }
}
