package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.secretsync.crypt.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("cli.md 5.3, 5.7: action/setup unpacks what was pinned and nothing else")
class ActionSetupTest {
  private static final String TIME = "2026-11-20T00:00:00Z";
  private static final String NO_ARCHIVE = "0".repeat(64);

  /** With what it lies in it does not fit into the field for names. */
  private static final String LONG = "long".repeat(20);

  private final Tool bash = Tool.find("bash");
  private final AtomicInteger downloads = new AtomicInteger();
  private final HttpServer http;

  @TempDir private Path folder = Path.of("");

  ActionSetupTest() throws IOException {
    Tool.find("curl");
    Tool.find("tar");
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() throws IOException {
    Files.createDirectories(folder.resolve("temp"));
    http.createContext(
        "/",
        exchange -> {
          try (exchange) {
            downloads.incrementAndGet();
            byte[] bytes = Files.readAllBytes(folder.resolve("served"));
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  @Test
  void theRightArchiveIsUnpackedOnceAndFound() throws IOException, InterruptedException {
    String sha256 = serveArchive();
    for (int i = 0; i < 2; i++) {
      assertThat(install(from(sha256))).isEqualTo(new Tool.Ran(0, "", ""));
    }
    assertThat(downloads).hasValue(1);
    Path bin = Path.of(Files.readAllLines(folder.resolve("path")).getFirst());
    assertThat(bash.run(folder, Map.of(), "-c", bin + "/secretsync version"))
        .isEqualTo("secretsync 0.0.0-fake\n");
    assertThat(Files.readAllLines(folder.resolve("env")).getFirst())
        .isEqualTo("SECRETSYNC_PATH=" + bin.getParent());
    assertThat(Files.getLastModifiedTime(bin.resolve("secretsync")).toInstant()).hasToString(TIME);
  }

  @Test
  void anyOtherArchiveIsRefusedAndNothingOfItIsLeft() throws IOException, InterruptedException {
    String sha256 = serveArchive();
    Tool.Ran ran = install(from(NO_ARCHIVE));
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains("is not what was pinned: its SHA-256 is " + sha256 + ", not " + NO_ARCHIVE)
        // the address of a mirror may hold a password
        .doesNotContain("127.0.0.1", "localhost");
    nothingIsLeft();
  }

  @Test
  void aHashIsNeeded() throws IOException, InterruptedException {
    serveArchive();
    for (String hash : new String[] {"", "abc", "A".repeat(64), NO_ARCHIVE + "0"}) {
      Tool.Ran ran = install(from(hash));
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err()).contains("needs its SHA-256").contains("sha256");
    }
    assertThat(downloads).hasValue(0);
    nothingIsLeft();
  }

  @Test
  void withoutAReleaseItSaysWhatToGive() throws IOException, InterruptedException {
    Tool.Ran ran = install(Map.of());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "secretsync: this action names no release for linux-x64: give action/setup a path, or"
                + " a url and its sha256\n");
    nothingIsLeft();
  }

  @Test
  void aReleaseIsPinnedByTheAction() throws IOException, InterruptedException {
    String sha256 = serveArchive();
    Files.createDirectories(folder.resolve("action"));
    Path script = folder.resolve("action/install");
    Files.copy(ActionFile.FOLDER.resolve("setup/install"), script);
    Files.writeString(
        folder.resolve("action/release"),
        "# a comment\nlinux-arm64 "
            + NO_ARCHIVE
            + " http://127.0.0.1:1/\nlinux-x64 "
            + sha256
            + " "
            + url()
            + "\n");
    assertThat(install(script, Map.of())).isEqualTo(new Tool.Ran(0, "", ""));
    assertThat(install(script, Map.of("RUNNER_ARCH", "ARM")).err())
        .contains("names no release for linux-arm:");
    // a mirror gives the same bytes
    assertThat(install(script, Map.of("SECRETSYNC_URL", "http://127.0.0.1:1/")).exit()).isZero();
  }

  @Test
  void whatIsThereAlreadyIsTaken() throws IOException, InterruptedException {
    Path unpacked = distribution(folder.resolve("else where"));
    assertThat(install(Map.of("SECRETSYNC_PATH", unpacked.toString())).exit()).isZero();
    assertThat(folder.resolve("path")).hasContent(unpacked.toRealPath() + "/bin\n");
    Tool.Ran ran = install(Map.of("SECRETSYNC_PATH", folder.resolve("temp").toString()));
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("is not an unpacked secretsync");
  }

  @Test
  void theSameFolderIsTheSameArchive() throws IOException, InterruptedException {
    Path unpacked = distribution(folder.resolve("one"));
    Path other = distribution(folder.resolve("two"));
    assertThat(archive(unpacked)).isEqualTo(archive(other));
    String listed =
        Tool.find("tar")
            .run(folder, Map.of(), "-tf", folder.resolve("one").resolve(name()).toString());
    assertThat(listed.lines())
        .containsExactly(
            "secretsync/",
            "secretsync/bin/",
            "secretsync/bin/secretsync",
            "secretsync/legal/",
            "secretsync/legal/link",
            "secretsync/legal/" + LONG + "/",
            "secretsync/legal/" + LONG + "/LICENSE");
  }

  private void nothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(folder.resolve("temp"))) {
      assertThat(left).isEmpty();
    }
    assertThat(folder.resolve("path")).doesNotExist();
    assertThat(folder.resolve("env")).doesNotExist();
  }

  private String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/archive";
  }

  private Map<String, String> from(String sha256) {
    return Map.of("SECRETSYNC_URL", url(), "SECRETSYNC_SHA256", sha256);
  }

  private Tool.Ran install(Map<String, String> further) throws IOException, InterruptedException {
    return install(ActionFile.FOLDER.resolve("setup/install").toAbsolutePath(), further);
  }

  private Tool.Ran install(Path script, Map<String, String> further)
      throws IOException, InterruptedException {
    Map<String, String> env =
        new TreeMap<>(
            Map.of(
                "RUNNER_OS", "Linux",
                "RUNNER_ARCH", "X64",
                "RUNNER_TEMP", folder.resolve("temp").toString(),
                "GITHUB_PATH", folder.resolve("path").toString(),
                "GITHUB_ENV", folder.resolve("env").toString()));
    env.putAll(further);
    return bash.attempt(folder, env, "", script.toString());
  }

  /** Packs a small one as a release is packed; its SHA-256. */
  private String serveArchive() throws IOException, InterruptedException {
    Path unpacked = distribution(folder.resolve("made"));
    String printed = archive(unpacked);
    Path archive = unpacked.resolveSibling(name());
    Files.copy(archive, folder.resolve("served"));
    assertThat(printed).isEqualTo(platform() + " " + sha256(archive) + " " + name());
    return sha256(archive);
  }

  private static Path distribution(Path parent) throws IOException {
    Path root = parent.resolve("secretsync");
    Path program = Files.createDirectories(root.resolve("bin")).resolve("secretsync");
    Files.writeString(program, "#!/bin/sh\necho secretsync 0.0.0-fake\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path deep = Files.createDirectories(root.resolve("legal").resolve(LONG));
    Files.writeString(deep.resolve("LICENSE"), "a text\n");
    Files.createSymbolicLink(root.resolve("legal/link"), Path.of(LONG));
    return root;
  }

  private String archive(Path unpacked) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String source = Path.of("src/dist/Archive.java").toAbsolutePath().toString();
    return bash.run(
            folder,
            Map.of(),
            "-c",
            "exec \"$@\"",
            "bash",
            java,
            source,
            unpacked.toString(),
            "0.0.0",
            TIME)
        .strip();
  }

  private static String name() {
    return "secretsync-0.0.0-" + platform() + ".tar.gz";
  }

  private static String platform() {
    return (System.getProperty("os.name").startsWith("Mac") ? "macos" : "linux")
        + (System.getProperty("os.arch").equals("aarch64") ? "-arm64" : "-x64");
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
