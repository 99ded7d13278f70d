package dev.secretsync.crypt.ed25519;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("keys that sign plans: RFC 8032, in the files of OpenSSL and OpenSSH")
class SigningKeysTest {
  /** Of the empty message, test 1 of RFC 8032 section 7.1. */
  private static final String SIGNATURE =
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
          + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

  private static final String SSH_LINE =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

  @TempDir Path folder;
  private final Problems problems = new Problems();

  @Test
  void theSignatureIsThatOfTheStandard() throws IOException {
    try (SigningKey key = SigningKey.read(TestSigningKeys.privateKey(folder), problems)) {
      assertThat(HexFormat.of().formatHex(key.sign(new byte[0]))).isEqualTo(SIGNATURE);
      assertThat(key.publicHalf()).hasToString(SSH_LINE);
      assertThat(key).hasToString("the private half of " + SSH_LINE);
    }
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void oneChangedBitIsNoSignature() throws IOException {
    VerifyingKey key = VerifyingKeys.read(TestSigningKeys.publicKey(folder)).keys().getFirst();
    byte[] signature = HexFormat.of().parseHex(SIGNATURE);
    assertThat(key.verifies(new byte[0], signature)).isTrue();
    assertThat(key.verifies(new byte[1], signature)).isFalse();
    assertThat(key.verifies(new byte[0], new byte[0])).isFalse();
    assertThat(key.verifies(new byte[0], new byte[65])).isFalse();
    for (int bit = 0; bit < signature.length * 8; bit++) {
      byte[] changed = signature.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(key.verifies(new byte[0], changed)).as("bit %d", bit).isFalse();
    }
  }

  @Test
  void aFileMayHoldSeveralPublicKeys() throws IOException {
    String one = SSH_LINE + " somebody@example.com";
    assertThat(keys("# who may approve\n\n" + one + "\n" + SSH_LINE + "\n").keys()).hasSize(2);
    String pem = Files.readString(TestSigningKeys.publicKey(folder));
    assertThat(keys(pem + "\n" + pem).keys()).hasSize(2);
    assertThat(keys(pem).keys()).isEqualTo(keys(one).keys());
  }

  @DisplayName("a file without keys is nothing that is required, and so it is refused")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nobody",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC3",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 ????",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
      })
  void whatIsNoPublicKeyIsRefused(String text) {
    assertRefused(() -> keys(text));
  }

  @Test
  void oneBadLineAmongGoodOnesIsRefused() {
    assertRefused(() -> keys(SSH_LINE + "\nssh-ed25519 AAAA\n"));
  }

  @Test
  void aPrivateKeyInPlaceOfAPublicOneSaysSo() {
    assertThatThrownBy(() -> VerifyingKeys.read(TestSigningKeys.privateKey(folder)))
        .hasMessageContaining("is a private key");
  }

  @DisplayName("whatever stands in a private key's file, none of it is repeated")
  @Test
  void whatIsNoPrivateKeyIsRefused() throws IOException {
    String pem = Files.readString(TestSigningKeys.privateKey(folder));
    List<String> texts =
        List.of(
            "",
            "visibly-fake",
            pem + pem,
            pem.replace("PRIVATE", "PUBLIC"),
            pem.replace("PRIVATE", "ENCRYPTED PRIVATE"),
            pem.replace("PRIVATE", "OPENSSH PRIVATE"),
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
            "-----BEGIN -----\n-----END -----\n",
            "-----BEGIN ----",
            "x".repeat(20_000));
    for (String text : texts) {
      assertRefused(() -> SigningKey.read(Files.writeString(folder.resolve("f"), text), problems));
    }
  }

  @Test
  void mutatedPrivateKeysAreRefusedOrAreKeys() throws IOException {
    byte[] pem = Files.readAllBytes(TestSigningKeys.privateKey(folder));
    Random random = new Random(25519);
    Path file = folder.resolve("mutated");
    for (int i = 0; i < 2_000; i++) {
      byte[] mutated = pem.clone();
      mutated[random.nextInt(pem.length)] = (byte) random.nextInt(256);
      Files.write(file, mutated);
      try (SigningKey key = SigningKey.read(file, problems)) {
        assertThat(key.publicHalf().verifies(mutated, key.sign(mutated))).isTrue();
      } catch (RefusedException refused) {
        assertThat(refused.diagnostics()).hasSize(1);
      }
    }
  }

  @Test
  void othersWhoMayReadItAreWarnedOf() throws IOException {
    Path file = TestSigningKeys.privateKey(folder);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    SigningKey.read(file, problems).close();
    assertThat(problems.all()).extracting(Diagnostic::code).containsExactly(Code.SIGNING_KEY);
    assertThat(problems.hasErrors()).isFalse();
  }

  @Test
  void aMissingFileAndAFolderAreRefused() {
    assertRefused(() -> SigningKey.read(folder.resolve("none"), problems));
    assertRefused(() -> SigningKey.read(folder, problems));
    assertRefused(() -> VerifyingKeys.read(folder.resolve("none")));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new VerifyingKeys(List.of()));
  }

  private VerifyingKeys keys(String text) throws IOException {
    return VerifyingKeys.read(Files.write(folder.resolve("keys"), text.getBytes(UTF_8)));
  }

  private static void assertRefused(ThrowingCallable read) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(read)
        .satisfies(refused -> {
          assertThat(refused.diagnostics())
              .extracting(Diagnostic::code)
              .containsExactly(Code.SIGNING_KEY);
          assertThat(refused.getMessage()).doesNotContain("AAAA").doesNotContain("visibly-fake");
        });
  }
}
