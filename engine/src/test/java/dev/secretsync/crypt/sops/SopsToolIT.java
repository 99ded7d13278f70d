package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.secretsync.crypt.TestRing;
import dev.secretsync.crypt.Tool;
import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.crypt.age.X25519Identity;
import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.YamlReader;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the real {@code sops} encrypts, we open, and to the values that it was given. */
class SopsToolIT {
  private static final Path CASES = Path.of("../test-fixtures/crypt/sops");
  private static final Selection NOTHING = new Selection.Suffix("_none", true);
  private static final Pattern ENCRYPTED_LEAF =
      Pattern.compile("type:(?:str|int|float|bool|time)]");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final List<String> RULES =
      List.of(
          "unencrypted_suffix: _unencrypted",
          "encrypted_suffix: s",
          "encrypted_regex: ^[a-m]",
          "unencrypted_regex: ^[a-m]",
          "encrypted_comment_regex: secret",
          "unencrypted_comment_regex: plain");
  private static final int SHAPES_PER_RULE = 8;

  /** sops 3.13.2 refuses what it wrote itself there (formats.md 1.7). */
  private static final String UNREADABLE_BY_SOME_SOPS = "list-comments";

  @TempDir private Path folder;

  @TestFactory
  @DisplayName("formats.md 1.4-1.7: random shapes under each of the six rules")
  Stream<DynamicTest> randomFilesOpenToWhatSopsWasGiven() {
    return RULES.stream()
        .flatMap(rule ->
            Stream.iterate(1, n -> n + 1)
                .limit(SHAPES_PER_RULE)
                .map(seed -> dynamicTest(rule + " #" + seed, () -> compare(rule, seed))));
  }

  private void compare(String rule, int seed) throws IOException, InterruptedException {
    Tool sops = Tool.find("sops");
    boolean commentRule = rule.contains("comment");
    Files.writeString(folder.resolve("plain.yaml"), new Shapes(seed, commentRule).file());
    Files.writeString(
        folder.resolve(".sops.yaml"),
        "creation_rules:\n  - age: " + recipient() + "\n    " + rule + "\n");
    sops.run(folder, env(), "encrypt", "--output", "encrypted.yaml", "plain.yaml");

    String encrypted = Files.readString(folder.resolve("encrypted.yaml"));
    Problems problems = new Problems();
    List<Document> documents = YamlReader.read("f", encrypted, problems);
    SopsFile file = SopsFile.parse("f", documents, problems).orElseThrow();
    Opening opening = file.open(TestRing.owner());
    assertThat(problems.all()).isEmpty();
    assertThat(opening.problems()).isEmpty();
    try (Opening.Opened opened = (Opening.Opened) opening) {
      Map<List<String>, List<String>> ours = new TreeMap<>(SopsToolIT::order);
      opened
          .leaves()
          .forEach((place, leaf) -> group(ours, place, leaf.bytes().reveal(SopsToolIT::text)));
      Map<List<String>, List<String>> originals = original();
      ours.forEach((keys, values) -> assertThat(originals.get(keys)).containsSubsequence(values));
      long count = opened.leaves().values().stream().filter(l -> l.bytes().size() > 0).count();
      long macs = documents.size();
      assertThat(count).isEqualTo(ENCRYPTED_LEAF.matcher(encrypted).results().count() - macs);
    }
  }

  private Map<List<String>, List<String>> original() throws IOException {
    Map<List<String>, List<String>> leaves = new TreeMap<>(SopsToolIT::order);
    String text = Files.readString(folder.resolve("plain.yaml"));
    for (Document document : YamlReader.read("f", text, new Problems())) {
      Structure found = new Structure(new Problems());
      Walk.over((Node.Mapping) document.root(), document.index(), NOTHING, found);
      for (Leaf leaf : found.leaves()) {
        LeafBytes.ofPlain(((Leaf.Plain) leaf).value())
            .ifPresent(bytes -> group(leaves, leaf.place(), text(bytes)));
      }
    }
    return leaves;
  }

  /** By document and keys; numbers of list elements differ where comments of lists are elements. */
  private static void group(Map<List<String>, List<String>> groups, Place place, String value) {
    List<String> keys = new ArrayList<>(List.of("document " + place.document()));
    place.path().stream().filter(key -> !NUMBER.matcher(key).matches()).forEach(keys::add);
    groups.computeIfAbsent(keys, _ -> new ArrayList<>()).add(value);
  }

  private static int order(List<String> a, List<String> b) {
    return String.join("/", a).compareTo(String.join("/", b));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String recipient() {
    AgeIdentity owner = TestRing.owner().identities().getFirst();
    return ((X25519Identity) owner).recipient();
  }

  private static Map<String, String> env() {
    return Map.of(
        "SOPS_AGE_KEY_FILE",
        Path.of("../test-fixtures/crypt/test-key.txt").toAbsolutePath().toString(),
        "HOME",
        "/nonexistent");
  }

  @TestFactory
  @DisplayName("formats.md 1.6: what we open of the case folders, the real sops opens as well")
  Stream<DynamicTest> casesThatOpenAlsoOpenInSops() throws IOException {
    List<Path> cases;
    try (Stream<Path> all = Files.list(CASES)) {
      cases =
          all.filter(SopsToolIT::opens)
              .filter(path -> !path.endsWith(UNREADABLE_BY_SOME_SOPS))
              .sorted()
              .toList();
    }
    assertThat(cases).isNotEmpty();
    return cases.stream()
        .map(path ->
            dynamicTest(
                path.getFileName().toString(),
                () -> {
                  String file = path.resolve("secret.yaml").toAbsolutePath().toString();
                  Tool sops = Tool.find("sops");
                  Map<String, String> env = new TreeMap<>(env());
                  Path identity = path.resolve("identity.txt");
                  if (Files.exists(identity)) {
                    env.put("SOPS_AGE_KEY_FILE", identity.toAbsolutePath().toString());
                  }
                  assertThat(sops.run(folder, env, "decrypt", file)).contains("CANARY");
                }));
  }

  private static boolean opens(Path folder) {
    try (Stream<String> lines = Files.lines(folder.resolve("expected.txt"))) {
      return lines.findFirst().orElseThrow().equals("Opened");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Random YAML with all types, nesting, and comments. */
  private static final class Shapes {
    private static final List<String> LEAVES =
        List.of(
            "text",
            "\"quoted: text\"",
            "'42'",
            "42",
            "-7",
            "0o17",
            "0x1F",
            "1_000",
            "010",
            "1.5",
            "1e3",
            ".inf",
            "-.inf",
            "1e-7",
            "5e-324",
            "true",
            "False",
            "yes",
            "null",
            "~",
            "\"\"",
            "2024-01-01",
            "2006-01-02T15:04:05.120+07:06",
            "2001-1-2 3:4:5.60",
            "!!binary /+8=",
            "\"\\u20ac \\U0001F600\"",
            "!!str 5",
            "{}",
            "[]",
            "123456789012345678",
            "12345678901234567890.5",
            "0.1",
            "1e21",
            "\"ENC\"",
            "\"line\\nline\"",
            "[1, two, [3.0, four]]",
            "{x: 1, ys: two}");
    private final Random random;
    private final boolean commentRule;
    private int names;

    Shapes(int seed, boolean commentRule) {
      random = new Random(seed);
      this.commentRule = commentRule;
    }

    String file() {
      return Stream.generate(() -> mapping(0))
          .limit(1 + random.nextInt(3))
          .collect(Collectors.joining("---\n"));
    }

    private String mapping(int depth) {
      StringBuilder text = new StringBuilder();
      for (int n = 2 + random.nextInt(4); n > 0; n--) {
        text.append(comment(depth)).append(indent(depth)).append(key()).append(":");
        switch (depth < 4 ? random.nextInt(6) : 5) {
          case 0 -> text.append("\n").append(mapping(depth + 1));
          case 1 -> text.append("\n").append(list(depth + 1));
          case 2 -> text.append(" |\n").append(indent(depth + 1)).append("literal # text\n");
          default -> text.append(leaf());
        }
      }
      return text.toString();
    }

    private String list(int depth) {
      StringBuilder text = new StringBuilder();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        text.append(commentRule ? "" : comment(depth))
            .append(indent(depth))
            .append("-")
            .append(leaf());
      }
      return text.toString();
    }

    private String leaf() {
      String leaf = " " + LEAVES.get(random.nextInt(LEAVES.size()));
      boolean inline =
          commentRule && random.nextInt(5) == 0 && !leaf.contains("[") && !leaf.contains("{");
      return leaf + (inline ? " # " + word() : "") + "\n";
    }

    private String comment(int depth) {
      return random.nextInt(3) == 0 ? indent(depth) + "# " + word() + "\n" : "";
    }

    private String word() {
      return List.of("secret", "plain", "other", "a: b", "x # y").get(random.nextInt(5));
    }

    private String key() {
      String suffix = List.of("", "s", "_unencrypted").get(random.nextInt(3));
      return "" + (char) ('a' + random.nextInt(26)) + "k" + names++ + "k" + suffix;
    }

    private static String indent(int depth) {
      return "    ".repeat(depth);
    }
  }
}
