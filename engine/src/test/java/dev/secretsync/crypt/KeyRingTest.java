package dev.secretsync.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.age.AgeFile;
import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.crypt.age.AgeOpening;
import dev.secretsync.crypt.age.AgeRecipient;
import dev.secretsync.crypt.age.FakePlugin;
import dev.secretsync.crypt.age.HybridIdentity;
import dev.secretsync.crypt.age.LockedIdentity;
import dev.secretsync.crypt.age.Passphrases;
import dev.secretsync.crypt.age.PluginIdentity;
import dev.secretsync.crypt.age.TestLock;
import dev.secretsync.crypt.age.X25519Identity;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("formats.md 1.12: where identities come from")
class KeyRingTest {
  private static final Path FIXTURES = Path.of("../test-fixtures/crypt");
  private static final String CANARY = "CANARY";
  private static final String PASSPHRASE = "CANARY-passphrase";
  private static final String SYSTEM_PATH = "/usr/bin:/bin";
  private final Problems problems = new Problems();
  private final List<String> asked = new ArrayList<>();
  @TempDir private Path home;
  private String key = "";

  @BeforeEach
  void readTheTestKey() throws IOException {
    key = Files.readAllLines(FIXTURES.resolve("test-key.txt")).getLast();
  }

  private int found(Map<String, String> env) {
    return KeyRing.fromEnvironment(env, problems).identities().size();
  }

  private KeySources sources(Map<String, String> env) {
    Passphrases passphrases =
        what -> {
          asked.add(what);
          return Optional.of(SecretBytes.ofUtf8(PASSPHRASE));
        };
    return new KeySources(env, "Linux", passphrases, Set.of(), false);
  }

  private Path write(String path, String text) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Path ssh(String name) {
    return FIXTURES.resolve("ssh").resolve(name);
  }

  private String script(String name, String body) throws IOException {
    Path file = write(name, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }

  private static String newKey() {
    return line(X25519Identity.generate().secretLine());
  }

  private static String line(SecretBytes secret) {
    return secret.reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
  }

  private static List<String> recipients(List<AgeIdentity> identities) {
    return identities.stream()
        .map(identity -> identity.publicHalf().map(AgeRecipient::text).orElse("?"))
        .toList();
  }

  private static String recipient(String line) {
    return AgeIdentity.parse(line).flatMap(AgeIdentity::publicHalf).orElseThrow().text();
  }

  private static byte[] encryptedFor(AgeRecipient recipient) {
    return AgeFile.encrypt(SecretBytes.ofUtf8(CANARY), List.of(recipient));
  }

  @Test
  void allSourcesCountInTheOrderOfSops() throws IOException {
    List<String> keys = IntStream.range(0, 5).mapToObj(_ -> newKey()).toList();
    write(".ssh/id_ed25519", Files.readString(ssh("ed25519_pkcs8")));
    write(".ssh/id_rsa", Files.readString(ssh("rsa_pkcs8")));
    write(".config/sops/age/keys.txt", "# created\n" + keys.get(4) + "\n");
    Map<String, String> env =
        Map.of(
            "SOPS_AGE_SSH_PRIVATE_KEY_FILE",
            ssh("id_ed25519").toString(),
            "SOPS_AGE_SSH_PRIVATE_KEY_CMD",
            "cat '" + ssh("rsa_pkcs1") + "'",
            "SOPS_AGE_KEY",
            keys.get(0) + " " + keys.get(1),
            "SOPS_AGE_KEY_FILE",
            write("named.txt", keys.get(2) + "\r\n").toString(),
            "SOPS_AGE_KEY_CMD",
            "echo " + keys.get(3),
            "HOME",
            home.toString(),
            "PATH",
            SYSTEM_PATH);
    KeySources all = new KeySources(env, "Linux", Passphrases.none(), Set.of(), true);
    List<String> found = recipients(KeyRing.from(all, problems).identities());
    List<String> ssh = List.of("ssh-ed25519 ", "ssh-rsa ", "ssh-ed25519 ", "ssh-rsa ");
    assertThat(found).hasSize(9).doesNotHaveDuplicates();
    for (int i = 0; i < ssh.size(); i++) {
      assertThat(found.get(i)).startsWith(ssh.get(i));
    }
    assertThat(found.subList(4, 9))
        .containsExactlyElementsOf(keys.stream().map(KeyRingTest::recipient).toList());
    assertThat(problems.all()).isEmpty();
  }

  @Test
  @DisplayName("1.12: keys in ~/.ssh are used only by those who asked for that")
  void sshKeysOfTheHomeFolderAreOptIn() throws IOException {
    write(".ssh/id_ed25519", Files.readString(ssh("id_ed25519")));
    Map<String, String> env = new HashMap<>(Map.of("HOME", home.toString()));
    assertThat(found(env)).isZero();
    env.put("SECRETSYNC_AGE_HOME_SSH_KEYS", "true");
    assertThat(found(env)).isEqualTo(1);
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void aLineOfAVariableMayHoldSeveralAndOneOfAFileMayNot() throws IOException {
    assertThat(found(Map.of("SOPS_AGE_KEY", key + " " + key + "\n# comment\n\n " + key + "\t")))
        .isEqualTo(3);
    assertThat(problems.all()).isEmpty();
    Path file = write("named.txt", key + " " + key);
    assertThat(found(Map.of("SOPS_AGE_KEY_FILE", file.toString()))).isZero();
    assertThat(problems.all()).hasSize(1);
  }

  @Test
  void oneSourceMayHoldIdentitiesOfMixedKinds() throws IOException {
    String hybrid = line(HybridIdentity.generate().secretLine());
    Path file = write("named.txt", key + "\n" + hybrid + "\n# c\n" + FakePlugin.IDENTITY + "\n");
    List<AgeIdentity> found =
        KeyRing.fromEnvironment(Map.of("SOPS_AGE_KEY_FILE", file.toString()), problems)
            .identities();
    assertThat(found)
        .extracting(Object::getClass)
        .containsExactly(X25519Identity.class, HybridIdentity.class, PluginIdentity.class);
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
    "Linux, /home/x/.config",
    "Mac OS X, /home/x/Library/Application Support",
    "Windows 11, /app/data"
  })
  void theDefaultFileIsWhereTheOperatingSystemHasIt(String system, String folder) {
    Map<String, String> env = Map.of("HOME", "/home/x", "AppData", "/app/data");
    KeySources keys = new KeySources(env, system, Passphrases.none(), Set.of(), false);
    assertThat(IdentitySource.of(keys))
        .containsExactly(
            new IdentitySource.KeyFile(
                "the default key file sops/age/keys.txt", folder + "/sops/age/keys.txt", false));
  }

  @ParameterizedTest
  @DisplayName("S2: a source that cannot be used is named with its line and without its text")
  @CsvSource(
      delimiter = '|',
      value = {
        "AGE-SECRET-KEY-1CANARY       | line 1 is no age identity, so none of the source is used",
        "AGE-SECRET-KEY-PQ-1CANARY    | line 1 is no age identity, so none of the source is used",
        "AGE-PLUGIN-CANARY-1CANARY    | line 1 is no age identity, so none of the source is used",
        "'# x\n\nCANARY'              | line 3 is no age identity, so none of the source is used",
      })
  void unusableSourcesAreNamedAndOthersStillCount(String text, String why) throws IOException {
    Path named = write("named.txt", text);
    Map<String, String> env = Map.of("SOPS_AGE_KEY", key, "SOPS_AGE_KEY_FILE", named.toString());
    assertThat(found(env)).isEqualTo(1);
    assertWarned("SOPS_AGE_KEY_FILE", Code.BAD_IDENTITY, why);
  }

  private void assertWarned(String subject, Code code, String why) {
    assertThat(problems.all()).extracting(Diagnostic::summary).containsExactly(why);
    assertThat(problems.all()).extracting(Diagnostic::subject).containsExactly(subject);
    assertThat(problems.all()).extracting(Diagnostic::code).containsExactly(code);
    assertThat(problems.hasErrors()).isFalse();
    assertThat(problems.all().toString()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @CsvSource({
    "ecdsa, 'is of a type that age does not know; it knows ssh-ed25519 and ssh-rsa'",
    "rsa_1024, is an RSA key of less than 2048 bits",
    "README.md, is no private SSH key",
    "missing, the key file cannot be read"
  })
  void unusableSshKeysAreNamed(String name, String why) {
    assertThat(found(Map.of("SOPS_AGE_SSH_PRIVATE_KEY_FILE", ssh(name).toString()))).isZero();
    assertWarned("SOPS_AGE_SSH_PRIVATE_KEY_FILE", Code.BAD_IDENTITY, why);
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

  @Test
  @DisplayName("1.12: a command is told the recipient, and runs once for each, also for threads")
  void aCommandRunsOncePerRecipient() throws IOException {
    Path log = home.resolve("log");
    String command = script("cmd", "echo \"$SOPS_AGE_RECIPIENT $*\" >> " + log + "; echo " + key);
    Map<String, String> env =
        Map.of("SOPS_AGE_KEY_CMD", command + " 'a b'", "PATH", SYSTEM_PATH, "SOPS_AGE_KEY", key);
    KeyRing ring = KeyRing.fromEnvironment(env, problems);
    IntStream.range(0, 20)
        .parallel()
        .forEach(i -> assertThat(ring.identitiesFor("age1" + i % 2)).hasSize(2));
    assertThat(ring.identitiesFor("age1\nCANARY")).hasSize(2);
    assertThat(ring.identities()).hasSize(2);
    assertThat(Files.readAllLines(log))
        .containsExactlyInAnyOrder("age10 a b", "age11 a b", " a b", " a b");
    assertThat(problems.all()).isEmpty();
  }

  @Test
  @DisplayName("S5: a command gets no key of ours in its environment, and no shell")
  void aCommandGetsNoKeys() throws IOException {
    Path environ = home.resolve("environ");
    String command = script("cmd", "env > " + environ + "; echo " + key);
    Path marker = home.resolve("marker");
    Map<String, String> env =
        Map.of(
            "SOPS_AGE_KEY_CMD",
            command + " ; touch " + marker + " $(touch " + marker + ")",
            "SOPS_AGE_KEY",
            key,
            "SOPS_AGE_KEY_FILE",
            "/nonexistent/CANARY",
            "SECRETSYNC_AGE_PASSPHRASE_FILE",
            "/nonexistent/CANARY",
            "KEPT",
            "kept",
            "PATH",
            SYSTEM_PATH);
    assertThat(KeyRing.fromEnvironment(env, problems).identitiesFor("age1x")).hasSize(2);
    assertThat(Files.readString(environ))
        .contains("KEPT=kept", "SOPS_AGE_RECIPIENT=age1x")
        .doesNotContain(CANARY, key, "SOPS_AGE_KEY", "SECRETSYNC_");
    assertThat(marker).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sh -c 'echo CANARY; echo CANARY >&2; exit 1' | KEY_COMMAND  | the command failed",
        "echo CANARY       | BAD_IDENTITY | line 1 is no age identity, so none of the source is used",
        "no-such-program-CANARY | KEY_COMMAND | names a program that is in no folder of PATH",
        "/nonexistent/CANARY    | KEY_COMMAND | names a program that is in no folder of PATH",
        "\"echo CANARY          | KEY_COMMAND | is no command, or leaves a quote open",
      })
  void aCommandThatFailsIsNamedAndOthersStillCount(String command, Code code, String why) {
    Map<String, String> env =
        Map.of("SOPS_AGE_KEY_CMD", command, "SOPS_AGE_KEY", key, "PATH", SYSTEM_PATH);
    assertThat(found(env)).isEqualTo(1);
    assertWarned("SOPS_AGE_KEY_CMD", code, why);
  }

  @Test
  void aCommandMayPrintNothing() {
    assertThat(found(Map.of("SOPS_AGE_KEY_CMD", "true", "PATH", SYSTEM_PATH))).isZero();
    assertThat(problems.all()).isEmpty();
  }

  private Path lockedFile(String passphrase, boolean armored) throws IOException {
    try (SecretBytes secret = SecretBytes.ofUtf8(passphrase);
        SecretBytes payload = SecretBytes.ofUtf8("# TEST KEY\n" + key + "\n")) {
      List<AgeRecipient> recipients = List.of(TestLock.of(secret));
      Path file = home.resolve("locked-" + armored);
      return armored
          ? Files.writeString(file, AgeFile.encryptArmored(payload, recipients))
          : Files.write(file, AgeFile.encrypt(payload, recipients));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anIdentityFileMayHaveAPassphraseWhichIsAskedOnceAndLate(boolean armored) throws IOException {
    Map<String, String> env =
        Map.of("SOPS_AGE_KEY_FILE", lockedFile(PASSPHRASE, armored).toString());
    KeyRing ring = KeyRing.from(sources(env), problems);
    List<AgeIdentity> found = ring.identities();
    assertThat(found).singleElement().isInstanceOf(LockedIdentity.class);
    assertThat(asked).isEmpty();
    byte[] file = encryptedFor(AgeRecipient.parse(recipient(key)).orElseThrow());
    IntStream.range(0, 4)
        .parallel()
        .forEach(_ -> assertThat(AgeFile.open(file, found)).isInstanceOf(AgeOpening.Opened.class));
    assertThat(asked).containsExactly("the passphrase of SOPS_AGE_KEY_FILE");
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void nobodyIsAskedWhenAnotherIdentityOpensTheFile() throws IOException {
    Map<String, String> env =
        Map.of(
            "SOPS_AGE_SSH_PRIVATE_KEY_FILE",
            ssh("locked_rsa").toString(),
            "SOPS_AGE_KEY",
            Files.readString(lockedFile(PASSPHRASE, true)),
            "SOPS_AGE_KEY_CMD",
            "echo " + key,
            "PATH",
            SYSTEM_PATH);
    List<AgeIdentity> found = KeyRing.from(sources(env), problems).identities();
    assertThat(found).hasSize(3);
    byte[] file = encryptedFor(AgeRecipient.parse(recipient(key)).orElseThrow());
    assertThat(AgeFile.open(file, found)).isInstanceOf(AgeOpening.Opened.class);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "locked_ed25519, locked_ed25519",
    "locked_rsa, locked_rsa",
    "locked_rsa_pkcs8, locked_rsa_pkcs8"
  })
  void anSshKeyMayHaveAPassphrase(String name, String publicKey) throws IOException {
    Map<String, String> env = Map.of("SOPS_AGE_SSH_PRIVATE_KEY_FILE", ssh(name).toString());
    List<AgeIdentity> found = KeyRing.from(sources(env), problems).identities();
    String line = Files.readString(ssh(publicKey + ".pub")).strip();
    byte[] file = encryptedFor(AgeRecipient.parse(line).orElseThrow());
    assertThat(AgeFile.open(file, found)).isInstanceOf(AgeOpening.Opened.class);
    assertThat(asked).containsExactly("the passphrase of SOPS_AGE_SSH_PRIVATE_KEY_FILE");
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void aWrongPassphraseIsAWarningAndOthersStillCount() throws IOException {
    Map<String, String> env = Map.of("SOPS_AGE_KEY_FILE", lockedFile("another", true).toString());
    List<AgeIdentity> found = KeyRing.from(sources(env), problems).identities();
    byte[] file = encryptedFor(AgeRecipient.parse(recipient(key)).orElseThrow());
    assertThat(AgeFile.open(file, found)).isInstanceOf(AgeOpening.NoMatch.class);
    assertThat(AgeFile.open(file, found)).isInstanceOf(AgeOpening.NoMatch.class);
    assertThat(asked).hasSize(1);
    assertWarned("SOPS_AGE_KEY_FILE", Code.LOCKED_IDENTITY, "does not open with this passphrase");
  }

  @Test
  void aPassphraseThatNobodyGivesIsAWarning() throws IOException {
    Map<String, String> env = Map.of("SOPS_AGE_KEY_FILE", lockedFile(PASSPHRASE, false).toString());
    List<AgeIdentity> found = KeyRing.fromEnvironment(env, problems).identities();
    assertThat(problems.all()).isEmpty();
    byte[] file = encryptedFor(AgeRecipient.parse(recipient(key)).orElseThrow());
    assertThat(AgeFile.open(file, found)).isInstanceOf(AgeOpening.NoMatch.class);
    assertWarned(
        "SOPS_AGE_KEY_FILE",
        Code.LOCKED_IDENTITY,
        "is behind a passphrase, and nobody could be asked for it");
  }

  @ParameterizedTest
  @ValueSource(strings = {PASSPHRASE, PASSPHRASE + "\n", PASSPHRASE + "\r\n"})
  void thePassphraseMayStandInAFile(String text) throws IOException {
    Map<String, String> env =
        Map.of(
            "SOPS_AGE_KEY_FILE", lockedFile(PASSPHRASE, true).toString(),
            "SOPS_AGE_SSH_PRIVATE_KEY_FILE", ssh("locked_ed25519").toString(),
            "SECRETSYNC_AGE_PASSPHRASE_FILE", write("passphrase", text).toString());
    List<AgeIdentity> found = KeyRing.fromEnvironment(env, problems).identities();
    String line = Files.readString(ssh("locked_ed25519.pub")).strip();
    for (String recipient : List.of(recipient(key), line)) {
      byte[] file = encryptedFor(AgeRecipient.parse(recipient).orElseThrow());
      assertThat(AgeFile.open(file, found)).isInstanceOf(AgeOpening.Opened.class);
    }
    assertThat(problems.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void anEmptyFileIsNoPassphrase(String text) throws IOException {
    Passphrases passphrases = new PassphraseFile(write("passphrase", text).toString());
    assertThat(passphrases.ask("x")).isEmpty();
    assertThat(new PassphraseFile("/nonexistent").ask("x")).isEmpty();
    assertThat(new PassphraseFile("a\0b").ask("x")).isEmpty();
  }

  @Test
  @DisplayName("X10: a locked file with a work factor above 20 is refused before the work begins")
  void aCostlyLockIsRefused() throws IOException {
    String bytes =
        new String(Files.readAllBytes(lockedFile(PASSPHRASE, false)), StandardCharsets.ISO_8859_1);
    Path file = home.resolve("costly");
    Files.write(file, bytes.replaceFirst(" 10\n", " 21\n").getBytes(StandardCharsets.ISO_8859_1));
    Map<String, String> env = Map.of("SOPS_AGE_KEY_FILE", file.toString());
    List<AgeIdentity> found = KeyRing.from(sources(env), problems).identities();
    byte[] wanted = encryptedFor(AgeRecipient.parse(recipient(key)).orElseThrow());
    assertThat(AgeFile.open(wanted, found)).isInstanceOf(AgeOpening.NoMatch.class);
    assertWarned(
        "SOPS_AGE_KEY_FILE",
        Code.LOCKED_IDENTITY,
        "asks for the work factor 21, which is more than is allowed here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-----BEGIN AGE CANARY", "age-encryption.org/v1\nCANARY"})
  void aDamagedLockedFileIsAWarning(String text) throws IOException {
    Map<String, String> env = Map.of("SOPS_AGE_KEY_FILE", write("damaged", text).toString());
    List<AgeIdentity> found = KeyRing.from(sources(env), problems).identities();
    byte[] file = encryptedFor(AgeRecipient.parse(recipient(key)).orElseThrow());
    assertThat(AgeFile.open(file, found)).isInstanceOf(AgeOpening.NoMatch.class);
    assertWarned(
        "SOPS_AGE_KEY_FILE",
        Code.BAD_IDENTITY,
        "is encrypted, but is no intact age file with a passphrase");
  }

  @Test
  void recipientsOfTheEnvironmentAreSeparatedByCommas() {
    assertThat(
            KeySources.ofEnvironment(Map.of("SOPS_AGE_RECIPIENTS", " age1a, age1b,,")).recipients())
        .containsExactly("age1a", "age1b");
    assertThat(KeySources.ofEnvironment(Map.of()).recipients()).isEmpty();
  }

  @Test
  @DisplayName("S2: what describes the sources shows none of the environment")
  void sourcesShowNothing() {
    KeySources keys =
        KeySources.ofEnvironment(
            Map.of("SOPS_AGE_KEY", CANARY, "SECRETSYNC_AGE_PLUGINS", "yubikey, tpm"));
    assertThat(keys.plugins()).containsExactlyInAnyOrder("yubikey", "tpm");
    assertThat(keys.toString()).contains("yubikey").doesNotContain(CANARY);
    assertThat(IdentitySource.of(keys).toString()).doesNotContain(CANARY);
  }
}
