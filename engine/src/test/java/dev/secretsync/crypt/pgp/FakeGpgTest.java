package dev.secretsync.crypt.pgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("S5: what the program gpg is told, and what we believe of its answers")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FakeGpgTest {
  private static final String FINGERPRINT = "0123456789ABCDEF0123456789ABCDEF01234567";
  private static final TestPgpKey OTHER = TestPgpKey.of(TestPgpKey.Kind.CURVE25519_LEGACY);
  private static final String MESSAGE =
      Armor.encode(
          TestMessages.encrypted(
              TestMessages.literal("x".getBytes(StandardCharsets.US_ASCII)), OTHER.subkey(0)));
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final Map<String, String> env = new TreeMap<>();

  @BeforeEach
  void makeTheFolders() throws IOException {
    env.put("GNUPGHOME", Files.createDirectory(folder.resolve("home")).toString());
    env.put("PATH", folder + ":/usr/bin:/bin");
  }

  private void program(String name, String script) throws IOException {
    Path program = folder.resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private PgpKeys keys(Duration patience) {
    return new PgpKeys(PgpSources.of(env, _ -> Optional.empty()), new Problems(), patience);
  }

  private PgpOpening opened() {
    return keys(PATIENCE).unwrap(MESSAGE);
  }

  private List<String> recorded(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }

  @Test
  void nothingSecretIsInItsArgumentsOrItsEnvironment() throws IOException {
    program(
        "gpg",
        "printf '%s\\n' \"$@\" > '"
            + folder
            + "/argv'; env > '"
            + folder
            + "/environ'; "
            + "cat > '"
            + folder
            + "/stdin'; echo '[GNUPG:] DECRYPTION_OKAY' >&2; printf key");
    env.put("SOPS_AGE_KEY", "CANARY-age");
    env.put("SOPS_AGE_KEY_FILE", "CANARY-file");
    env.put("SOPS_AGE_SSH_PRIVATE_KEY_FILE", "CANARY-ssh");
    env.put("SECRETSYNC_PGP_KEY", "CANARY-pgp");
    env.put("SECRETSYNC_ANYTHING", "CANARY-other");
    env.put("LANG", "C");

    PgpOpening opening = opened();

    assertThat(opening).isInstanceOf(PgpOpening.Opened.class);
    assertThat(recorded("argv")).containsExactly("--batch", "--status-fd", "2", "--decrypt");
    assertThat(recorded("environ"))
        .noneMatch(line -> line.contains("CANARY"))
        .noneMatch(line -> line.startsWith("SOPS_AGE_") || line.startsWith("SECRETSYNC_"))
        .contains("LANG=C", "GNUPGHOME=" + env.get("GNUPGHOME"));
    assertThat(Files.readAllBytes(folder.resolve("stdin")))
        .as("the message, as we read it")
        .isEqualTo(EncryptedMessage.parse(Armor.decode(MESSAGE)).encoded());
  }

  @Test
  @DisplayName("formats.md 1.11: the arguments of sops, and the data key on stdin")
  void encryptingPassesTheFingerprintAndNotTheKey() throws IOException {
    Path answer = Files.writeString(folder.resolve("answer"), MESSAGE + "\n");
    program(
        "gpg",
        "printf '%s\\n' \"$@\" > '"
            + folder
            + "/argv'; cat > '"
            + folder
            + "/stdin'; "
            + "cat '"
            + answer
            + "'");

    PgpWrapping wrapping = keys(PATIENCE).wrap(FINGERPRINT + "!", TestPgpKey.dataKey());

    assertThat(wrapping).isEqualTo(new PgpWrapping.Wrapped(MESSAGE));
    assertThat(recorded("argv"))
        .containsExactly(
            "--batch",
            "--status-fd",
            "2",
            "--no-default-recipient",
            "--yes",
            "--encrypt",
            "-a",
            "-r",
            FINGERPRINT + "!",
            "--trusted-key",
            "89ABCDEF01234567!",
            "--no-encrypt-to");
    byte[] given = Files.readAllBytes(folder.resolve("stdin"));
    assertThat(given).isEqualTo(TestPgpKey.dataKey().reveal(byte[]::clone));
  }

  @ParameterizedTest
  @CsvSource({
    "printf ok; echo '[GNUPG:] DECRYPTION_OKAY' >&2; exit 2, Damaged[part=CONTENT]",
    "echo '[GNUPG:] DECRYPTION_OKAY' >&2, Damaged[part=CONTENT]",
    "printf ok, Refused[reason=PROGRAM_FAILED]",
    "exit 0, Refused[reason=PROGRAM_FAILED]",
    "echo '[GNUPG:] NO_SECKEY 0123456789ABCDEF' >&2; exit 2, NoMatch[]",
    "echo '[GNUPG:] BADMDC' >&2; exit 2, Damaged[part=CONTENT]",
    "echo 'gpg: [GNUPG:] NO_SECKEY x' >&2; exit 2, Refused[reason=PROGRAM_FAILED]",
    "kill -9 $$, Refused[reason=PROGRAM_FAILED]",
  })
  void anAnswerIsBelievedOnlyAsAWhole(String script, String outcome) throws IOException {
    program("gpg", script);
    assertThat(opened()).hasToString(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "1, NoKey[]",
    "3, Refused[reason=NOT_FOR_ENCRYPTION]",
    "4, Refused[reason=REVOKED]",
    "5, Refused[reason=EXPIRED]",
    "0, Refused[reason=PROGRAM_FAILED]",
  })
  void theReasonOfARefusedRecipientIsKept(String number, String outcome) throws IOException {
    program("gpg", "echo '[GNUPG:] INV_RECP " + number + " CANARY' >&2; exit 2");
    assertThat(keys(PATIENCE).wrap(FINGERPRINT, TestPgpKey.dataKey())).hasToString(outcome);
  }

  @Test
  void whatIsNoMessageIsNoWrappedKey() throws IOException {
    program("gpg", "echo CANARY");
    assertThat(keys(PATIENCE).wrap(FINGERPRINT, TestPgpKey.dataKey()))
        .isEqualTo(new PgpWrapping.Refused(PgpWrapping.Reason.PROGRAM_FAILED));
  }

  @Test
  @DisplayName("X10: an endless answer is cut")
  void anEndlessAnswerIsCut() throws IOException {
    program("gpg", "cat /dev/zero");
    assertThat(opened()).isEqualTo(new PgpOpening.Refused(PgpOpening.Reason.TOO_LARGE));
  }

  @Test
  void aProgramThatHangsIsStopped() throws IOException {
    program("gpg", "exec sleep 600");
    assertThat(keys(Duration.ofMillis(300)).unwrap(MESSAGE))
        .isEqualTo(new PgpOpening.Refused(PgpOpening.Reason.PROGRAM_FAILED));
  }

  @Test
  void aProgramWithChildrenThatHangIsStopped() throws IOException {
    program("gpg", "sleep 600 & wait");
    assertThat(keys(Duration.ofMillis(300)).unwrap(MESSAGE))
        .isEqualTo(new PgpOpening.Refused(PgpOpening.Reason.PROGRAM_FAILED));
  }

  @Test
  void aKeyThatGpgDoesNotHaveIsAskedForOnce() throws IOException {
    program("gpg", "echo once >> '" + folder + "/calls'; echo '[GNUPG:] NO_SECKEY x' >&2; exit 2");
    PgpKeys keys = keys(PATIENCE);
    for (int i = 0; i < 3; i++) {
      assertThat(keys.unwrap(MESSAGE)).isEqualTo(new PgpOpening.NoMatch());
    }
    assertThat(recorded("calls")).hasSize(1);
  }

  @Test
  @DisplayName("X9: damaged messages, and names that are no fingerprints, start nothing")
  void nothingIsStartedWithoutNeed() throws IOException {
    program("gpg", "echo started >> '" + folder + "/calls'");
    PgpKeys keys = keys(PATIENCE);
    keys.unwrap("CANARY");
    keys.unwrap(Armor.encode(new byte[] {1}));
    keys.wrap("--version", TestPgpKey.dataKey());
    env.remove("GNUPGHOME");
    env.put("HOME", folder.resolve("nowhere").toString());
    assertThat(opened()).isEqualTo(new PgpOpening.NoMatch());
    assertThat(folder.resolve("calls")).doesNotExist();
  }

  @Test
  void theProgramCanBeNamedByItsPathOrByAnotherName() throws IOException {
    program("other", "echo '[GNUPG:] DECRYPTION_OKAY' >&2; printf key");
    env.put("SOPS_GPG_EXEC", "other");
    assertThat(opened()).isInstanceOf(PgpOpening.Opened.class);
    env.put("SOPS_GPG_EXEC", folder.resolve("other").toString());
    assertThat(opened()).isInstanceOf(PgpOpening.Opened.class);
    env.put("SOPS_GPG_EXEC", "absent");
    assertThat(opened()).isEqualTo(new PgpOpening.NoMatch());
  }
}
