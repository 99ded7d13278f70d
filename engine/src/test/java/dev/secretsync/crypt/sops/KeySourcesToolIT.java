package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.KeySources;
import dev.secretsync.crypt.Tool;
import dev.secretsync.crypt.age.FakePlugin;
import dev.secretsync.crypt.age.SshKeyFile;
import dev.secretsync.document.YamlReader;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** With one environment, sops and we find the same identities. */
@DisplayName("formats.md 1.12: sops 3.13.2 and we find the same identities")
class KeySourcesToolIT {
  private static final Path KEYS = Path.of("../test-fixtures/crypt").toAbsolutePath().normalize();
  private static final String PASSPHRASE = "CANARY-passphrase";
  private final Problems problems = new Problems();
  @TempDir private Path folder;
  private Tool sops;
  private Tool keygen;

  @BeforeEach
  void findTools() {
    sops = Tool.find("sops");
    keygen = Tool.find("age-keygen");
  }

  private static Path ssh(String name) {
    return KEYS.resolve("ssh").resolve(name);
  }

  private static String authorizedKey(Path key) throws IOException {
    SshKeyFile.Content content = SshKeyFile.read(Files.readAllBytes(key));
    return ((SshKeyFile.Content.Key) content).identity().publicHalf().orElseThrow().text();
  }

  private String newKey(Path file, String... options) throws IOException, InterruptedException {
    String[] arguments =
        Stream.concat(Stream.of(options), Stream.of("-o", file.toString())).toArray(String[]::new);
    keygen.run(folder, Map.of(), arguments);
    return keygen.run(folder, Map.of(), "-y", file.toString()).strip();
  }

  private Map<String, String> env(Map<String, String> more) {
    Map<String, String> env = new HashMap<>(more);
    env.putIfAbsent("HOME", folder.resolve("home").toString());
    env.putIfAbsent("PATH", "/usr/bin:/bin");
    return env;
  }

  private Path encrypted(String recipient, Map<String, String> env)
      throws IOException, InterruptedException {
    Path plain = Files.writeString(folder.resolve("plain.yaml"), "a: CANARY\n");
    Path file = folder.resolve("encrypted.yaml");
    Files.writeString(file, sops.run(folder, env, "encrypt", "--age", recipient, plain.toString()));
    return file;
  }

  private void bothOpen(Path file, Map<String, String> env)
      throws IOException, InterruptedException {
    assertThat(sops.run(folder, env, "decrypt", file.toString())).isEqualTo("a: CANARY\n");
    weOpen(file, env);
  }

  private void weOpen(Path file, Map<String, String> env) throws IOException {
    String text = Files.readString(file);
    Problems parsing = new Problems();
    SopsFile read =
        SopsFile.parse("f.yaml", YamlReader.read("f.yaml", text, parsing), parsing).orElseThrow();
    KeyRing ring = KeyRing.from(KeySources.ofEnvironment(env), problems);
    Opening opening = read.open(ring);
    assertThat(opening.problems()).isEmpty();
    assertThat(problems.all()).isEmpty();
    assertThat(opening).isInstanceOf(Opening.Opened.class);
  }

  @TestFactory
  Stream<DynamicTest> sshKeysOfEachForm() {
    return Stream.of("id_ed25519", "ed25519_pkcs8", "rsa_pkcs1", "rsa_pkcs8")
        .flatMap(name ->
            Stream.of(
                DynamicTest.dynamicTest(
                    name + " as a file",
                    () -> opensWith(name, "SOPS_AGE_SSH_PRIVATE_KEY_FILE", ssh(name).toString())),
                DynamicTest.dynamicTest(
                    name + " of a command",
                    () ->
                        opensWith(
                            name, "SOPS_AGE_SSH_PRIVATE_KEY_CMD", "cat '" + ssh(name) + "'"))));
  }

  private void opensWith(String name, String variable, String value)
      throws IOException, InterruptedException {
    Map<String, String> env = env(Map.of(variable, value));
    bothOpen(encrypted(authorizedKey(ssh(name)), env), env);
  }

  @Test
  void sshKeysOfTheHomeFolder() throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve("home/.ssh"));
    Files.copy(ssh("id_ed25519"), home.resolve("id_ed25519"));
    Map<String, String> env = env(Map.of("SECRETSYNC_AGE_HOME_SSH_KEYS", "true"));
    bothOpen(encrypted(authorizedKey(ssh("id_ed25519")), env), env);
  }

  @Test
  void aLockedSshKeyOpensWithItsPassphrase() throws IOException, InterruptedException {
    for (String name : List.of("locked_ed25519", "locked_rsa", "locked_rsa_pkcs8")) {
      Map<String, String> env =
          env(
              Map.of(
                  "SOPS_AGE_SSH_PRIVATE_KEY_FILE",
                  ssh(name).toString(),
                  "SECRETSYNC_AGE_PASSPHRASE_FILE",
                  passphraseFile()));
      weOpen(encrypted(Files.readString(ssh(name + ".pub")).strip(), env), env);
    }
  }

  private String passphraseFile() throws IOException {
    return Files.writeString(folder.resolve("passphrase"), PASSPHRASE + "\n").toString();
  }

  @Test
  void variablesFilesCommandsAndTheDefaultFile() throws IOException, InterruptedException {
    Path key = folder.resolve("a 'key'.txt");
    String recipient = newKey(key);
    String line = Files.readAllLines(key).getLast();
    String other = Files.readAllLines(KEYS.resolve("test-key.txt")).getLast();
    Path home = Files.createDirectories(folder.resolve("default/.config/sops/age"));
    Files.copy(key, home.resolve("keys.txt"));
    for (Map<String, String> one :
        List.of(
            Map.of("SOPS_AGE_KEY", "# c\n\n" + other + " " + line),
            Map.of("SOPS_AGE_KEY_FILE", key.toString()),
            Map.of("SOPS_AGE_KEY_CMD", "cat \"" + key + "\" # comment"),
            Map.of("SOPS_AGE_KEY_CMD", "cat " + folder + "/a\\ \\'key\\'.txt"),
            Map.of("SOPS_AGE_KEY_CMD", "sh -c 'echo \"$1\"' x " + line),
            Map.of("HOME", folder.resolve("default").toString()))) {
      Map<String, String> env = env(one);
      bothOpen(encrypted(recipient, env), env);
    }
  }

  @Test
  void postQuantumAndClassicIdentitiesInOneFile() throws IOException, InterruptedException {
    Path hybrid = folder.resolve("hybrid.txt");
    Path classic = folder.resolve("classic.txt");
    List<String> recipients = List.of(newKey(hybrid, "-pq"), newKey(classic));
    Path both = folder.resolve("both.txt");
    Files.writeString(both, Files.readString(hybrid) + Files.readString(classic));
    Map<String, String> env = env(Map.of("SOPS_AGE_KEY_FILE", both.toString()));
    for (String recipient : recipients) {
      bothOpen(encrypted(recipient, env), env);
    }
  }

  @Test
  void anIdentityFileThatAgeLockedOpensWithItsPassphrase()
      throws IOException, InterruptedException {
    Path key = folder.resolve("key.txt");
    String recipient = newKey(key);
    Files.writeString(folder.resolve("answers"), (PASSPHRASE + "\n").repeat(2));
    Tool.find("age");
    for (String option : List.of("", "-a ")) {
      // age asks a terminal only
      Tool.find("script");
      String line = "script -qec 'age -p " + option + "-o locked key.txt' /dev/null < answers";
      Tool.find("sh").run(folder, Map.of("TERM", "dumb"), "-c", line);
      Map<String, String> env =
          env(
              Map.of(
                  "SOPS_AGE_KEY_FILE",
                  folder.resolve("locked").toString(),
                  "SECRETSYNC_AGE_PASSPHRASE_FILE",
                  passphraseFile()));
      weOpen(encrypted(recipient, env), env);
      Files.delete(folder.resolve("locked"));
    }
  }

  @Test
  @DisplayName("2.6: a plugin opens what sops encrypted with it, for both")
  void aPluginOpensWhatItEncrypted() throws IOException, InterruptedException {
    Path plugins = FakePlugin.install(folder);
    Path key = Files.writeString(folder.resolve("key.txt"), FakePlugin.IDENTITY + "\n");
    Map<String, String> env =
        env(
            Map.of(
                "PATH",
                plugins + ":/usr/bin:/bin",
                "SOPS_AGE_KEY_FILE",
                key.toString(),
                "SECRETSYNC_AGE_PLUGINS",
                "fake"));
    bothOpen(encrypted(FakePlugin.RECIPIENT, env), env);
  }
}
