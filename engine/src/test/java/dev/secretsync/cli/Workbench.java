package dev.secretsync.cli;

import dev.secretsync.files.KeyFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with keys of three people and encrypted files, and secretsync to run on them. */
final class Workbench {
  static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata:
          name: database
      stringData:
          # who
          username: CANARY-username
          password: CANARY-password
          list:
              - CANARY-same
              - CANARY-same
      """;

  /** How a run ended. */
  record Ran(int exit, String out, String err) {}

  private final Path folder;
  private final Map<String, String> env = new TreeMap<>();
  private final String owner;
  private final String other;
  private final String third;

  Workbench(Path temporary) throws IOException {
    folder = Files.createDirectories(temporary.toRealPath().resolve("bench"));
    owner = key("owner");
    other = key("other");
    third = key("third");
    env.put("HOME", folder.toString());
    env.put("PATH", System.getenv("PATH"));
    Path runtime = Files.createDirectory(folder.resolveSibling("runtime"));
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
    env.put("XDG_RUNTIME_DIR", runtime.toString());
    as("owner");
  }

  private String key(String name) {
    return KeyFiles.create(
        KeyFiles.Kind.X25519, Instant.EPOCH, folder.resolveSibling(name + ".key"));
  }

  /** From now on runs have the key of {@code person}. */
  Workbench as(String person) {
    env.put("SOPS_AGE_KEY_FILE", folder.resolveSibling(person + ".key").toString());
    return this;
  }

  Map<String, String> env() {
    return env;
  }

  String owner() {
    return owner;
  }

  String other() {
    return other;
  }

  String third() {
    return third;
  }

  Path folder() {
    return folder;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Where the editor's file goes. */
  Path runtime() {
    return folder.resolveSibling("runtime");
  }

  Path write(String name, String text) throws IOException {
    Path file = file(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** A file encrypted for these recipients. */
  Path encrypt(String name, String plain, String... recipients) throws IOException {
    Path file = write(name, plain);
    Ran ran =
        run(
            "encrypt",
            "-i",
            "--config",
            write("none.cfg", "{}\n").toString(),
            "--age",
            String.join(",", recipients),
            file.toString());
    if (ran.exit() != 0) {
      throw new IllegalStateException(ran.err());
    }
    return file;
  }

  String decrypt(Path file) {
    return run("decrypt", file.toString()).out();
  }

  /** A {@code .sops.yaml} whose one rule is for {@code *.enc.yaml} and has these lines. */
  Path rule(String... lines) throws IOException {
    return write(
        ".sops.yaml",
        "creation_rules:\n  - path_regex: \\.enc\\.\n    " + String.join("\n    ", lines) + "\n");
  }

  Ran run(String... arguments) {
    return typing("", false, arguments);
  }

  /** With a person at the terminal who types this. */
  Ran typing(String typed, String... arguments) {
    return typing(typed, true, arguments);
  }

  private Ran typing(String typed, boolean asks, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            arguments,
            env,
            new Terminal(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                asks,
                false,
                false));
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** All files as they are, by their path. */
  SortedMap<String, String> snapshot() throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          files.put(
              folder.relativize(file).toString(),
              new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return files;
  }
}
