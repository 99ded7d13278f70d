package dev.secretsync.crypt.age;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.age.SshKeyFile.Content;
import dev.secretsync.crypt.age.SshKeyFile.Why;
import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("formats.md 2.5: SSH private keys")
class SshKeyFileTest {
  private static final Path FIXTURES = Path.of("../test-fixtures/crypt/ssh");
  private static final String PASSPHRASE = "CANARY-passphrase";

  private static byte[] file(String name) throws IOException {
    return Files.readAllBytes(FIXTURES.resolve(name));
  }

  private static Content open(Content locked, String passphrase) {
    return ((Content.Locked) locked).open(SecretBytes.ofUtf8(passphrase));
  }

  private static String recipient(Content content) {
    return ((Content.Key) content).identity().publicHalf().orElseThrow().text();
  }

  @ParameterizedTest
  @CsvSource({
    "id_ed25519, ssh-ed25519",
    "ed25519_pkcs8, ssh-ed25519",
    "rsa_pkcs1, ssh-rsa",
    "rsa_pkcs8, ssh-rsa"
  })
  void eachFormGivesAnIdentityThatOpensWhatIsForIt(String name, String type) throws IOException {
    Content content = SshKeyFile.read(file(name));
    String recipient = recipient(content);
    assertThat(recipient).startsWith(type + " ");
    byte[] file =
        AgeFile.encrypt(
            SecretBytes.ofUtf8("CANARY"), List.of(AgeRecipient.parse(recipient).orElseThrow()));
    assertThat(AgeFile.open(file, List.of(((Content.Key) content).identity())))
        .isEqualTo(new AgeOpening.Opened(SecretBytes.ofUtf8("CANARY")));
    assertThat(content.toString()).doesNotContain("CANARY");
  }

  @ParameterizedTest
  @CsvSource({"locked_ed25519, true", "locked_rsa, true", "locked_rsa_pkcs8, false"})
  void aLockedKeyOpensWithItsPassphraseOnly(String name, boolean namesPublicKey)
      throws IOException {
    Content content = SshKeyFile.read(file(name));
    assertThat(((Content.Locked) content).namesPublicKey()).isEqualTo(namesPublicKey);
    String line = Files.readString(FIXTURES.resolve(name + ".pub")).strip();
    assertThat(line).startsWith(recipient(open(content, PASSPHRASE)));
    for (String wrong : List.of("CANARY-Passphrase", "", "CANARY-passphrase\n", "\u0000")) {
      assertThat(open(content, wrong)).isEqualTo(new Content.Unusable(Why.WRONG_PASSPHRASE));
    }
    assertThat(((Content.Locked) content).open(SecretBytes.copyOf(new byte[] {-1, -2})))
        .isEqualTo(new Content.Unusable(Why.WRONG_PASSPHRASE));
  }

  @ParameterizedTest
  @CsvSource({"ecdsa, UNSUPPORTED_TYPE", "rsa_1024, WEAK", "locked_rsa_pem, UNSUPPORTED_LOCK"})
  void whatAgeCannotUseIsNamed(String name, Why why) throws IOException {
    assertThat(SshKeyFile.read(file(name))).isEqualTo(new Content.Unusable(why));
  }

  @Test
  void aFileHasSixteenKibibytesAtMost() throws IOException {
    byte[] padded = Arrays.copyOf(file("id_ed25519"), SshKeyFile.MAX_BYTES);
    Arrays.fill(padded, file("id_ed25519").length, padded.length, (byte) '\n');
    assertThat(SshKeyFile.read(padded)).isInstanceOf(Content.Key.class);
    byte[] larger = Arrays.copyOf(padded, SshKeyFile.MAX_BYTES + 1);
    assertThat(SshKeyFile.read(larger)).isEqualTo(new Content.Unusable(Why.TOO_LARGE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "CANARY",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nCANARY\n-----END OPENSSH PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nQ0FOQVJZ\n-----END OPENSSH PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nQ0FOQVJZ\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\nQ0FOQVJZ\n-----END CERTIFICATE-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\n\n-----END RSA PRIVATE KEY-----",
      })
  void otherTextIsMalformed(String text) {
    assertThat(SshKeyFile.read(text.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Content.Unusable(Why.MALFORMED));
  }

  @Test
  @DisplayName("S2: any changed byte ends in an outcome, and never in an exception")
  void changedFilesEndInAnOutcome() throws IOException {
    for (String name : List.of("id_ed25519", "rsa_pkcs1", "ed25519_pkcs8", "ecdsa")) {
      byte[] good = file(name);
      for (int at = 0; at < good.length; at += 29) {
        byte[] bad = good.clone();
        bad[at] = (byte) (bad[at] == 'A' ? 'B' : 'A');
        assertThat(SshKeyFile.read(bad)).isNotNull();
        assertThat(SshKeyFile.read(Arrays.copyOf(good, at))).isNotNull();
      }
    }
  }

  @Test
  @DisplayName("X10: a key file that asks for endless rounds is refused before they begin")
  void endlessRoundsAreRefused() throws IOException {
    List<String> lines = Files.readAllLines(FIXTURES.resolve("locked_ed25519"));
    byte[] body =
        java.util.Base64.getDecoder().decode(String.join("", lines.subList(1, lines.size() - 1)));
    int rounds = new String(body, StandardCharsets.ISO_8859_1).indexOf("bcrypt") + 6 + 4 + 4 + 16;
    body[rounds] = 0x7f;
    String changed =
        lines.getFirst()
            + "\n"
            + java.util.Base64.getEncoder().encodeToString(body)
            + "\n"
            + lines.getLast();
    assertThat(SshKeyFile.read(changed.getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(new Content.Unusable(Why.UNSUPPORTED_LOCK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"locked_ed25519", "locked_rsa", "locked_rsa_pkcs8"})
  void thePassphraseIsAskedOnceAndOnlyForFilesOfThisKey(String name) throws IOException {
    Content.Locked locked = (Content.Locked) SshKeyFile.read(file(name));
    String line = Files.readString(FIXTURES.resolve(name + ".pub"));
    AtomicInteger asked = new AtomicInteger();
    LockedIdentity identity =
        locked.identity(
            Optional.of(line),
            () -> {
              asked.incrementAndGet();
              return List.of(((Content.Key) open(locked, PASSPHRASE)).identity());
            });
    String other = recipient(SshKeyFile.read(file("rsa_pkcs1")));
    for (String stranger : List.of(other, TestKeys.OWNER_RECIPIENT)) {
      assertThat(AgeFile.open(encryptedFor(stranger), List.of(identity)))
          .isInstanceOf(AgeOpening.NoMatch.class);
    }
    assertThat(asked).hasValue(0);
    for (int i = 0; i < 2; i++) {
      assertThat(AgeFile.open(encryptedFor(line.strip()), List.of(identity)))
          .isInstanceOf(AgeOpening.Opened.class);
    }
    assertThat(asked).hasValue(1);
  }

  private static byte[] encryptedFor(String recipient) {
    return AgeFile.encrypt(
        SecretBytes.ofUtf8("CANARY"), List.of(AgeRecipient.parse(recipient).orElseThrow()));
  }
}
