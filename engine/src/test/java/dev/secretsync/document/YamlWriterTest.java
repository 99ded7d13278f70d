package dev.secretsync.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class YamlWriterTest {
  private final Problems problems = new Problems();

  private List<Document> read(String text) {
    List<Document> documents = YamlReader.read("f", text, problems);
    assertThat(problems.all()).isEmpty();
    return documents;
  }

  private String rewritten(String text) {
    return text(YamlWriter.write(read(text), YamlWriter.DEFAULT_INDENT));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @DisplayName("formats.md 1.9: what is written reads back with all types, values and comments")
  void treesReadBack(long seed) {
    List<Document> documents = RandomTrees.any(seed);
    int indent = 2 + (int) (seed % 8);
    List<Document> again = read(text(YamlWriter.write(documents, indent)));
    assertThat(shown(again)).isEqualTo(shown(documents));
    assertThat(comments(again)).isEqualTo(comments(documents));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aSecondRewriteChangesNothing(long seed) {
    String once = text(YamlWriter.write(RandomTrees.any(seed), YamlWriter.DEFAULT_INDENT));
    assertThat(rewritten(once)).isEqualTo(once);
  }

  private static List<String> shown(List<Document> documents) {
    return documents.stream().map(d -> RandomTrees.shown(d.root())).toList();
  }

  private static List<String> comments(List<Document> documents) {
    return documents.stream()
        .map(d -> RandomTrees.comments(d.root()).stream().sorted().collect(Collectors.joining("|")))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "v: yes                      | v: \"yes\"",
        "y: 1                        | \"y\": 1",
        "v: '1'                      | v: \"1\"",
        "v: 1_000                    | v: 1000",
        "v: 010                      | v: 8",
        "v: 1000000.0                | v: 1e+06",
        "v: 5.0                      | v: 5",
        "v: 1e-7                     | v: 1e-07",
        "v: .INF                     | v: .inf",
        "v: ~                        | v: null",
        "v: ''                       | v: \"\"",
        "v: 2024-01-01               | v: 2024-01-01T00:00:00Z",
        "v: '2024-01-01'             | v: \"2024-01-01\"",
        "v: 'a: b'                   | v: 'a: b'",
        "v: \"it's: x\"              | v: 'it''s: x'",
        "v: \"a\\tb\"                | v: \"a\\tb\"",
        "v: \"\\U0001F600\"          | v: \"\\U0001F600\"",
        "v: \"\\u2028\"              | v: \"\\L\"",
        "v: !!binary aGk=            | v: hi",
        "v: !!binary /+8=            | v: !!binary /+8=",
        "v: '12:30'                  | v: \"12:30\"",
        "v: {}                       | v: {}",
        "v: [ ]                      | v: []",
        "<<: {a: 1}                  | !!merge <<:^^    a: 1",
      })
  @DisplayName("formats.md 1.9: scalars in the styles of go-yaml")
  void scalarsHaveTheStylesOfGoYaml(String given, String written) {
    assertThat(rewritten(given + "\n")).isEqualTo(written.replace("^^", "\n") + "\n");
  }

  @Test
  @DisplayName("formats.md 1.9: a text that begins with a tab is quoted, for go-yaml loses it else")
  void aTabAtTheStartIsQuoted() {
    assertThat(rewritten("a: \"\\tx\\ny\"\n")).isEqualTo("a: \"\\tx\\ny\"\n");
  }

  @Test
  @DisplayName("formats.md 1.9: indentation 4, lists inside mappings, literals, documents apart")
  void layoutIsThatOfGoYaml() {
    String text =
        """
        # head
        a: 1 # inline
        list:
            # first
            - one
            - - deep
              - er
            - k: v
              l:
                - x
        text: |
            two
            lines
        kept: |+
            end

        cut: |-
            no
            end
        ? |-
            long
            key
        : x
        # foot
        ---
        {}
        ---
        b: 2
        """;
    assertThat(rewritten(text)).isEqualTo(text);
  }

  @Test
  void literalsInListsSayTheirOwnIndentation() {
    String text = "l:\n    - |2-\n        lead\n      x\n    - k: |2-\n          lead\n        x\n";
    assertThat(rewritten(text)).isEqualTo(text);
  }

  @Test
  @DisplayName("G6: nothing of a decrypted comment leaves the comment")
  void commentsCannotBreakOut() {
    var at = new dev.secretsync.model.SourceLocation("f", 1, 1);
    var comment = new Node.Comment("a\nkey: 1\rb: 2\u2028c: 3\u0000\ud83d\ude00", false, at);
    var inline = new Node.Comment("x\n  y: 2", true, at);
    var leaf = new Node.Scalar(new ScalarValue.Text("a\nb"), at);
    var root = new Node.Mapping(List.of(comment, inline, new Node.Entry("k", at, leaf)), at);
    byte[] written = YamlWriter.write(List.of(new Document(0, root)), 4);
    assertThat(shown(read(text(written)))).containsExactly("{\"k\": \"a\\nb\"}");
  }

  @Test
  void numbersTooLongForUsAreStillQuoted() {
    String digits = "0." + "1".repeat(5000);
    assertThat(rewritten("v: \"" + digits + "\"\n")).isEqualTo("v: \"" + digits + "\"\n");
  }
}
