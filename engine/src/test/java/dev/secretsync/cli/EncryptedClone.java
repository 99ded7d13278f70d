package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/**
 * A repository with drivers that are this very program, run by the real {@code git}; its files are
 * encrypted by the real {@code sops}. Everything that anybody prints is kept.
 */
final class EncryptedClone {
  /** TEST KEYS. */
  static final Path KEY = Path.of("../test-fixtures/crypt/test-key.txt").toAbsolutePath();

  static final Path OTHER_KEY = Path.of("../examples/test-age-key.txt").toAbsolutePath();

  /** What came of a program. */
  record Ran(int exit, String out, String err) {}

  private final Path folder;
  private final Path tree;
  private final SortedMap<String, String> env = new TreeMap<>();
  private final List<String> said = new ArrayList<>();

  private EncryptedClone(Path folder) {
    this.folder = folder;
    tree = folder.resolve("tree");
  }

  static EncryptedClone in(Path folder) throws IOException, InterruptedException {
    Tool.find("git");
    Tool.find("sops");
    Assumptions.assumeTrue(File.separatorChar == '/');
    EncryptedClone clone = new EncryptedClone(folder);
    for (String name : List.of("bin", "tmp", "home", "tree")) {
      Files.createDirectory(folder.resolve(name));
    }
    Path script = folder.resolve("bin/secretsync");
    Files.writeString(
        script,
        "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                absolute(System.getProperty("java.class.path")),
                Main.class.getName()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    clone.env.putAll(
        Map.of(
            "PATH", folder.resolve("bin") + File.pathSeparator + System.getenv("PATH"),
            "HOME", folder.resolve("home").toString(),
            "TMPDIR", folder.resolve("tmp").toString(),
            "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + folder.resolve("tmp"),
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_AUTHOR_NAME", "a",
            "GIT_AUTHOR_EMAIL", "a@example.com",
            "GIT_COMMITTER_NAME", "a",
            "GIT_COMMITTER_EMAIL", "a@example.com"));
    clone.env.put("SOPS_AGE_KEY_FILE", KEY.toString());
    clone.git("init", "--quiet", "--initial-branch=main");
    return clone;
  }

  private static String absolute(String classPath) {
    return String.join(
        File.pathSeparator,
        List.of(classPath.split(File.pathSeparator, -1)).stream()
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList());
  }

  Path folder() {
    return folder;
  }

  Path file(String name) {
    return tree.resolve(name);
  }

  /** What was printed so far by programs whose output nobody asked for in clear. */
  String said() {
    return String.join("\n", said);
  }

  /** Whose key the programs have from now on. */
  void use(Path key) {
    env.put("SOPS_AGE_KEY_FILE", key.toString());
  }

  static String recipient(Path key) throws IOException {
    return Files.readAllLines(key).stream()
        .filter(line -> line.contains("public key: "))
        .map(line -> line.substring(line.indexOf("age1")))
        .findFirst()
        .orElseThrow();
  }

  Ran run(String... command) throws IOException, InterruptedException {
    Ran ran = silently(command);
    said.add(ran.out());
    said.add(ran.err());
    return ran;
  }

  /** What it prints may be a value. */
  private Ran silently(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(tree.toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    Path err = Files.createTempFile("err", "");
    Process process = builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    String complaint = Files.readString(err);
    Files.delete(err);
    return new Ran(exit, out, complaint);
  }

  String git(String... arguments) throws IOException, InterruptedException {
    Ran ran = runGit(arguments);
    assertThat(ran.exit()).as("git %s: %s%s", List.of(arguments), ran.out(), ran.err()).isZero();
    return ran.out();
  }

  Ran runGit(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  void sops(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sops"));
    command.addAll(List.of(arguments));
    Ran ran = silently(command.toArray(String[]::new));
    assertThat(ran.exit()).as("sops %s: %s", List.of(arguments), ran.err()).isZero();
  }

  String decrypt(String name) throws IOException, InterruptedException {
    Ran ran = silently("sops", "decrypt", name);
    assertThat(ran.exit()).as("sops decrypt %s: %s", name, ran.err()).isZero();
    return ran.out();
  }

  /** One of our own commands, in this process. */
  Ran secretsync(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            arguments,
            env,
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    said.add(out.toString(StandardCharsets.UTF_8));
    said.add(err.toString(StandardCharsets.UTF_8));
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A file that sops encrypted; its plaintext was never in the work tree. */
  void encrypted(String name, String plain, String... flags)
      throws IOException, InterruptedException {
    Path outside = Files.createTempFile("plain", "");
    Files.writeString(outside, plain);
    List<String> words =
        new ArrayList<>(List.of("encrypt", "--age", recipient(KEY), "--filename-override", name));
    words.addAll(List.of(flags));
    words.addAll(List.of("--output", name, outside.toString()));
    sops(words.toArray(String[]::new));
    Files.delete(outside);
  }

  /** By the real sops, or by us. */
  void set(String name, String index, String json) throws IOException, InterruptedException {
    sops("set", file(name).toString(), index, json);
  }

  void commit(String message) throws IOException, InterruptedException {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
  }

  /** Commits what {@code theirs} does on a branch, then what {@code ours} does on main. */
  void diverge(Step ours, Step theirs) throws IOException, InterruptedException {
    git("checkout", "--quiet", "-b", "theirs");
    theirs.run();
    commit("theirs");
    git("checkout", "--quiet", "main");
    ours.run();
    commit("ours");
  }

  Ran merge() throws IOException, InterruptedException {
    return runGit("merge", "--quiet", "--no-edit", "theirs");
  }

  /** Something that is done in the work tree. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException, InterruptedException;
  }
}
