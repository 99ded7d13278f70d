package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("formats.md 1.14: updatekeys")
class UpdateKeysCommandTest {
  @TempDir private Path temporary;
  private Workbench bench;

  @BeforeEach
  void setUp() throws IOException {
    bench = new Workbench(temporary);
  }

  @Test
  void anAddedKeyAddsItsLinesAndChangesNoOther() throws IOException {
    Path file = bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner());
    List<String> before = Files.readAllLines(file);
    bench.rule("age: " + bench.owner() + "," + bench.other());
    Workbench.Ran ran = bench.run("updatekeys", "-y", file.toString());
    assertThat(ran)
        .isEqualTo(
            new Workbench.Ran(
                0, "%s%n  + %s%n  data key: kept%n".formatted(file, bench.other()), ""));
    List<String> after = new ArrayList<>(Files.readAllLines(file));
    assertThat(after).containsSubsequence(before);
    assertThat(after.size() - before.size()).isBetween(5, 15);
    assertThat(bench.as("other").decrypt(file)).isEqualTo(Workbench.SECRET);
  }

  @Test
  void theSecondRunFindsNothingToDo() throws IOException {
    Path file = bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner());
    bench.rule("age: " + bench.other() + "," + bench.owner());
    bench.run("updatekeys", "-y", file.toString());
    Map<String, String> before = bench.snapshot();
    assertThat(bench.as("nobody").run("updatekeys", file.toString()))
        .isEqualTo(new Workbench.Ran(0, file + ": already up to date\n", ""));
    assertThat(bench.snapshot()).isEqualTo(before);
  }

  @Test
  @DisplayName("X8: a removed key takes a new data key, and what it could read is listed")
  void aRemovedKeyRotatesTheDataKey() throws IOException {
    Path file = bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner(), bench.other());
    String before = Files.readString(file);
    bench.rule("age: " + bench.owner());
    Workbench.Ran ran = bench.run("updatekeys", "-y", file.toString());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEqualTo("%s%n  - %s%n  data key: new%n".formatted(file, bench.other()));
    assertThat(ran.err())
        .contains(file + ": stringData.password: warning SSY369")
        .doesNotContain("CANARY");
    String after = Files.readString(file);
    before
        .lines()
        .filter(line -> line.contains("ENC["))
        .forEach(line -> assertThat(after).doesNotContain(line.strip()));
    assertThat(bench.decrypt(file)).isEqualTo(Workbench.SECRET);
    assertThat(bench.as("other").run("decrypt", file.toString()).exit()).isEqualTo(128);
  }

  @Test
  @DisplayName("X8: a damaged file is not given a right MAC by a removal")
  void aDamagedFileIsNotRotated() throws IOException {
    Path file = bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner(), bench.other());
    Files.writeString(
        file, Files.readString(file).replaceFirst("mac: ENC\\[AES256_GCM,data:..", "$0AA"));
    bench.rule("age: " + bench.owner());
    Map<String, String> before = bench.snapshot();
    assertThat(bench.run("updatekeys", "-y", file.toString()).exit()).isEqualTo(51);
    assertThat(bench.snapshot()).isEqualTo(before);
  }

  @Test
  void nothingIsWrittenWithoutAgreement() throws IOException {
    Path file = bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner());
    bench.rule("age: " + bench.owner() + "," + bench.other());
    Map<String, String> before = bench.snapshot();
    assertThat(bench.run("updatekeys", file.toString()).exit()).isNotZero();
    assertThat(bench.typing("n\n", "updatekeys", file.toString()).exit()).isZero();
    assertThat(bench.typing("", "updatekeys", file.toString()).exit()).isZero();
    assertThat(bench.run("updatekeys", "--dry-run", file.toString()).exit()).isZero();
    assertThat(bench.snapshot()).isEqualTo(before);
    assertThat(bench.typing("y\n", "updatekeys", file.toString()).exit()).isZero();
    assertThat(bench.snapshot()).isNotEqualTo(before);
  }

  @Test
  void eachFileIsAskedForAndOneAnswerIsForOneFile() throws IOException {
    Path first = bench.encrypt("d/a.enc.yaml", Workbench.SECRET, bench.owner());
    Path second = bench.encrypt("d/b.enc.yaml", Workbench.SECRET, bench.owner());
    bench.rule("age: " + bench.owner() + "," + bench.other());
    assertThat(bench.typing("n\ny\n", "updatekeys", bench.file("d").toString()).exit()).isZero();
    assertThat(Files.readString(first)).doesNotContain(bench.other());
    assertThat(Files.readString(second)).contains(bench.other());
  }

  @Test
  @DisplayName("formats.md 1.14: the threshold is the rule's, other than in sops")
  void groupsAndThresholdsAreTakenFromTheRule() throws IOException {
    Path file = bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner());
    bench.rule(
        "shamir_threshold: 2",
        "key_groups:",
        "  - age: [" + bench.owner() + "]",
        "  - age: [" + bench.owner() + "]",
        "  - age: [" + bench.other() + "]");
    Workbench.Ran ran = bench.run("updatekeys", "-y", file.toString());
    assertThat(ran.out())
        .isEqualTo(
            """
            %s
              key group 2
              + %s
              key group 3
              + %s
              groups needed to open it: 1 -> 2
              data key: new
            """
                .formatted(file, bench.owner(), bench.other()));
    assertThat(Files.readString(file)).contains("shamir_threshold: 2");
    assertThat(bench.decrypt(file)).isEqualTo(Workbench.SECRET);
    assertThat(bench.as("other").run("decrypt", file.toString()).exit()).isEqualTo(128);
    assertThat(bench.as("owner").run("updatekeys", file.toString()).out())
        .contains("already up to date");

    bench.rule("age: " + bench.owner());
    assertThat(bench.run("updatekeys", "-y", file.toString()).exit()).isZero();
    assertThat(Files.readString(file)).doesNotContain("shamir_threshold", "key_groups");
    assertThat(bench.decrypt(file)).isEqualTo(Workbench.SECRET);
  }

  @Test
  void aFileWithoutARuleFailsAndTheOthersAreUpdated() throws IOException {
    Path unruled = bench.encrypt("d/a.yaml", Workbench.SECRET, bench.owner());
    Path ruled = bench.encrypt("d/b.enc.yaml", Workbench.SECRET, bench.owner());
    bench.rule("age: " + bench.owner() + "," + bench.other());
    Workbench.Ran ran =
        bench.run("updatekeys", "-y", unruled.toString(), ruled.toString(), "/nonexistent.yaml");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains(unruled + ": error SSY354")
        .contains("/nonexistent.yaml: error SSY360");
    assertThat(Files.readString(ruled)).contains(bench.other());
  }

  @Test
  void aConfigThatCannotBeUsedChangesNothing() throws IOException {
    Path file = bench.encrypt("a.enc.yaml", Workbench.SECRET, bench.owner());
    bench.rule("age: age1nobody");
    Map<String, String> before = bench.snapshot();
    assertThat(bench.run("updatekeys", "-y", file.toString()).exit()).isEqualTo(5);
    assertThat(bench.run("rotate", "-i", file.toString()).exit()).isEqualTo(5);
    assertThat(bench.snapshot()).isEqualTo(before);
  }
}
