package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code git-merge} and {@code git-textconv} do with versions that do not fit together. */
class GitDriverCommandsTest {
  private static final int CONFLICT = 1;
  private static final int NOT_MERGED = 2;
  private static final String SECRET = "CANARY-secret-2f4e6a";
  private static final String OTHER = "CANARY-other-1b3d5f";

  @TempDir private Path folder;

  private record Ran(int exit, String out, String err) {}

  private static Ran run(String in, String... arguments) {
    return run(Map.of("SOPS_AGE_KEY_FILE", EncryptedClone.KEY.toString()), in, arguments);
  }

  private static Ran run(Map<String, String> env, String in, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            arguments,
            env,
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private void encrypted(String name, String plain, String... flags) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "encrypt",
                "--age",
                EncryptedClone.recipient(EncryptedClone.KEY),
                "--filename-override",
                "f.yaml",
                "--output",
                file(name)));
    words.addAll(List.of(flags));
    Ran ran = run(plain, words.toArray(String[]::new));
    assertThat(ran.exit()).as(ran.err()).isZero();
  }

  /** A copy that somebody changed. */
  private void changed(String from, String to, String index, String json) throws IOException {
    Files.copy(folder.resolve(from), folder.resolve(to));
    assertThat(run(json, "set", "--input-type", "yaml", "--value-stdin", file(to), index).exit())
        .isZero();
  }

  private void plain(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private Ran merge() {
    return merge("f.yaml");
  }

  private Ran merge(String path) {
    Ran ran = run("", "git-merge", file("base"), file("ours"), file("theirs"), path);
    assertThat(ran.out() + ran.err()).doesNotContain("CANARY");
    return ran;
  }

  private String decrypted() {
    Ran ran = run("", "decrypt", "--input-type", "yaml", file("ours"));
    assertThat(ran.exit()).as(ran.err()).isZero();
    return ran.out();
  }

  /** Runs a merge that must leave our version, and nothing else, in the folder. */
  private Ran mergeThatLeavesOurs() throws IOException {
    byte[] ours = Files.readAllBytes(folder.resolve("ours"));
    Ran ran = merge();
    assertThat(Files.readAllBytes(folder.resolve("ours"))).isEqualTo(ours);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
    return ran;
  }

  @Test
  void aSideThatEncryptedTheFileTakesChangesOfTheOther() throws IOException {
    plain("base", "a: " + SECRET + "\nb: 1\n");
    encrypted("ours", "a: " + SECRET + "\nb: 1\n");
    plain("theirs", "a: " + SECRET + "\nb: 2\n");
    assertThat(merge().exit()).isZero();
    assertThat(decrypted()).isEqualTo("a: " + SECRET + "\nb: 2\n");
  }

  @Test
  void aFileThatTheyEncryptedIsEncryptedAfterwards() throws IOException {
    plain("base", "a: " + SECRET + "\nb: 1\n");
    plain("ours", "a: " + SECRET + "\nb: 1\nc: " + OTHER + "\n");
    encrypted("theirs", "a: " + SECRET + "\nb: 2\n");
    assertThat(merge().exit()).isZero();
    assertThat(Files.readString(folder.resolve("ours"))).doesNotContain("CANARY");
    assertThat(decrypted()).isEqualTo("a: " + SECRET + "\nb: 2\nc: " + OTHER + "\n");
  }

  @Test
  void aFileThatBothMadeIsMergedWhereItHasTheSameKeys() throws IOException {
    plain("base", "");
    encrypted("ours", "a: " + SECRET + "\n");
    encrypted("theirs", "b: " + OTHER + "\n");
    assertThat(merge().exit()).isZero();
    assertThat(decrypted()).isEqualTo("b: " + OTHER + "\na: " + SECRET + "\n");
  }

  @Test
  void aSideThatIsNoLongerEncryptedIsAConflict() throws IOException {
    encrypted("base", "a: " + SECRET + "\n");
    changed("base", "ours", "[\"a\"]", "\"" + OTHER + "\"");
    plain("theirs", "a: " + SECRET + "\n");
    Ran ran = mergeThatLeavesOurs();
    assertThat(ran.exit()).isEqualTo(CONFLICT);
    assertThat(ran.err()).contains("SSY390: theirs is no longer encrypted");
  }

  @Test
  void differentRulesAreAConflict() throws IOException {
    encrypted("base", "a: " + SECRET + "\nb: 1\n");
    encrypted("ours", "a: " + SECRET + "\nb: 1\n");
    encrypted("theirs", "a: " + SECRET + "\nb: 2\n", "--encrypted-regex", "^a$");
    Ran ran = mergeThatLeavesOurs();
    assertThat(ran.exit()).isEqualTo(CONFLICT);
    assertThat(ran.err()).contains("different rules for what is encrypted");
  }

  @Test
  @DisplayName("X1: a comment of one side cannot bring a value of the other to light")
  void whatBothHaveEncryptedIsNeverWrittenInClear() throws IOException {
    String[] rule = {"--encrypted-comment-regex", "secret"};
    encrypted("base", "# secret\na: " + SECRET + "\nb: 1\n", rule);
    encrypted("theirs", "a: " + SECRET + "\nb: 1\n", rule);
    changed("base", "ours", "[\"a\"]", "\"" + OTHER + "\"");
    Ran ran = mergeThatLeavesOurs();
    assertThat(ran.exit()).isEqualTo(CONFLICT);
    assertThat(ran.err()).contains("at a would stand in clear");
    assertThat(Files.readString(folder.resolve("ours"))).doesNotContain("CANARY");
  }

  @Test
  void whatOneSidePutInClearIsInClear() throws IOException {
    String[] rule = {"--encrypted-comment-regex", "secret"};
    encrypted("base", "# secret\na: public\n# secret\nb: 1\n", rule);
    encrypted("theirs", "a: public\n# secret\nb: 1\n", rule);
    changed("base", "ours", "[\"b\"]", "\"" + OTHER + "\"");
    assertThat(merge().exit()).isZero();
    assertThat(Files.readString(folder.resolve("ours"))).startsWith("a: public\n# secret\nb: ENC[");
  }

  @Test
  void aVersionThatSomebodyChangedIsNotMerged() throws IOException {
    encrypted("base", "a: " + SECRET + "\nb_unencrypted: 1\n");
    changed("base", "ours", "[\"a\"]", "\"" + OTHER + "\"");
    String tampered = Files.readString(folder.resolve("base"));
    plain("theirs", tampered.replace("b_unencrypted: 1", "b_unencrypted: 2"));
    Ran ran = mergeThatLeavesOurs();
    assertThat(ran.exit()).isEqualTo(NOT_MERGED);
    assertThat(ran.err()).contains("f.yaml (theirs)").contains("SSY007");
  }

  @Test
  void aVersionThatCannotBeReadIsNotMerged() throws IOException {
    encrypted("base", "a: " + SECRET + "\n");
    Files.copy(folder.resolve("base"), folder.resolve("ours"));
    plain("theirs", "<<<<<<< a\nsops:\n=======\n");
    assertThat(mergeThatLeavesOurs().exit()).isEqualTo(NOT_MERGED);
  }

  @Test
  void keysThatUnicodeTakesForOneAreNotWrittenTogether() throws IOException {
    encrypted("base", "a: 1\n");
    changed("base", "ours", "[\"\u00e9\"]", "1");
    changed("base", "theirs", "[\"e\u0301\"]", "1");
    assertThat(mergeThatLeavesOurs().exit()).isEqualTo(NOT_MERGED);
  }

  @Test
  @DisplayName("X12: a ciphertext that both sides have is not written twice")
  void equalElementsGetCiphertextsOfTheirOwn() throws IOException {
    encrypted("base", "l: [" + SECRET + "]\nb: 1\n");
    changed("base", "ours", "[\"l\"][1]", "\"" + SECRET + "\"");
    changed("base", "theirs", "[\"b\"]", "2");
    assertThat(merge().exit()).isZero();
    List<String> ciphertexts =
        Files.readAllLines(folder.resolve("ours")).stream()
            .filter(line -> line.contains("- ENC["))
            .toList();
    assertThat(ciphertexts).hasSize(2).doesNotHaveDuplicates();
    assertThat(Files.readString(folder.resolve("theirs"))).contains(ciphertexts.getFirst());
  }

  @Test
  void aChangeThatBothMadeLeavesOursAsItIs() throws IOException {
    encrypted("base", "a: 1\nb: 1\n");
    changed("base", "ours", "[\"a\"]", "2");
    changed("base", "theirs", "[\"a\"]", "2");
    assertThat(mergeThatLeavesOurs().exit()).isZero();
    assertThat(decrypted()).isEqualTo("a: 2\nb: 1\n");
  }

  @Test
  void wrongArgumentsAreUsage() {
    assertThat(run("", "git-merge", "a", "b", "c").exit()).isEqualTo(64);
    assertThat(run("", "git-textconv").exit()).isEqualTo(64);
    assertThat(run("", "git-textconv", "--", file("missing.yaml")).exit()).isEqualTo(NOT_MERGED);
    assertThat(run("", "git-install", "--uninstall", "--attributes", "*").exit()).isEqualTo(64);
    assertThat(run("", "git-install", file(".")).exit()).isEqualTo(65);
  }

  @Test
  void textconvNeedsNoKeyAndShowsWhatStandsInClearAsNotEncrypted() throws IOException {
    encrypted(
        "f.yaml", "# " + SECRET + "\na: " + SECRET + "\nempty: \"\"\nnone: null\nl: [1, true]\n");
    String text = Files.readString(folder.resolve("f.yaml"));
    plain("f.yaml", text.replace("\nempty:", "\nforgotten: " + OTHER + "\nempty:"));
    Ran ran = run(Map.of(), "", "git-textconv", file("f.yaml"));
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .matches(
            """
            #\\(encrypted [0-9a-f]{8}\\)
            a: \\(encrypted [0-9a-f]{8}\\)
            forgotten: \\(not encrypted\\)
            empty: ""
            none: null
            l:
                - \\(encrypted [0-9a-f]{8}\\)
                - \\(encrypted [0-9a-f]{8}\\)

            # encrypted for age age1[0-9a-z]{58}
            # unencrypted_suffix _unencrypted
            """);
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void textconvShowsValuesOnlyWhenAskedTo() throws IOException {
    encrypted("f.yaml", "a: " + SECRET + "\n");
    assertThat(run("", "git-textconv", file("f.yaml")).out()).doesNotContain(SECRET);
    assertThat(run("", "git-textconv", "--show-values", file("f.yaml")).out())
        .startsWith("a: " + SECRET + "\n");
    Ran withoutKey = run(Map.of(), "", "git-textconv", "--show-values", file("f.yaml"));
    assertThat(withoutKey.exit()).isZero();
    assertThat(withoutKey.out()).startsWith("a: (encrypted ");
  }

  @Test
  void textconvShowsWhatIsNoEncryptedFileAsItIs() throws IOException {
    for (String text : List.of("", "a: [\n", "a: 1\n", "sops: 1\n", "sops: {mac: x}\n", "\u0000")) {
      plain("f.yaml", text);
      Ran ran = run(Map.of(), "", "git-textconv", file("f.yaml"));
      assertThat(ran.exit()).isZero();
      assertThat(ran.out()).isEqualTo(text);
    }
  }
}
