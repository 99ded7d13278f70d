package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("formats.md 1.14: rotate")
class RotateCommandTest {
  private static final Pattern CIPHERTEXT = Pattern.compile("ENC\\[[^\\]]*]");

  @TempDir private Path temporary;
  private Workbench bench;

  @BeforeEach
  void setUp() throws IOException {
    bench = new Workbench(temporary);
  }

  private static List<String> ciphertexts(Path file) throws IOException {
    return CIPHERTEXT.matcher(Files.readString(file)).results().map(MatchResult::group).toList();
  }

  @Test
  void everyValueIsEncryptedAnewAndSaysTheSame() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    List<String> before = ciphertexts(file);
    assertThat(bench.run("rotate", "-i", file.toString())).isEqualTo(new Workbench.Ran(0, "", ""));
    assertThat(ciphertexts(file)).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
    assertThat(bench.decrypt(file)).isEqualTo(Workbench.SECRET);
  }

  @Test
  void withoutInPlaceTheResultIsPrintedAndTheFileStays() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    Map<String, String> before = bench.snapshot();
    Workbench.Ran ran = bench.run("rotate", "--add-age", bench.other(), file.toString());
    assertThat(bench.snapshot()).isEqualTo(before);
    Path copy = bench.write("copy.yaml", ran.out());
    assertThat(bench.as("other").decrypt(copy)).isEqualTo(Workbench.SECRET);
  }

  @Test
  void theVersionThatTheFileSaysIsKept() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    Files.writeString(file, Files.readString(file).replace("version: 3.13.2", "version: 3.7.0"));
    assertThat(bench.run("rotate", "-i", file.toString()).exit()).isZero();
    assertThat(Files.readString(file)).contains("version: 3.7.0");
  }

  @Test
  @DisplayName("X8: who was removed cannot open the file, and what they read is listed by place")
  void removedKeysAreNamedWithWhatTheyCouldRead() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner(), bench.other());
    Workbench.Ran ran = bench.run("rotate", "-i", "--rm-age", bench.other(), file.toString());
    assertThat(ran.exit()).isZero();
    assertThat(ran.err())
        .contains(file + ": stringData.password: warning SSY369")
        .contains(file + ": stringData.list.1: warning SSY369")
        .doesNotContain("CANARY");
    assertThat(bench.as("other").run("decrypt", file.toString()).exit()).isEqualTo(128);
    assertThat(bench.as("owner").decrypt(file)).isEqualTo(Workbench.SECRET);
  }

  @Test
  void theLastKeyCannotBeRemoved() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    Map<String, String> before = bench.snapshot();
    Workbench.Ran ran = bench.run("rotate", "-i", "--rm-age", bench.owner(), file.toString());
    assertThat(ran.exit()).isEqualTo(111);
    assertThat(ran.err()).contains("no key of the file would be left");
    assertThat(bench.snapshot()).isEqualTo(before);
  }

  @Test
  void aKeyIsReplacedInOneRun() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    assertThat(
            bench
                .run(
                    "rotate",
                    "-i",
                    "--rm-age",
                    bench.owner(),
                    "--add-age",
                    bench.other() + "," + bench.third(),
                    file.toString())
                .exit())
        .isZero();
    assertThat(bench.run("decrypt", file.toString()).exit()).isEqualTo(128);
    assertThat(bench.as("third").decrypt(file)).isEqualTo(Workbench.SECRET);
    assertThat(bench.as("other").decrypt(file)).isEqualTo(Workbench.SECRET);
  }

  @Test
  void aKeyThatIsThereAlreadyIsNotAddedTwice() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    bench.run("rotate", "-i", "--add-age", bench.owner(), file.toString());
    assertThat(Files.readString(file)).containsOnlyOnce(bench.owner());
  }

  @Test
  void aKeyThatNoFileHasEarnsAWarning() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    Workbench.Ran ran = bench.run("rotate", "-i", "--rm-age", bench.other(), file.toString());
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).contains("no file had the key to be removed: " + bench.other());
  }

  @Test
  void keyGroupsKeepTheirThresholdAndGetTheKeyIntoTheFirst() throws IOException {
    Path config =
        bench.write(
            "groups.cfg",
            """
            creation_rules:
              - shamir_threshold: 2
                key_groups:
                  - age: [%s]
                  - age: [%s]
                  - age: [%s]
            """
                .formatted(bench.owner(), bench.other(), bench.owner()));
    Path file = bench.write("a.yaml", Workbench.SECRET);
    bench.run("encrypt", "-i", "--config", config.toString(), file.toString());
    Workbench.Ran dry =
        bench.run("rotate", "--dry-run", "--add-age", bench.third(), file.toString());
    assertThat(dry.out())
        .isEqualTo(file + "\n  key group 1\n  + " + bench.third() + "\n  data key: new\n");
    assertThat(bench.run("rotate", "-i", "--add-age", bench.third(), file.toString()).exit())
        .isZero();
    assertThat(Files.readString(file)).contains("shamir_threshold: 2");
    assertThat(bench.decrypt(file)).isEqualTo(Workbench.SECRET);
    Map<String, String> before = bench.snapshot();
    assertThat(bench.run("rotate", "-i", "--rm-age", bench.other(), file.toString()).err())
        .contains("no key of group 2 would be left");
    assertThat(bench.snapshot()).isEqualTo(before);
  }

  @Test
  void aDryRunShowsTheChangeWithoutAnyKeyAndWritesNothing() throws IOException {
    Path file = bench.encrypt("d/a.yaml", Workbench.SECRET, bench.owner(), bench.other());
    Map<String, String> before = bench.snapshot();
    Workbench.Ran ran =
        bench
            .as("nobody")
            .run(
                "rotate",
                "--dry-run",
                "--add-age",
                bench.third(),
                "--rm-age",
                bench.other(),
                bench.file("d").toString());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .isEqualTo(
            "%s%n  + %s%n  - %s%n  data key: new%n".formatted(file, bench.third(), bench.other()));
    assertThat(ran.err()).contains(file + ": stringData.password: warning SSY369");
    assertThat(bench.snapshot()).isEqualTo(before);
  }

  @Test
  @DisplayName("security.md 1.6: a file whose MAC does not fit is not rotated into one that does")
  void aDamagedFileIsNotRotated() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    Files.writeString(
        file, Files.readString(file).replaceFirst("mac: ENC\\[AES256_GCM,data:..", "$0AA"));
    Map<String, String> before = bench.snapshot();
    assertThat(bench.run("rotate", "-i", file.toString()).exit()).isEqualTo(51);
    assertThat(bench.snapshot()).isEqualTo(before);
  }

  @Test
  void aFolderIsRotatedUpToTheLastFileWhateverFailsBefore() throws IOException {
    bench.encrypt("d/.git/config.yaml", Workbench.SECRET, bench.owner());
    Path broken = bench.encrypt("d/a.yaml", Workbench.SECRET, bench.owner());
    Path strange = bench.encrypt("d/b.yaml", Workbench.SECRET, bench.other());
    Path good = bench.encrypt("d/c/c.yaml", Workbench.SECRET, bench.owner());
    Path json = bench.encrypt("d/c/d.json", "{\"a\": \"CANARY\"}", bench.owner());
    bench.write("d/README.md", "sops writes ENC[AES256_GCM, and we do\n");
    bench.write("d/plain.yaml", Workbench.SECRET);
    Files.writeString(broken, Files.readString(broken).replaceFirst("mac: ", "mac: ["));
    Files.createSymbolicLink(bench.file("d/loop"), bench.file("d"));
    Files.createSymbolicLink(bench.file("d/link.yaml"), good);
    Map<String, String> before = bench.snapshot();

    Workbench.Ran ran = bench.run("rotate", "-i", bench.file("d").toString());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains(broken + ":")
        .contains(strange + ":")
        .doesNotContain("README")
        .doesNotContain("CANARY");
    Map<String, String> after = bench.snapshot();
    before.forEach((name, text) -> {
      if (name.equals("d/c/c.yaml") || name.equals("d/c/d.json")) {
        assertThat(after.get(name)).as(name).isNotEqualTo(text);
      } else {
        assertThat(after.get(name)).as(name).isEqualTo(text);
      }
    });
    assertThat(bench.decrypt(good)).isEqualTo(Workbench.SECRET);
    assertThat(bench.decrypt(json)).contains("CANARY");
    assertThat(bench.file("d/link.yaml")).isSymbolicLink();
  }

  @Test
  void severalFilesAreNotPrintedIntoOneStream() throws IOException {
    bench.encrypt("d/a.yaml", Workbench.SECRET, bench.owner());
    Workbench.Ran ran = bench.run("rotate", bench.file("d").toString());
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.out()).isEmpty();
  }
}
