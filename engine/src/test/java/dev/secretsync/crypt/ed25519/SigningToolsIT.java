package dev.secretsync.crypt.ed25519;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.crypt.Tool;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("keys and signatures are those of the real openssl and ssh-keygen")
class SigningToolsIT {
  private static final byte[] MESSAGE = "visibly-fake plan".getBytes(UTF_8);

  @TempDir Path folder;
  private final Problems problems = new Problems();

  @Test
  void opensslVerifiesWhatWeSignWithItsKey() throws IOException, InterruptedException {
    Tool openssl = Tool.find("openssl");
    openssl.run(folder, Map.of(), "genpkey", "-algorithm", "ed25519", "-out", "key.pem");
    openssl.run(folder, Map.of(), "pkey", "-in", "key.pem", "-pubout", "-out", "key.pub");
    Files.write(folder.resolve("message"), MESSAGE);
    try (SigningKey key = SigningKey.read(folder.resolve("key.pem"), problems)) {
      Files.write(folder.resolve("ours"), key.sign(MESSAGE));
      assertThat(VerifyingKeys.read(folder.resolve("key.pub")).keys())
          .containsExactly(key.publicHalf());
    }
    assertThat(
            openssl.run(
                folder,
                Map.of(),
                "pkeyutl",
                "-verify",
                "-rawin",
                "-pubin",
                "-inkey",
                "key.pub",
                "-in",
                "message",
                "-sigfile",
                "ours"))
        .contains("Signature Verified Successfully");
  }

  @Test
  void weVerifyWhatOpensslSigns() throws IOException, InterruptedException {
    Tool openssl = Tool.find("openssl");
    openssl.run(folder, Map.of(), "genpkey", "-algorithm", "ed25519", "-out", "key.pem");
    openssl.run(folder, Map.of(), "pkey", "-in", "key.pem", "-pubout", "-out", "key.pub");
    Files.write(folder.resolve("message"), MESSAGE);
    openssl.run(
        folder, Map.of(), "pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-in", "message",
        "-out", "theirs");
    assertThat(
            VerifyingKeys.read(folder.resolve("key.pub"))
                .whoseSignature(MESSAGE, Files.readAllBytes(folder.resolve("theirs"))))
        .isPresent();
  }

  @Test
  void aFingerprintIsThatOfSshKeygen() throws IOException, InterruptedException {
    Tool ssh = Tool.find("ssh-keygen");
    ssh.run(folder, Map.of(), "-q", "-t", "ed25519", "-N", "", "-C", "somebody", "-f", "key");
    try (SigningKey key = SigningKey.read(folder.resolve("key"), problems)) {
      assertThat(VerifyingKeys.read(folder.resolve("key.pub")).keys())
          .containsExactly(key.publicHalf());
      assertThat(ssh.run(folder, Map.of(), "-l", "-f", "key.pub"))
          .contains(" " + key.publicHalf().fingerprint() + " ");
      assertThat(Files.readString(folder.resolve("key.pub"))).startsWith(key.publicHalf() + " ");
      assertThat(problems.all()).isEmpty();
    }
  }

  @Test
  void aKeyWithAPassphraseOrOfAnotherKindSaysSo() throws IOException, InterruptedException {
    Tool ssh = Tool.find("ssh-keygen");
    ssh.run(folder, Map.of(), "-q", "-t", "ed25519", "-N", "visibly-fake", "-f", "locked");
    assertThatThrownBy(() -> SigningKey.read(folder.resolve("locked"), problems))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("without a passphrase");
    ssh.run(folder, Map.of(), "-q", "-t", "ecdsa", "-N", "", "-f", "ecdsa");
    assertThatThrownBy(() -> SigningKey.read(folder.resolve("ecdsa"), problems))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("another kind than Ed25519");
    assertThatThrownBy(() -> VerifyingKeys.read(folder.resolve("ecdsa.pub")))
        .isInstanceOf(RefusedException.class);
  }
}
