package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Branches that changed encrypted files, merged by the real {@code git} with our drivers; the real
 * {@code sops} tells what the result says, and that its MAC is right. After each test no value is
 * anywhere but in the files that it was encrypted into.
 */
@DisplayName("git merges encrypted files by their values")
class GitMergeIT {
  private static final String ONE = "CANARY-one-1a2b3c";
  private static final String TWO = "CANARY-two-4d5e6f";
  private static final String OURS = "CANARY-ours-7a8b9c";
  private static final String THEIRS = "CANARY-theirs-0d1e2f";
  private static final String YAML = "app.enc.yaml";
  private static final String PLAIN = "a: " + ONE + "\nb: " + TWO + "\nc: " + ONE + "\n";

  @TempDir private Path folder;
  private EncryptedClone clone;

  /** Before anything is set up: what was not set up cannot be looked through either. */
  @BeforeAll
  static void toolsAreThere() {
    Tool.find("git");
    Tool.find("sops");
  }

  @BeforeEach
  void install() throws IOException, InterruptedException {
    clone = EncryptedClone.in(folder);
    assertThat(clone.secretsync("git-install", clone.file(".").toString(), "--attributes", "*.*"))
        .extracting(EncryptedClone.Ran::exit)
        .isEqualTo(0);
  }

  @AfterEach
  @DisplayName("security.md 4: no value on any output, in .git, or in a temporary file")
  void noValueIsAnywhere() throws IOException {
    Map<String, byte[]> values = new TreeMap<>();
    Stream.of(ONE, TWO, OURS, THEIRS)
        .forEach(value -> values.put(value, value.getBytes(StandardCharsets.UTF_8)));
    Canaries canaries = new Canaries(values);
    assertThat(canaries.in(clone.said())).isEmpty();
    assertThat(canaries.inFiles(clone.folder())).isEmpty();
    try (Stream<Path> left = Files.list(clone.folder().resolve("tmp"))) {
      assertThat(left.filter(file -> !file.toString().contains("hsperf"))).isEmpty();
    }
    try (Stream<Path> left = Files.list(clone.file("."))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".secretsync") || name.startsWith(".merge_file"));
    }
  }

  private void committed(String name, String plain, String... flags)
      throws IOException, InterruptedException {
    clone.encrypted(name, plain, flags);
    clone.commit("base");
  }

  private static String json(String value) {
    return '"' + value + '"';
  }

  private void set(String key, String value) throws IOException, InterruptedException {
    clone.set(YAML, "[\"" + key + "\"]", json(value));
  }

  private String lineOf(String key) throws IOException {
    return Files.readAllLines(clone.file(YAML)).stream()
        .filter(line -> line.startsWith(key + ":"))
        .findFirst()
        .orElse("");
  }

  private String atRevision(String revision, String key) throws Exception {
    return clone
        .git("show", "--no-textconv", revision + ":" + YAML)
        .lines()
        .filter(line -> line.startsWith(key + ":"))
        .findFirst()
        .orElse("");
  }

  @Test
  void changesOfTwoKeysMergeClean() throws Exception {
    committed(YAML, PLAIN);
    clone.diverge(() -> set("a", OURS), () -> set("c", THEIRS));

    assertThat(clone.merge().exit()).isZero();

    assertThat(clone.decrypt(YAML))
        .isEqualTo("a: " + OURS + "\nb: " + TWO + "\nc: " + THEIRS + "\n");
    assertThat(clone.git("status", "--porcelain")).isEmpty();
    assertThat(lineOf("a")).isEqualTo(atRevision("HEAD^1", "a"));
    assertThat(lineOf("b")).isEqualTo(atRevision("HEAD^1", "b"));
    assertThat(lineOf("c")).isEqualTo(atRevision("HEAD^2", "c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "f.yaml | a: %1$s\\nl: [%1$s, %2$s]\\n | [\"a\"] | [\"l\"][1]",
        "f.json | {\"a\": \"%1$s\", \"o\": {\"x\": \"%2$s\"}} | [\"a\"] | [\"o\"][\"x\"]",
        "f.env | A=%1$s\\nB=%2$s\\nC=%1$s\\n | [\"A\"] | [\"C\"]",
        "f.ini | [s]\\na = %1$s\\nb = %2$s\\n | [\"s\"][\"a\"] | [\"s\"][\"b\"]"
      })
  void everyFormatMergesClean(String name, String plain, String mine, String other)
      throws Exception {
    String text = plain.replace("\\n", "\n");
    committed(name, text.formatted(ONE, TWO));
    clone.diverge(
        () -> clone.set(name, mine, json(OURS)), () -> clone.set(name, other, json(THEIRS)));

    assertThat(clone.merge().exit()).isZero();

    assertThat(clone.decrypt(name)).contains(OURS).contains(THEIRS);
    assertThat(clone.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void aBinaryFileThatBothChangedIsAConflictAndStaysOurs() throws Exception {
    committed("f.bin", ONE);
    clone.diverge(
        () -> clone.encrypted("f.bin", OURS, "--input-type", "binary"),
        () -> clone.encrypted("f.bin", THEIRS, "--input-type", "binary"));

    assertThat(clone.merge().exit()).isEqualTo(1);
    assertThat(clone.decrypt("f.bin")).isEqualTo(OURS);
  }

  @Test
  void oneKeyThatBothChangedIsAConflictInAFileThatStillOpens() throws Exception {
    committed(YAML, PLAIN);
    clone.diverge(
        () -> set("a", OURS),
        () -> {
          set("a", THEIRS);
          set("b", THEIRS);
        });

    EncryptedClone.Ran merged = clone.merge();

    assertThat(merged.exit()).isEqualTo(1);
    assertThat(merged.err())
        .contains(YAML + ": error SSY390: both sides changed a; the file has ours")
        .contains("secretsync edit");
    assertThat(clone.git("status", "--porcelain")).startsWith("UU " + YAML);
    assertThat(clone.git("ls-files", "--unmerged").lines()).hasSize(3);
    assertThat(clone.decrypt(YAML))
        .isEqualTo("a: " + OURS + "\nb: " + THEIRS + "\nc: " + ONE + "\n");
  }

  @Test
  void addedRemovedAndRenamedKeysMerge() throws Exception {
    committed(YAML, PLAIN);
    clone.diverge(
        () -> {
          clone.sops("unset", clone.file(YAML).toString(), "[\"b\"]");
          set("ours", OURS);
        },
        () -> {
          set("theirs", THEIRS);
          set("a", THEIRS);
        });

    assertThat(clone.merge().exit()).isZero();
    assertThat(clone.decrypt(YAML))
        .isEqualTo("a: %s\nc: %s\ntheirs: %s\nours: %s\n".formatted(THEIRS, ONE, THEIRS, OURS));
  }

  @Test
  void aFileThatOneSideRenamedTakesTheOthersChange() throws Exception {
    committed(YAML, PLAIN);
    clone.diverge(() -> clone.git("mv", YAML, "moved.enc.yaml"), () -> set("a", THEIRS));

    assertThat(clone.merge().exit()).isZero();
    assertThat(clone.decrypt("moved.enc.yaml")).startsWith("a: " + THEIRS);
  }

  @Test
  void keysThatOneSideChangedAreTakenWithTheirDataKey() throws Exception {
    committed(YAML, PLAIN);
    String other = EncryptedClone.recipient(EncryptedClone.OTHER_KEY);
    String first = EncryptedClone.recipient(EncryptedClone.KEY);
    clone.diverge(
        () -> set("a", OURS),
        () -> clone.sops("rotate", "--in-place", "--add-age", other, "--rm-age", first, YAML));
    Path both = folder.resolve("home/keys.txt");
    Files.writeString(
        both, Files.readString(EncryptedClone.KEY) + Files.readString(EncryptedClone.OTHER_KEY));
    clone.use(both);

    assertThat(clone.merge().exit()).isZero();

    assertThat(Files.readString(clone.file(YAML))).contains(other).doesNotContain(first);
    assertThat(lineOf("b")).isEqualTo(atRevision("HEAD^2", "b"));
    clone.use(EncryptedClone.OTHER_KEY);
    assertThat(clone.decrypt(YAML)).startsWith("a: " + OURS + "\nb: " + TWO);
  }

  @Test
  @DisplayName("X8: the keys of both sides are never added up")
  void keysThatBothSidesChangedAreAConflict() throws Exception {
    committed(YAML, PLAIN);
    String other = EncryptedClone.recipient(EncryptedClone.OTHER_KEY);
    clone.diverge(
        () -> {
          clone.sops("rotate", "--in-place", YAML);
          set("a", OURS);
        },
        () -> clone.sops("rotate", "--in-place", "--add-age", other, YAML));
    byte[] ours = Files.readAllBytes(clone.file(YAML));

    EncryptedClone.Ran merged = clone.merge();

    assertThat(merged.exit()).isEqualTo(1);
    assertThat(merged.err()).contains("both sides changed the keys of the file differently");
    assertThat(Files.readAllBytes(clone.file(YAML))).isEqualTo(ours);
  }

  @Test
  void rotationsOfBothSidesForTheSameKeysMerge() throws Exception {
    committed(YAML, PLAIN);
    clone.diverge(
        () -> {
          clone.sops("rotate", "--in-place", YAML);
          set("a", OURS);
        },
        () -> {
          clone.sops("rotate", "--in-place", YAML);
          set("c", THEIRS);
        });

    assertThat(clone.merge().exit()).isZero();
    assertThat(clone.decrypt(YAML)).contains("a: " + OURS).contains("c: " + THEIRS);
    assertThat(lineOf("b")).isEqualTo(atRevision("HEAD^1", "b"));
  }

  @Test
  void withoutAKeyTheFileIsLeftAsOurs() throws Exception {
    committed(YAML, PLAIN);
    clone.diverge(() -> set("a", OURS), () -> set("c", THEIRS));
    byte[] ours = Files.readAllBytes(clone.file(YAML));
    clone.use(EncryptedClone.OTHER_KEY);

    EncryptedClone.Ran merged = clone.merge();

    assertThat(merged.exit()).isEqualTo(1);
    assertThat(merged.err()).contains("SSY301").contains(YAML + " (theirs)");
    assertThat(Files.readAllBytes(clone.file(YAML))).isEqualTo(ours);
    assertThat(clone.git("status", "--porcelain")).startsWith("UU " + YAML);
  }

  @Test
  @DisplayName("the diff of a merge request shows which values changed, and no value")
  void diffsShowMarkers() throws Exception {
    committed(YAML, "# " + TWO + "\n" + PLAIN, "--unencrypted-regex", "^clear$");
    set("b", OURS);
    clone.set(YAML, "[\"clear\"]", "1");
    clone.commit("change");

    String diff = clone.git("diff", "HEAD^", "HEAD");

    assertThat(diff.lines().filter(line -> line.matches("[-+][^-+].*")).toList())
        .hasSize(3)
        .satisfiesExactly(
            line -> assertThat(line).matches("-b: \\(encrypted [0-9a-f]{8}\\)"),
            line -> assertThat(line).matches("\\+b: \\(encrypted [0-9a-f]{8}\\)"),
            line -> assertThat(line).isEqualTo("+clear: 1"));
    assertThat(clone.git("show", "--textconv", "HEAD:" + YAML))
        .contains("# encrypted for age " + EncryptedClone.recipient(EncryptedClone.KEY))
        .contains("# unencrypted_regex ^clear$")
        .doesNotContain("ENC[")
        .doesNotContain("lastmodified");
  }

  @Test
  void addedRecipientsAreSeenInADiff() throws Exception {
    committed(YAML, PLAIN);
    String other = EncryptedClone.recipient(EncryptedClone.OTHER_KEY);
    clone.sops("rotate", "--in-place", "--add-age", other, YAML);
    assertThat(clone.git("diff")).contains("+# encrypted for age " + other);
  }

  @Test
  void aMergeDoesNotNeedALineOfTheConfigurationTwice() throws Exception {
    committed(YAML, PLAIN);
    EncryptedClone.Ran again = clone.secretsync("git-install", clone.file(".").toString());
    assertThat(again.out())
        .isEqualTo(".gitattributes: /" + YAML + " diff=secretsync merge=secretsync\n");
    EncryptedClone.Ran third = clone.secretsync("git-install", clone.file(".").toString());
    assertThat(third.out()).isEqualTo("Nothing to change.\n");
    EncryptedClone.Ran removed =
        clone.secretsync("git-install", clone.file(".").toString(), "--uninstall");
    assertThat(removed.exit()).isZero();
    assertThat(clone.runGit("config", "merge.secretsync.driver").exit()).isEqualTo(1);
    assertThat(Files.exists(clone.file(".gitattributes"))).isFalse();
    assertThat(clone.secretsync("git-install", clone.file(".").toString(), "--uninstall").out())
        .isEqualTo("Nothing to change.\n");
  }

  @Test
  void whoInstallsBeforeThereIsAnEncryptedFileIsTold() throws Exception {
    assertThat(clone.secretsync("git-install", clone.file(".").toString()).err())
        .contains("Git knows of no encrypted file yet");
    committed(YAML, PLAIN);
    assertThat(clone.secretsync("git-install", clone.file(".").toString()).err()).isEmpty();
  }

  @Test
  void namesThatLookLikeFlagsAndPatternsAreNames() throws Exception {
    List<String> names = List.of("--help.yaml", "a [b]*.yaml", "--show-values");
    for (String name : names) {
      Files.writeString(clone.file(name), "one\n");
    }
    clone.commit("base");
    clone.diverge(() -> write(names, "one\nours\n"), () -> write(names, "theirs\none\n"));
    assertThat(clone.merge().exit()).isZero();
    for (String name : names) {
      assertThat(Files.readString(clone.file(name))).isEqualTo("theirs\none\nours\n");
    }
    clone.encrypted("x [y]*.yaml", PLAIN);
    clone.git("add", "--all");
    assertThat(clone.secretsync("git-install", clone.file(".").toString()).out())
        .startsWith(".gitattributes: /x \\[y]\\*.yaml diff=secretsync");
    assertThat(clone.git("check-attr", "merge", "--", "x [y]*.yaml", "x y.yaml"))
        .contains("x [y]*.yaml: merge: secretsync");
  }

  private void write(List<String> names, String text) throws IOException {
    for (String name : names) {
      Files.writeString(clone.file(name), text);
    }
  }

  @Test
  void filesInClearMergeByLinesAsGitDoes() throws Exception {
    Files.writeString(clone.file("plain.yaml"), "a: 1\nb: 2\n");
    clone.commit("base");
    clone.diverge(
        () -> Files.writeString(clone.file("plain.yaml"), "a: 2\nb: 2\n"),
        () -> Files.writeString(clone.file("plain.yaml"), "a: 3\nb: 2\n"));

    assertThat(clone.merge().exit()).isEqualTo(1);
    assertThat(Files.readString(clone.file("plain.yaml")))
        .isEqualTo("<<<<<<< ours\na: 2\n=======\na: 3\n>>>>>>> theirs\nb: 2\n");
  }
}
