package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("formats.md 1.14: edit")
@EnabledOnOs(OS.LINUX) // its fake editors are shell scripts that use GNU sed and stat
class EditCommandTest {
  @TempDir private Path temporary;
  private Workbench bench;
  private Path notes;

  @BeforeEach
  void setUp() throws IOException {
    bench = new Workbench(temporary);
    notes = Files.createDirectory(bench.folder().resolveSibling("notes"));
  }

  /** An editor that does this; the file is its last argument. */
  private void editor(String... lines) throws IOException {
    Path script = notes.resolve("editor");
    Files.writeString(
        script,
        "#!/bin/sh\nfor file; do :; done\nN='" + notes + "'\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    bench.env().put("EDITOR", script.toString());
  }

  private Workbench.Ran edit(Path file) {
    return bench.run("edit", file.toString());
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(bench.runtime())) {
      assertThat(left).isEmpty();
    }
  }

  private static List<String> encrypted(Path file) throws IOException {
    return Files.readAllLines(file).stream().filter(line -> line.contains("ENC[")).toList();
  }

  @Test
  void aChangedValueIsTheOneLineThatChangesBesidesTheMac() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    List<String> before = encrypted(file);
    editor("sed -i s/CANARY-password/CANARY-changed/ \"$file\"");
    assertThat(edit(file)).isEqualTo(new Workbench.Ran(0, "", ""));
    List<String> after = encrypted(file);
    assertThat(after).hasSameSizeAs(before);
    assertThat(before.stream().filter(line -> !after.contains(line)).map(String::strip))
        .hasSize(2)
        .anyMatch(line -> line.startsWith("password:"))
        .anyMatch(line -> line.startsWith("mac:"));
    assertThat(bench.decrypt(file))
        .isEqualTo(Workbench.SECRET.replace("CANARY-password", "CANARY-changed"));
    assertNothingIsLeft();
  }

  @Test
  @DisplayName("X12: equal elements of a list do not get one nonce by an edit")
  void equalElementsKeepDifferentCiphertexts() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    editor("sed -i 's/^\\( *\\)- CANARY-same$/&\\n&/' \"$file\"");
    assertThat(edit(file).exit()).isZero();
    assertThat(bench.decrypt(file).lines().filter(line -> line.contains("- CANARY-same")))
        .hasSize(4);
    assertThat(encrypted(file)).doesNotHaveDuplicates();
  }

  @Test
  void anUntouchedFileStaysAndTheExitIsThatOfSops() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    Map<String, String> before = bench.snapshot();
    editor("true");
    assertThat(edit(file).exit()).isEqualTo(200);
    editor("printf '\\n\\n' >> \"$file\""); // lays out differently, and says the same
    assertThat(edit(file).exit()).isEqualTo(200);
    assertThat(bench.snapshot()).isEqualTo(before);
    assertNothingIsLeft();
  }

  @Test
  void theVersionThatTheFileSaysGoesOnlyUp() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    editor("echo more: CANARY >> \"$file\"");
    Files.writeString(file, Files.readString(file).replace("version: 3.13.2", "version: 3.9.4"));
    assertThat(edit(file).exit()).isZero();
    assertThat(Files.readString(file)).contains("version: 3.13.2");
    editor("sed -i s/more/less/ \"$file\"");
    Files.writeString(file, Files.readString(file).replace("version: 3.13.2", "version: 3.21.0"));
    assertThat(edit(file).exit()).isZero();
    assertThat(Files.readString(file)).contains("version: 3.21.0");
  }

  @Test
  @DisplayName(
      "S4: the file in clear is its owner's alone, keeps its name, and goes with its folder")
  void theFileInClearIsPrivateAndGoes() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    editor(
        "stat -c '%a %F' \"$file\" \"$(dirname \"$file\")\" > \"$N/modes\"",
        "echo \"$file\" > \"$N/path\"",
        "echo CANARY > \"$(dirname \"$file\")/.a.yaml.swp\"",
        "ln \"$file\" \"$(dirname \"$(dirname \"$file\")\")/link\"");
    assertThat(edit(file).exit()).isEqualTo(200);
    assertThat(Files.readAllLines(notes.resolve("modes")))
        .containsExactly("600 regular file", "700 directory");
    Path shown = Path.of(Files.readString(notes.resolve("path")).strip());
    assertThat(shown.startsWith(bench.runtime())).isTrue();
    assertThat(shown.getFileName()).hasToString("a.yaml");
    assertThat(shown.getParent()).doesNotExist();
    assertThat(Files.readAllBytes(bench.runtime().resolve("link")))
        .as("overwritten before it was deleted")
        .hasSize(Workbench.SECRET.length())
        .containsOnly(0);
  }

  @Test
  @DisplayName("S5: the editor is split into words without a shell, and gets none of our keys")
  void theEditorGetsNoKeysAndNoShell() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    editor("printf '%s|' \"$@\" > \"$N/argv\"", "env > \"$N/environ\"");
    bench.env().put("SECRETSYNC_AGE_PASSPHRASE_FILE", "/CANARY-file");
    bench.env().put("SOPS_AGE_KEY", "CANARY-key");
    bench.env().put("MARKED", "yes");
    bench.env().put("SOPS_EDITOR", bench.env().get("EDITOR") + " --wait 'a b' \"$HOME\" ;x");
    bench.env().put("EDITOR", "/nonexistent");
    assertThat(edit(file).exit()).isEqualTo(200);
    assertThat(Files.readString(notes.resolve("argv")))
        .startsWith("--wait|a b|$HOME|;x|" + bench.runtime())
        .endsWith("/a.yaml|");
    assertThat(Files.readString(notes.resolve("environ")))
        .contains("MARKED=yes")
        .doesNotContain("CANARY")
        .doesNotContain("SOPS_AGE_KEY")
        .doesNotContain("SECRETSYNC_");
  }

  @Test
  void withoutAVariableTheUsualEditorsAreTriedInTheirOrder() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    editor("echo \"$0\" > \"$N/who\"");
    Path script = Path.of(bench.env().remove("EDITOR"));
    bench.env().put("PATH", "relative:" + notes + ":/bin:/usr/bin");
    Files.copy(script, notes.resolve("vi"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(script, notes.resolve("vim"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(edit(file).exit()).isEqualTo(200);
    assertThat(Files.readString(notes.resolve("who")).strip()).endsWith("/notes/vim");
  }

  @Test
  void withoutAnEditorNothingIsWrittenAnywhere() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    bench.env().put("PATH", "/nonexistent");
    assertThat(edit(file).exit()).isEqualTo(201);
    bench.env().put("EDITOR", "/nonexistent/editor");
    assertThat(edit(file).exit()).isEqualTo(201);
    bench.env().put("EDITOR", "'open");
    assertThat(edit(file).exit()).isEqualTo(201);
    editor("false");
    assertThat(edit(file).exit()).isEqualTo(201);
    assertNothingIsLeft();
  }

  @Test
  void whatCannotBeReadAgainIsToldByItsPlaceAndTheFileStays() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    Map<String, String> before = bench.snapshot();
    editor("printf 'a: CANARY-x\\nb: [CANARY-y\\n' > \"$file\"");
    Workbench.Ran ran = edit(file);
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains(file + ":").doesNotContain("CANARY");
    editor("printf 'sops: CANARY\\n' > \"$file\"");
    assertThat(edit(file).exit()).isEqualTo(203);
    editor(": > \"$file\"");
    assertThat(edit(file).exit()).isNotZero();
    editor("rm \"$file\"");
    assertThat(edit(file).exit()).isNotZero();
    assertThat(bench.snapshot()).isEqualTo(before);
    assertNothingIsLeft();
  }

  @Test
  void aPersonMayCorrectWhatCannotBeRead() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    editor(
        "if test -e \"$N/once\"; then echo 'a: CANARY' > \"$file\";",
        "else touch \"$N/once\"; echo '[' > \"$file\"; fi");
    Workbench.Ran ran = bench.typing("\n", "edit", file.toString());
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).contains(" error ").contains("Press enter");
    assertThat(bench.decrypt(file)).isEqualTo("a: CANARY\n");
    editor("echo '[' > \"$file\"");
    Map<String, String> before = bench.snapshot();
    assertThat(bench.typing("n\n", "edit", file.toString()).exit()).isEqualTo(2);
    assertThat(bench.typing("", "edit", file.toString()).exit()).isEqualTo(2);
    assertThat(bench.snapshot()).isEqualTo(before);
    assertNothingIsLeft();
  }

  @Test
  @DisplayName("X1: a file whose MAC does not fit is opened for rescue only when that is asked for")
  void aDamagedFileIsEditedOnlyWithIgnoreMac() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    Files.writeString(
        file, Files.readString(file).replaceFirst("mac: ENC\\[AES256_GCM,data:..", "$0AA"));
    editor("echo more: CANARY >> \"$file\"");
    assertThat(edit(file).exit()).isEqualTo(51);
    assertThat(bench.run("edit", "--ignore-mac", file.toString()).exit()).isZero();
    assertThat(bench.decrypt(file)).isEqualTo(Workbench.SECRET + "more: CANARY\n");
  }

  @Test
  void aNewFileIsMadeOfAnExampleByItsRule() throws IOException {
    Path config = bench.rule("age: " + bench.owner());
    editor("cp \"$file\" \"$N/example\"", "echo 'a: CANARY' > \"$file\"");
    for (String name : List.of("new.enc.yaml", "new.enc.json", "new.enc.env", "new.enc.bin")) {
      Path file = bench.file(name);
      if (name.endsWith("json")) {
        editor("echo '{\"a\": \"CANARY\"}' > \"$file\"");
      }
      if (name.endsWith("env")) {
        editor("echo 'a=CANARY' > \"$file\"");
      }
      Workbench.Ran ran = bench.run("edit", "--config", config.toString(), file.toString());
      assertThat(ran).as(name).isEqualTo(new Workbench.Ran(0, "", ""));
      assertThat(bench.decrypt(file)).contains("CANARY");
      assertThat(Files.readString(file)).contains(bench.owner()).doesNotContain("CANARY");
    }
    assertThat(Files.readString(notes.resolve("example"))).contains("kind: Secret");
    editor("true");
    Path untouched = bench.file("untouched.enc.yaml");
    assertThat(bench.run("edit", untouched.toString()).exit()).isEqualTo(200);
    assertThat(untouched).doesNotExist();
    Path unruled = bench.file("unruled.yaml");
    assertThat(bench.run("edit", unruled.toString()).exit()).isNotZero();
    assertThat(unruled).doesNotExist();
  }

  @Test
  @DisplayName("S4: a folder that others may enter is not used for the file in clear")
  void aRuntimeFolderOfOthersIsNotUsed() throws IOException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    Files.setPosixFilePermissions(bench.runtime(), PosixFilePermissions.fromString("rwxrwxrwx"));
    editor("echo \"$file\" > \"$N/path\"");
    assertThat(edit(file).exit()).isEqualTo(200);
    Path shown = Path.of(Files.readString(notes.resolve("path")).strip());
    assertThat(shown.startsWith(bench.runtime())).isFalse();
    assertThat(shown.getParent()).doesNotExist();
  }

  @Test
  @DisplayName("S4: a signal ends the editor, and no file stays behind")
  void aSignalLeavesNothingBehind() throws IOException, InterruptedException {
    Path file = bench.encrypt("a.yaml", Workbench.SECRET, bench.owner());
    Map<String, String> before = bench.snapshot();
    editor(
        "ln \"$file\" \"$(dirname \"$(dirname \"$file\")\")/link\"",
        "echo ready $$",
        "exec cat \"$N/never\"");
    assertThat(new ProcessBuilder("mkfifo", notes.resolve("never").toString()).start().waitFor())
        .isZero();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.secretsync.cli.Main",
            "edit",
            file.toString());
    builder.environment().clear();
    builder.environment().putAll(bench.env());
    Process process = builder.redirectErrorStream(true).start();
    String line = process.inputReader().readLine();
    assertThat(line).startsWith("ready ");
    long editor = Long.parseLong(line.substring("ready ".length()));
    assertThat(ProcessHandle.of(editor)).isPresent();
    process.destroy(); // SIGTERM
    assertThat(process.waitFor()).isNotZero();
    // whoever inherits the ended editor may take a moment to notice
    ProcessHandle.of(editor)
        .ifPresent(left -> assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(30)));
    assertThat(Files.readAllBytes(bench.runtime().resolve("link"))).containsOnly(0);
    Files.delete(bench.runtime().resolve("link"));
    assertNothingIsLeft();
    assertThat(bench.snapshot()).isEqualTo(before);
  }
}
