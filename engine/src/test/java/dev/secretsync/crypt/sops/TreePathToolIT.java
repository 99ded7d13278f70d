package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import dev.secretsync.crypt.age.TestRecipients;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.document.JsonValues;
import dev.secretsync.document.Node;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real {@code sops} sets and unsets, we do. */
@DisplayName("formats.md 1.14: set, unset and --extract as sops does them")
class TreePathToolIT {
  private static final String BEFORE =
      """
      a: text
      m:
          x: 1
          y:
              - one
              - two: deep
              - []
          z: {}
      n: null
      l:
          - [1, 2]
          - three
      """;

  @TempDir private Path folder;

  private static Map<String, String> env() {
    return Map.of(
        "SOPS_AGE_KEY_FILE",
        Path.of("../test-fixtures/crypt/test-key.txt").toAbsolutePath().toString(),
        "HOME",
        "/nonexistent");
  }

  private static List<Document> documents() {
    Problems problems = new Problems();
    List<Document> documents =
        Store.readPlain(FileFormat.YAML, "f", BEFORE.getBytes(StandardCharsets.UTF_8), problems);
    assertThat(problems.all()).isEmpty();
    return documents;
  }

  private static String written(TreePath.Outcome outcome) {
    Node root = ((TreePath.Outcome.Done) outcome).root();
    byte[] bytes =
        Store.writePlain(FileFormat.YAML, List.of(new Document(0, root)), StoreIndent.DEFAULT);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static TreePath path(String text) {
    return ((TreePath.Parsed.Sound) TreePath.parse(text)).path();
  }

  private String changed(String... arguments) throws IOException, InterruptedException {
    Tool sops = Tool.find("sops");
    Files.writeString(folder.resolve("f.yaml"), BEFORE);
    sops.run(folder, env(), "encrypt", "-i", "--age", recipient(), "f.yaml");
    sops.run(folder, env(), arguments);
    return sops.run(folder, env(), "decrypt", "f.yaml");
  }

  private static String recipient() throws IOException {
    return Files.readAllLines(Path.of("../test-fixtures/crypt/test-key.txt")).stream()
        .filter(line -> line.startsWith("# public key: "))
        .findFirst()
        .orElseThrow()
        .substring("# public key: ".length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ["a"]               | "new"
          ["a"]               | 5
          ["a"]               | 1.5
          ["a"]               | 1e21
          ["a"]               | true
          ["a"]               | null
          ["a"]               | {"k": 5, "f": 5.0, "big": 9223372036854775808, "l": [1, {}]}
          ["a"]["b"]["c"]     | "v"
          ["a"][0]            | "v"
          ["new"]             | {}
          ["new"]["x"][3]     | "v"
          ["b c"]             | "line\\nline\\n"
          ["m"]["x"]          | "v"
          ["m"]["y"][0]       | "v"
          ["m"]["y"][1]["two"]| "v"
          ["m"]["y"][9]       | "v"
          ["m"]["y"][2][0]    | "v"
          ["m"]["z"]["k"]     | "v"
          ["n"]["k"]          | "v"
          ["l"][0][1]         | {"k": "v"}
          ["l"][1][0]         | "v"
          ['l'][7]["k"]       | "v"
          """)
  void setMakesTheSameFile(String path, String value) throws IOException, InterruptedException {
    Node json =
        JsonValues.read("VALUE", value.getBytes(StandardCharsets.UTF_8), new Problems())
            .orElseThrow();
    assertThat(written(path(path).set(documents().getFirst().root(), json)))
        .isEqualTo(changed("set", "f.yaml", path, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"a\"]",
        "[\"m\"]",
        "[\"m\"][\"x\"]",
        "[\"m\"][\"y\"][1]",
        "[\"m\"][\"y\"][1][\"two\"]",
        "[\"l\"][0][0]",
        "[\"l\"][1]",
        "[\"n\"]"
      })
  void unsetMakesTheSameFile(String path) throws IOException, InterruptedException {
    assertThat(written(path(path).unset(documents().getFirst().root())))
        .isEqualTo(changed("unset", "f.yaml", path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1, 2]", "[]", "1e400", "{\"a\": 1e400}", "CANARY", "\"a\" 1", ""})
  void aValueThatSopsRefusesWeRefuse(String value) throws IOException, InterruptedException {
    Tool sops = Tool.find("sops");
    Files.writeString(folder.resolve("f.yaml"), BEFORE);
    sops.run(folder, env(), "encrypt", "-i", "--age", TestRecipients.x25519(9), "f.yaml");
    assertThat(sops.succeeds(folder, env(), "set", "f.yaml", "[\"a\"]", value)).isFalse();
    assertThat(JsonValues.read("VALUE", value.getBytes(StandardCharsets.UTF_8), new Problems()))
        .isEmpty();
  }
}
