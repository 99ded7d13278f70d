package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code keygen} beside the real {@code age-keygen}, {@code age} and {@code sops}. */
@DisplayName("formats.md 2.5: keygen and age-keygen stand for each other")
class KeygenIT {
  private static final int USAGE = 64;
  private static final int CONFIG = 65;
  @TempDir private Path folder;

  private record Ran(int exit, String out, String err) {}

  private static Ran run(String in, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            arguments,
            Map.of(),
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ourFileIsReadByAgeAndSops(boolean hybrid) throws IOException, InterruptedException {
    Path key = folder.resolve("key.txt");
    Ran made =
        hybrid
            ? run("", "keygen", "--pq", "-o", key.toString())
            : run("", "keygen", "--output", key.toString());
    assertThat(made.exit()).isZero();
    assertThat(made.out()).isEmpty();
    String recipient = made.err().replace("Public key: ", "").strip();
    assertThat(recipient).startsWith(hybrid ? "age1pq1" : "age1");
    assertThat(Tool.find("age-keygen").run(folder, Map.of(), "-y", key.toString()).strip())
        .isEqualTo(recipient);

    Files.writeString(folder.resolve("plain.yaml"), "a: CANARY\n");
    Tool age = Tool.find("age");
    age.run(folder, Map.of(), "-r", recipient, "-o", "plain.age", "plain.yaml");
    assertThat(age.run(folder, Map.of(), "-d", "-i", key.toString(), "plain.age"))
        .isEqualTo("a: CANARY\n");

    Tool sops = Tool.find("sops");
    Map<String, String> env = Map.of("SOPS_AGE_KEY_FILE", key.toString(), "HOME", "/nonexistent");
    String encrypted = sops.run(folder, env, "encrypt", "--age", recipient, "plain.yaml");
    Files.writeString(folder.resolve("encrypted.yaml"), encrypted);
    assertThat(sops.run(folder, env, "decrypt", "encrypted.yaml")).isEqualTo("a: CANARY\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theirFileIsReadByUs(boolean hybrid) throws IOException, InterruptedException {
    Path key = folder.resolve("key.txt");
    Tool keygen = Tool.find("age-keygen");
    if (hybrid) {
      keygen.run(folder, Map.of(), "-pq", "-o", key.toString());
    } else {
      keygen.run(folder, Map.of(), "-o", key.toString());
    }
    String recipient = keygen.run(folder, Map.of(), "-y", key.toString());
    assertThat(run("", "keygen", "-y", key.toString())).isEqualTo(new Ran(0, recipient, ""));
    String text = Files.readString(key);
    assertThat(run(text, "keygen", "-y")).isEqualTo(new Ran(0, recipient, ""));
    assertThat(run(text, "keygen", "-y", "-")).isEqualTo(new Ran(0, recipient, ""));
    assertThat(run(text, "keygen", "-y", "-o", folder.resolve("r").toString()))
        .isEqualTo(new Ran(0, "", ""));
    assertThat(folder.resolve("r")).hasContent(recipient);
  }

  @Test
  void withoutAFileTheKeyGoesToStandardOutputAndItsRecipientToStandardError() {
    Ran made = run("", "keygen");
    assertThat(made.exit()).isZero();
    List<String> lines = made.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst()).matches("# created: \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(made.err()).isEqualTo(lines.get(1).replace("# p", "P") + "\n");
    assertThat(run(made.out(), "keygen", "-y").out())
        .isEqualTo(made.err().replace("Public key: ", ""));
  }

  @Test
  void aTerminalIsNotToldThePublicKeyTwice() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            true,
            true,
            true);
    assertThat(Main.run(new String[] {"keygen"}, Map.of(), terminal)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("# public key: age1");
    assertThat(err.size()).isZero();
  }

  @Test
  void whatAgeKeygenRefusesIsRefused() throws IOException {
    Path key = Files.writeString(folder.resolve("key.txt"), "CANARY");
    Ran again = run("", "keygen", "-o", key.toString());
    assertThat(again.exit()).isEqualTo(CONFIG);
    assertThat(again.out()).isEmpty();
    assertThat(again.err()).contains("exists already");
    assertThat(key).hasContent("CANARY");
    Ran malformed = run("", "keygen", "-y", key.toString());
    assertThat(malformed.exit()).isEqualTo(CONFIG);
    assertThat(malformed.err()).doesNotContain("CANARY");
    assertThat(run("", "keygen", "file").exit()).isEqualTo(USAGE);
    assertThat(run("", "keygen", "-y", "a", "b").exit()).isEqualTo(USAGE);
    assertThat(run("", "keygen", "-y", "--pq").exit()).isEqualTo(USAGE);
  }
}
