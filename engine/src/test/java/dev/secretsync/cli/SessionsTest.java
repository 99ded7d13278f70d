package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The scripts of {@code test-fixtures/cli}, each on three embedded clusters of its own. {@code
 * -Dgolden=update} rewrites the outputs that they expect, never the exit codes.
 */
class SessionsTest {
  private static final Path SCRIPTS = Playground.PROJECT.resolve("test-fixtures/cli");

  @TestFactory
  Stream<DynamicTest> sessions() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      List<Path> scripts =
          files
              .filter(file -> file.toString().endsWith(".txt"))
              .filter(file -> file.toString().contains(System.getProperty("session", "")))
              .sorted()
              .toList();
      assertThat(scripts).isNotEmpty();
      return scripts.stream().map(file -> dynamicTest(name(file), () -> play(file)));
    }
  }

  @Test
  void unknownVerbsFail() {
    try (Playground playground = Playground.embedded()) {
      assertThatThrownBy(() -> new Session(playground, List.of("frobnicate c1")).play())
          .hasMessageContaining("unknown verb");
      assertThatThrownBy(() -> new Session(playground, List.of("kube c1 frob a/b")).play())
          .hasMessageContaining("unknown verb");
    }
  }

  private static String name(Path file) {
    try {
      String first = Files.readAllLines(file).getFirst();
      assertThat(first).as("the first line names the rules").startsWith("# ");
      return file.getFileName().toString().replace(".txt", "") + ": " + first.substring(2);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void play(Path file) throws IOException {
    try (Playground playground = Playground.embedded()) {
      String happened = Session.of(playground, file).play();
      String expected = Files.readString(file);
      if ("update".equals(System.getProperty("golden"))) {
        Files.writeString(file, happened.substring(0, happened.length() - 1));
        return;
      }
      assertThat(happened).isEqualTo(expected + "\n");
    }
  }
}
