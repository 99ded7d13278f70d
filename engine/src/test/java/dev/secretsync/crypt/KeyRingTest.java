package dev.secretsync.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("formats.md 1.12: where identities come from")
class KeyRingTest {
  private static final String CANARY = "CANARY";
  private final Problems problems = new Problems();
  @TempDir private Path home;
  private String key = "";

  @BeforeEach
  void readTheTestKey() throws IOException {
    key = Files.readAllLines(Path.of("../test-fixtures/crypt/test-key.txt")).getLast();
  }

  private int found(Map<String, String> env) {
    return KeyRing.fromEnvironment(env, problems).identities().size();
  }

  private Path write(String path, String text) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void allSourcesCount() throws IOException {
    Path named = write("named.txt", "# TEST KEY\n\n" + key + "\r\n");
    write(".config/sops/age/keys.txt", key + "\n" + key);
    Map<String, String> env =
        Map.of(
            "SOPS_AGE_KEY", key + " " + key + "\n# comment\n\n" + key,
            "SOPS_AGE_KEY_FILE", named.toString(),
            "HOME", home.toString());
    assertThat(found(env)).isEqualTo(3 + 1 + 2);
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void theDefaultFileIsBelowXdgConfigHomeIfThatIsSetAndMayBeMissing() throws IOException {
    write("xdg/sops/age/keys.txt", key);
    assertThat(
            found(
                Map.of("HOME", "/nonexistent", "XDG_CONFIG_HOME", home.resolve("xdg").toString())))
        .isEqualTo(1);
    assertThat(found(Map.of("HOME", home.toString()))).isZero();
    assertThat(found(Map.of())).isZero();
    assertThat(problems.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, .config",
    "Mac OS X, Library/Application Support",
  })
  void theDefaultFileIsWhereTheOperatingSystemHasIt(String system, String folder) {
    assertThat(IdentitySource.of(Map.of("HOME", "/home/x"), system))
        .containsExactly(
            new IdentitySource.KeyFile(
                "the default key file sops/age/keys.txt",
                "/home/x/" + folder + "/sops/age/keys.txt",
                false));
  }

  @ParameterizedTest
  @DisplayName("S2: a source that cannot be used is named with its line and without its text")
  @CsvSource(
      delimiter = '|',
      value = {
        "AGE-SECRET-KEY-1CANARY       | line 1 is no age identity, so none of the source is used",
        "'# x\n\nCANARY'              | line 3 is no age identity, so none of the source is used",
        "'-----BEGIN AGE CANARY'      | identities behind a passphrase are not supported yet",
        "age-encryption.org/v1 CANARY | identities behind a passphrase are not supported yet",
      })
  void unusableSourcesAreNamedAndOthersStillCount(String text, String why) throws IOException {
    Path named = write("named.txt", text);
    Map<String, String> env = Map.of("SOPS_AGE_KEY", key, "SOPS_AGE_KEY_FILE", named.toString());
    assertThat(found(env)).isEqualTo(1);
    assertThat(problems.all()).extracting(Diagnostic::summary).containsExactly(why);
    assertThat(problems.all()).extracting(Diagnostic::subject).containsExactly("SOPS_AGE_KEY_FILE");
    assertThat(problems.all()).extracting(Diagnostic::code).containsExactly(Code.BAD_IDENTITY);
    assertThat(problems.all().toString()).doesNotContain(CANARY);
  }

  @Test
  void aNamedFileMustBeReadable() {
    assertThat(found(Map.of("SOPS_AGE_KEY_FILE", home.resolve("missing").toString()))).isZero();
    assertThat(found(Map.of("SOPS_AGE_KEY_FILE", home.toString()))).isZero();
    assertThat(found(Map.of("SOPS_AGE_KEY_FILE", "a\0b"))).isZero();
    assertThat(problems.all())
        .extracting(Diagnostic::summary)
        .containsExactly("the key file cannot be read");
  }

  @Test
  void sourcesAreReadOnceAndWarnOnce() {
    KeyRing ring = KeyRing.fromEnvironment(Map.of("SOPS_AGE_KEY", CANARY), problems);
    assertThat(problems.all()).isEmpty();
    assertThat(ring.identities()).isEmpty();
    assertThat(ring.identities()).isEmpty();
    assertThat(problems.all()).hasSize(1);
  }
}
