package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.secretsync.crypt.TestRing;
import dev.secretsync.crypt.Tool;
import dev.secretsync.crypt.age.X25519Identity;
import dev.secretsync.document.BinaryFile;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.document.Node;
import dev.secretsync.document.RandomTrees;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that the real {@code sops} wrote, we read and write to the same bytes; and what it makes of
 * a file in clear, we make of it.
 */
class StoresToolIT {
  private static final int SEEDS = 30;

  /** A rule that encrypts nothing shows comments and values as SOPS writes them. */
  private static final String NOTHING = "--encrypted-regex=NOTHING";

  private static final String EVERYTHING = "--unencrypted-suffix=NOTHING";

  @TempDir private Path folder;

  private void compare(FileFormat format, byte[] plain) throws Exception {
    Problems problems = new Problems();
    List<Document> documents = Store.readPlain(format, "f", plain, problems);
    assertThat(problems.all()).filteredOn(d -> d.isError()).isEmpty();
    Files.write(folder.resolve("plain"), plain);
    for (String rule : List.of(NOTHING, EVERYTHING)) {
      byte[] encrypted = sops(format, "encrypt", rule, "plain", "encrypted");
      List<Document> read = Store.readEncrypted(format, "f", encrypted, problems);
      assertThat(problems.all()).filteredOn(d -> d.isError()).isEmpty();
      assertThat(text(Store.writeEncrypted(format, read, StoreIndent.DEFAULT)))
          .isEqualTo(text(encrypted));
      if (rule.equals(NOTHING)) {
        List<Document> ours = withMetadata(documents, read);
        assertThat(text(Store.writeEncrypted(format, ours, StoreIndent.DEFAULT)))
            .isEqualTo(text(encrypted));
        sops(format, "decrypt", "", "encrypted", "decrypted");
      }
    }
  }

  private static List<Document> withMetadata(List<Document> plain, List<Document> encrypted) {
    List<Document> documents = new ArrayList<>();
    for (Document document : plain) {
      Node.Mapping root = (Node.Mapping) encrypted.get(document.index()).root();
      List<Node.Item> items = new ArrayList<>(((Node.Mapping) document.root()).items());
      items.add(root.entries().getLast());
      documents.add(new Document(document.index(), new Node.Mapping(items, root.at())));
    }
    return documents;
  }

  private byte[] sops(FileFormat format, String command, String rule, String from, String to)
      throws IOException, InterruptedException {
    List<String> key = rule.isEmpty() ? List.of() : List.of("--age", recipient(), rule);
    String type = format.toString();
    Stream<String> arguments =
        Stream.of(
                List.of(command, "--input-type", type, "--output-type", type, "--output", to),
                key,
                List.of(from))
            .flatMap(List::stream);
    Tool.find("sops").run(folder, env(), arguments.toArray(String[]::new));
    return Files.readAllBytes(folder.resolve(to));
  }

  private static String recipient() {
    return ((X25519Identity) TestRing.owner().identities().getFirst()).recipient();
  }

  private static Map<String, String> env() {
    return Map.of(
        "SOPS_AGE_KEY_FILE",
        Path.of("../test-fixtures/crypt/test-key.txt").toAbsolutePath().toString(),
        "HOME",
        "/nonexistent");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @TestFactory
  @DisplayName("formats.md 1.9: YAML of random shape, with evil texts, and comments")
  Stream<DynamicTest> randomYaml() {
    return seeds(seed -> {
      List<Document> documents = RandomTrees.asGoYaml(seed);
      byte[] plain = Store.writePlain(FileFormat.YAML, documents, StoreIndent.DEFAULT);
      compare(FileFormat.YAML, plain);
    });
  }

  @TestFactory
  @DisplayName("formats.md 1.8: JSON of random shape, with evil texts")
  Stream<DynamicTest> randomJson() {
    return seeds(seed -> {
      List<Document> documents = List.of(new Document(0, RandomTrees.json(seed)));
      byte[] plain = Store.writePlain(FileFormat.JSON, documents, StoreIndent.DEFAULT);
      compare(FileFormat.JSON, plain);
    });
  }

  @TestFactory
  @DisplayName("formats.md 1.8: binary files of random bytes")
  Stream<DynamicTest> randomBinary() {
    return Stream.of(0, 1, 100, 100_000)
        .map(size ->
            dynamicTest(
                size + " bytes",
                () -> {
                  byte[] content = new byte[size];
                  new Random(size).nextBytes(content);
                  compareBinary(content);
                  compareBinary(bytes("é".repeat(size)));
                }));
  }

  private void compareBinary(byte[] content) throws Exception {
    Problems problems = new Problems();
    Files.write(folder.resolve("plain"), content);
    List<Document> documents = Store.readPlain(FileFormat.BINARY, "f", content, problems);
    assertThat(Store.writePlain(FileFormat.BINARY, documents, StoreIndent.DEFAULT))
        .isEqualTo(content);
    if (content.length > 0) { // sops refuses to encrypt an empty file
      byte[] encrypted = sops(FileFormat.BINARY, "encrypt", EVERYTHING, "plain", "encrypted");
      List<Document> read = Store.readEncrypted(FileFormat.BINARY, "f", encrypted, problems);
      assertThat(text(Store.writeEncrypted(FileFormat.BINARY, read, StoreIndent.DEFAULT)))
          .isEqualTo(text(encrypted));
    }
    assertThat(BinaryFile.read("f", content, problems)).hasSize(1);
    assertThat(problems.all()).isEmpty();
  }

  private interface Comparison {
    void of(long seed) throws Exception;
  }

  private static Stream<DynamicTest> seeds(Comparison comparison) {
    return Stream.iterate(0, n -> n + 1)
        .limit(SEEDS)
        .map(seed -> dynamicTest("seed " + seed, () -> comparison.of(seed)));
  }

  @TestFactory
  Stream<DynamicTest> casesByHand() {
    return Stream.of(
            new Case(
                FileFormat.YAML,
                """
                # head

                # second head
                a: 1    # inline
                base: &b
                  x: 0x10 # of x
                  "yes": 'no'
                  # foot of base
                # before m
                m:
                  <<: *b
                  z: 1_000.5
                l:
                - one # of one
                # mid
                - {k: v, w: [1, 2]}
                -   - nested
                    - deeper

                # with a gap

                n: {} # beside an empty mapping
                s: # on the key
                  q: >
                    folded
                    text

                    more
                t: 2024-1-2 3:4:5.60
                "multi\\nline": |+
                  kept

                # end
                """),
            new Case(FileFormat.YAML, "---\na: 1\n---\n---\n# only\n---\nb: 2\n# end\n"),
            new Case(FileFormat.YAML, "a:\n  - b: 1\n    c:\n      - d\n  -\n    e: 2\n"),
            new Case(
                FileFormat.YAML, "a: # on key\n  - x\nb:\n  # first\n  c: | # header\n    t\n"),
            new Case(FileFormat.YAML, "a: !!binary aGVsbG8=\nb: !!str 5\nc: !!float 5\n"),
            new Case(FileFormat.YAML, "a: \"x\\\n  y\"\nb: 'p\n  q\n\n  r'\nc: long\n  plain\n"),
            new Case(FileFormat.JSON, "{\"b\":1,\"a\":[1,2.0,{}]}"),
            new Case(
                FileFormat.JSON,
                """
                {"int": 9223372036854775807, "big": 9223372036854775808, "f": 1e21, "g": 1e-7,
                 "h": 123456789.25, "i": -0, "j": 1E2, "s": "<\\u2028&\\ud83d\\ude00\\u007f\\u0001>",
                 "e": "", "n": null, "t": true, "l": [], "m": {}, "d": {"x": [[], [{}], [1]]}}
                """),
            new Case(
                FileFormat.DOTENV,
                """
                # comment
                A=1

                B = spaced\s
                #C=2
                EMPTY=
                EQ=a=b=c
                QUOTED="x y"
                export X=1
                LINES=a\\nb\\n
                CR=x\r
                UTF=é😀
                """),
            new Case(
                FileFormat.INI,
                """
                ; top
                k = v
                [one] ; beside
                ; above a
                a=1
                longer_key : "quoted"
                b = `x # y` ; c
                # two
                # lines
                c = \"""multi
                line\"""
                d = a \\
                  b
                e =
                f = ' sp '
                [two]
                `k=x` = 1
                q = "half
                [empty]
                [last]
                z=1
                """),
            new Case(FileFormat.INI, "[x]\nb = %(a)s\n[DEFAULT]\na = 1\n"),
            new Case(FileFormat.INI, "a = 1\n"))
        .map(c ->
            dynamicTest(
                c.format + ": " + c.text.lines().findFirst().orElseThrow(),
                () -> compare(c.format, bytes(c.text))));
  }

  private record Case(FileFormat format, String text) {}

  @TestFactory
  @DisplayName("formats.md 1.8: dotenv of random texts")
  Stream<DynamicTest> randomDotenv() {
    return seeds(seed -> {
      List<Document> documents = List.of(new Document(0, RandomTrees.flat(seed)));
      byte[] plain = Store.writePlain(FileFormat.DOTENV, documents, StoreIndent.DEFAULT);
      compare(FileFormat.DOTENV, plain);
    });
  }

  @ParameterizedTest
  @CsvSource({
    "YAML, '[\"m\"]'",
    "YAML, '[\"l\"]'",
    "YAML, '[\"s\"]'",
    "YAML, '[\"i\"]'",
    "YAML, '[\"f\"]'",
    "YAML, '[\"t\"]'",
    "YAML, '[\"n\"]'",
    "YAML, '[\"b\"]'",
    "JSON, '[\"m\"]'",
    "JSON, '[\"l\"]'",
    "JSON, '[\"s\"]'",
    "JSON, '[\"i\"]'",
    "JSON, '[\"f\"]'",
    "JSON, '[\"n\"]'",
    "JSON, '[\"b\"]'",
  })
  @DisplayName("formats.md 1.14: one value, as --extract prints it")
  void extractedValuesAreThoseOfSops(FileFormat format, String path) throws Exception {
    String yaml =
        "m: {a: [x, {b: c}], d: 1}\nl: [1, [a, b], {c: d}]\ns: \"<a>\\nb\"\ni: 7\nf: 1e6\n"
            + "n: null\nb: true\n"
            + (format == FileFormat.YAML ? "t: 2024-01-01\n" : "");
    Problems problems = new Problems();
    List<Document> documents = Store.readPlain(FileFormat.YAML, "f", bytes(yaml), problems);
    Files.write(folder.resolve("plain"), Store.writePlain(format, documents, StoreIndent.DEFAULT));
    sops(format, "encrypt", EVERYTHING, "plain", "encrypted");
    Tool.find("sops")
        .run(
            folder,
            env(),
            "decrypt",
            "--extract",
            path,
            "--input-type",
            format.toString(),
            "--output-type",
            format.toString(),
            "--output",
            "value",
            "encrypted");
    List<Document> again =
        Store.readPlain(format, "f", Files.readAllBytes(folder.resolve("plain")), problems);
    var root = (Node.Mapping) again.getFirst().root();
    var value = root.get(path.substring(2, 3)).orElseThrow();
    assertThat(text(Store.writeValue(format, value, StoreIndent.DEFAULT)))
        .isEqualTo(text(Files.readAllBytes(folder.resolve("value"))));
  }

  @Test
  @DisplayName("formats.md 1.8: INI whose metadata sops 3.13.0 wrote as lines")
  void oldMetadataOfIniIsReadAsTheNew() throws Exception {
    Files.writeString(folder.resolve("plain"), "[a]\nb = c\n");
    byte[] encrypted = sops(FileFormat.INI, "encrypt", EVERYTHING, "plain", "encrypted");
    String text = text(encrypted);
    String old =
        text.lines()
            .map(line ->
                line.contains("\\n")
                    ? line.replaceFirst("= ", "= \"\"\"").replace("\\n", "\n") + "\"\"\""
                    : line)
            .reduce("", (a, b) -> a + b + "\n");
    assertThat(old).isNotEqualTo(text);
    Problems problems = new Problems();
    List<Document> fromOld = Store.readEncrypted(FileFormat.INI, "f", bytes(old), problems);
    List<Document> fromNew = Store.readEncrypted(FileFormat.INI, "f", encrypted, problems);
    assertThat(problems.all()).isEmpty();
    assertThat(RandomTrees.shown(fromOld.getFirst().root()))
        .isEqualTo(RandomTrees.shown(fromNew.getFirst().root()))
        .contains("BEGIN AGE");
  }
}
