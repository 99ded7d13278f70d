package dev.secretsync.source.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.source.PastFiles;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import dev.secretsync.source.git.TestRepository.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.StoredConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitRepositoryTest {
  @TempDir Path temp;
  private TestRepository test;
  private final Problems problems = new Problems();

  @BeforeEach
  void createRepository() {
    test = TestRepository.create(temp.resolve("repo"));
  }

  @AfterEach
  void closeRepository() {
    test.close();
  }

  @Test
  void yamlIsReadAtTheCommitAndNothingElse() {
    String commit =
        test.commit(
            test.file("a.yaml", "a: 1\n"),
            test.file("b.yml", "b: 1\n"),
            test.file(".sops.yaml", "creation_rules: []\n"),
            test.file("README.md", "# Read me\n"),
            test.folder("x", test.file("c.yaml", "ü: 1\n"), test.file(".sops.yml", "a: 1\n")));
    SourceTree tree = read("HEAD");
    assertThat(tree.files().keySet()).containsExactly("a.yaml", "b.yml", "x/c.yaml");
    assertThat(file(tree, "x/c.yaml").text()).isEqualTo("ü: 1\n");
    assertThat(file(tree, "a.yaml").blobId()).isEqualTo(test.file("a.yaml", "a: 1\n").id().name());
    assertThat(tree.revision().commit()).isEqualTo(commit);
    assertThat(tree.revision().uncommitted()).isFalse();
  }

  @Test
  void onlyTheGivenFolderIsRead() throws IOException {
    test.commit(
        test.file("a.yaml", "a: 1\n"),
        test.folder("x", test.folder("y", test.file("c.yaml", "c: 1\n"))));
    Path folder = Files.createDirectories(test.folder.resolve("x/y"));
    try (GitRepository repository = GitRepository.open(folder)) {
      assertThat(repository.pathInRepository()).isEqualTo("x/y");
      assertThat(repository.read("HEAD", problems).files().keySet()).containsExactly("x/y/c.yaml");
    }
  }

  @Test
  void anEarlierRevisionIsReadByName() {
    String first = test.commit(test.file("a.yaml", "a: 1\n"));
    test.commit(test.file("a.yaml", "a: 2\n"));
    assertThat(file(read(first), "a.yaml").text()).isEqualTo("a: 1\n");
    assertThat(read("HEAD~1").revision().commit()).isEqualTo(first);
    assertThat(problemsOf(Code.DIRTY_WORKTREE)).isEmpty();
  }

  @Test
  void bareRepositoryIsRead() throws IOException {
    test.commit(test.file("a.yaml", "a: 1\n"));
    Path bare = temp.resolve("bare.git");
    Files.move(test.folder.resolve(".git"), bare);
    try (GitRepository repository = GitRepository.open(bare)) {
      assertThat(repository.read("HEAD", problems).files().keySet()).containsExactly("a.yaml");
      assertThat(repository.pathInRepository()).isEmpty();
    }
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void whatCannotBeOpenedOrFoundHasACodeAndAHint() throws IOException {
    assertRefused(Code.NO_COMMITS, () -> read("HEAD"));
    test.commit(test.folder("x", test.file("a.yaml", "a: 1\n")));
    assertRefused(Code.UNKNOWN_REVISION, () -> read("no-such-branch"));
    assertRefused(Code.UNKNOWN_REVISION, () -> read("a..b ^ \u0000"));
    assertRefused(Code.NOT_A_REPOSITORY, () -> open(temp));
    assertRefused(Code.NOT_A_REPOSITORY, () -> open(temp.resolve("missing")));
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertRefused(Code.NOT_A_REPOSITORY, () -> open(file));
    Path folder = Files.createDirectories(test.folder.resolve("new"));
    assertRefused(
        Code.PATH_NOT_IN_COMMIT,
        () -> {
          try (GitRepository repository = GitRepository.open(folder)) {
            repository.read("HEAD", problems);
          }
        });
  }

  @DisplayName("G1: hostile names in a tree are refused")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        ".",
        ".git",
        ".GIT",
        ".Git",
        "git~1",
        ".git.",
        ".git ",
        ".g\u200cit",
        ".git::$INDEX",
        "C:",
        "c:x.yaml",
        "a\\b.yaml",
        "dot.",
        "space ",
        "esc\u001b[2J.yaml",
        "turn\u202elmay.yaml",
        "line\nfeed.yaml",
        "a/../../x.yaml"
      })
  void hostileNamesAreRefused(String name) {
    Entry entry =
        name.endsWith(".yaml")
            ? test.file(name, "a: 1\n")
            : test.folder(name, test.file("a.yaml", "a: 1\n"));
    test.commit(entry, test.file("good.yaml", "a: 1\n"));
    assertThat(read("HEAD").files().keySet()).containsExactly("good.yaml");
    assertThat(problemsOf(Code.UNSAFE_PATH)).hasSize(1).allMatch(Diagnostic::isError);
    assertThat(problems.all().toString()).doesNotContain("\u001b").doesNotContain("\n");
  }

  @DisplayName("G1: paths that are one file on some systems are refused")
  @ParameterizedTest
  @CsvSource({"a.yaml,A.yaml", "\u00e9.yaml,e\u0301.yaml", "stra\u00dfe.yaml,STRASSE.yaml"})
  void collidingNamesAreRefused(String one, String other) {
    test.commit(test.file(one, "a: 1\n"), test.file(other, "a: 2\n"));
    assertThat(read("HEAD").files()).hasSize(1);
    assertThat(problemsOf(Code.UNSAFE_PATH)).hasSize(1);
  }

  @DisplayName("G1: folders that are one folder on some systems are refused")
  @Test
  void collidingFoldersAreRefused() {
    test.commit(
        test.folder("Teams", test.file("a.yaml", "a: 1\n")),
        test.folder("teams", test.file("b.yaml", "a: 2\n")));
    read("HEAD");
    assertThat(problemsOf(Code.UNSAFE_PATH)).hasSize(1);
  }

  @DisplayName("G1: links are refused, and never followed")
  @Test
  void linksAreRefused() {
    test.commit(
        test.link("passwd.yaml", "/etc/passwd"),
        test.link("other.yaml", "x/a.yaml"),
        test.link("tenant", "x"),
        test.link("outside", "../../elsewhere"),
        test.link("LICENSE", "x/notes.txt"),
        test.folder("x", test.file("a.yaml", "a: 1\n"), test.file("notes.txt", "")));
    assertThat(read("HEAD").files().keySet()).containsExactly("x/a.yaml");
    assertThat(problemsOf(Code.NOT_A_FILE).map(d -> d.severity() + " " + d.subject()))
        .containsExactly(
            "ERROR other.yaml", "ERROR passwd.yaml", "WARNING outside", "WARNING tenant");
  }

  @DisplayName("G2: submodules are ignored with a note, LFS pointers refused as content")
  @Test
  void submodulesAndPointersAreNotContent() {
    test.commit(
        test.submodule("vendor"),
        test.file(
            "big.yaml", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"),
        test.file("a.yaml", "a: 1\n"));
    assertThat(read("HEAD").files().keySet()).containsExactly("a.yaml");
    assertThat(problemsOf(Code.NOT_A_FILE).map(Diagnostic::subject)).containsExactly("vendor");
    assertThat(problemsOf(Code.LFS_POINTER).map(Diagnostic::isError)).containsExactly(true);
  }

  @DisplayName("G2: no filter, hook, attribute or configuration of the repository is run")
  @Test
  void nothingOfTheRepositoryIsRun() throws IOException {
    Path marker = temp.resolve("marker");
    Path script =
        Files.writeString(temp.resolve("script"), "#!/bin/sh\ntouch " + marker + "\ncat\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    test.commit(
        test.file(".gitattributes", "*.yaml filter=evil diff=evil merge=evil\n"),
        test.file("a.yaml", "a: 1\n"));
    StoredConfig config = test.repository.getConfig();
    for (String key : new String[] {"clean", "smudge", "process"}) {
      config.setString("filter", "evil", key, script.toString());
    }
    config.setBoolean("filter", "evil", "required", true);
    config.setString("diff", "evil", "textconv", script.toString());
    config.setString("core", null, "fsmonitor", script.toString());
    config.setString("core", null, "sshCommand", script.toString());
    config.setString("core", null, "hooksPath", temp.toString());
    config.setString("core", null, "worktree", temp.toString());
    config.save();
    for (String hook : new String[] {"post-checkout", "pre-commit", "post-index-change"}) {
      Files.createDirectories(test.folder.resolve(".git/hooks"));
      Files.copy(script, test.folder.resolve(".git/hooks/" + hook));
      Files.copy(script, temp.resolve(hook));
    }
    test.write(".gitattributes", "*.yaml filter=evil\n");
    test.write("a.yaml", "a: 2\n");
    try (GitRepository repository = GitRepository.open(test.folder)) {
      assertThat(repository.read("HEAD", problems).files().keySet()).containsExactly("a.yaml");
      assertThat(file(repository.readWorktree(problems), "a.yaml").text()).isEqualTo("a: 2\n");
    }
    assertThat(problemsOf(Code.DIRTY_WORKTREE)).hasSize(1);
    assertThat(marker).doesNotExist();
    try (Stream<Path> files = Files.walk(test.folder)) {
      assertThat(files.map(f -> f.getFileName().toString())).noneMatch(f -> f.startsWith(".probe"));
    }
  }

  @DisplayName("G3: a file may have 1 MiB, and a larger one is an error only if it speaks of us")
  @Test
  void largeFilesAreRefusedIfTheyAreOurs() {
    String header = "apiVersion: secretsync.dev/v1alpha1\n#";
    test.commit(
        test.file("at.yaml", header + "x".repeat((1 << 20) - header.length())),
        test.file("over.yaml", header + "x".repeat((1 << 20) - header.length() + 1)),
        test.file("crds.yaml", "x".repeat((1 << 20) + 1)));
    assertThat(read("HEAD").files().keySet()).containsExactly("at.yaml");
    assertThat(problemsOf(Code.TOO_LARGE).map(Diagnostic::subject)).containsExactly("over.yaml");
  }

  @Test
  void onlyUtf8IsRead() {
    test.commit(
        test.file("latin.yaml", "a: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1)),
        test.file("ours.yaml", "secretsync.dev/ \u00e9\n".getBytes(StandardCharsets.ISO_8859_1)),
        test.file("utf16.yaml", "a: 1\n".getBytes(StandardCharsets.UTF_16)));
    assertThat(read("HEAD").files()).isEmpty();
    assertThat(problemsOf(Code.YAML_SYNTAX).map(Diagnostic::subject))
        .containsExactly("ours.yaml", "utf16.yaml");
  }

  @Test
  void dirtyWorkTreeIsAWarningThatNamesTheFiles() throws IOException {
    test.commit(
        test.file(".gitignore", "ignored.yaml\n"),
        test.file("changed.yaml", "a: 1\n"),
        test.file("same.yaml", "a: 1\n"),
        test.file("windows.yaml", "a: 1\nb: 2\n"),
        test.file("gone.yaml", "a: 1\n"),
        test.file("notes.txt", "a\n"));
    test.write(".gitignore", "ignored.yaml\n");
    test.write("changed.yaml", "a: 2\n");
    test.write("same.yaml", "a: 1\n");
    test.write("windows.yaml", "a: 1\r\nb: 2\r\n");
    test.write("new/new.yaml", "a: 1\n");
    test.write("ignored.yaml", "a: 1\n");
    test.write("notes.txt", "b\n");
    assertThat(file(read("HEAD"), "changed.yaml").text()).isEqualTo("a: 1\n");
    assertThat(problems.all()).hasSize(1);
    Diagnostic warning = problems.all().getFirst();
    assertThat(warning.isError()).isFalse();
    assertThat(warning.code()).isEqualTo(Code.DIRTY_WORKTREE);
    assertThat(warning.summary()).endsWith(": changed.yaml, gone.yaml, new/new.yaml");
  }

  @Test
  void manyDirtyFilesAreCounted() throws IOException {
    test.commit(test.file("a.yaml", "a: 1\n"));
    test.write("a.yaml", "a: 1\n");
    for (int i = 10; i < 22; i++) {
      test.write("n" + i + ".yaml", "a: 1\n");
    }
    read("HEAD");
    assertThat(problems.all().getFirst().summary())
        .contains("n10.yaml, ")
        .endsWith("n19.yaml and 2 more");
  }

  @Test
  void workTreeIsReadWhenAskedFor() throws IOException {
    String commit = test.commit(test.file("a.yaml", "a: 1\n"));
    test.write("a.yaml", "a: 2\n");
    test.write("x/new.yaml", "b: 1\n");
    test.write(".gitignore", "x\n");
    Files.createSymbolicLink(test.folder.resolve("link.yaml"), test.folder.resolve("a.yaml"));
    Files.createSymbolicLink(test.folder.resolve("folder"), temp);
    try (GitRepository repository = GitRepository.open(test.folder)) {
      SourceTree tree = repository.readWorktree(problems);
      assertThat(tree.files().keySet()).containsExactly("a.yaml", "x/new.yaml");
      assertThat(file(tree, "a.yaml").blobId())
          .isEqualTo(test.file("a.yaml", "a: 2\n").id().name());
      assertThat(tree.revision().uncommitted()).isTrue();
      assertThat(tree.revision().commit()).isEqualTo(commit);
    }
    assertThat(problemsOf(Code.NOT_A_FILE).map(d -> d.severity() + " " + d.subject()))
        .containsExactly("ERROR link.yaml", "WARNING folder");
  }

  @Test
  void workTreeWithoutCommitsIsRead() throws IOException {
    test.write("a.yaml", "a: 2\n");
    try (GitRepository repository = GitRepository.open(test.folder)) {
      SourceTree tree = repository.readWorktree(problems);
      assertThat(tree.files()).hasSize(1);
      assertThat(tree.revision().commit()).isEmpty();
      assertThat(repository.past(tree)).isEqualTo(new PastFiles(List.of(), true));
    }
  }

  @Test
  void anOldBlobIsFoundByItsId() {
    Entry old = test.file("a.yaml", "a: 1\n");
    test.commit(old);
    test.commit(test.file("a.yaml", "a: 2\n"));
    try (GitRepository repository = GitRepository.open(test.folder)) {
      assertThat(repository.blob("a.yaml", old.id().name()).map(SourceFile::text))
          .contains("a: 1\n");
      assertThat(repository.blob("a.yaml", "1".repeat(40))).isEmpty();
      assertThat(repository.blob("a.yaml", "no id")).isEmpty();
    }
  }

  @Test
  void whatEarlierCommitsHadIsFoundOnce() {
    Entry kept = test.file("kept.yaml", "k: 1\n");
    test.commit(kept, test.file("a.yaml", "a: 1\n"), test.file("notes.txt", "x"));
    test.commit(kept, test.file("b.yaml", "a: 1\n"), test.file("c.yaml", "c: 1\n"));
    test.commit(kept, test.file("c.yaml", "c: 2\n"));
    SourceTree tree = read("HEAD");
    try (GitRepository repository = GitRepository.open(test.folder)) {
      PastFiles past = repository.past(tree);
      assertThat(past.complete()).isTrue();
      assertThat(past.files().stream().map(SourceFile::text)).containsExactly("a: 1\n", "c: 1\n");
    }
  }

  @Test
  void shallowHistoryIsSaidToBeIncomplete() throws IOException {
    test.commit(test.file("a.yaml", "a: 1\n"));
    String second = test.commit(test.file("a.yaml", "a: 2\n"));
    test.write(".git/shallow", second + "\n");
    try (GitRepository repository = GitRepository.open(test.folder)) {
      assertThat(repository.past(repository.read("HEAD", problems)).complete()).isFalse();
    }
  }

  @DisplayName("one remote has one name, however it is spelled")
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "https://github.com/acme/secrets.git, github.com/acme/secrets",
        "https://user:token@GitHub.com/acme/secrets, github.com/acme/secrets",
        "git@github.com:acme/secrets.git, github.com/acme/secrets",
        "ssh://git@github.com:22/acme/secrets.git/, github.com/acme/secrets",
        "ssh://git@git.example.com:2222/acme/secrets, git.example.com:2222/acme/secrets",
        "/srv/git/secrets.git, none",
        "file:///srv/git/secrets.git, none",
        "../secrets, none",
        "'', none",
      })
  void remotesAreNormalised(String url, String expected) throws IOException {
    StoredConfig config = test.repository.getConfig();
    config.setString("remote", "origin", "url", url);
    config.save();
    try (GitRepository repository = GitRepository.open(test.folder)) {
      assertThat(repository.remote()).isEqualTo(Optional.ofNullable(expected));
    }
  }

  private SourceTree read(String revision) {
    try (GitRepository repository = GitRepository.open(test.folder)) {
      return repository.read(revision, problems);
    }
  }

  private static SourceFile file(SourceTree tree, String path) {
    assertThat(tree.files()).containsKey(path);
    return Optional.ofNullable(tree.files().get(path)).orElseThrow();
  }

  private static void open(Path folder) {
    GitRepository.open(folder).close();
  }

  private Stream<Diagnostic> problemsOf(Code code) {
    return problems.all().stream().filter(d -> d.code() == code);
  }

  private static void assertRefused(Code code, Runnable action) {
    RefusedException refused = catchThrowableOfType(RefusedException.class, action::run);
    assertThat(refused.diagnostics()).extracting(Diagnostic::code).containsExactly(code);
    assertThat(refused.diagnostics().getFirst().hint()).isNotEmpty();
  }
}
