package dev.secretsync.source.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.crypt.Tool;
import dev.secretsync.model.Code;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is installed, as the real {@code git} reads and runs it. */
@DisplayName("gitattributes(5): the merge driver and the textconv")
class GitDriversIT {
  private static final String PROGRAM = "secretsync";
  private static final List<String> PATTERNS = List.of("*.enc.yaml", "secrets/**");

  @TempDir private Path folder;
  private Path repository = Path.of("");

  @BeforeEach
  void makeARepository() throws IOException, InterruptedException {
    repository = Files.createDirectories(folder.resolve("repository"));
    git("init", "--quiet", "--initial-branch=main");
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    return gitIn(repository, arguments);
  }

  private String gitIn(Path where, String... arguments) throws IOException, InterruptedException {
    Map<String, String> env =
        Map.of(
            "HOME", folder.toString(),
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_AUTHOR_NAME", "Somebody",
            "GIT_AUTHOR_EMAIL", "somebody@example.com",
            "GIT_COMMITTER_NAME", "Somebody",
            "GIT_COMMITTER_EMAIL", "somebody@example.com");
    return Tool.find("git").run(where, env, arguments);
  }

  private Path attributes() {
    return repository.resolve(".gitattributes");
  }

  private String attributesText() throws IOException {
    return Files.readString(attributes(), StandardCharsets.ISO_8859_1);
  }

  private String config() throws IOException {
    return Files.readString(repository.resolve(".git/config"));
  }

  private String attributeOf(String path) throws IOException, InterruptedException {
    return git("check-attr", "-z", "diff", "merge", "--", path).replace('\0', ' ');
  }

  /** A program that records its arguments, and says what it was given. */
  private Path program(String name) throws IOException {
    Path program = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(
        program,
        "#!/bin/sh\nprintf '<%s>\\n' \"$@\" >> '"
            + folder.resolve("argv")
            + "'\n"
            + "if [ \"$1\" = git-merge ]; then echo merged > \"$4\"; else echo 'in clear'; fi\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  @Test
  void gitKnowsTheDriversAndTheirFiles() throws IOException, InterruptedException {
    List<String> changes = GitDrivers.install(repository, PROGRAM, PATTERNS);

    assertThat(changes)
        .containsExactly(
            ".git/config: merge.secretsync.name = three-way merge of encrypted values",
            ".git/config: merge.secretsync.driver = secretsync git-merge -- %O %A %B %P",
            ".git/config: diff.secretsync.textconv = secretsync git-textconv --",
            ".git/config: diff.secretsync.cachetextconv = false",
            ".gitattributes: *.enc.yaml diff=secretsync merge=secretsync",
            ".gitattributes: secrets/** diff=secretsync merge=secretsync");
    assertThat(git("config", "merge.secretsync.driver").strip())
        .isEqualTo("secretsync git-merge -- %O %A %B %P");
    assertThat(git("config", "diff.secretsync.textconv").strip())
        .isEqualTo("secretsync git-textconv --");
    assertThat(git("config", "--type=bool", "diff.secretsync.cachetextconv").strip())
        .isEqualTo("false");
    assertThat(attributeOf("a/b.enc.yaml")).contains("diff secretsync", "merge secretsync");
    assertThat(attributeOf("secrets/deep/x")).contains("diff secretsync", "merge secretsync");
    assertThat(attributeOf("other.yaml")).contains("diff unspecified", "merge unspecified");
    assertThat(Files.getPosixFilePermissions(attributes()))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void aSecondRunChangesNothing() throws IOException {
    GitDrivers.install(repository, PROGRAM, PATTERNS);
    String config = config();
    String attributes = attributesText();
    assertThat(GitDrivers.install(repository, PROGRAM, PATTERNS)).isEmpty();
    assertThat(config()).isEqualTo(config);
    assertThat(attributesText()).isEqualTo(attributes);
    assertThat(GitDrivers.install(repository, PROGRAM, List.of("more", "more"))).hasSize(1);
  }

  @Test
  void removalLeavesWhatWasThereBefore() throws IOException {
    Files.writeString(attributes(), "# ours\r\n*.bin\tbinary\r\nodd\rline text\n\n*.sh eol=lf");
    String config = config();
    String attributes = attributesText();
    GitDrivers.install(repository, PROGRAM, PATTERNS);
    assertThat(attributesText())
        .startsWith(attributes + "\n")
        .endsWith("secrets/** diff=secretsync merge=secretsync\r\n");

    assertThat(GitDrivers.remove(repository)).hasSize(4);
    assertThat(config()).isEqualTo(config);
    assertThat(attributesText()).isEqualTo(attributes + "\n");
    assertThat(GitDrivers.remove(repository)).isEmpty();
  }

  @Test
  void removalTakesTheFileAwayThatHoldsNothingElse() throws IOException {
    GitDrivers.install(repository, PROGRAM, PATTERNS);
    GitDrivers.remove(repository);
    assertThat(attributes()).doesNotExist();
  }

  @Test
  void linesThatSayMoreThanOursKeepTheRest() throws IOException, InterruptedException {
    String line = "*.enc.yaml text diff=secretsync eol=lf merge=secretsync -crlf\n";
    Files.writeString(attributes(), line + "x merge=secretsync-other diff=secretsync\n");
    GitDrivers.install(repository, PROGRAM, List.of("*.enc.yaml"));
    assertThat(attributesText()).startsWith(line).doesNotContain(line + line);
    assertThat(attributeOf("x")).contains("merge secretsync-other");
    GitDrivers.remove(repository);
    assertThat(attributesText())
        .isEqualTo("*.enc.yaml text eol=lf -crlf\nx merge=secretsync-other\n");
  }

  @Test
  void otherSettingsAndOurOldOnesAreToldApart() throws IOException, InterruptedException {
    git("config", "merge.other.driver", "other %A");
    git("config", "--add", "merge.secretsync.driver", "old");
    git("config", "--add", "merge.secretsync.driver", "older");
    assertThat(GitDrivers.install(repository, PROGRAM, List.of())).hasSize(4);
    assertThat(git("config", "--get-all", "merge.secretsync.driver").lines()).hasSize(1);
    assertThat(git("config", "merge.other.driver").strip()).isEqualTo("other %A");
    GitDrivers.remove(repository);
    assertThat(git("config", "merge.other.driver").strip()).isEqualTo("other %A");
  }

  @ParameterizedTest
  @DisplayName("no shell reads what a path says: git merges and shows with the real command line")
  @CsvSource(
      delimiter = '|',
      value = {
        "secretsync | secret.yaml",
        "secret sync's $(touch pwned) %A | $(touch pwned) 'a\"b;c &.yaml",
        "100%|--%P.yaml",
      })
  void namesWithMeaningForAShellAreOnlyNames(String name, String file)
      throws IOException, InterruptedException {
    Path program = program(name);
    GitDrivers.install(repository, program.toString(), List.of("*.yaml"));
    Path secret = repository.resolve(file);
    Files.writeString(secret, "one\n");
    git("add", "--all");
    git("commit", "--quiet", "-m", "one");
    git("checkout", "--quiet", "-b", "theirs");
    Files.writeString(secret, "two\n");
    git("commit", "--quiet", "-am", "two");
    git("checkout", "--quiet", "main");
    Files.writeString(secret, "three\n");
    git("commit", "--quiet", "-am", "three");

    git("merge", "--quiet", "-m", "merged", "theirs");

    assertThat(Files.readString(secret)).isEqualTo("merged\n");
    List<String> told = Files.readAllLines(folder.resolve("argv"));
    assertThat(told).hasSize(6).startsWith("<git-merge>", "<-->").endsWith("<" + file + ">");
    git("diff", "HEAD~1", "HEAD", "--", secret.getFileName().toString());
    assertThat(Files.readAllLines(folder.resolve("argv"))).contains("<git-textconv>");
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.map(Path::getFileName).map(Path::toString)).doesNotContain("pwned");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "with space.yaml | with space.yaml",
        "#x.yaml | #x.yaml",
        "say \"x\".yaml | say \"x\".yaml",
        "\\[a].yaml | [a].yaml",
        "ünï.yaml | ünï.yaml",
        "-x | -x",
      })
  void patternsOfAnySpellingMeanTheirFiles(String pattern, String path)
      throws IOException, InterruptedException {
    assertThat(GitDrivers.install(repository, PROGRAM, List.of(pattern))).hasSize(5);
    assertThat(attributeOf(path)).contains("diff secretsync", "merge secretsync");
    assertThat(attributeOf("other")).contains("diff unspecified");
    assertThat(GitDrivers.install(repository, PROGRAM, List.of(pattern))).isEmpty();
    GitDrivers.remove(repository);
    assertThat(attributes()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!x", "[attr]x", "a\nb", "a\u0000b", "\t"})
  void whatIsNoPatternChangesNothing(String pattern) throws IOException {
    String config = config();
    assertRefused(Code.GIT_SETUP, PROGRAM, pattern);
    assertThat(config()).isEqualTo(config);
    assertThat(attributes()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "other", "./secretsync", "secretsync; rm -rf", "/a\nb", "/a\u0000"})
  void aProgramThatTheShellWouldLookForIsRefused(String program) throws IOException {
    String config = config();
    assertRefused(Code.GIT_SETUP, program, "*.yaml");
    assertThat(config()).isEqualTo(config);
  }

  private void assertRefused(Code code, String program, String pattern) {
    assertThatThrownBy(() -> GitDrivers.install(repository, program, List.of(pattern)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.diagnostics()).extracting(d -> d.code()).containsExactly(code));
  }

  @Test
  void whereNoWorkTreeIsNothingIsInstalled() throws IOException, InterruptedException {
    Path none = Files.createDirectory(folder.resolve("none"));
    assertThatThrownBy(() -> GitDrivers.install(none, PROGRAM, PATTERNS))
        .isInstanceOf(RefusedException.class);
    assertThat(none).isEmptyDirectory();
    Path bare = Files.createDirectory(folder.resolve("bare"));
    gitIn(bare, "init", "--quiet", "--bare");
    assertThatThrownBy(() -> GitDrivers.remove(bare)).isInstanceOf(RefusedException.class);
  }

  @Test
  void aLockOfGitOrASymbolicLinkIsRespected() throws IOException {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "kept");
    Files.createSymbolicLink(attributes(), elsewhere);
    assertRefused(Code.GIT_SETUP, PROGRAM, "*.yaml");
    assertThat(elsewhere).hasContent("kept");
    Files.delete(attributes());
    Files.createFile(repository.resolve(".git/config.lock"));
    assertRefused(Code.GIT_SETUP, PROGRAM, "*.yaml");
    assertThat(attributes()).doesNotExist();
  }

  @Test
  void aLinkedWorkTreeSharesTheDriversAndHasItsOwnFiles() throws IOException, InterruptedException {
    git("commit", "--quiet", "--allow-empty", "-m", "empty");
    Path linked = folder.resolve("linked");
    git("worktree", "add", "--quiet", linked.toString());
    Path inside = Files.createDirectory(linked.resolve("inside"));
    assertThat(GitDrivers.install(inside, PROGRAM, PATTERNS)).hasSize(6);
    assertThat(git("config", "diff.secretsync.textconv").strip())
        .isEqualTo("secretsync git-textconv --");
    assertThat(linked.resolve(".gitattributes")).exists();
    assertThat(attributes()).doesNotExist();
  }
}
