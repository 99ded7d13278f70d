package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.secretsync.crypt.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What edit, rotate and updatekeys write, the real {@code sops} reads, and the other way round. */
@DisplayName("formats.md 1.14, 1.16: edit, rotate and updatekeys beside the real sops")
class RekeyingToolIT {
  private static final Map<String, String> PLAIN =
      new TreeMap<>(
          Map.of(
              "a.enc.yaml", Workbench.SECRET,
              "b.enc.json", "{\n\t\"a\": \"CANARY\",\n\t\"b\": [1, 2.5, true, null]\n}\n",
              "c.enc.env", "A=CANARY\n# note\nB=CANARY-b\n",
              "d.enc.ini", "[part]\na = CANARY\n",
              "e.enc.bin", "CANARY\n\nbytes"));

  @TempDir private Path temporary;

  private Workbench bench() throws IOException {
    Workbench bench = new Workbench(Files.createTempDirectory(temporary, "bench"));
    bench.rule("age: " + bench.owner());
    return bench;
  }

  private static String sops(Workbench bench, String... arguments)
      throws IOException, InterruptedException {
    return Tool.find("sops").run(bench.folder(), bench.env(), arguments);
  }

  private Stream<DynamicTest> each(String what, Check check) {
    return PLAIN.keySet().stream()
        .map(name -> dynamicTest(what + " " + name, () -> check.of(bench(), name)));
  }

  private interface Check {
    void of(Workbench bench, String name) throws IOException, InterruptedException;
  }

  /** A file as sops encrypts it, and how sops shows it in clear. */
  private static String ofSops(Workbench bench, String name)
      throws IOException, InterruptedException {
    bench.write(name, Optional.ofNullable(PLAIN.get(name)).orElseThrow());
    sops(bench, "encrypt", "-i", name);
    return sops(bench, "decrypt", name);
  }

  @TestFactory
  @DisplayName("X8: sops opens what we rotated, and not with a removed key")
  Stream<DynamicTest> sopsOpensWhatWeRotated() {
    return each(
        "rotate",
        (bench, name) -> {
          String plain = ofSops(bench, name);
          String file = bench.file(name).toString();
          assertThat(bench.run("rotate", "-i", "--add-age", bench.other(), file))
              .isEqualTo(new Workbench.Ran(0, "", ""));
          assertThat(sops(bench.as("other"), "decrypt", name)).isEqualTo(plain);
          assertThat(bench.run("rotate", "-i", "--rm-age", bench.owner(), file).exit()).isZero();
          assertThat(sops(bench, "decrypt", name)).isEqualTo(plain);
          assertThatThrownBy(() -> sops(bench.as("owner"), "decrypt", name))
              .isInstanceOf(AssertionError.class);
        });
  }

  @TestFactory
  Stream<DynamicTest> weOpenWhatSopsRotated() {
    return each(
        "sops rotate",
        (bench, name) -> {
          String plain = ofSops(bench, name);
          String file = bench.file(name).toString();
          bench.run("rotate", "-i", file);
          sops(bench, "rotate", "-i", "--add-age", bench.other(), name);
          assertThat(bench.as("other").decrypt(bench.file(name))).isEqualTo(plain);
          bench.rule("age: " + bench.owner() + "," + bench.other());
          assertThat(bench.run("verify", file))
              .isEqualTo(new Workbench.Ran(0, "1 file verified.\n", ""));
        });
  }

  @TestFactory
  Stream<DynamicTest> sopsFindsNothingToDoAfterOurUpdateAndOpensTheFile() {
    return each(
        "updatekeys",
        (bench, name) -> {
          String plain = ofSops(bench, name);
          String file = bench.file(name).toString();
          bench.rule("age: " + bench.owner() + "," + bench.other());
          assertThat(bench.run("updatekeys", "-y", file).exit()).isZero();
          assertThat(sops(bench, "updatekeys", "-y", name)).contains("already up to date");
          assertThat(sops(bench.as("other"), "decrypt", name)).isEqualTo(plain);
          bench.rule("age: " + bench.other());
          assertThat(bench.run("updatekeys", "-y", file).exit()).isZero();
          assertThat(sops(bench, "updatekeys", "-y", name)).contains("already up to date");
          assertThat(sops(bench, "decrypt", name)).isEqualTo(plain);
          assertThatThrownBy(() -> sops(bench.as("owner"), "decrypt", name))
              .isInstanceOf(AssertionError.class);
        });
  }

  @TestFactory
  Stream<DynamicTest> eachEditsWhatTheOtherEdited() {
    return each(
        "edit",
        (bench, name) -> {
          ofSops(bench, name);
          editor(bench, "s/CANARY/FAKE-edited/");
          assertThat(bench.run("edit", bench.file(name).toString()))
              .isEqualTo(new Workbench.Ran(0, "", ""));
          assertThat(sops(bench, "decrypt", name)).contains("FAKE-edited");
          editor(bench, "s/FAKE-edited/FAKE-by-sops/");
          sops(bench, "edit", name);
          assertThat(bench.decrypt(bench.file(name)))
              .isEqualTo(sops(bench, "decrypt", name))
              .contains("FAKE-by-sops");
        });
  }

  private static void editor(Workbench bench, String replace) throws IOException {
    Path script = bench.folder().resolveSibling("editor");
    Files.writeString(script, "#!/bin/sh\nsed -i " + replace + " \"$1\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    bench.env().put("EDITOR", script.toString());
  }

  @Test
  void groupsThatWeMadeOpenWithSopsByTheirThreshold() throws IOException, InterruptedException {
    Workbench bench = bench();
    String plain = ofSops(bench, "a.enc.yaml");
    bench.rule(
        "shamir_threshold: 2",
        "key_groups:",
        "  - age: [" + bench.owner() + "]",
        "  - age: [" + bench.other() + "]",
        "  - age: [" + bench.owner() + "]");
    assertThat(bench.run("updatekeys", "-y", bench.file("a.enc.yaml").toString()).exit()).isZero();
    assertThat(sops(bench, "decrypt", "a.enc.yaml")).isEqualTo(plain);
    assertThat(sops(bench, "updatekeys", "-y", "a.enc.yaml")).contains("already up to date");
    assertThatThrownBy(() -> sops(bench.as("other"), "decrypt", "a.enc.yaml"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aFolderOfFilesThatSopsWroteIsVerified() throws IOException, InterruptedException {
    Workbench bench = bench();
    for (String name : PLAIN.keySet()) {
      ofSops(bench, name);
    }
    assertThat(bench.run("verify", bench.folder().toString()))
        .isEqualTo(new Workbench.Ran(0, PLAIN.size() + " files verified.\n", ""));
  }
}
