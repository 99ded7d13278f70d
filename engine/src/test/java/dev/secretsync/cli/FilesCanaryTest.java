package dev.secretsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.secretsync.crypt.Tool;
import dev.secretsync.crypt.age.TestRecipients;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands on encrypted files, over every store and every way to fail: no value is in any
 * output but that of {@code decrypt}, in no message, and in no file that is left behind.
 */
@DisplayName("S1 S2 S4: values leave encrypted files through decrypt only")
class FilesCanaryTest {
  private static final Map<String, byte[]> VALUES = values();
  private static final Canaries CANARIES = new Canaries(VALUES);
  private static final String AGE = TwoPrograms.recipient();
  private static final String PLAIN = text("plain");
  private static final int MUTATIONS = 150;

  @TempDir private Path folder;
  private final Map<String, String> env = new TreeMap<>();
  private final Instant start = Instant.now();

  @BeforeEach
  void begin() throws IOException {
    env.put("HOME", folder.resolve("home").toString());
    env.put("SOPS_AGE_KEY_FILE", TwoPrograms.key().toString());
    Files.createDirectory(folder.resolve("home"));
    Files.writeString(folder.resolve(".sops.yaml"), "creation_rules:\n  - age: " + AGE + "\n");
    env.put("SOPS_EDITOR", "true");
    env.put("SOPS_CONFIG", folder.resolve(".sops.yaml").toString());
  }

  private static String content(String type) {
    return switch (type) {
      case "yaml" ->
          """
          # %s
          a: %s
          b: [%s, {c: "%s"}]
          d: |
              %s
          """
              .formatted(text("comment"), PLAIN, text("other"), text("other"), PLAIN);
      case "json" -> "{\"a\": \"%s\", \"b\": [\"%s\"]}".formatted(PLAIN, text("other"));
      case "env" -> "# %s\na=%s\nb=%s\n".formatted(text("comment"), PLAIN, text("other"));
      case "ini" -> "[a]\nk = %s\n; %s\nb = x\n".formatted(PLAIN, text("comment"));
      default -> PLAIN + "\0" + text("other");
    };
  }

  private static String index(String type) {
    return switch (type) {
      case "ini" -> "[\"a\"][\"k\"]";
      case "bin" -> "[\"data\"]";
      default -> "[\"a\"]";
    };
  }

  /** Every command over one file; those that a version does not have yet are left out. */
  static List<List<String>> commands(String type, String file) {
    String index = index(type);
    String value = "\"" + text("set") + "\"";
    List<List<String>> all = new ArrayList<>();
    all.add(List.of("filestatus", file));
    all.add(List.of("verify", file));
    all.add(List.of("verify", "--json", file));
    all.add(List.of("set", "--value-stdin", file, index));
    all.add(List.of("set", file, index, value));
    all.add(List.of("set", "--idempotent", file, index, value));
    all.add(List.of("set", file, index + "[\"x\"][3]", value));
    all.add(List.of("rotate", "-i", file));
    all.add(List.of("rotate", "--dry-run", file));
    all.add(List.of("updatekeys", "-y", file));
    all.add(List.of("updatekeys", "--dry-run", file));
    all.add(List.of("unset", "--idempotent", file, "[\"b\"]"));
    all.add(List.of("unset", file, "[\"nothing\"]"));
    all.add(List.of("encrypt", file));
    all.add(List.of("decrypt", "--output-type", "dotenv", file));
    all.add(List.of("decrypt", "--extract", "[\"nothing\"]", file));
    all.add(List.of("decrypt", "--extract", index, file));
    all.add(List.of("decrypt", file));
    all.add(List.of("verify", "--strict", "--require-mac", file));
    all.add(List.of("rotate", "-i", "--add-age", TestRecipients.x25519(3), file));
    all.add(List.of("rotate", "-i", "--rm-age", AGE, file));
    all.add(List.of("edit", file));
    all.add(List.of("git-textconv", file));
    all.add(List.of("git-merge", file, file, file, "e." + type));
    all.removeIf(words -> Commands.named(words.getFirst()).isEmpty());
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"yaml", "json", "env", "ini", "bin"})
  void everyCommandOverEveryStore(String type) throws IOException {
    Path file = encrypted(type);
    Tool.Ran decrypted = run("decrypt", file.toString());
    assertThat(CANARIES.in(decrypted.out())).isNotEmpty();
    everyCommand(type, file);
    env.put("SOPS_AGE_KEY_FILE", folder.resolve("none.txt").toString());
    everyCommand(type, file);
    filesAreClean();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yaml", "json", "env", "ini", "bin"})
  void damagedFilesAreNamedAndNotQuoted(String type) throws IOException {
    Path file = encrypted(type);
    String good = Files.readString(file);
    for (String bad :
        List.of(
            good.replaceFirst("data:.", "data:"),
            good.replaceFirst("tag:.", "tag:/"),
            good.replaceFirst("type:str", "type:int"),
            good.replaceFirst("ENC\\[.*?]", PLAIN),
            good.replaceFirst("mac[\"=: ]+ENC\\[.*?]", PLAIN),
            good.replace("lastmodified", text("other")),
            good.replaceFirst("20[0-9][0-9]-", PLAIN),
            good.replace("ENCRYPTED FILE", PLAIN),
            good.replaceFirst(AGE, "AGE-SECRET-KEY-1" + PLAIN),
            good.substring(0, good.length() / 2) + PLAIN,
            PLAIN + "\n" + good,
            good + PLAIN,
            content(type))) {
      Files.writeString(file, bad);
      everyCommand(type, file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yaml", "json", "env", "ini", "bin"})
  @DisplayName("S2: changed bytes, the same in every run")
  void changedBytesEndInMessagesThatQuoteNothing(String type) throws IOException {
    Path file = encrypted(type);
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(7);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bad = good.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, bad);
      run("decrypt", file.toString());
      Files.write(file, bad);
      run("set", "--ignore-mac", file.toString(), index(type), "\"x\"");
      run("filestatus", file.toString());
    }
  }

  @Test
  void brokenPlaintextIsNamedAndNotQuoted() throws IOException {
    for (String[] broken :
        new String[][] {
          {"x.yaml", "a: [" + PLAIN},
          {"x.yaml", "a: 1\n\t" + PLAIN + ": x\n"},
          {"x.yaml", PLAIN},
          {"x.yaml", "- " + PLAIN},
          {"x.yaml", "? [" + PLAIN + "]\n: x\n"},
          {"x.yaml", "a: *" + PLAIN},
          {"x.yaml", "a: !" + PLAIN + " x"},
          {"x.yaml", PLAIN + ": 1\n" + PLAIN + ": 2\n"},
          {"x.yaml", "a: \"" + PLAIN + "\\q\""},
          {"x.yaml", "sops:\n    mac: " + PLAIN},
          {"x.json", "{\"a\": " + PLAIN + "}"},
          {"x.json", "{\"" + PLAIN + "\": 1, \"" + PLAIN + "\": 2}"},
          {"x.json", "[\"" + PLAIN + "\"]"},
          {"x.json", "{\"a\": \"" + PLAIN},
          {"x.json", "{\"a\": \"x\"} " + PLAIN},
          {"x.env", PLAIN},
          {"x.env", "a=1\n" + PLAIN + "\n"},
          {"x.env", "sops_" + PLAIN + "=" + PLAIN},
          {"x.ini", "[" + PLAIN},
          {"x.ini", "[s]\n" + PLAIN},
          {"x.ini", "[s]\na = \"\"\"" + PLAIN}
        }) {
      Path file = folder.resolve(broken[0]);
      Files.writeString(file, broken[1]);
      for (List<String> command : commands(broken[0].substring(2), file.toString())) {
        run(command.toArray(String[]::new));
      }
      Files.delete(file);
    }
  }

  @ParameterizedTest
  @DisplayName("S2 S4: whatever the editor does, nothing of it is said or left behind")
  @ValueSource(strings = {"yaml", "json", "env", "ini", "bin"})
  void editorsLeaveNothing(String type) throws IOException {
    Path file = encrypted(type);
    byte[] before = Files.readAllBytes(file);
    Path runtime = folder.resolve("runtime");
    Files.createDirectory(
        runtime,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    env.put("XDG_RUNTIME_DIR", runtime.toString());
    env.put("PATH", "/usr/bin:/bin");
    for (String script :
        List.of(
            "exit 0",
            "exit 3",
            "rm \"$1\"",
            ": > \"$1\"",
            "sed -i s/kestrel/" + text("set") + "/ \"$1\"",
            "printf '%s' '[" + PLAIN + "' > \"$1\"",
            "printf '%s' '{\"" + PLAIN + "' > \"$1\"",
            "printf '\\377%s' '" + PLAIN + "' >> \"$1\"",
            "printf 'sops: {mac: %s}\\n' '" + PLAIN + "' >> \"$1\"",
            "cp \"$1\" \"$1.bak\"")) {
      Path editor = folder.resolve("home").resolve("editor");
      Files.writeString(editor, "#!/bin/sh\n" + script + "\n");
      Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
      env.put("SOPS_EDITOR", editor.toString());
      int exit = run("edit", file.toString()).exit();
      Files.delete(editor);
      if (script.startsWith("sed")) {
        assertThat(exit).isZero();
        assertThat(run("decrypt", file.toString()).out()).contains(text("set"));
      }
      assertThat(CANARIES.in(Files.readAllBytes(file))).as(script).isEmpty();
      Files.write(file, before);
      filesAreClean();
      try (Stream<Path> left = Files.walk(runtime)) {
        assertThat(left.filter(Files::isRegularFile)).as(script).isEmpty();
      }
    }
  }

  @Test
  void argumentsAreNotRepeated() throws IOException {
    Path file = encrypted("yaml");
    String value = folder.resolve("home").resolve("value.json").toString();
    Files.writeString(Path.of(value), "{" + PLAIN);
    run("set", file.toString(), "[\"a\"]", PLAIN);
    run("set", file.toString(), "[\"a\"]", "{\"x\": " + PLAIN + "}");
    run("set", file.toString(), "[\"a\"]", "[\"" + PLAIN + "\"]");
    run("set", file.toString(), "[\"a\"]", "\"" + PLAIN);
    run("set", file.toString(), "[\"a\"]", "\"x\" " + PLAIN);
    run("set", "--value-file", file.toString(), "[\"a\"]", value);
    TwoPrograms.run(env, PLAIN, "set", "--value-stdin", file.toString(), "[\"a\"]");
    run("set", file.toString(), PLAIN, "1");
    run("decrypt", "--extract", PLAIN, file.toString());
    run("encrypt", "--output", folder.resolve("none/x").toString(), file.toString());
    run("decrypt", "--output", folder.resolve("none/x").toString(), file.toString());
    run("decrypt", "--output", folder.toString(), file.toString());
    Files.delete(Path.of(value));
    filesAreClean();
  }

  @Test
  @DisplayName("S2: who gives the private key in place of the recipient does not see it in a log")
  void aPrivateKeyInThePlaceOfARecipientIsNotRepeated() throws IOException {
    Path plain = folder.resolve("home").resolve("p.yaml");
    Files.writeString(plain, "a: 1\n");
    String secret =
        Files.readAllLines(TwoPrograms.key()).stream()
            .filter(line -> line.startsWith("AGE-SECRET-KEY"))
            .findFirst()
            .orElseThrow();
    List<Tool.Ran> runs = new ArrayList<>();
    runs.add(run("encrypt", "--age", secret, plain.toString()));
    runs.add(run("encrypt", "--age", AGE + "," + secret, plain.toString()));
    Files.writeString(folder.resolve(".sops.yaml"), "creation_rules:\n  - age: " + secret + "\n");
    runs.add(run("encrypt", plain.toString()));
    env.put("SOPS_AGE_RECIPIENTS", secret);
    runs.add(run("encrypt", plain.toString()));
    for (Tool.Ran ran : runs) {
      assertThat(ran.exit()).isNotZero();
      assertThat(ran.out() + ran.err()).doesNotContain(secret.substring(20, 40));
    }
  }

  @Test
  void brokenConfigurationsAreNotQuoted() throws IOException {
    Path plain = folder.resolve("home").resolve("p.yaml");
    Files.writeString(plain, "a: 1\n");
    for (String config :
        List.of(
            "creation_rules: [" + PLAIN,
            "creation_rules: " + PLAIN,
            "creation_rules:\n  - path_regex: '(" + PLAIN + "'\n    age: " + AGE + "\n",
            "creation_rules:\n  - encrypted_regex: '(" + PLAIN + "'\n    age: " + AGE + "\n",
            "stores: {yaml: {indent: " + PLAIN + "}}\ncreation_rules: []\n",
            PLAIN)) {
      Files.writeString(folder.resolve(".sops.yaml"), config);
      Tool.Ran ran = run("encrypt", plain.toString());
      assertThat(ran.exit()).as(config).isNotZero();
    }
    Files.delete(folder.resolve(".sops.yaml"));
    filesAreClean();
  }

  @Test
  @DisplayName("S4: what is written in clear is its owner's, and nothing stays beside it")
  void decryptedFilesAreTheirOwners() throws IOException {
    Path file = encrypted("yaml");
    Path clear = folder.resolve("home").resolve("clear.yaml");
    run("decrypt", "--output", clear.toString(), file.toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(clear)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    run("decrypt", "-i", file.toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    run("encrypt", "-i", file.toString());
    Files.delete(clear);
    filesAreClean();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(".sops.yaml", "home", "e.yaml");
    }
  }

  @Test
  @DisplayName("S4: a pipe or device that is named as output is written to and not replaced")
  void pipesStayPipes() throws Exception {
    Path file = encrypted("yaml");
    Path pipe = folder.resolve("pipe");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assumeThat(made.waitFor()).isZero();
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(() -> {
          try (InputStream in = Files.newInputStream(pipe)) {
            return new String(in.readAllBytes(), UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    assertThat(run("decrypt", "--output", pipe.toString(), file.toString()).exit()).isZero();
    assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
    assertThat(read.get(20, TimeUnit.SECONDS)).contains(PLAIN);
  }

  private void everyCommand(String type, Path file) throws IOException {
    byte[] before = Files.readAllBytes(file);
    for (List<String> command : commands(type, file.toString())) {
      run(command.toArray(String[]::new));
      Files.write(file, before);
    }
  }

  private Path encrypted(String type) {
    Path file = folder.resolve("e." + type);
    String[] encrypt = {"encrypt", "--filename-override", file.toString(), "-o", file.toString()};
    Tool.Ran ran = TwoPrograms.run(env, content(type), encrypt);
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out() + ran.err()).isEmpty();
    return file;
  }

  /**
   * Runs a command and looks at what it prints; {@code decrypt} may print values if all is well.
   */
  private Tool.Ran run(String... words) {
    Tool.Ran ran = TwoPrograms.run(env, "\"" + text("set") + "\"", words);
    String command = String.join(" ", words);
    assertThat(CANARIES.in(ran.err())).as("stderr of %s", command).isEmpty();
    assertThat(ran.err())
        .as(command)
        .doesNotContain("CANARY")
        .doesNotContain("7f3b")
        .doesNotContain("secretsync itself failed");
    if (!shows(words) || ran.exit() != 0) {
      assertThat(CANARIES.in(ran.out())).as("stdout of %s", command).isEmpty();
    }
    if (words[0].equals("decrypt") && ran.exit() != 0) {
      assertThat(ran.out()).as("all or nothing: %s", command).isEmpty();
    }
    return ran;
  }

  /** Whether values may be printed: what stands in clear in the file is no secret to Git. */
  private static boolean shows(String... words) {
    try {
      return switch (words[0]) {
        case "decrypt" -> true;
        case "git-textconv" -> !CANARIES.in(Files.readAllBytes(Path.of(words[1]))).isEmpty();
        default -> false;
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands below the folder, and new files in the folder for temporary ones. */
  private void filesAreClean() throws IOException {
    assertThat(CANARIES.inFiles(folder)).isEmpty();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> files = Files.list(temporary)) {
      for (Path file : files.filter(Files::isRegularFile).filter(this::isNew).toList()) {
        assertThat(CANARIES.in(Files.readString(file, ISO_8859_1))).as("%s", file).isEmpty();
      }
    }
  }

  private boolean isNew(Path file) {
    try {
      return Files.getLastModifiedTime(file).compareTo(FileTime.from(start)) >= 0
          && Files.isReadable(file);
    } catch (IOException _) {
      return false; // somebody else's, and gone by now
    }
  }

  private static String text(String name) {
    return new String(VALUES.get(name), UTF_8);
  }

  private static Map<String, byte[]> values() {
    Map<String, byte[]> values = new LinkedHashMap<>();
    for (String[] value :
        new String[][] {
          {"plain", "CANARY-7f3b-plain-kestrel"},
          {"other", "CANARY-7f3b-other-heron"},
          {"comment", "CANARY-7f3b-comment-egret"},
          {"set", "CANARY-7f3b-set-plover"}
        }) {
      values.put(value[0], value[1].getBytes(UTF_8));
    }
    return values;
  }
}
