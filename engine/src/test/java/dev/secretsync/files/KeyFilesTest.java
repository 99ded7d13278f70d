package dev.secretsync.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.crypt.age.AgeRecipient;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("formats.md 2.5: key files")
class KeyFilesTest {
  private static final Instant THEN = Instant.parse("2026-01-02T15:30:00.123Z");
  @TempDir private Path folder;

  private static String recipients(String text) {
    return KeyFiles.recipients(
        "key.txt", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @EnumSource
  void aNewFileIsItsOwnersAndOpensWhatIsForItsRecipient(KeyFiles.Kind kind) throws IOException {
    Path file = folder.resolve("key.txt");
    String recipient = KeyFiles.create(kind, THEN, file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst()).isEqualTo("# created: 2026-01-02T15:30:00Z");
    assertThat(lines.get(1)).isEqualTo("# public key: " + recipient);
    assertThat(lines.getLast())
        .startsWith(kind == KeyFiles.Kind.HYBRID ? "AGE-SECRET-KEY-PQ-1" : "AGE-SECRET-KEY-1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    List<AgeIdentity> ring =
        KeyRing.fromEnvironment(Map.of("SOPS_AGE_KEY_FILE", file.toString()), new Problems())
            .identities();
    assertThat(ring.getFirst().publicHalf().map(AgeRecipient::text)).contains(recipient);
    assertThat(KeyFiles.recipients(file)).isEqualTo(recipient + "\n");
  }

  @Test
  void noTwoAreTheSame() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String one = KeyFiles.write(KeyFiles.Kind.X25519, THEN, out);
    String two = KeyFiles.write(KeyFiles.Kind.X25519, THEN, out);
    assertThat(one).isNotEqualTo(two);
    assertThat(recipients(out.toString(StandardCharsets.UTF_8))).isEqualTo(one + "\n" + two + "\n");
  }

  @Test
  void whatIsThereIsNeverReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("key.txt"), "somebody's only key");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
    for (Path taken : List.of(file, link, folder)) {
      assertThatThrownBy(() -> KeyFiles.create(KeyFiles.Kind.X25519, THEN, taken))
          .isInstanceOf(RefusedException.class)
          .hasMessage(taken + ": exists already");
    }
    assertThat(file).hasContent("somebody's only key");
    assertThat(folder.resolve("elsewhere")).doesNotExist();
    Path nowhere = folder.resolve("no/folder");
    assertThatThrownBy(() -> KeyFiles.create(KeyFiles.Kind.X25519, THEN, nowhere))
        .isInstanceOf(RefusedException.class)
        .hasMessage(nowhere + ": cannot be written");
  }

  @ParameterizedTest
  @DisplayName("S2: a line that is no identity is named by its number")
  @CsvSource(
      delimiter = '|',
      value = {
        "'# c\n\nAGE-SECRET-KEY-1CANARY' | line 3 is no identity with a known recipient",
        "CANARY                          | line 1 is no identity with a known recipient",
        "' '                             | line 1 is no identity with a known recipient",
        "'# CANARY\n'                    | holds no identity",
        "''                              | holds no identity",
      })
  void otherTextIsRefused(String text, String why) {
    assertThatThrownBy(() -> recipients(text))
        .isInstanceOf(RefusedException.class)
        .hasMessage("key.txt: " + why);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> KeyFiles.recipients(missing))
        .isInstanceOf(RefusedException.class)
        .hasMessage(missing + ": cannot be read");
  }

  @Test
  void anOutputThatBreaksIsRefused() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("CANARY");
          }
        };
    assertThatThrownBy(() -> KeyFiles.write(KeyFiles.Kind.X25519, THEN, broken))
        .isInstanceOf(RefusedException.class)
        .hasMessageNotContaining("CANARY");
  }
}
