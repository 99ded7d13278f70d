package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.document.Document;
import dev.secretsync.document.JsonValues;
import dev.secretsync.document.Limits;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.document.YamlReader;
import dev.secretsync.model.Code;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The index language of {@code set}, {@code unset} and {@code --extract}. */
@DisplayName("formats.md 1.14: index paths")
class TreePathTest {
  private static final SourceLocation HERE = new SourceLocation("here", 1, 1);

  private static Node tree(String yaml) {
    Problems problems = new Problems();
    List<Document> documents = YamlReader.read("f", yaml, problems);
    assertThat(problems.all()).isEmpty();
    return documents.getFirst().root();
  }

  private static Node json(String text) {
    Problems problems = new Problems();
    Node value =
        JsonValues.read("VALUE", text.getBytes(StandardCharsets.UTF_8), problems).orElseThrow();
    assertThat(problems.all()).isEmpty();
    return value;
  }

  private static TreePath path(String text) {
    TreePath.Parsed parsed = TreePath.parse(text);
    assertThat(parsed).isInstanceOf(TreePath.Parsed.Sound.class);
    return ((TreePath.Parsed.Sound) parsed).path();
  }

  private static void assertSays(Node node, String yaml) {
    assertThat(TreeShape.same(node, tree(yaml))).as("%s is not %s", node, yaml).isTrue();
  }

  private static void assertDone(TreePath.Outcome outcome, String yaml, boolean changed) {
    assertThat(outcome).isInstanceOf(TreePath.Outcome.Done.class);
    TreePath.Outcome.Done done = (TreePath.Outcome.Done) outcome;
    assertSays(done.root(), yaml);
    assertThat(done.changed()).isEqualTo(changed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # a key beside others, far down
          {w: {x: {y: CANARY}}}   | ["w"]["x"]["z"] | "v"   | {w: {x: {y: CANARY, z: v}}}
          # several levels at once
          {k: v}                  | ["a"]["b"]["c"] | "v"   | {k: v, a: {b: {c: v}}}
          # behind the end of a list, with more below it
          {l: [one, two]}         | ["l"][2]["b"]   | "v"   | {l: [one, two, {b: v}]}
          # through a value, which makes room
          {a: old}                | ["a"]["b"]["c"] | "v"   | {a: {b: {c: v}}}
          {a: null}               | ["a"][0]        | "v"   | {a: [v]}
          # into nothing
          {}                      | ["a"]["b"]["c"] | "v"   | {a: {b: {c: v}}}
          {}                      | ["a"][0][0]     | "v"   | {a: [[v]]}
          # in the place of what is there
          {l: [one, two, three]}  | ["l"][0]        | "uno" | {l: [uno, two, three]}
          {a: old, b: 1}          | ["a"]           | "new" | {a: new, b: 1}
          {a: {b: 1}}             | ["a"]           | "new" | {a: new}
          {a: [{b: 1}, 2]}        | ["a"][0]["b"]   | "new" | {a: [{b: new}, 2]}
          # a number beyond the end appends one element
          {l: []}                 | ["l"][2]        | "v"   | {l: [v]}
          {l: [1]}                | ["l"][7][7]     | "v"   | {l: [1, [v]]}
          # an element that is a value makes room too
          {l: [1]}                | ["l"][0]["k"]   | "v"   | {l: [{k: v}]}
          # keys as they are, and types
          {a: 1}                  | ["b c"]         | true  | {a: 1, b c: true}
          {a: 1}                  | [""]            | null  | {a: 1, "": null}
          {a: 1}                  | ["é\\u00fc"]    | {}    | {a: 1, éü: {}}
          {a: 1}                  | ['a\\b']        | 1.5   | {a: 1, "a\\\\b": 1.5}
          {a: 1}                  | ["a]["]         | "v"   | {a: 1, "a][": v}
          """)
  void setChangesOnePlace(String before, String path, String value, String after) {
    assertDone(path(path).set(tree(before), json(value)), after, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {a: {b: {c: same}}} | ["a"]["b"]["c"] | "same"
          {a: [1.5, null]}    | ["a"][0]        | 1.5
          {a: {b: [1, {}]}}   | ["a"]           | {"b": [1, {}]}
          """)
  void whatIsThereAlreadyIsNoChange(String before, String path, String value) {
    assertDone(path(path).set(tree(before), json(value)), before, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # a number on its own is a float, and order and types count
          {a: 5}             | ["a"] | 5
          {a: {b: 1, c: 2}}  | ["a"] | {"c": 2, "b": 1}
          {a: "1.5"}         | ["a"] | 1.5
          {a: []}            | ["a"] | {}
          {a: 1}             | ["a"] | {}
          """)
  void whatOnlyLooksTheSameIsAChange(String before, String path, String value) {
    TreePath.Outcome outcome = path(path).set(tree(before), json(value));
    assertThat(((TreePath.Outcome.Done) outcome).changed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {a: 1, b: 2}              | ["b"]           | {a: 1}
          {a: {b: 1, c: 2}}         | ["a"]["c"]      | {a: {b: 1}}
          {a: 1, b: {c: 2}}         | ["b"]           | {a: 1}
          {a: 1}                    | ["a"]           | {}
          {a: {b: 1}}               | ["a"]["b"]      | {a: {}}
          {a: {b: [{c: 1}]}}        | ["a"]["b"]      | {a: {}}
          {a: [{b: 1}, {c: 2}]}     | ["a"][1]        | {a: [{b: 1}]}
          {a: [{b: 1, c: 2}]}       | ["a"][0]["c"]   | {a: [{b: 1}]}
          {a: [{b: 1}]}             | ["a"][0]        | {a: []}
          """)
  void unsetRemovesOnePlace(String before, String path, String after) {
    assertDone(path(path).unset(tree(before)), after, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {a: {b: 1}}   | ["a"]["x"]     | ["a"]["x"]
          {a: {b: 1}}   | ["x"]["y"]     | ["x"]
          {a: [{b: 1}]} | ["a"][0]["x"]  | ["a"][0]["x"]
          {a: [{b: 1}]} | ["a"][99]      | ["a"][99]
          {a: 1}        | [0]            | [0]
          """)
  void unsetOfNothingIsMissing(String tree, String path, String named) {
    TreePath.Outcome outcome = path(path).unset(tree(tree));
    assertThat(outcome).isInstanceOf(TreePath.Outcome.Missing.class);
    assertThat(((TreePath.Outcome.Missing) outcome).problem().subject()).isEqualTo(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {a: 99}  | ["a"]["b"] | ["a"]
          {a: [1]} | ["a"]["b"] | ["a"]
          """)
  void unsetInsideOfWhatHasNoKeysIsAMisfit(String tree, String path, String named) {
    TreePath.Outcome outcome = path(path).unset(tree(tree));
    assertThat(outcome).isInstanceOf(TreePath.Outcome.Misfit.class);
    assertThat(((TreePath.Outcome.Misfit) outcome).problem().subject()).isEqualTo(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {a: 1}        | [0]
          {a: [1]}      | ["a"]["b"]
          {a: [{b: 1}]} | ["a"][0][1]
          {é: 1}        | ["e\\u0301"]
          """)
  @DisplayName("set: a key in a list, a number in a mapping, a twin in Unicode (G5)")
  void setWhereItDoesNotFitIsAMisfit(String tree, String path) {
    TreePath.Outcome outcome = path(path).set(tree(tree), json("\"CANARY\""));
    assertThat(outcome).isInstanceOf(TreePath.Outcome.Misfit.class);
    assertThat(outcome.toString()).doesNotContain("CANARY");
  }

  @Test
  @DisplayName("G4: nothing can be set so deep that the file could not be read again")
  void nestingStaysWithinWhatCanBeRead() {
    String steps = "[0]".repeat(Limits.LOCAL.nesting() - 2);
    assertThat(path("[\"a\"]" + steps).set(tree("{}"), json("{\"b\": 1}")))
        .isInstanceOf(TreePath.Outcome.Done.class);
    assertThat(path("[\"a\"]" + steps).set(tree("{}"), json("{\"b\": []}")))
        .isInstanceOf(TreePath.Outcome.Misfit.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {k: 2, a: {b: [1, 2, 3]}} | ["a"]["b"][2] | 3
          {k: {x: y}}               | ["k"]         | {x: y}
          {k: [[1], [2, 3]]}        | ["k"][1][0]   | 2
          {k: [[1], [2, 3]]}        | ['k'][1][0]   | 2
          """)
  void getFindsOnePlace(String tree, String path, String found) {
    assertThat(path(path).get(tree(tree))).get().satisfies(node -> assertSays(node, found));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {k: 2}          | ["x"]
          {k: 2}          | ["k"][99]
          {k: 2}          | ["k"]["x"]
          {k: [one, two]} | ["k"][2]
          {k: [one, two]} | ["k"]["0"]
          {k: 2}          | [0]
          """)
  void getFindsNothingWhereNothingIs(String tree, String path) {
    assertThat(path(path).get(tree(tree))).isEmpty();
  }

  @Test
  void commentsOfAListAreNotCounted() {
    Node list = tree("l:\n# first\n- one\n# second\n- two\n");
    assertThat(path("[\"l\"][1]").get(list)).get().satisfies(node -> assertSays(node, "two"));
    assertDone(
        path("[\"l\"][1]").set(list, json("\"dos\"")),
        "l:\n# first\n- one\n# second\n- dos\n",
        true);
    assertDone(path("[\"l\"][0]").unset(list), "l:\n# first\n# second\n- two\n", true);
  }

  @Test
  @DisplayName("formats.md 1.5: a comment behind a removed value does not pass to the next one")
  void aCommentBehindAValueGoesWithIt() {
    Node.Item above = new Node.Comment(" above", false, HERE);
    Node.Item behind = new Node.Comment(" plain", true, HERE);
    Node one = new Node.Scalar(new ScalarValue.Text("CANARY-1"), HERE);
    Node two = new Node.Scalar(new ScalarValue.Text("CANARY-2"), HERE);
    Node root =
        new Node.Mapping(
            List.of(above, behind, new Node.Entry("a", HERE, one), new Node.Entry("b", HERE, two)),
            HERE);
    assertDone(path("[\"a\"]").unset(root), "# above\nb: CANARY-2\n", true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a",
        "[",
        "]",
        "[]",
        "[a]",
        "[\"]",
        "[\"a",
        "[\"a\"",
        "[\"a\"]x",
        "[\"a\"] [0]",
        "[ \"a\"]",
        "x[\"a\"]",
        "[-1]",
        "[+1]",
        "[1.0]",
        "[1e3]",
        "[9999999999]",
        "[\u0661]",
        "[\"a\\x\"]",
        "[\"a\\u00g0\"]",
        "[\"a\\u00\"]",
        "[\"\\ud800\"]",
        "[\"a\nb\"]",
        "['a",
        "['a'",
        "[\"a\\",
        "[\"a\"\"b\"]"
      })
  void whatIsNoPathIsRefused(String text) {
    TreePath.Parsed parsed = TreePath.parse(text);
    assertThat(parsed).isInstanceOf(TreePath.Parsed.Malformed.class);
    assertThat(((TreePath.Parsed.Malformed) parsed).problem().code()).isEqualTo(Code.BAD_TREE_PATH);
  }

  @Test
  void aPathHasAtMostAsManyStepsAsAFileHasLevels() {
    assertThat(TreePath.parse("[0]".repeat(TreePath.MAX_STEPS)))
        .isInstanceOf(TreePath.Parsed.Sound.class);
    assertThat(TreePath.parse("[0]".repeat(TreePath.MAX_STEPS + 1)))
        .isInstanceOf(TreePath.Parsed.Malformed.class);
  }

  @Test
  @DisplayName("S2: what a path shows cannot move a cursor")
  void shownPathsHoldNoControlCharacters() {
    assertThat(path("[\"a\\u001b[31m\\u202e\"][3]")).hasToString("[\"a\uFFFD[31m\uFFFD\"][3]");
  }
}
