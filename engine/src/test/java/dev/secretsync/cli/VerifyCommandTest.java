package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.secretsync.crypt.age.TestRecipients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  @TempDir private Path temporary;
  private Workbench bench;

  @BeforeEach
  void setUp() throws IOException {
    bench = new Workbench(temporary);
    bench.rule("age: " + bench.owner());
  }

  private Workbench.Ran verify(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "verify";
    arguments[1] = bench.folder().toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return bench.run(arguments);
  }

  private static void replace(Path file, String regex, String replacement) throws IOException {
    String before = Files.readString(file);
    String after = before.replaceFirst(regex, replacement);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(file, after);
  }

  @Test
  void soundFilesAreCountedAndNothingIsWritten() throws IOException {
    bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner());
    bench.encrypt("d/b.enc.json", "{\"a\": \"CANARY\"}", bench.owner());
    bench.encrypt("d/c.enc.env", "A=CANARY\n", bench.owner());
    bench.encrypt("d/d.enc.txt", "CANARY\n", bench.owner());
    bench.write("README.md", "# sops, {ENC[AES256_GCM,}\n");
    bench.write("plain.yaml", Workbench.SECRET);
    Map<String, String> before = bench.snapshot();
    assertThat(verify()).isEqualTo(new Workbench.Ran(0, "4 files verified.\n", ""));
    assertThat(bench.snapshot()).isEqualTo(before);
  }

  @Test
  void withoutAKeyTheRestIsCheckedAndTheMissingMacsAreCounted() throws IOException {
    bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner());
    bench.encrypt("b.enc.yaml", Workbench.SECRET, bench.owner());
    bench.env().remove("SOPS_AGE_KEY_FILE");
    assertThat(verify())
        .isEqualTo(
            new Workbench.Ran(
                0,
                """
                2 files verified.
                2 files checked without the MAC: no key of this run opens them.
                """,
                ""));
    Workbench.Ran required = verify("--require-mac");
    assertThat(required.exit()).isEqualTo(1);
    assertThat(required.err()).contains("a.enc.yaml:", "b.enc.yaml:", "SSY301");
  }

  @Test
  @DisplayName("X1: a changed value or MAC ends with 51 and its place, and no value is shown")
  void damageIsNamedByItsPlace() throws IOException {
    Path value = bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner());
    Path mac = bench.encrypt("b.enc.yaml", Workbench.SECRET, bench.owner());
    Path clear = bench.encrypt("c.enc.yaml", Workbench.SECRET, bench.owner());
    bench.encrypt("d.enc.yaml", Workbench.SECRET, bench.owner());
    replace(value, "(password: ENC\\[AES256_GCM,data:)..", "$1AA");
    replace(mac, "mac: ENC.*]", "mac: \"\"");
    replace(clear, "password: ENC.*]", "password: CANARY-clear");
    Workbench.Ran ran = verify();
    assertThat(ran.exit()).isEqualTo(51);
    assertThat(ran.out()).isEqualTo("4 files checked, 3 errors.\n");
    assertThat(ran.err())
        .contains(value + ":8:15: error SSY302: stringData.password does not authenticate")
        .containsPattern(Pattern.quote(mac.toString()) + ":\\d+:\\d+: error SSY007")
        .contains(clear + ":8:15: error SSY001: stringData.password stands in clear")
        .doesNotContain("CANARY");
  }

  @Test
  @DisplayName("X1: that there is no MAC is seen without a key")
  void aMissingMacIsAnErrorWithoutAKey() throws IOException {
    Path mac = bench.encrypt("b.enc.yaml", Workbench.SECRET, bench.owner());
    replace(mac, "mac: ENC.*]", "mac: \"\"");
    bench.env().remove("SOPS_AGE_KEY_FILE");
    assertThat(verify().exit()).isEqualTo(51);
  }

  @Test
  @DisplayName("X6: recipients other than those of the creation rule are named")
  void addedAndMissingRecipientsAreNamed() throws IOException {
    bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.other(), bench.owner());
    bench.rule("age: " + bench.owner() + "," + bench.third());
    Workbench.Ran ran = verify();
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains("error SSY368: is not for age " + bench.third())
        .contains("error SSY368: is also for age " + bench.other())
        .doesNotContain("for age " + bench.owner());
  }

  @Test
  void anotherThresholdThanTheRulesIsAnError() throws IOException {
    String groups =
        "key_groups: [{age: [%1$s]}, {age: [%1$s]}, {age: [%1$s]}]".formatted(bench.owner());
    Path file = bench.write("a.enc.yaml", Workbench.SECRET);
    bench.rule("shamir_threshold: 2", groups);
    bench.run("encrypt", "-i", "--config", bench.file(".sops.yaml").toString(), file.toString());
    assertThat(verify().exit()).isZero();
    bench.rule("shamir_threshold: 3", groups);
    assertThat(verify().err()).contains("needs 2 key groups to be opened and not 3");
  }

  @Test
  @DisplayName("X7: a file that a rule is for and that is in clear is an error")
  void plainFilesThatARuleIsForAreErrors() throws IOException {
    Path plain = bench.write("d/a.enc.yaml", Workbench.SECRET);
    Workbench.Ran ran = verify();
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains(plain + ": error SSY363: is not encrypted, and a creation rule is for it")
        .doesNotContain("CANARY");
  }

  @Test
  void aRuleForAllPathsDoesNotMeanEveryFile() throws IOException {
    bench.write(".sops.yaml", "creation_rules:\n  - age: " + bench.owner() + "\n");
    bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    bench.write("README.md", "hello\n");
    assertThat(verify()).isEqualTo(new Workbench.Ran(0, "1 file verified.\n", ""));
  }

  @Test
  void theConfigItselfStaysInClearWhateverItsRulesSay() throws IOException {
    bench.write(
        ".sops.yaml",
        "creation_rules:\n  - path_regex: \\.yaml$\n    age: " + bench.owner() + "\n");
    bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    assertThat(verify().exit()).isZero();
  }

  @Test
  @DisplayName("X7: a file that says itself that values stand in clear is held to its rule")
  void aDowngradedSelectionIsFound() throws IOException {
    Path config =
        bench.write(
            "weak.cfg",
            "creation_rules: [{encrypted_regex: ^password$, age: %s}]\n".formatted(bench.owner()));
    Path file = bench.write("a.enc.yaml", Workbench.SECRET);
    bench.run("encrypt", "-i", "--config", config.toString(), file.toString());
    Workbench.Ran unsaid = verify();
    assertThat(unsaid.exit()).isZero();
    assertThat(unsaid.err()).contains("warning SSY001: leaves values in clear");
    bench.rule("age: " + bench.owner(), "encrypted_regex: ^(data|stringData)$");
    Workbench.Ran ran = verify();
    assertThat(ran.exit()).isEqualTo(51);
    assertThat(ran.err())
        .contains(file + ":7:15: error SSY001: stringData.username stands in clear")
        .doesNotContain("metadata.name")
        .doesNotContain("CANARY");
  }

  @Test
  @DisplayName("X1: mac_only_encrypted that only the file itself wants is told")
  void aMacThatLeavesClearValuesOutIsTold() throws IOException {
    Path file = bench.write("a.enc.yaml", Workbench.SECRET);
    bench.run("encrypt", "-i", "--mac-only-encrypted", file.toString());
    Workbench.Ran ran = verify();
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).contains("warning SSY368: has mac_only_encrypted");
    assertThat(verify("--strict").exit()).isEqualTo(1);
    bench.rule("age: " + bench.owner(), "mac_only_encrypted: true");
    assertThat(verify("--strict")).isEqualTo(new Workbench.Ran(0, "1 file verified.\n", ""));
  }

  @Test
  @DisplayName("X2: files that share a data key are told, and refused by --strict")
  void copiedFilesAreTold() throws IOException {
    Path file = bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner());
    bench.encrypt("c.enc.yaml", Workbench.SECRET, bench.owner());
    Files.copy(file, bench.file("b.enc.yaml"));
    Workbench.Ran ran = verify();
    assertThat(ran.exit()).isZero();
    assertThat(ran.err())
        .contains("b.enc.yaml: warning SSY370: has the data key of " + file)
        .doesNotContain("c.enc.yaml");
    assertThat(verify("--strict").exit()).isEqualTo(1);
  }

  @Test
  @DisplayName("X2: a value of a copy that was put into the other file is found by the MAC")
  void swappedValuesOfCopiesAreFound() throws IOException {
    Path file = bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner());
    Path copy = Files.copy(file, bench.file("b.enc.yaml"));
    assertThat(
            bench.run("set", copy.toString(), "[\"stringData\"][\"password\"]", "\"CANARY-new\""))
        .isEqualTo(new Workbench.Ran(0, "", ""));
    String line =
        Files.readString(copy)
            .lines()
            .filter(l -> l.contains("password:"))
            .findFirst()
            .orElseThrow();
    replace(file, "    password: .*", Matcher.quoteReplacement(line));
    assertThat(verify().exit()).isEqualTo(51);
  }

  @Test
  @DisplayName("X11: classic and post-quantum recipients together earn a warning")
  void mixedRecipientsAreTold() throws IOException {
    String hybrid = TestRecipients.hybrid(9);
    Path file = bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner());
    String entry =
        Files.readString(file)
            .lines()
            .filter(l -> l.contains("recipient:"))
            .findFirst()
            .orElseThrow();
    assertThat(entry).contains(bench.owner());
    replace(file, "( +)age:\n", "$1age:\n$1    - recipient: " + hybrid + "\n$1      enc: CANARY\n");
    bench.rule("age: " + bench.owner() + "," + hybrid);
    Workbench.Ran ran = verify();
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).contains("warning SSY309");
    assertThat(verify("--strict").exit()).isEqualTo(1);
  }

  @Test
  void allProblemsOfAllFilesAreSaidInTheirOrder() throws IOException {
    for (int i = 9; i > 0; i--) {
      replace(
          bench.encrypt(i + ".enc.yaml", Workbench.SECRET, bench.owner()),
          "((?:password|username): ENC\\[AES256_GCM,data:)..",
          "$1AA");
    }
    Workbench.Ran ran = verify();
    assertThat(ran.out()).isEqualTo("9 files checked, 9 errors.\n");
    assertThat(ran.err().lines().filter(line -> line.contains(" error ")).toList())
        .hasSize(9)
        .isSorted();
    assertThat(verify()).isEqualTo(ran);
  }

  @Test
  void jsonSaysTheCountsAndEachProblem() throws IOException {
    bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner());
    Path file = bench.encrypt("b.enc.yaml", Workbench.SECRET, bench.owner());
    replace(file, "(password: ENC\\[AES256_GCM,data:)..", "$1AA");
    Workbench.Ran ran = verify("--json");
    JsonNode json = new JsonMapper().readTree(ran.out());
    assertThat(json.path("kind").asText()).isEqualTo("secretsync.verification");
    assertThat(json.path("valid").asBoolean(true)).isFalse();
    assertThat(json.path("file_count").asInt()).isEqualTo(2);
    assertThat(json.path("mac_verified_count").asInt()).isEqualTo(1);
    assertThat(json.at("/diagnostics/0/range/filename").asText()).isEqualTo(file.toString());
    assertThat(ran.exit()).isEqualTo(51);
  }

  @Test
  void aNamedFileHasToBeEncryptedAndAFolderWithoutFilesIsNoProof() throws IOException {
    Path plain = bench.write("plain.yaml", Workbench.SECRET);
    assertThat(bench.run("verify", plain.toString()).exit()).isEqualTo(1);
    Files.delete(plain);
    assertThat(verify().err()).contains("warning SSY371");
    assertThat(verify("--strict").exit()).isEqualTo(1);
    assertThat(bench.run("verify", "/nonexistent").exit()).isEqualTo(1);
    assertThat(bench.run("verify").exit()).isNotZero();
  }

  @Test
  void linksLeadNowhereAndTheRestGoesOn() throws IOException {
    bench.encrypt("d/a.enc.yaml", Workbench.SECRET, bench.owner());
    Files.createSymbolicLink(bench.file("d/up"), bench.folder());
    Files.createSymbolicLink(bench.file("d/self.enc.yaml"), Path.of("self.enc.yaml"));
    Files.createSymbolicLink(
        bench.file("d/passwd.enc.yaml"), bench.folder().resolveSibling("owner.key"));
    bench.write("d/.git/b.enc.yaml", Workbench.SECRET);
    assertThat(verify()).isEqualTo(new Workbench.Ran(0, "1 file verified.\n", ""));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatCannotBeReadIsSaidAndTheRestGoesOn() throws IOException {
    Path file = bench.encrypt("d/a.enc.yaml", Workbench.SECRET, bench.owner());
    Workbench.Ran ran = bench.run("verify", "/proc/self/mem", "/dev/null", file.toString());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).startsWith("3 files checked, ");
    assertThat(ran.err()).contains("/proc/self/mem: error").doesNotContain(file.toString());
  }

  @Test
  @DisplayName("G4: hostile files of a folder are reported and the rest goes on")
  void hostileFilesAreReported() throws IOException {
    bench.encrypt("d/a.enc.yaml", Workbench.SECRET, bench.owner());
    bench.write("d/bomb.yaml", "a: &a [*a]\nsops: ENC[AES256_GCM,\n");
    bench.write("d/deep.json", "{\"sops\":" + "[".repeat(100_000) + "\"ENC[AES256_GCM,");
    Files.write(bench.file("d/bytes.yaml"), new byte[] {(byte) 0xff, 0, 1, 2});
    Files.writeString(
        bench.file("d/latin.yaml"), "sops: \u00e9 ENC[AES256_GCM,", StandardCharsets.ISO_8859_1);
    Workbench.Ran ran = verify();
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).startsWith("4 files checked, ");
    assertThat(ran.err()).contains("bomb.yaml", "deep.json", "latin.yaml").doesNotContain("a.enc");
  }
}
