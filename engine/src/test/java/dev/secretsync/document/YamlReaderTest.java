package dev.secretsync.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
  private static final String CANARY = "CANARY-8f3a";

  private final Problems problems = new Problems();

  private List<Document> read(String text) {
    return YamlReader.read("f.yaml", text, problems);
  }

  private String found() {
    return problems.all().stream()
        .map(d -> d.code() + " " + d.at().orElseThrow())
        .collect(Collectors.joining(", "));
  }

  /** The items of a tree on one line: comments as #text, leaves by type. */
  private static String shown(Node node) {
    return switch (node) {
      case Node.Scalar(ScalarValue value, _) -> PlainScalarsTest.shown(value);
      case Node.Mapping m ->
          m.items().stream().map(YamlReaderTest::shown).collect(Collectors.joining(", ", "{", "}"));
      case Node.Sequence s ->
          s.items().stream().map(YamlReaderTest::shown).collect(Collectors.joining(", ", "[", "]"));
    };
  }

  private static String shown(Node.Item item) {
    return switch (item) {
      case Node.Entry(String key, _, Node value) -> key + ": " + shown(value);
      case Node.Element(Node value) -> shown(value);
      case Node.Comment(String text, _, _) -> "#" + text;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v: '1'              | {v: text}",
        "v: !!str 1          | {v: text}",
        "v: ! 1              | {v: text}",
        "v: !!int 7          | {v: int 7}",
        "v: !!float 7        | {v: float 7.0}",
        "v: !!bool true      | {v: bool true}",
        "v: !!null ~         | {v: null}",
        "v: !!timestamp 2024-01-01 | {v: time 2024-01-01T00:00:00Z}",
        "v: !!binary aGk=    | {v: binary}",
        "v: !!map {}         | {v: {}}",
        "v: !!seq []         | {v: []}",
        "!!str 1: x          | {1: text}",
      })
  void quotesAndCoreTagsDecideTheType(String text, String expected) {
    assertThat(shown(read(text.replace('\'', '"')).getFirst().root())).isEqualTo(expected);
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void everyNodeAndKeyKnowsItsPlace() {
    Node.Mapping root = (Node.Mapping) read("a:\n  bc: [x, y]\n").getFirst().root();
    Node.Entry a = root.entries().getFirst();
    Node.Entry bc = ((Node.Mapping) a.value()).entries().getFirst();
    assertThat(a.keyAt()).hasToString("f.yaml:1:1");
    assertThat(bc.keyAt()).hasToString("f.yaml:2:3");
    assertThat(bc.value().at()).hasToString("f.yaml:2:7");
    assertThat(((Node.Sequence) bc.value()).elements().get(1).at()).hasToString("f.yaml:2:11");
  }

  @Test
  void documentsAreCountedAndEmptyOnesAreEmptyMappings() {
    List<Document> documents = read("a: 1\n---\n---\n# only this\n---\nb: 2\n");
    assertThat(documents.stream().map(d -> d.index() + shown(d.root())))
        .containsExactly("0{a: int 1}", "1{}", "2{# only this}", "3{b: int 2}");
    assertThat(read("")).isEmpty();
    assertThat(read("# only a comment\n")).isEmpty();
    assertThat(problems.all()).isEmpty();
  }

  @Test
  @DisplayName("formats.md 1.5: comments stand where SOPS walks them")
  void commentsAreItemsInTheOrderInWhichSopsWalksThem() {
    String text =
        """
        # head
        a: 1 # beside a
        # before b
        b: # beside b
          # in b
          c: x
          # end of b
        # before d
        d:
          # in d
          - one # beside one
          # before two
          - two
          - e: 1
            # in the element
          # end of d
        f: |
          # no comment
        # end
        """;
    assertThat(shown(read(text).getFirst().root()))
        .isEqualTo(
            "{# head, # beside a, a: int 1, # before b, # beside b,"
                + " b: {# in b, c: text, # end of b}, # before d,"
                + " d: [# in d, # beside one, text, # before two, text,"
                + " {e: int 1, # in the element}, # end of d], f: text, # end}");
  }

  @Test
  void aMergeKeyStaysAKeyWithWhatItStandsFor() {
    List<Document> documents = read("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n");
    assertThat(shown(documents.getFirst().root()))
        .isEqualTo("{a: {b: int 1}, c: {<<: {b: int 1}, d: int 2}}");
  }

  @ParameterizedTest
  @DisplayName("G5: duplicate keys are refused in every document, also when equal only after NFC")
  @CsvSource(
      delimiter = '|',
      value = {
        "{a: 1, a: 2}                                   | DUPLICATE_KEY f.yaml:1:8",
        "'{a: 1}\n---\nb: {c: 1, c: 2}\n'               | DUPLICATE_KEY f.yaml:3:11",
        "'{\"caf\\u00e9\": 1, \"cafe\\u0301\": 2}'      | DUPLICATE_KEY f.yaml:1:18",
        "'a: &x {b: 1}\nc: {<<: *x, <<: *x}'            | DUPLICATE_KEY f.yaml:2:13",
      })
  void duplicateKeysAreRefused(String text, String expected) {
    read(text);
    assertThat(found()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1: x", "true: x", "~: x", "2024-01-01: x", "? [a]\n: x", "? {a: b}\n: x"})
  void keysThatAreNoStringsAreRefused(String text) {
    read(text);
    assertThat(problems.all()).extracting(Diagnostic::code).containsExactly(Code.SCHEMA);
  }

  @ParameterizedTest
  @DisplayName("G6: a tag never names a class, and only core tags are read")
  @ValueSource(
      strings = {
        "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ['http://127.0.0.1:9/']]]]",
        "a: !!com.sun.rowset.JdbcRowSetImpl {dataSourceName: 'rmi://127.0.0.1/o', autoCommit: true}",
        "a: !!java.lang.String x",
        "a: !local x",
        "a: !<tag:example.com,2026:x> y",
        "a: !!set {x}",
        "a: !!omap [x: 1]",
        "a: !!int no",
        "a: !!binary '&&&'",
        "%TAG !e! tag:example.com,2026:\n---\na: !e!x y",
      })
  void tagsThatAreNotCoreAreRefused(String text) {
    read(text);
    assertThat(problems.all()).isNotEmpty().allMatch(d -> d.code() == Code.YAML_TAG);
  }

  private static String laughs() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
    }
    return text.toString();
  }

  @Test
  @DisplayName("G4: billion laughs in the first and in a later document")
  void aliasesExpandWithinLimitsInEveryDocument() {
    read(laughs());
    assertThat(problems.all()).extracting(Diagnostic::code).containsExactly(Code.YAML_LIMIT);
    List<Document> documents = read("ok: 1\n---\n" + laughs());
    assertThat(documents).hasSize(1);
    assertThat(problems.all()).extracting(Diagnostic::code).containsOnly(Code.YAML_LIMIT);
  }

  @Test
  @DisplayName("G4: the limit counts what aliases stand for over all documents of the file")
  void aliasNodesAreCountedOverTheWholeFile() {
    String list = "a: &a [" + "x, ".repeat(99) + "]\n"; // 100 nodes
    String fits = list + "b: [" + "*a, ".repeat(50) + "]\n";
    assertThat(read(fits + "---\n" + fits)).hasSize(2);
    assertThat(problems.all()).isEmpty();
    read(fits + "---\n" + fits + "c: *a\n");
    assertThat(found()).isEqualTo("YAML_LIMIT f.yaml:6:4");
  }

  @Test
  @DisplayName("G4: an alias of itself in a later document, which crashes sops")
  void anAliasInsideItsOwnAnchorIsRefused() {
    read("a: 1\n---\nb: &b [*b]\n");
    assertThat(found()).isEqualTo("YAML_LIMIT f.yaml:3:8");
  }

  @Test
  @DisplayName("G3: nesting, at the limit and over it, also through an alias")
  void nestingIsLimited() {
    read("[".repeat(64) + "]".repeat(64));
    assertThat(problems.all()).isEmpty();
    read("[".repeat(65) + "]".repeat(65));
    assertThat(found()).isEqualTo("YAML_LIMIT f.yaml:1:65");
    Problems deep = new Problems();
    String viaAlias =
        "a: &a "
            + "[".repeat(40)
            + "]".repeat(40)
            + "\nb: "
            + "[".repeat(40)
            + "*a"
            + "]".repeat(40);
    YamlReader.read("f.yaml", viaAlias, deep);
    assertThat(deep.all()).extracting(Diagnostic::code).containsExactly(Code.YAML_LIMIT);
    Problems huge = new Problems();
    YamlReader.read("f.yaml", "[".repeat(1_000_000), huge);
    assertThat(huge.all()).extracting(Diagnostic::code).containsExactly(Code.YAML_LIMIT);
  }

  @Test
  @DisplayName("G3: documents and bytes of a file, at the limit and over it")
  void documentsAndBytesAreLimited() {
    assertThat(read("---\na: 1\n".repeat(500))).hasSize(500);
    assertThat(problems.all()).isEmpty();
    assertThat(read("---\na: 1\n".repeat(501))).hasSize(500);
    assertThat(found()).isEqualTo("YAML_LIMIT f.yaml:1001:1");
    Problems bytes = new Problems();
    String head = "a: ";
    YamlReader.read(
        "f.yaml", head + "é".repeat((Limits.REPOSITORY.bytes() - head.length()) / 2), bytes);
    assertThat(bytes.all()).isEmpty();
    YamlReader.read("f.yaml", head + "é".repeat(Limits.REPOSITORY.bytes() / 2), bytes);
    assertThat(bytes.all()).extracting(Diagnostic::code).containsExactly(Code.YAML_LIMIT);
  }

  @ParameterizedTest
  @DisplayName("S2: an error has a place and none of the text")
  @CsvSource(
      delimiter = '|',
      value = {
        "'a: 1\nb: \"CANARY-8f3a\n'          | YAML_SYNTAX f.yaml:3:1",
        "'a: CANARY-8f3a: x\n'               | YAML_SYNTAX f.yaml:1:15",
        "'a: *CANARY-8f3a\n'                 | YAML_SYNTAX f.yaml:1:4",
        "'a: [CANARY-8f3a\n'                 | YAML_SYNTAX f.yaml:2:1",
        "'CANARY-8f3a: 1\nCANARY-8f3a: 2\n'  | DUPLICATE_KEY f.yaml:2:1",
        "'a: !CANARY-8f3a CANARY-8f3a\n'     | YAML_TAG f.yaml:1:4",
        "'a: \"CANARY-8f3a\\q\"\n'           | YAML_SYNTAX f.yaml:1:17",
        "'a: \uFEFFCANARY-8f3a\n'            | YAML_SYNTAX f.yaml:1:4",
        "'a: 1\nb: CANARY-8f3a\u0001\n'      | YAML_SYNTAX f.yaml:2:15",
        "'a: CANARY-8f3a\u001b\n'            | YAML_SYNTAX f.yaml:1:15",
        "'a: CANARY-8f3a\ud800\n'            | YAML_SYNTAX f.yaml:1:15",
        "'&CANARY-8f3a a: *b\n'              | YAML_SYNTAX f.yaml:1:17",
      })
  void problemsNameThePlaceAndNeverTheText(String text, String expected) {
    List<Document> documents = read(text);
    assertThat(found()).isEqualTo(expected);
    assertThat(problems.all().toString()).doesNotContain(CANARY);
    assertThat(documents.stream().map(d -> Optional.of(d).toString()))
        .allMatch(d -> !d.contains(CANARY) || expected.startsWith("DUPLICATE_KEY"));
  }

  @Test
  void documentsBeforeABrokenOneAreReturned() {
    assertThat(read("a: 1 # x\n---\nb: [\n")).hasSize(1);
    assertThat(problems.hasErrors()).isTrue();
  }

  @Test
  @DisplayName("S1: a tree prints its shape and none of its values")
  void aTreePrintsNoValue() {
    List<Document> documents =
        read("a: " + CANARY + " # " + CANARY + "\nb: 987654\nc: 98.7654\nd: !!binary Q0FO\n");
    assertThat(documents.toString()).doesNotContain(CANARY, "987654", "98.7654", "Q0FO");
  }
}
