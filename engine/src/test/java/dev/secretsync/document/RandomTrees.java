package dev.secretsync.document;

import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Documents of random shape, with the texts and numbers that writers get wrong. */
public final class RandomTrees {
  private static final SourceLocation AT = new SourceLocation("f", 1, 1);
  private static final int DEEPEST = 4;

  private static final List<String> EVIL =
      List.of(
          "",
          " ",
          "~",
          "null",
          "true",
          "False",
          "yes",
          "NO",
          "on",
          "y",
          "n",
          "0",
          "-0",
          "010",
          "0o17",
          "0x1F",
          "0b11",
          "1_000",
          "1.",
          ".5",
          "1e3",
          "1e400",
          ".inf",
          "-.INF",
          ".nan",
          "2024-01-01",
          "2006-01-02T15:04:05Z",
          "2001-1-2 3:4:5",
          "12:30",
          "190:20:30",
          "1:2:3.5",
          "<<",
          "=",
          "-",
          "--",
          "---",
          "--- a",
          "...",
          "?",
          "? a",
          "?a",
          ":",
          ": a",
          ":a",
          "a:",
          "a: b",
          "a:b",
          "a #b",
          "a# b",
          "#",
          "#a",
          "- a",
          "-a",
          "[",
          "[a]",
          "{a: b}",
          "a, b",
          "&a",
          "*a",
          "!a",
          "!!str a",
          "|",
          "> a",
          "'a'",
          "\"a\"",
          "it's",
          "%a",
          "@a",
          "`a`",
          "a\\nb",
          "\\",
          "a\tb",
          "\ta",
          "a\t",
          " a",
          "a ",
          "a  b",
          "a\n",
          "a\nb",
          "a\n\n",
          "a\n\n\n",
          "a\n\nb\n",
          "a \nb",
          "a\n b",
          "a\nb ",
          "a\n\tb",
          "# a\n# b\n",
          "- a\n- b\n",
          "a\r\nb\r\n",
          "a\rb",
          "\u0000",
          "\u0007\u001b\u007f",
          "\u0085",
          "\u00a0",
          "\u00e9\u20ac",
          "\ud83d\ude00",
          "\ufeffa",
          "a\ufeff",
          "\ufffe",
          "\ufffd",
          "e\u0301",
          "<a href=\"b\">&amp;</a>",
          "${a}",
          "-----BEGIN X-----\nQUJD\n-----END X-----\n",
          "123456789012345678901234567890",
          "+1",
          "-",
          "+",
          "-.5",
          "+.5",
          "_1",
          "1__0",
          "0_7",
          "09",
          "0o9",
          "ENC",
          "a".repeat(200),
          "key: [unclosed",
          "\ud7ff\ue000");

  /** go-yaml counts the indentation wrongly inside lists, and so cannot read them back. */
  private static final List<String> HINTED = List.of("\n", "\na", " a\nb", "  a\n  b\n", "\n\n");

  /** Texts that go-yaml makes null of. */
  private static final List<String> TABBED = List.of("\ta\nb", "\t\n");

  /** Line separators, which go-yaml does not escape. */
  private static final List<String> SEPARATORS = List.of("a\u2028b", "\u2029");

  private static final List<String> COMMENTS =
      List.of(" a", "", " a: b", "# b", " \u00e9 # c", "  indented", "tab\there", "[x", "'");

  private final Random random;
  private final boolean asGoYaml;
  private final boolean comments;

  private RandomTrees(long seed, boolean asGoYaml, boolean comments) {
    random = new Random(seed);
    this.asGoYaml = asGoYaml;
    this.comments = comments;
  }

  /** Everything that our own readers and writers must keep. */
  public static List<Document> any(long seed) {
    return new RandomTrees(seed, false, true).documents();
  }

  /** Only what go-yaml writes as we do. */
  public static List<Document> asGoYaml(long seed) {
    return new RandomTrees(seed, true, true).documents();
  }

  /** One document that JSON can hold. */
  public static Node.Mapping json(long seed) {
    return new RandomTrees(seed, false, false).mapping(0, false);
  }

  /** One mapping of texts. */
  public static Node.Mapping flat(long seed) {
    RandomTrees trees = new RandomTrees(seed, false, false);
    List<Node.Item> items = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Node value = leaf(new ScalarValue.Text(trees.text(false)));
      items.add(new Node.Entry("k" + i, AT, value));
    }
    return new Node.Mapping(items, AT);
  }

  private List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      documents.add(new Document(i, mapping(0, false)));
    }
    return documents;
  }

  private Node.Mapping mapping(int depth, boolean inList) {
    List<Node.Item> items = new ArrayList<>();
    Set<String> keys = new HashSet<>(Set.of("sops"));
    for (int n = 1 + random.nextInt(5); n > 0; n--) {
      String key = random.nextInt(3) == 0 ? text(inList) : "key" + n;
      if (!keys.add(key)) {
        continue;
      }
      comment(items, depth, false);
      Node value = node(depth + 1, inList);
      inline(items, value);
      items.add(new Node.Entry(key, AT, value));
    }
    comment(items, depth, true);
    return new Node.Mapping(items, AT);
  }

  private Node.Sequence sequence(int depth) {
    List<Node.Item> items = new ArrayList<>();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      comment(items, depth, false);
      Node value = node(depth + 1, true);
      inline(items, value);
      items.add(new Node.Element(value));
    }
    if (!asGoYaml) {
      comment(items, depth, true);
    }
    return new Node.Sequence(items, AT);
  }

  /** go-yaml tells comments at ends from those before what follows by rules of its own. */
  private void comment(List<Node.Item> items, int depth, boolean last) {
    if (comments && random.nextInt(4) == 0 && (!asGoYaml || (!last && depth < 2))) {
      items.add(new Node.Comment(pick(COMMENTS), false, AT));
    }
  }

  private void inline(List<Node.Item> items, Node value) {
    if (comments && random.nextInt(6) == 0 && value instanceof Node.Scalar) {
      items.add(new Node.Comment(pick(COMMENTS), true, AT));
    }
  }

  private Node node(int depth, boolean inList) {
    return switch (depth < DEEPEST ? random.nextInt(8) : 2 + random.nextInt(6)) {
      case 0 -> mapping(depth, inList);
      case 1 -> sequence(depth);
      case 2 -> random.nextBoolean() ? new Node.Mapping(List.of(), AT) : empty();
      case 3 -> leaf(other());
      default -> leaf(new ScalarValue.Text(text(inList)));
    };
  }

  private static Node empty() {
    return new Node.Sequence(List.of(), AT);
  }

  private static Node leaf(ScalarValue value) {
    return new Node.Scalar(value, AT);
  }

  private ScalarValue other() {
    return switch (random.nextInt(6)) {
      case 0 -> new ScalarValue.Null();
      case 1 -> new ScalarValue.Bool(random.nextBoolean());
      case 2 -> new ScalarValue.Int(random.nextLong() >> random.nextInt(64));
      case 3 -> new ScalarValue.FloatingPoint(floating());
      case 4 -> comments ? time() : new ScalarValue.Null();
      default -> comments ? binary() : new ScalarValue.Null();
    };
  }

  /** Never integral: SOPS writes those as integers, and so they are read. */
  private double floating() {
    double value = Double.longBitsToDouble(random.nextLong());
    if (!comments && !Double.isFinite(value)) {
      return 0.5;
    }
    return value == Math.rint(value) && Math.abs(value) < 1e6 ? 0.5 : value;
  }

  private static ScalarValue time() {
    return new ScalarValue.Time("2024-02-03T04:05:06.07+08:09");
  }

  private ScalarValue binary() {
    byte[] bytes = new byte[1 + random.nextInt(120)];
    random.nextBytes(bytes);
    bytes[0] = (byte) 0xff;
    return new ScalarValue.Binary(SecretBytes.copyOf(bytes));
  }

  private String text(boolean inList) {
    return switch (random.nextInt(asGoYaml ? 6 : 9)) {
      case 0 -> "word " + random.nextInt();
      case 1, 2 -> mixed(inList);
      case 6 -> pick(SEPARATORS);
      case 7 -> pick(HINTED);
      case 8 -> pick(TABBED);
      default -> inList || random.nextInt(4) > 0 ? pick(EVIL) : pick(HINTED);
    };
  }

  private String mixed(boolean inList) {
    String letters = "ab: #-?[]{},&*!|>'\"%@`\n\n \t0.1e+~=<\\/\u00e9\u20ac";
    String text =
        Stream.generate(() -> letters.charAt(random.nextInt(letters.length())))
            .limit(random.nextInt(12))
            .map(String::valueOf)
            .collect(Collectors.joining());
    boolean hinted = text.contains("\n") && (text.startsWith(" ") || text.startsWith("\n"));
    boolean tabbed = text.contains("\n") && text.startsWith("\t");
    return asGoYaml && ((inList && hinted) || tabbed) ? "x" + text : text;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** A tree on one line, without places and comments. */
  public static String shown(Node node) {
    return switch (node) {
      case Node.Mapping m ->
          m.entries().stream()
              .map(e -> quoted(e.key()) + ": " + shown(e.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Node.Sequence s ->
          s.elements().stream().map(RandomTrees::shown).collect(Collectors.joining(", ", "[", "]"));
      case Node.Scalar(ScalarValue value, _) -> shown(value);
    };
  }

  private static String shown(ScalarValue value) {
    return switch (value) {
      case ScalarValue.Null _ -> "null";
      case ScalarValue.Bool(boolean b) -> "bool " + b;
      case ScalarValue.Int(long n) -> "int " + n;
      case ScalarValue.FloatingPoint(double d) -> "float " + d;
      case ScalarValue.Time(String t) -> "time " + t;
      case ScalarValue.Text(String t) -> quoted(t);
      case ScalarValue.Binary(SecretBytes b) ->
          "binary " + b.<String>reveal(bytes -> Base64.getEncoder().encodeToString(bytes));
      case ScalarValue.Unrepresentable _ -> "unrepresentable";
    };
  }

  private static String quoted(String text) {
    return new String(
        JsonWriter.writeValue(leaf(new ScalarValue.Text(text)), java.util.OptionalInt.empty()),
        StandardCharsets.UTF_8);
  }

  /** The texts of all comments in order. */
  public static List<String> comments(Node node) {
    List<String> texts = new ArrayList<>();
    List<Node.Item> items =
        switch (node) {
          case Node.Mapping m -> m.items();
          case Node.Sequence s -> s.items();
          case Node.Scalar _ -> List.of();
        };
    for (Node.Item item : items) {
      switch (item) {
        case Node.Comment(String text, boolean inline, _) ->
            texts.add((inline ? "inline " : "") + text);
        case Node.Entry(_, _, Node value) -> texts.addAll(comments(value));
        case Node.Element(Node value) -> texts.addAll(comments(value));
      }
    }
    return texts;
  }
}
