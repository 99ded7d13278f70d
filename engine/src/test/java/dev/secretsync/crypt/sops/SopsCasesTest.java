package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.TestRing;
import dev.secretsync.document.Document;
import dev.secretsync.document.YamlReader;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The folders of {@code test-fixtures/crypt/sops}: a file that the real sops wrote, often tampered
 * with afterwards, and what becomes of it. {@code -Dgolden=update} writes {@code expected.txt}.
 */
class SopsCasesTest {
  private static final Path CASES = Path.of("../test-fixtures/crypt/sops");
  private static final String CANARY = "CANARY";
  private static final Set<String> FILES =
      Set.of("about.txt", "secret.yaml", "identity.txt", "expected.txt");
  private static final int AT_LEAST = 67;

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @TestFactory
  @DisplayName("X1, X7, X9, S2, formats.md 1: files as sops writes them, and as others change them")
  Stream<DynamicTest> casesEndAsTheirFolderSays() throws IOException {
    return list(CASES).stream().map(f -> dynamicTest(f.getFileName().toString(), () -> check(f)));
  }

  @Test
  void casesAreThere() throws IOException {
    assertThat(list(CASES)).hasSizeGreaterThanOrEqualTo(AT_LEAST);
  }

  private static void check(Path folder) throws IOException {
    assertThat(list(folder)).allMatch(f -> FILES.contains(f.getFileName().toString()));
    Path identity = folder.resolve("identity.txt");
    KeyRing keys = Files.exists(identity) ? TestRing.of(identity) : TestRing.owner();
    String actual = outcome(Files.readString(folder.resolve("secret.yaml")), keys);
    Path expected = folder.resolve("expected.txt");
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(expected, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(expected));
  }

  private static String outcome(String text, KeyRing keys) {
    Problems problems = new Problems();
    List<Document> documents = YamlReader.read("secret.yaml", text, problems);
    assertThat(SopsFile.isSops(documents)).isTrue();
    Optional<SopsFile> file = SopsFile.parse("secret.yaml", documents, problems);
    Optional<Opening> opening = file.map(f -> f.open(keys));
    opening.ifPresent(o -> problems.addAll(o.problems()));
    // what is printable of all this holds nothing that was or should have been encrypted
    assertThat(documents + "" + file + opening + problems.all())
        .doesNotContain(CANARY, "987654321", "AGE-SECRET-KEY-1Q");
    return opening.map(o -> o.getClass().getSimpleName()).orElse("Unreadable")
        + "\n"
        + problems.all().stream().map(SopsCasesTest::line).collect(Collectors.joining())
        + opening.map(SopsCasesTest::leaves).orElse("");
  }

  private static String line(Diagnostic d) {
    return "%s %s: %s%n"
        .formatted(d.code(), d.at().map(Object::toString).orElse(d.subject()), d.summary());
  }

  private static String leaves(Opening opening) {
    if (!(opening instanceof Opening.Opened opened)) {
      return "";
    }
    return opened.leaves().entrySet().stream()
        .map(e ->
            "%d %s %s %s%n"
                .formatted(
                    e.getKey().document(),
                    e.getKey().shown(),
                    e.getValue().type(),
                    shown(e.getValue())))
        .collect(Collectors.joining());
  }

  private static String shown(DecryptedLeaf leaf) {
    return leaf.bytes()
        .<String>reveal(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .replace("\n", "\\n");
  }
}
