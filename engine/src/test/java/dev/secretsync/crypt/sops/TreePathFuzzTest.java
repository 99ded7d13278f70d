package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.secretsync.document.JsonValues;
import dev.secretsync.document.Node;
import dev.secretsync.document.YamlReader;
import dev.secretsync.model.Code;
import dev.secretsync.model.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("formats.md 1.14: any text is a path and any bytes are a value, or end in problems")
class TreePathFuzzTest {
  private static final Node TREE =
      YamlReader.read("f", "a: {b: [1, {c: d}, [e]]}\nf: null\n# g\nh: i\n", new Problems())
          .getFirst()
          .root();

  /** A path, a line end, and a value. */
  static Stream<byte[]> inputs() {
    return Stream.of(
            "[\"a\"][\"b\"][1]\n\"v\"",
            "['a']['b'][2][0]\n{\"x\": [1, 2.5, null, true, {}]}",
            "[\"\\u00e4\\n\"][0]\n1e21",
            "[\"h\"][\"x\"][9]\n[1]",
            "[\n\"\\ud800\"")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("inputs")
  @FuzzTest(maxDuration = "60s")
  void whatIsSetIsThereAndWhatIsUnsetIsNot(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
    byte[] value = Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length);
    switch (TreePath.parse(text)) {
      case TreePath.Parsed.Malformed(var problem) ->
          assertThat(problem.code()).isEqualTo(Code.BAD_TREE_PATH);
      case TreePath.Parsed.Sound(TreePath path) -> {
        boolean there = path.get(TREE).isPresent();
        assertThat(path.unset(TREE) instanceof TreePath.Outcome.Done).isEqualTo(there);
        Problems problems = new Problems();
        Optional<Node> json = JsonValues.read("VALUE", value, problems);
        assertThat(json.isPresent()).isNotEqualTo(problems.hasErrors());
        json.ifPresent(node -> set(path, node, there));
      }
    }
  }

  /** A number beyond the end of a list appends, so that only what was there has a known place. */
  private static void set(TreePath path, Node value, boolean there) {
    switch (path.set(TREE, value)) {
      case TreePath.Outcome.Done(Node root, boolean changed) -> {
        assertThat(TreeShape.same(root, TREE)).isNotEqualTo(changed);
        if (there) {
          assertThat(path.get(root)).contains(value);
        }
      }
      case TreePath.Outcome.Misfit _ -> assertThat(there).isFalse();
      case TreePath.Outcome.Missing _ -> throw new AssertionError("set never misses");
    }
  }
}
