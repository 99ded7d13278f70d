package dev.secretsync.crypt.pgp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.secretsync.crypt.Tool;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the real {@code gpg} and the real {@code sops} encrypt, we open, and the other way round.
 */
@DisplayName("formats.md 1.11: OpenPGP as gpg and sops have it")
class PgpToolIT {
  private static final String NO_GPG = "/nonexistent/gpg";
  private static final String PASSPHRASE = "CANARY-passphrase";

  private Path folder = Path.of("");
  private Map<String, String> env = Map.of();

  /** Not below the folder of the build: the path of the agent's socket must be short. */
  @BeforeEach
  void makeAHome(@TempDir Path temporary) throws IOException {
    folder = temporary;
    Path home = folder.resolve("g");
    Files.createDirectory(
        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(
        home.resolve("gpg-agent.conf"), "allow-loopback-pinentry\nallow-preset-passphrase\n");
    env = Map.of("GNUPGHOME", home.toString(), "HOME", folder.toString());
  }

  @AfterEach
  void stopTheAgent() throws IOException, InterruptedException {
    Tool.find("gpgconf").run(folder, env, "--kill", "all");
  }

  private String gpg(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--batch", "--no-tty", "--quiet"));
    all.addAll(List.of(arguments));
    return Tool.find("gpg").run(folder, env, all.toArray(String[]::new));
  }

  /** A key that gpg makes, by the name of its kind; returns the fingerprint. */
  private String generate(String kind, String passphrase) throws IOException, InterruptedException {
    gpg(
        "--pinentry-mode",
        "loopback",
        "--passphrase",
        passphrase,
        "--quick-generate-key",
        "TEST KEY <test@example.com>",
        kind,
        "default",
        "never");
    String fingerprint =
        gpg("--with-colons", "--list-keys")
            .lines()
            .filter(line -> line.startsWith("fpr:"))
            .findFirst()
            .orElseThrow()
            .split(":", -1)[9];
    if (kind.startsWith("rsa")) {
      gpg(
          "--pinentry-mode",
          "loopback",
          "--passphrase",
          passphrase,
          "--quick-add-key",
          fingerprint,
          kind,
          "encrypt",
          "never");
    }
    return fingerprint;
  }

  private PgpKeys keys(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(env);
    all.put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse(""));
    all.putAll(more);
    return TestPgpKey.keys(all);
  }

  private PgpKeys withoutGpg() {
    return keys(Map.of("SOPS_GPG_EXEC", NO_GPG));
  }

  private static String wrapped(PgpKeys keys, String fingerprint) {
    PgpWrapping wrapping = keys.wrap(fingerprint, TestPgpKey.dataKey());
    assertThat(wrapping).isInstanceOf(PgpWrapping.Wrapped.class);
    return ((PgpWrapping.Wrapped) wrapping).armored();
  }

  private static void assertOpens(PgpOpening opening) {
    assertThat(opening).isInstanceOf(PgpOpening.Opened.class);
    assertThat(((PgpOpening.Opened) opening).content()).isEqualTo(TestPgpKey.dataKey());
  }

  private String encryptedByGpg(String... arguments) throws IOException, InterruptedException {
    Path plain = folder.resolve("plain");
    TestPgpKey.dataKey()
        .reveal(bytes -> {
          try {
            return Files.write(plain, bytes);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    List<String> all = new ArrayList<>(List.of("--yes", "--trust-model", "always", "-a"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--output", "message", "--encrypt", "plain"));
    gpg(all.toArray(String[]::new));
    return Files.readString(folder.resolve("message"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa2048", "future-default", "nistp256"})
  void theFolderOfGnuPgServesBothWaysWithoutTheProgram(String kind)
      throws IOException, InterruptedException {
    String fingerprint = generate(kind.equals("nistp256") ? "future-default" : kind, "");
    if (kind.equals("nistp256")) {
      gpg("--passphrase", "", "--quick-add-key", fingerprint, "nistp256", "encrypt", "never");
    }
    Path message = Files.writeString(folder.resolve("ours"), wrapped(withoutGpg(), fingerprint));
    assertThat(gpg("--decrypt", message.toString()))
        .isEqualTo(TestPgpKey.dataKey().<String>reveal(PgpToolIT::text));
    for (String how : List.of("none", "zip", "zlib", "bzip2")) {
      String theirs = encryptedByGpg("--compress-algo", how, "-r", fingerprint);
      assertOpens(withoutGpg().unwrap(theirs));
    }
    assertOpens(withoutGpg().unwrap(encryptedByGpg("--hidden-recipient", fingerprint)));
    assertOpens(withoutGpg().unwrap(wrapped(withoutGpg(), fingerprint)));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void gpgItselfServesWhereOnlyItHasTheKey() throws IOException, InterruptedException {
    String fingerprint = generate("future-default", PASSPHRASE);
    String message = wrapped(keys(Map.of()), fingerprint);
    assertThat(withoutGpg().unwrap(message)).isInstanceOf(PgpOpening.NoMatch.class);
    // the agent keeps the passphrase that somebody typed for another message
    gpg(
        "--pinentry-mode",
        "loopback",
        "--passphrase",
        PASSPHRASE,
        "--decrypt",
        Files.writeString(folder.resolve("ours"), message).toString());
    assertOpens(keys(Map.of()).unwrap(message));
  }

  @Test
  void gpgEncryptsWhereWeDoNotReadItsKeyring() throws IOException, InterruptedException {
    String fingerprint = generate("future-default", "");
    Path keyring = Path.of(env.get("GNUPGHOME"), "pubring.kbx");
    Path elsewhere = Files.move(keyring, folder.resolve("elsewhere.kbx"));
    Files.writeString(
        Path.of(env.get("GNUPGHOME"), "gpg.conf"),
        "no-default-keyring\nkeyring " + elsewhere + "\n");

    assertThat(withoutGpg().wrap(fingerprint, TestPgpKey.dataKey()))
        .isEqualTo(new PgpWrapping.NoKey());
    String message = wrapped(keys(Map.of()), fingerprint);
    assertOpens(keys(Map.of()).unwrap(message));
    assertThat(keys(Map.of()).wrap("A".repeat(40), TestPgpKey.dataKey()))
        .isEqualTo(new PgpWrapping.NoKey());
  }

  @Test
  void aStrangersMessageIsNoMatchForGpgToo() throws IOException, InterruptedException {
    generate("future-default", "");
    TestPgpKey stranger = TestPgpKey.of(TestPgpKey.Kind.CURVE25519_LEGACY);
    String message = wrapped(TestPgpKey.keys(stranger), stranger.fingerprint());
    assertThat(keys(Map.of()).unwrap(message)).isEqualTo(new PgpOpening.NoMatch());
  }

  @Test
  void aMessageThatSomebodyChangedIsDamagedForGpgToo() throws IOException, InterruptedException {
    String fingerprint = generate("future-default", "");
    byte[] message = Armor.decode(wrapped(keys(Map.of()), fingerprint));
    message[message.length - 1] ^= 1;
    Path files = Path.of(env.get("GNUPGHOME"), "pubring.kbx");
    assertThat(keys(Map.of()).unwrap(Armor.encode(message)))
        .isEqualTo(new PgpOpening.Damaged(PgpOpening.Part.CONTENT));
    Files.writeString(
        Path.of(env.get("GNUPGHOME"), "gpg.conf"),
        "no-default-keyring\nkeyring " + Files.move(files, folder.resolve("k.kbx")) + "\n");
    assertThat(keys(Map.of()).unwrap(Armor.encode(message)))
        .isEqualTo(new PgpOpening.Damaged(PgpOpening.Part.CONTENT));
  }

  @ParameterizedTest
  @EnumSource(
      value = TestPgpKey.Kind.class,
      names = {"RSA", "CURVE25519_LEGACY", "NIST_P256"})
  void gpgOpensWhatWeWrapForAnExportedKeyAndTheOtherWayRound(TestPgpKey.Kind kind)
      throws IOException, InterruptedException {
    TestPgpKey key = TestPgpKey.of(kind);
    gpg("--import", Files.writeString(folder.resolve("key"), key.armoredSecret()).toString());
    PgpKeys ours = TestPgpKey.keys(key);
    Path message = Files.writeString(folder.resolve("ours"), wrapped(ours, key.fingerprint()));
    assertThat(gpg("--decrypt", message.toString()))
        .isEqualTo(TestPgpKey.dataKey().<String>reveal(PgpToolIT::text));
    assertOpens(ours.unwrap(encryptedByGpg("-r", key.fingerprint())));
  }

  @Test
  void anExportedKeyWithAPassphraseOpensWithIt() throws IOException, InterruptedException {
    String fingerprint = generate("rsa2048", PASSPHRASE);
    String exported =
        gpg(
            "--pinentry-mode",
            "loopback",
            "--passphrase",
            PASSPHRASE,
            "-a",
            "--export-secret-keys",
            fingerprint);
    PgpKeys keys =
        PgpKeys.fromEnvironment(
            PgpSources.of(
                Map.of(PgpSources.KEY, exported), _ -> Optional.of(SecretBytes.ofUtf8(PASSPHRASE))),
            new dev.secretsync.model.Problems());
    assertOpens(keys.unwrap(encryptedByGpg("-r", fingerprint)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa2048", "future-default"})
  void theDataKeyOfAFileOfSopsOpensAndSopsOpensOurs(String kind)
      throws IOException, InterruptedException {
    String fingerprint = generate(kind, "");
    Tool sops = Tool.find("sops");
    Path plain = Files.writeString(folder.resolve("plain.json"), "{\"password\": \"CANARY\"}");
    sops.run(folder, env, "encrypt", "--pgp", fingerprint, "--output", "e.json", plain.toString());
    Path file = folder.resolve("e.json");
    ObjectMapper json = new ObjectMapper();
    String theirs =
        json.readTree(file.toFile()).path("sops").path("pgp").path(0).path("enc").asText();

    PgpOpening opening = withoutGpg().unwrap(theirs);
    assertThat(opening).isInstanceOf(PgpOpening.Opened.class);
    try (SecretBytes dataKey = ((PgpOpening.Opened) opening).content()) {
      assertThat(dataKey.size()).isEqualTo(32);
      PgpWrapping ours = withoutGpg().wrap(fingerprint, dataKey);
      String armored = ((PgpWrapping.Wrapped) ours).armored();
      String changed =
          Files.readString(file)
              .replace(json.writeValueAsString(theirs), json.writeValueAsString(armored));
      assertThat(changed).isNotEqualTo(Files.readString(file));
      Files.writeString(file, changed);
    }
    assertThat(sops.run(folder, env, "decrypt", file.toString())).contains("CANARY");
  }
}
