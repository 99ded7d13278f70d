package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.sops.Store;
import dev.secretsync.crypt.sops.StoreIndent;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.document.Node;
import dev.secretsync.document.RandomTrees;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.SourceLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every store with contents of random shape and all types: whichever program encrypts, both decrypt
 * to the same bytes. The seed is the number of the repetition.
 */
@DisplayName("formats.md 1.4, 1.8, 1.9: each store and type, in both directions")
class RandomFilesIT {
  private static final int TIMES = 12;
  private static final SourceLocation AT = new SourceLocation("f", 1, 1);
  private static final String LETTERS = "ab =;#:'`\"[]%$,.\u00e9-";

  @TempDir private Path folder;
  private TwoPrograms both;

  @BeforeEach
  void begin() {
    both = new TwoPrograms(folder);
  }

  @RepeatedTest(TIMES)
  void yaml(RepetitionInfo run) throws Exception {
    compare(
        FileFormat.YAML,
        "a.yaml",
        RandomTrees.asGoYaml(run.getCurrentRepetition()).stream()
            .map(document -> new Document(document.index(), readable(document.root())))
            .toList());
  }

  @RepeatedTest(TIMES)
  void json(RepetitionInfo run) throws Exception {
    compare(FileFormat.JSON, "a.json", one(RandomTrees.json(run.getCurrentRepetition())));
  }

  @RepeatedTest(TIMES)
  void dotenv(RepetitionInfo run) throws Exception {
    compare(FileFormat.DOTENV, "a.env", one(texts(new Random(run.getCurrentRepetition()))));
  }

  @RepeatedTest(TIMES)
  void ini(RepetitionInfo run) throws Exception {
    Random random = new Random(run.getCurrentRepetition());
    List<Node.Item> sections = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sections.add(new Node.Entry("section" + i, AT, texts(random)));
    }
    compare(FileFormat.INI, "a.ini", one(new Node.Mapping(sections, AT)));
  }

  @RepeatedTest(TIMES)
  void binary(RepetitionInfo run) throws Exception {
    Random random = new Random(run.getCurrentRepetition());
    byte[] bytes = new byte[random.nextInt(3000)];
    random.nextBytes(bytes);
    compare("a.bin", bytes);
  }

  private static List<Document> one(Node root) {
    return List.of(new Document(0, readable(root)));
  }

  private void compare(FileFormat format, String file, List<Document> documents) throws Exception {
    compare(file, Store.writePlain(format, documents, StoreIndent.DEFAULT));
  }

  private void compare(String file, byte[] content) throws Exception {
    Files.write(both.file(file), content);
    String age = TwoPrograms.recipient();
    both.theirs("encrypt", "--age", age, "--output", "@t-" + file, "@" + file);
    both.ours("encrypt", "--age", age, "--output", "@o-" + file, "@" + file);
    both.theirs("decrypt", "--output", "@t-by-sops", "@t-" + file);
    for (String by : new String[] {"t-", "o-"}) {
      both.ours("decrypt", "--output", "@by-us", "@" + by + file);
      assertThat(both.file("by-us")).as(by).hasSameBinaryContentAs(both.file("t-by-sops"));
      both.theirs("decrypt", "--output", "@by-sops", "@" + by + file);
      assertThat(both.file("by-sops")).as(by).hasSameBinaryContentAs(both.file("t-by-sops"));
    }
  }

  private static Node.Mapping texts(Random random) {
    List<Node.Item> items = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      StringBuilder text = new StringBuilder("x");
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      items.add(new Node.Entry("key" + i, AT, new Node.Scalar(
          new ScalarValue.Text(text + "x"), AT)));
    }
    return new Node.Mapping(items, AT);
  }

  /**
   * Without what one of the two programs refuses: comments in lists, which sops 3.13.2 writes and
   * cannot read (formats.md 1.7), and colons in keys, which we do not write (1.15).
   */
  private static Node readable(Node node) {
    return switch (node) {
      case Node.Mapping mapping -> {
        List<Node.Item> items = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Node.Item item : mapping.items()) {
          switch (item) {
            case Node.Entry(String key, var at, Node value) when keys.add(key.replace(':', '.')) ->
                items.add(new Node.Entry(key.replace(':', '.'), at, readable(value)));
            case Node.Comment comment -> items.add(comment);
            case Node.Entry _, Node.Element _ -> {}
          }
        }
        yield new Node.Mapping(items, mapping.at());
      }
      case Node.Sequence sequence ->
          new Node.Sequence(
              sequence.elements().stream()
                  .<Node.Item>map(element -> new Node.Element(readable(element)))
                  .toList(),
              sequence.at());
      case Node.Scalar scalar -> scalar;
    };
  }
}
