package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.MergeCommand.FastForwardMode;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A plan is reviewed on a branch and applied after the merge. It is bound to the blobs that its
 * changes follow from, and not to commits, so it does not matter how the branch got there.
 */
@DisplayName("a reviewed plan after the merge (cli.md 5.4)")
@Tag("K9")
@Tag("X3")
class SavedPlanHistoryTest {
  private static final PersonIdent SOMEBODY =
      new PersonIdent(
          "Somebody",
          "somebody@example.com",
          Instant.parse("2026-01-02T00:00:00Z"),
          ZoneOffset.UTC);

  private final Playground playground = Playground.embedded();

  /** The database changed on a branch, and its plan was saved there. */
  @BeforeEach
  void aPlanIsReviewedOnABranch() throws Exception {
    playground.withQuickstart();
    expect(0, run("apply", "--auto-approve"));
    git(git -> git.checkout().setCreateBranch(true).setName("change").call());
    playground.copy("test-fixtures/cli/files/database-changed.yaml", file("secrets/database.yaml"));
    playground.commit();
    assertThat(expect(0, run("plan", "--out", saved().toString())))
        .contains("Plan: 0 to add, 2 to change, 0 to destroy.");
    git(git -> git.checkout().setName("main").call());
  }

  @AfterEach
  void close() {
    playground.close();
  }

  @Test
  void survivesASquash() throws Exception {
    unrelated();
    git(git -> git.merge().include(git.getRepository().resolve("change")).setSquash(true).call());
    playground.commit();
    expectApplied();
  }

  @Test
  void survivesARebase() throws Exception {
    unrelated();
    git(git -> {
      git.checkout().setName("change").call();
      git.rebase().setUpstream("main").call();
      git.checkout().setName("main").call();
      return git.merge().include(git.getRepository().resolve("change")).call();
    });
    expectApplied();
  }

  @Test
  void survivesAMergeAndUnrelatedCommitsAfterIt() throws Exception {
    unrelated();
    merge();
    Files.writeString(file("notes.yaml"), "more: of this\n");
    playground.commit();
    expectApplied();
  }

  @Test
  void isRefusedAfterARelatedChange() throws Exception {
    merge();
    // the same values, encrypted anew
    expect(0, playground.run("rotate", "-i", file("secrets/database.yaml").toString()));
    playground.commit();
    assertThat(expect(4, apply()))
        .contains("Not as reviewed:")
        .contains("its file secrets/database.yaml moved from blob")
        .contains("0 applied");
  }

  @Test
  void isRefusedBeforeTheMerge() {
    assertThat(expect(4, apply()))
        .contains("its file secrets/database.yaml moved from blob")
        .contains("0 applied, 0 already");
  }

  @Test
  @DisplayName("X3: nor does another merge get anything written that was not in it")
  void writesNothingOfAnotherMerge() throws Exception {
    merge();
    Files.delete(file("secrets/registry.yaml"));
    playground.commit();
    String out = expect(4, apply());
    assertThat(out)
        .contains("east/akuity/registry\n      reviewed: no change; now: delete")
        .contains("0 applied");
    assertThat(playground.somebody("c1").secrets()).containsKey("akuity/registry");
  }

  private void unrelated() throws IOException {
    Files.writeString(file("notes.yaml"), "nothing: of ours\n");
    playground.commit();
  }

  private void merge() throws Exception {
    git(git ->
        git.merge()
            .include(git.getRepository().resolve("change"))
            .setFastForward(FastForwardMode.NO_FF)
            .setCommit(false)
            .call());
    git(git ->
        git.commit()
            .setMessage("merge")
            .setAuthor(SOMEBODY)
            .setCommitter(SOMEBODY)
            .setSign(false)
            .setNoVerify(true)
            .call());
  }

  private void expectApplied() {
    assertThat(expect(0, apply())).contains("2 applied").doesNotContain("Not as reviewed");
    assertThat(expect(0, apply())).contains("0 applied, 2 already");
    assertThat(expect(0, run("plan", "--detailed-exitcode"))).contains("No changes.");
  }

  private Path saved() {
    return playground.folder().resolve("p.json");
  }

  private Path file(String path) {
    return playground.repository().resolve(path);
  }

  private Playground.Ran apply() {
    return playground.run("apply", saved().toString(), playground.repository().toString());
  }

  private Playground.Ran run(String command, String... flags) {
    String[] arguments = new String[flags.length + 2];
    arguments[0] = command;
    arguments[1] = playground.repository().toString();
    System.arraycopy(flags, 0, arguments, 2, flags.length);
    return playground.run(arguments);
  }

  private static String expect(int exit, Playground.Ran ran) {
    assertThat(ran.exit()).as("%s%s", ran.out(), ran.err()).isEqualTo(exit);
    return ran.out();
  }

  /** What somebody does with Git. */
  @FunctionalInterface
  private interface Doing {
    Object with(Git git) throws GitAPIException, IOException;
  }

  private void git(Doing doing) throws GitAPIException, IOException {
    try (Git git = Git.open(playground.repository().toFile())) {
      doing.with(git);
    }
  }
}
