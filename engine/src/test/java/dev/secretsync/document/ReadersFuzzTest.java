package dev.secretsync.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;

/** Any bytes end in documents or in problems, and what was read can be written. */
@DisplayName("G4-G6: hostile files end in a typed outcome")
class ReadersFuzzTest {
  private static final SourceLocation AT = new SourceLocation("f", 1, 1);

  @FuzzTest(maxDuration = "60s")
  void yaml(byte[] bytes) {
    Problems problems = new Problems();
    List<Document> documents = YamlReader.read("f", bytes, Limits.REPOSITORY, problems);
    if (!problems.hasErrors()) {
      byte[] written = YamlWriter.write(documents, YamlWriter.DEFAULT_INDENT);
      List<Document> again = YamlReader.read("f", written, Limits.LOCAL, problems);
      assertThat(problems.all()).isEmpty();
      assertThat(YamlWriter.write(again, YamlWriter.DEFAULT_INDENT)).isNotNull();
    }
  }

  @FuzzTest(maxDuration = "60s")
  void json(byte[] bytes) {
    Problems problems = new Problems();
    List<Document> documents = JsonReader.read("f", bytes, Limits.REPOSITORY, problems);
    if (!problems.hasErrors()) {
      byte[] written = JsonWriter.write(documents.getFirst().root(), OptionalInt.empty());
      Node again = JsonReader.read("f", written, Limits.LOCAL, problems).getFirst().root();
      assertThat(JsonWriter.write(again, OptionalInt.empty())).isEqualTo(written);
    }
  }

  @FuzzTest(maxDuration = "60s")
  void dotenv(byte[] bytes) {
    Problems problems = new Problems();
    List<Document> documents = DotenvReader.read("f", bytes, Limits.REPOSITORY, problems);
    if (!problems.hasErrors()) {
      byte[] written = DotenvWriter.write((Node.Mapping) documents.getFirst().root());
      assertThat(DotenvReader.read("f", written, Limits.LOCAL, problems)).hasSize(1);
      assertThat(problems.hasErrors()).isFalse();
    }
  }

  @FuzzTest(maxDuration = "60s")
  void ini(byte[] bytes) {
    Problems problems = new Problems();
    List<Document> documents = IniReader.read("f", bytes, Limits.REPOSITORY, problems);
    if (!problems.hasErrors()) {
      Node.Mapping root = (Node.Mapping) documents.getFirst().root();
      try {
        byte[] written = IniWriter.write(root);
        Node again = IniReader.read("f", written, Limits.LOCAL, problems).getFirst().root();
        assertThat(problems.hasErrors()).isFalse();
        assertThat(RandomTrees.shown(again).replace("\"DEFAULT\": {}, ", ""))
            .isEqualTo(RandomTrees.shown(root).replace("\"DEFAULT\": {}, ", ""));
      } catch (RefusedException e) {
        assertThat(e.diagnostics()).isNotEmpty();
      }
    }
  }

  /** Keys and texts of any characters, with comments of any characters. */
  @FuzzTest(maxDuration = "60s")
  void yamlReadsBack(FuzzedDataProvider data) {
    List<Node.Item> items = new ArrayList<>();
    List<Node.Item> elements = new ArrayList<>();
    int keys = 0;
    while (data.remainingBytes() > 0 && keys < 20) {
      String text = whole(data.consumeString(40));
      switch (data.consumeInt(0, 3)) {
        case 0 -> items.add(new Node.Comment(text, data.consumeBoolean(), AT));
        case 1 -> elements.add(new Node.Element(leaf(text)));
        case 2 -> elements.add(new Node.Comment(text, data.consumeBoolean(), AT));
        default ->
            items.add(new Node.Entry(keys++ + text, AT, leaf(whole(data.consumeString(40)))));
      }
    }
    items.add(new Node.Entry("list", AT, new Node.Sequence(elements, AT)));
    Node root = new Node.Mapping(items, AT);
    byte[] written = YamlWriter.write(List.of(new Document(0, root)), YamlWriter.DEFAULT_INDENT);
    Problems problems = new Problems();
    List<Document> again = YamlReader.read("f", written, Limits.LOCAL, problems);
    assertThat(problems.all()).isEmpty();
    assertThat(RandomTrees.shown(again.getFirst().root())).isEqualTo(RandomTrees.shown(root));
  }

  private static Node leaf(String text) {
    return new Node.Scalar(new ScalarValue.Text(text), AT);
  }

  private static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
