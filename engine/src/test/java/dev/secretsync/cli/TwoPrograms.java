package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder in which secretsync and the real {@code sops} work on the same files with the same keys.
 * A word {@code @NAME} of a command line is the file NAME of the folder.
 */
final class TwoPrograms {
  private final Path folder;
  private final Tool sops = Tool.find("sops");
  private final Map<String, String> env = new TreeMap<>();

  TwoPrograms(Path folder) {
    this.folder = folder;
    env.put("HOME", folder.toString());
    env.put("SOPS_AGE_KEY_FILE", key().toString());
  }

  /** The public test key that most files are for. */
  static Path key() {
    return Playground.PROJECT
        .resolve("test-fixtures/crypt/test-key.txt")
        .toAbsolutePath()
        .normalize();
  }

  /** Its recipient, as the comment of the key file says it. */
  static String recipient() {
    try {
      return Files.readAllLines(key()).stream()
          .filter(line -> line.contains("age1"))
          .map(line -> line.substring(line.indexOf("age1")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The environment of both. */
  Map<String, String> env() {
    return env;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  void write(String name, String text) throws IOException {
    Files.writeString(file(name), text);
  }

  String read(String name) throws IOException {
    return Files.readString(file(name));
  }

  /** Runs secretsync in this process. */
  Tool.Ran secretsync(String... words) {
    return secretsyncReading("", words);
  }

  Tool.Ran secretsyncReading(String input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      int exit =
          Main.run(
              named(words),
              env,
              new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
              outStream,
              errStream);
      return new Tool.Ran(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  /** Runs the real sops in the folder. */
  Tool.Ran sops(String... words) throws IOException, InterruptedException {
    return sopsReading("", words);
  }

  Tool.Ran sopsReading(String input, String... words) throws IOException, InterruptedException {
    return sops.attempt(folder, env, input, named(words));
  }

  /** What secretsync prints where it must succeed without a word. */
  String ours(String... words) {
    Tool.Ran ran = secretsync(words);
    assertThat(ran.exit()).as("secretsync %s: %s", String.join(" ", words), ran.err()).isZero();
    return ran.out();
  }

  /** What sops prints where it must succeed. */
  String theirs(String... words) throws IOException, InterruptedException {
    Tool.Ran ran = sops(words);
    assertThat(ran.exit()).as("sops %s: %s", String.join(" ", words), ran.err()).isZero();
    return ran.out();
  }

  private String[] named(String... words) {
    String[] named = words.clone();
    for (int i = 0; i < named.length; i++) {
      if (named[i].startsWith("@")) {
        named[i] = file(named[i].substring(1)).toString();
      }
    }
    return named;
  }
}
